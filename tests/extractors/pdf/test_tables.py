"""Tables without a full grid: what belongs to them, what stays text, and how cells are joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf.reader import read_pdf
from flows.table_reading import find_gold, measure, read_ours
from tests.extractors.pdf_pages import LEFT, RIGHT_COLUMN, TOP, draw_lines, write_pdf

FLOORS = {"cells_found": 0.975, "cells_in_prose": 0.01}
"""Of the cells of 67 government PDFs: at least so many found, at most so many inside prose."""

PROSE = [
    "The board looked at what each of its offices had spent on new",
    "machines, and it found that most of the money had gone to the",
    "two largest ones, which also had the oldest machines of all. It",
    "will come back to the matter when the figures of the year are in.",
]
PROSE_TEXT = " ".join(PROSE)
NARROW = [
    "The board looked at what each of",
    "its offices had spent on the new",
    "machines, and found that most of",
    "the money had gone to the larger",
    "two, which also had the machines",
    "that were the oldest of them all.",
]

Draw = Callable[[Canvas], None]


def read(*pages: Draw) -> dict[str, list[str]]:
    """The texts of a PDF's blocks by kind."""
    found: dict[str, list[str]] = {}
    for block in read_pdf(write_pdf(*pages), "test.pdf").blocks:
        found.setdefault(block.kind, []).append(block.text)
    return found


def draw_cells(
    canvas: Canvas, rows: Sequence[Sequence[str]], xs: Sequence[float], y: float, step: float = 14
) -> float:
    """Rows of cells at these places; an empty cell is not drawn. Returns the y below the last."""
    for row in rows:
        for x, cell in zip(xs, row, strict=True):
            if cell:
                draw_lines(canvas, [cell], x=x, y=y)
        y -= step
    return y


def level(canvas: Canvas, y: float, left: float = LEFT, right: float = 500) -> None:
    canvas.line(left, y, right, y)


def test_labels_with_one_figure_each_are_a_table_and_the_text_around_is_text() -> None:
    rows = [
        ("Open data sets in the catalogue", "112"),
        ("Machines older than six years", "48"),
        ("Offices", ""),
        ("Offices without a machine of their own", "7"),
        ("All together", "167"),
    ]

    def draw(canvas: Canvas) -> None:
        y = draw_lines(canvas, PROSE)
        y = draw_cells(canvas, rows, (LEFT, 420), y - 20)
        draw_lines(canvas, PROSE, y=y - 30)

    found = read(draw)
    assert found["prose"] == [PROSE_TEXT, PROSE_TEXT]
    assert found["table"] == [
        "Open data sets in the catalogue | 112\nMachines older than six years | 48\nOffices | \n"
        "Offices without a machine of their own | 7\nAll together | 167".replace(" | \n", " |\n")
    ]


def test_a_header_of_several_lines_is_joined_cell_by_cell() -> None:
    header = [("", "Share of", "Spent on"), ("", "all old", "machines"), ("Office", "(%)", "(NOK)")]
    rows = [("North", "12", "1 200"), ("South", "40", "3 100"), ("West", "48", "900")]

    def draw(canvas: Canvas) -> None:
        y = draw_cells(canvas, header, (LEFT, 220, 340), TOP, step=11)
        draw_cells(canvas, rows, (LEFT, 220, 340), y - 6)

    assert read(draw)["table"] == [
        "Office | Share of all old (%) | Spent on machines (NOK)\n"
        "North | 12 | 1 200\nSouth | 40 | 3 100\nWest | 48 | 900"
    ]


def test_a_label_of_two_lines_is_one_cell() -> None:
    rows = [
        ("Machines that are older", "", ""),
        ("than six years", "48", "51"),
        ("Machines in the basement", "3", "4"),
        ("Offices without any", "7", "9"),
    ]
    found = read(lambda canvas: draw_cells(canvas, rows, (LEFT, 300, 380), TOP, step=12) and None)
    assert found["table"] == [
        "Machines that are older than six years | 48 | 51\n"
        "Machines in the basement | 3 | 4\nOffices without any | 7 | 9"
    ]


def test_a_table_of_words_is_told_by_the_lines_around_its_header() -> None:
    rows = [
        ("Buying", "The office writes down what it needs"),
        ("Testing", "Two people try the machine for a week"),
        ("Using", "The office tells the board how it went"),
    ]

    def draw(canvas: Canvas) -> None:
        level(canvas, TOP + 14)
        draw_cells(canvas, [("Step", "What is done")], (LEFT, 250), TOP)
        level(canvas, TOP - 6)
        y = draw_cells(canvas, rows, (LEFT, 250), TOP - 20)
        level(canvas, y + 6)
        draw_lines(canvas, PROSE, y=y - 20)

    found = read(draw)
    assert found["table"] == [
        "\n".join(" | ".join(row) for row in [("Step", "What is done"), *rows])
    ]
    assert found["prose"] == [PROSE_TEXT]


