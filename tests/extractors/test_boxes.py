from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from data.records import DocumentRef, Sentence, SentenceBox
from extractors.blocks import LineBox
from extractors.boxes import cut_lines, find_boxes, page_at
from extractors.document import ReadDocument, read_document
from tests.extractors.pdf_pages import LEFT, RIGHT_COLUMN, TOP, draw_lines, write_pdf

LINES = (
    LineBox(0, 3, 50.0, 700.0, 250.0, 712.0),
    LineBox(40, 3, 50.0, 686.0, 250.0, 698.0),
    LineBox(80, 3, 300.0, 700.0, 500.0, 712.0),
    LineBox(120, 4, 50.0, 700.0, 250.0, 712.0),
)
LENGTH = 140


def sentence(start: int, end: int) -> Sentence:
    return Sentence("s", "p", "d", 0, None, "en", start, end, "x" * (end - start))


def boxes(start: int, end: int) -> list[tuple[int, float, float, float, float]]:
    found = find_boxes([sentence(start, end)], LINES, LENGTH)
    assert [box.position for box in found] == list(range(len(found)))
    return [
        (box.page, box.left_points, box.low_points, box.right_points, box.high_points)
        for box in found
    ]


def test_a_sentence_inside_a_line_gets_its_share_of_the_line() -> None:
    assert boxes(10, 30) == [(3, 100.0, 700.0, 200.0, 712.0)]


def test_lines_one_below_the_other_make_one_box_and_columns_and_pages_another() -> None:
    assert boxes(0, 80) == [(3, 50.0, 686.0, 250.0, 712.0)]
    assert boxes(20, 140) == [
        (3, 50.0, 686.0, 250.0, 712.0),
        (3, 300.0, 700.0, 500.0, 712.0),
        (4, 50.0, 700.0, 250.0, 712.0),
    ]


def test_without_lines_there_are_no_boxes_and_the_page_is_the_blocks() -> None:
    assert find_boxes([sentence(0, 9)], (), 9) == []
    assert page_at((), 0, 7) == 7
    assert page_at((), 0, None) is None


def test_a_sentence_stands_on_the_page_where_it_begins() -> None:
    assert [page_at(LINES, at, 3) for at in (0, 119, 120, 139)] == [3, 3, 4, 4]


def test_a_part_of_a_block_keeps_its_own_lines_counted_from_its_start() -> None:
    kept = cut_lines(LINES, 50, 120)
    assert [(line.start_char, line.left) for line in kept] == [(0, 50.0), (30, 300.0)]


FIRST = ["We have built a register of all systems, and it is open. We keep it up to date in the"]
REST = ["years to come, because people want to know. Then we build another one."]


def read_two_pages() -> ReadDocument:
    def first(canvas: Canvas) -> None:
        draw_lines(canvas, FIRST)

    def second(canvas: Canvas) -> None:
        draw_lines(canvas, REST)

    ref = DocumentRef("d1", "s", "a.pdf", None, None, "NO", "other", None, "en", None, None, False)
    return read_document(write_pdf(first, second), "a.pdf", ref, "v1")


def test_sentences_of_a_paragraph_that_goes_over_a_page_know_their_pages_and_places() -> None:
    read = read_two_pages()
    assert [one.page for one in read.sentences] == [1, 1, 2]
    held: dict[str, list[SentenceBox]] = {one.sentence_id: [] for one in read.sentences}
    for box in read.boxes:
        assert 0 <= box.left_points < box.right_points <= 596
        assert 0 <= box.low_points < box.high_points <= 842
        held[box.sentence_id].append(box)
    assert [[box.page for box in boxes] for boxes in held.values()] == [[1], [1, 2], [2]]
    across = list(held.values())[1]
    assert across[0].left_points > LEFT + 200 > across[1].left_points
    assert across[0].low_points < TOP < across[0].high_points
    assert across[0].right_points > RIGHT_COLUMN
