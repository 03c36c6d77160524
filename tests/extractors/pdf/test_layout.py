"""What a reader sees on a page: columns, margins, lists, quotes; and where its lines stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.blocks import Block
from extractors.pdf.reader import read_pdf
from tests.extractors.pdf_pages import LEFT, RIGHT_COLUMN, TOP, draw_lines, write_pdf

LEFT_COLUMN = [
    "The office keeps one list of all its",
    "systems and says of each what it is",
    "for. Whoever asks is given the list,",
    "and whoever finds a fault in it is",
]
RIGHT_COLUMN_LINES = [
    "thanked. The list is short today and",
    "it grows with each year that passes,",
    "for every agency adds to it what it",
    "has built and what it has bought.",
]
WHOLE = " ".join(LEFT_COLUMN + RIGHT_COLUMN_LINES)


def read(*pages) -> list[Block]:  # type: ignore[no-untyped-def]
    return list(read_pdf(write_pdf(*pages), "test.pdf").blocks)


def texts(blocks: list[Block], *kinds: str) -> list[str]:
    return [block.text for block in blocks if block.kind in kinds]


def test_a_short_title_over_two_columns_parts_what_is_above_from_what_is_below() -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, LEFT_COLUMN)
        draw_lines(canvas, RIGHT_COLUMN_LINES, x=RIGHT_COLUMN)
        draw_lines(canvas, ["Next steps"], y=TOP - 90, size=18)
        draw_lines(canvas, LEFT_COLUMN, y=TOP - 130)
        draw_lines(canvas, RIGHT_COLUMN_LINES, x=RIGHT_COLUMN, y=TOP - 130)

    blocks = read(draw)
    assert [(block.kind, block.text) for block in blocks] == [
        ("prose", WHOLE),
        ("heading", "Next steps"),
        ("prose", WHOLE),
    ]


def test_two_columns_of_two_lines_are_columns_where_the_page_has_them() -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, LEFT_COLUMN)
        draw_lines(canvas, RIGHT_COLUMN_LINES, x=RIGHT_COLUMN)
        draw_lines(canvas, ["What the office will do in the years that follow now"], y=500, size=18)
        draw_lines(
            canvas, ["We will open our data to all who", "ask for it, and we will tell them"], y=460
        )
        draw_lines(
            canvas,
            ["what it means and how it came about,", "so that none is led astray."],
            x=RIGHT_COLUMN,
            y=460,
        )

    assert texts(read(draw), "prose")[-1] == (
        "We will open our data to all who ask for it, and we will tell them what it means and how "
        "it came about, so that none is led astray."
    )


def test_the_marks_of_a_list_belong_to_their_column() -> None:
    items = ["+ Open the list", "+ Ask the people who", "know, and do it soon"]

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, [*LEFT_COLUMN, *LEFT_COLUMN])
        for step, line in enumerate([*items, *RIGHT_COLUMN_LINES]):
            x = RIGHT_COLUMN - 12 if line[0] == "+" else RIGHT_COLUMN
            draw_lines(canvas, [line], x=x, y=TOP - 14 * step)

    blocks = read(draw)
    assert texts(blocks, "list_item")[0] == "Open the list"
    assert texts(blocks, "list_item")[1].startswith("Ask the people who know")
    assert not any("+" in block.text for block in blocks)


def test_a_heading_in_the_margin_stands_before_its_paragraph_and_not_in_it() -> None:
    wide = [f"{left} {right}" for left, right in zip(LEFT_COLUMN, RIGHT_COLUMN_LINES, strict=True)]

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, wide, x=LEFT)
        draw_lines(canvas, ["Lists for", "all"], x=LEFT + 390, size=7)

    blocks = read(draw)
    assert "Lists for all" in [block.text for block in blocks]
    assert texts(blocks, "prose")[-1] == " ".join(wide)


def test_a_stretched_line_is_one_line_and_no_row_of_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ["We will share what we know with every", "agency and each of the"])
        for word, x in (("municipalities", 60), ("and", 155), ("the", 206), ("rest", 254)):
            draw_lines(canvas, [word], x=x, y=TOP - 28)
        draw_lines(canvas, ["of the public sector in due course."], y=TOP - 42)

    assert texts(read(draw), "prose", "table") == [
        "We will share what we know with every agency and each of the municipalities and the rest "
        "of the public sector in due course."
    ]


def test_drawn_dots_are_bullets() -> None:
    lines = [
        "the list of systems is open to all who want to read it in full",
        "and is kept up",
        "the data are free",
    ]

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, lines, x=LEFT + 12)
        for y in (TOP, TOP - 28):
            canvas.circle(LEFT + 4, y + 3, 1.5, stroke=0, fill=1)

    assert texts(read(draw), "list_item") == [" ".join(lines[:2]), lines[2]]


def test_a_bold_lead_belongs_to_its_paragraph() -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ["The plan has two parts, and both of them are told here in few words."])
        draw_lines(canvas, ["Open the lists and keep them"], y=TOP - 28, font="Helvetica-Bold")
        draw_lines(canvas, ["open:"], y=TOP - 42, font="Helvetica-Bold")
        draw_lines(canvas, ["each agency does so by June."], x=LEFT + 33, y=TOP - 42)

    assert texts(read(draw), "prose")[-1] == (
        "Open the lists and keep them open: each agency does so by June."
    )


QUOTE = ["Whoever asks is given", "the list, and whoever finds", "a fault in it is thanked."]


@pytest.mark.parametrize("font", ["Helvetica", "Helvetica-Bold"])
def test_a_pull_quote_is_marked_and_parts_no_sentence(font: str) -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, LEFT_COLUMN)
        draw_lines(canvas, QUOTE, y=TOP - 80, size=15, font=font)
        draw_lines(canvas, RIGHT_COLUMN_LINES, y=TOP - 170)

    blocks = read(draw)
    assert texts(blocks, "pull_quote") == [" ".join(QUOTE)]
    assert texts(blocks, "prose") == [WHOLE]


def test_a_heading_that_says_what_its_text_says_is_no_pull_quote() -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ["One list of all its systems and says of each"], size=15)
        draw_lines(canvas, [*LEFT_COLUMN[:3], "and is thanked."], y=TOP - 40)

    blocks = read(draw)
    assert [block.kind for block in blocks] == ["heading", "prose"]


def test_large_words_that_stand_nowhere_else_are_no_pull_quote() -> None:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, ["We have begun, and nothing will stop us from", "going on."], size=15)
        draw_lines(canvas, LEFT_COLUMN, y=TOP - 60)

    assert not texts(read(draw), "pull_quote")


def test_a_raised_number_begins_a_note_of_two_paragraphs() -> None:
    body = [
        "The agency has built a register of all its systems, and it is kept up to date by",
        "those who know them best. It was opened last year, and it has been read by many",
        "since then, both by those who work in agencies and by those who live near them.",
    ]

    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, body)
        draw_lines(canvas, ["7"], y=TOP - 73, size=5)
        draw_lines(
            canvas, ["The register was first a list on paper."], x=LEFT + 4, y=TOP - 76, size=9
        )
        draw_lines(canvas, ["It was typed in by hand in two weeks."], y=TOP - 100, size=9)

    notes = texts(read(draw), "footnote")
    assert [note.lstrip("7 ") for note in notes] == [
        "The register was first a list on paper.",
        "It was typed in by hand in two weeks.",
    ]


SUBJECTS = ("Schools", "Courts", "Harbours", "Libraries", "Forests")


def page_that_begins_with(words: str, subject: str):  # type: ignore[no-untyped-def]
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, [words], y=770, font="Helvetica-Bold")
        draw_lines(canvas, [f"{subject} will have a list of systems of their own."], y=740)
        draw_lines(canvas, [words], y=500, font="Helvetica-Bold")
        draw_lines(canvas, [f"{subject} will also learn from what others have done."], y=470)

    return draw


def test_a_heading_that_pages_happen_to_begin_with_is_no_running_head() -> None:
    blocks = read(*(page_that_begins_with("The office will", subject) for subject in SUBJECTS))
    assert not texts(blocks, "running_head")
    assert len(texts(blocks, "heading")) == 10


def test_a_word_of_the_text_that_repeats_at_a_height_is_no_running_head() -> None:
    def page(subject: str):  # type: ignore[no-untyped-def]
        def draw(canvas: Canvas) -> None:
            draw_lines(canvas, [f"{subject} learn"], y=800)
            draw_lines(canvas, ["and"], x=150, y=800)
            draw_lines(canvas, [f"teach {subject.lower()} elsewhere."], x=190, y=800)

        return draw

    blocks = read(*(page(subject) for subject in SUBJECTS))
    assert not texts(blocks, "running_head")
    assert texts(blocks, "prose")[0] == "Schools learn and teach schools elsewhere."


def test_every_line_of_a_block_has_its_place_in_text_and_page() -> None:
    rest = ["years to come, because", "peo-", "ple want to know."]

    def first(canvas: Canvas) -> None:
        draw_lines(
            canvas, ["• We have built a list of all systems and will keep it up to date in the"]
        )

    def second(canvas: Canvas) -> None:
        draw_lines(canvas, rest)

    block = next(block for block in read(first, second) if block.kind == "list_item")
    starts = [line.start_char for line in block.lines]
    assert block.text.endswith("years to come, because people want to know.")
    assert [block.text[a:b].strip() for a, b in pairwise([*starts, len(block.text)])] == [
        "We have built a list of all systems and will keep it up to date in the",
        "years to come, because",
        "peo",
        "ple want to know.",
    ]
    assert [line.page for line in block.lines] == [1, 2, 2, 2]
    assert all(line.left >= LEFT - 1 and line.low < line.high for line in block.lines)
    assert block.lines[1].low > block.lines[2].low
