from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from data.errors import ParseFault
from extractors.blocks import Block
from extractors.pdf.ocr import Tesseract
from extractors.pdf.page import find_turn, read_page
from extractors.pdf.page_image import draw_page
from extractors.pdf.reader import read_pdf
from tests.extractors.pdf_pages import LEFT, RIGHT_COLUMN, TOP, draw_lines, draw_table, write_pdf

LEFT_LINES = [
    "The agency will share its data with",
    "every public body that asks for it. The",
    "first data sets are open this year, and",
    "the rest will follow when the rules are",
]
RIGHT_LINES = [
    "ready. A small team will answer the",
    "questions that come in, and it will pub-",
    "lish what it learns. Others publish too,",
    "and all of them learn from each other.",
]
COLUMN_TEXT = (
    "The agency will share its data with every public body that asks for it. The first data sets "
    "are open this year, and the rest will follow when the rules are ready. A small team will "
    "answer the questions that come in, and it will publish what it learns. Others publish too, "
    "and all of them learn from each other."
)


def read(content: bytes) -> list[Block]:
    return list(read_pdf(content, "test.pdf").blocks)


def texts(blocks: list[Block], kind: str) -> list[str]:
    return [block.text for block in blocks if block.kind == kind]


def two_columns(canvas: Canvas) -> None:
    draw_lines(canvas, ["A heading that stands over both of the columns"], y=TOP + 40, size=16)
    draw_lines(canvas, LEFT_LINES)
    draw_lines(canvas, RIGHT_LINES, x=RIGHT_COLUMN)


def two_columns_row_by_row(canvas: Canvas) -> None:
    draw_lines(canvas, ["A heading that stands over both of the columns"], y=TOP + 40, size=16)
    for step, (left, right) in enumerate(zip(LEFT_LINES, RIGHT_LINES, strict=True)):
        draw_lines(canvas, [left], y=TOP - 14 * step)
        draw_lines(canvas, [right], x=RIGHT_COLUMN, y=TOP - 14 * step)


@pytest.mark.parametrize("draw", [two_columns, two_columns_row_by_row])
def test_columns_are_read_one_after_the_other_however_they_were_written(draw) -> None:  # type: ignore[no-untyped-def]
    blocks = read(write_pdf(draw))
    assert texts(blocks, "heading") == ["A heading that stands over both of the columns"]
    assert texts(blocks, "prose") == [COLUMN_TEXT]


def page_with_head(number: int, lines: list[str]):  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ["ANNUAL REPORT OF THE AGENCY"], y=800, size=8)
        draw_lines(canvas, lines)
        draw_lines(canvas, [str(number)], x=290, y=40, size=8)

    return draw


def test_running_heads_are_kept_apart_and_paragraphs_go_on_over_pages() -> None:
    lines = ["We have built a register of all systems and we will keep it up to date in the"]
    rest = ["years to come, because people want to know."]
    pages = [page_with_head(1, lines), page_with_head(2, rest)]
    pages += [page_with_head(n, [f"Page {n} says something else of its own."]) for n in (3, 4, 5)]
    blocks = read(write_pdf(*pages))
    assert texts(blocks, "running_head").count("ANNUAL REPORT OF THE AGENCY") == 5
    assert texts(blocks, "running_head").count("3") == 1
    first = next(block for block in blocks if block.kind == "prose")
    assert first.text == f"{lines[0]} {rest[0]}"
    assert first.page == 1


def test_a_ruled_table_is_one_block_and_joins_no_sentence() -> None:
    rows = [
        ["System", "Status", "Year"],
        ["Chat service", "Pilot", "2024"],
        ["Maps", "In use", "2020"],
    ]

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ["The table lists the systems that the agency has in use today."], y=540)
        draw_table(canvas, rows)
        draw_lines(canvas, ["After the table the text goes on with another sentence."], y=400)

    blocks = read(write_pdf(draw))
    assert [block.kind for block in blocks] == ["prose", "table", "prose"]
    assert blocks[1].text == "\n".join(" | ".join(row) for row in rows)


def test_short_cells_in_rows_are_a_table_without_any_lines() -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ["What the three offices spent in the years of the programme is here."])
        for step, row in enumerate(
            [("Office", "2023", "2024"), ("North", "10", "12"), ("South", "7", "9")]
        ):
            for place, cell in enumerate(row):
                draw_lines(canvas, [cell], x=LEFT + 150 * place, y=600 - 16 * step)

    tables = texts(read(write_pdf(draw)), "table")
    assert tables == ["Office | 2023 | 2024\nNorth | 10 | 12\nSouth | 7 | 9"]


