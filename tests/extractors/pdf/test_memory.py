"""What a long file takes: its rows, and hardly anything besides."""

from __future__ import annotations

import tracemalloc

from reportlab.pdfgen.canvas import Canvas

from data.records import DocumentRef
from extractors.document import read_document
from tests.extractors.pdf_pages import draw_lines, write_pdf

PAGES = 120
SENTENCE = "The office of number {} keeps a list of its systems and tells of each what it is for."
REF = DocumentRef(
    document_id="long",
    source_id="long",
    url="long.pdf",
    title="Long",
    publisher=None,
    country="no",
    kind="report",
    year=2024,
    language="en",
    licence=None,
    note=None,
    is_excerpt=False,
)


def test_pages_are_let_go_as_their_rows_are_made() -> None:
    def draw(page: int):  # type: ignore[no-untyped-def]
        lines = [SENTENCE.format(40 * page + line) for line in range(40)]
        return lambda canvas: draw_page(canvas, lines)

    content = write_pdf(*map(draw, range(PAGES)))
    read_document(write_pdf(draw(0)), "one.pdf", REF, "1")  # what is loaded once is loaded
    tracemalloc.start()
    try:
        read = read_document(content, "long.pdf", REF, "1")
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(read.sentences) >= 40 * PAGES
    assert most < 1.1 * kept


def draw_page(canvas: Canvas, lines: list[str]) -> None:
    draw_lines(canvas, lines, y=780)