def test_a_table_beside_a_column_of_text_leaves_the_text_alone() -> None:
    rows = [("Office", "2023", "2024")]
    rows += [(name, "10", "12") for name in ("North", "South", "West", "East", "Centre")]

    def draw(canvas: Canvas) -> None:
        draw_cells(canvas, rows, (LEFT, 150, 200), TOP, step=14)
        draw_lines(canvas, NARROW, x=RIGHT_COLUMN)

    found = read(draw)
    assert found["prose"] == [" ".join(NARROW)]
    assert found["table"] == ["\n".join(" | ".join(row) for row in rows)]


def test_a_grid_that_is_open_at_its_sides_has_its_outer_columns() -> None:
    rows = [("Year", "2022", "2023", "2024"), ("Offices", "5", "6", "7"), ("Desks", "1", "2", "3")]

    def draw(canvas: Canvas) -> None:
        draw_cells(canvas, rows, (LEFT + 4, 174, 274, 374), TOP, step=20)
        for y in (TOP + 14, TOP - 6, TOP - 26, TOP - 46):
            level(canvas, y, LEFT, 470)
        for x in (170, 270, 370):
            canvas.line(x, TOP + 14, x, TOP - 46)

    assert read(draw)["table"] == ["\n".join(" | ".join(row) for row in rows)]


def test_figures_in_undivided_columns_are_rows() -> None:
    names = ("North", "South", "West")

    def draw(canvas: Canvas) -> None:
        draw_cells(canvas, [("Office", "Old", "New")], (LEFT + 4, 204, 304), TOP)
        body = [(name, str(10 + at), str(at)) for at, name in enumerate(names)]
        draw_cells(canvas, body, (LEFT + 4, 204, 304), TOP - 22)
        for y in (TOP + 14, TOP - 6, TOP - 60):
            level(canvas, y, LEFT, 400)
        for x in (LEFT, 200, 300, 400):
            canvas.line(x, TOP + 14, x, TOP - 60)

    assert read(draw)["table"] == [
        "Office | Old | New\nNorth | 10 | 0\nSouth | 11 | 1\nWest | 12 | 2"
    ]


def two_columns(canvas: Canvas) -> None:
    level(canvas, TOP + 20)
    draw_lines(canvas, NARROW)
    draw_lines(canvas, NARROW, x=RIGHT_COLUMN)
    level(canvas, TOP - 100)


def marked_lines(canvas: Canvas) -> None:
    for step, line in enumerate(PROSE):
        y = TOP - 12 * step
        canvas.rect(LEFT, y - 3, 5.2 * len(line), 12)
        draw_lines(canvas, [line], y=y)


def numbered_items(canvas: Canvas) -> None:
    for step, line in enumerate(PROSE):
        draw_lines(canvas, [f"{step + 1}."], y=TOP - 20 * step)
        draw_lines(canvas, [f"{line.removesuffix('.')}."], x=LEFT + 30, y=TOP - 20 * step)


def references(canvas: Canvas) -> None:
    for step, name in enumerate(("Board", "Office", "Ministry", "Agency")):
        draw_lines(canvas, [f"{name} (2024), Report on machines."], y=TOP - 20 * step)
        draw_lines(canvas, [f"[{30 - 3 * step}]"], x=480, y=TOP - 20 * step)


def page_numbers(canvas: Canvas) -> None:
    for step, page in enumerate((4, 9, 17, 30, 41)):
        draw_lines(canvas, [f"Chapter of the plan, number {step + 1}"], y=TOP - 20 * step)
        draw_lines(canvas, [str(page)], x=480, y=TOP - 20 * step)


@pytest.mark.parametrize(
    "draw", [two_columns, marked_lines, numbered_items, references, page_numbers]
)
def test_what_only_lines_up_is_no_table(draw: Draw) -> None:
    assert "table" not in read(draw)


def test_cells_of_government_tables_are_found_and_stay_out_of_prose(shared: Path) -> None:
    files = list(find_gold(shared / "benchmarks" / "tables"))
    assert len(files) == 67
    found = measure(read_ours, files)
    assert found["faults"] == 0
    assert found["cells_found"] >= FLOORS["cells_found"]
    assert found["cells_in_prose"] <= FLOORS["cells_in_prose"]