def test_headings_lists_and_notes_have_their_kinds() -> None:
    def draw(canvas: Canvas) -> None:
        y = draw_lines(canvas, ["2.1 What we will do"], size=14, font="Helvetica-Bold")
        y = draw_lines(
            canvas,
            ["We want simple services for all, and so the board decided that", "the agency will:"],
            y=y - 6,
        )
        for item in (
            [
                "• open its data and tell people where it is to be found, in one place",
                "that all know",
            ],
            ["• buy less"],
        ):
            y = draw_lines(canvas, item[:1], y=y - 6)
            y = draw_lines(canvas, item[1:], x=LEFT + 10, y=y)
        draw_lines(
            canvas, ["This takes two years and the first of them has already begun."], y=y - 6
        )
        draw_lines(canvas, ["1 The board met in March and decided this."], y=100, size=7)

    blocks = read(write_pdf(draw))
    assert [block.kind for block in blocks] == [
        "heading",
        "prose",
        "list_item",
        "list_item",
        "prose",
        "footnote",
    ]
    assert blocks[0].level == 2
    assert blocks[2].text.endswith("in one place that all know")


def test_contents_pages_are_marked() -> None:
    def contents(canvas: Canvas) -> None:
        draw_lines(canvas, ["Contents"], size=16)
        draw_lines(canvas, [f"Chapter {n} {'.' * 60} {n * 4}" for n in range(1, 9)], y=600)

    def chapter(canvas: Canvas) -> None:
        draw_lines(canvas, ["This chapter says what we will do, and then it ends."])

    blocks = read(write_pdf(contents, chapter))
    assert {block.kind for block in blocks if block.page == 1} == {"contents"}
    assert texts(blocks, "prose") == ["This chapter says what we will do, and then it ends."]


def test_a_note_mark_is_no_part_of_its_word() -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ["The plan follows the act"])
        width = canvas.stringWidth("The plan follows the act", "Helvetica", 10)
        draw_lines(canvas, ["3"], x=LEFT + width, y=TOP + 4, size=5)
        draw_lines(canvas, ["and the rules below it, which are new."], x=LEFT + width + 6)

    assert texts(read(write_pdf(draw)), "prose") == [
        "The plan follows the act and the rules below it, which are new."
    ]


def test_a_page_printed_sideways_is_read_upright() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        draw_lines(
            canvas,
            ["This page was printed sideways, and its second line", "is read after its first."],
            x=100,
            y=-200,
        )

    assert texts(read(write_pdf(draw)), "prose") == [
        "This page was printed sideways, and its second line is read after its first."
    ]


def test_what_cannot_be_read_is_a_fault_with_a_next_step() -> None:
    whole = write_pdf(two_columns)
    shapes = write_pdf(lambda canvas: canvas.rect(100, 100, 50, 50))
    shifted = "".join(chr(ord(sign) + 3) if sign.isalpha() else sign for sign in COLUMN_TEXT)
    wrong = [shifted[at : at + 60] for at in range(0, len(shifted), 60)] * 3
    garbage = write_pdf(lambda canvas: draw_lines(canvas, wrong) and None)
    cases = {
        "encrypted": write_pdf(two_columns, encrypt="secret"),
        "broken": whole[: len(whole) // 8],
        "no text layer": shapes,
        "garbage": garbage,
    }
    for reason, content in cases.items():
        with pytest.raises(ParseFault, match=reason) as raised:
            read_pdf(content, "test.pdf")
        assert raised.value.next_step


def test_many_pages_are_read_in_full_and_alike() -> None:
    content = write_pdf(*[two_columns] * 60)
    first = read(content)
    assert first == read(content)
    assert texts(first, "prose").count(COLUMN_TEXT) == 60


def test_a_real_text_layer_of_wrong_letters_is_refused(shared: Path) -> None:
    path = shared / "corpus" / "sweden" / "report" / "parsed-as-random-characters.pdf"
    with pytest.raises(ParseFault, match="garbage"):
        read_pdf(path.read_bytes(), path.name)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("page_turn", [0, 90])
def test_a_page_is_drawn_turned_as_it_is_read(angle: int, page_turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(page_turn)
        canvas.translate(300, 400)
        canvas.rotate(angle)
        draw_lines(canvas, ["This line is dark below its letters."], x=-100, y=0)

    document = PdfDocument(write_pdf(draw))
    segment = read_page(document, 0).segments[0]
    image = draw_page(document, 0, 72).rotate(-90 * find_turn(document, 0), expand=True)
    box = (segment.x0, image.height - segment.y1, segment.x1, image.height - segment.y0)
    inside = np.asarray(image.crop([round(at) for at in box])) < 128
    assert inside.sum() == (np.asarray(image) < 128).sum() > 100


def test_who_has_ocr_is_not_told_to_install_it() -> None:
    content = write_pdf(lambda canvas: canvas.rect(100, 100, 50, 50))
    with pytest.raises(ParseFault, match="no text layer") as without:
        read_pdf(content, "test.pdf")
    with pytest.raises(ParseFault, match="no text layer") as with_ocr:
        read_pdf(content, "test.pdf", Tesseract("tesseract", "5", ("eng",)))
    assert "install" in without.value.next_step
    assert "install" not in with_ocr.value.next_step
