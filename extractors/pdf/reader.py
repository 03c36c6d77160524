"""PDF to blocks in reading order; see page, tables, furniture, layout and paragraphs beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from data.errors import OcrFault, ParseFault
from extractors.blocks import GAP, Block, FileBlocks, LineBox, ReadPage, clean_text
from extractors.line_joining import WordStock, stock_words
from extractors.pdf.furniture import is_contents, take_running_heads
from extractors.pdf.joining import join_broken
from extractors.pdf.layout import Line, order_regions
from extractors.pdf.ocr import INSTALL_OCR, Tesseract
from extractors.pdf.page import read_page
from extractors.pdf.paragraphs import Paragraph, build_paragraphs
from extractors.pdf.routes import GARBAGE, OCR_FAILED, PageRoute, find_unread, read_unread
from extractors.pdf.segments import PageSegments, Segment
from extractors.pdf.tables import take_aligned_tables, take_ruled_tables
from extractors.pdf.typography import Typography, measure_typography

PageRegions = tuple[int, list[list[Line]]]
"""The number of a page, and the lines of its regions in reading order."""

LOOK = "look at the file: its pages may be empty or hold pictures only"
_MIN_KEPT_LETTERS = 200  # beside gaps: stamps, page numbers and running heads are no document


def read_pdf(
    content: bytes,
    name: str,
    tesseract: Tesseract | None = None,
    language: str | None = None,
) -> FileBlocks:
    """Read a PDF: its text layer, and by OCR the pages whose layer is missing or wrong.

    Without `tesseract` these pages are gaps. `language` is what OCR is told; where it is not
    known, the other pages say it.

    Raises:
        OcrFault: no page can be read without OCR.
        ParseFault: encrypted, broken, or without anything to read.
    """
    document = _open(content, name)
    try:
        pages = [_read_page(document, index) for index in range(len(document))]
        unread = find_unread(document, pages)
        routes = read_unread(document, pages, unread, tesseract, language)
        title = _title_of(document)
    finally:
        document.close()
    _refuse_empty(pages, unread, routes, name, LOOK if tesseract else INSTALL_OCR)
    heads = take_running_heads(pages)
    for page in pages:
        take_aligned_tables(page)
    regions: deque[PageRegions] = deque()
    for page in pages:
        regions.append((page.page, order_regions(page.segments)))
        page.segments, page.rulings = [], []  # a file of ten thousand pages is held once only
    usual = measure_typography(_all_lines(regions))
    stock = stock_words(line.text for line in _all_lines(regions))
    blocks = join_broken(_all_paragraphs(regions, heads, usual, stock), stock)
    heading = _largest_heading(blocks)
    read = tuple(_read_page_of(page, routes[page.page]) for page in pages)
    return FileBlocks("pdf", title or heading, len(pages), _with_doubts(blocks, routes), read)


def _read_page(document: Any, index: int) -> PageSegments:
    page = read_page(document, index)
    take_ruled_tables(page)  # a cell that repeats on every page is no running head
    return page


def _read_page_of(page: PageSegments, route: PageRoute) -> ReadPage:
    return ReadPage(page.page, page.width, page.height, route.route, route.reasons, route.doubt)


def _with_doubts(blocks: Sequence[Block], routes: Mapping[int, PageRoute]) -> tuple[Block, ...]:
    """The blocks, each with the doubt of its page."""
    doubted = {number: route for number, route in routes.items() if route.doubt}
    if not doubted:
        return tuple(blocks)
    made: list[Block] = []
    for block in blocks:
        route = doubted.get(block.page or 0)
        made.append(block.with_doubt(route.doubt, (route.doubted_for,)) if route else block)
    return tuple(made)


def _open(content: bytes, name: str) -> Any:
    import pypdfium2  # noqa: PLC0415 — the library loads only where a PDF is read
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if (
            getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
            or "password" in str(error).lower()
        ):
            raise ParseFault(
                f"{name} is encrypted and asks for a password",
                next_step="get a copy without a password",
            ) from error
        raise ParseFault(
            f"{name} is a broken PDF: {error}; perhaps its end is missing",
            next_step="fetch it again",
        ) from error
    if len(document) == 0:
        raise ParseFault(f"{name} is a PDF without pages", next_step="fetch it again")
    return document


def _title_of(document: Any) -> str | None:
    """The title in the file's own description, unless it is a file name."""
    title = clean_text(document.get_metadata_value("Title") or "")
    is_name = "." in title[-6:] or title.lower().startswith(("microsoft word", "untitled"))
    return None if is_name or len(title) < 5 else title


def _refuse_empty(
    pages: Sequence[PageSegments],
    unread: Mapping[int, str],
    routes: Mapping[int, PageRoute],
    name: str,
    next_step: str,
) -> None:
    """Refuse a PDF of which nothing is left to read, or of which nothing is right."""
    kept = sum(len(segment.text) for page in pages for segment in page.segments)
    has_gaps = any(route.route == GAP for route in routes.values())
    if kept >= (_MIN_KEPT_LETTERS if has_gaps else 1):
        return
    failed = [
        reason
        for number in unread
        for reason in routes[number].reasons
        if reason.startswith(OCR_FAILED)
    ]
    if GARBAGE in unread.values():
        wrong = f"the text layer of {name} is garbage: its letters are not the ones on the page"
    else:
        wrong = f"{name} has {len(pages)} pages and no text layer: it is probably a scan"
    if failed:
        raise OcrFault(f"{wrong}; {failed[0]}", next_step=LOOK)
    if has_gaps:
        raise OcrFault(wrong, next_step=next_step)
    is_read = unread and next_step == LOOK
    raise ParseFault(f"{wrong}, and OCR finds no words" if is_read else wrong, next_step=next_step)


def _all_lines(regions: Iterable[PageRegions]) -> Iterator[Line]:
    return (line for _, page_regions in regions for region in page_regions for line in region)


def _all_paragraphs(
    regions: deque[PageRegions],
    heads: dict[int, list[Segment]],
    usual: Typography,
    stock: WordStock,
) -> Iterator[Paragraph]:
    """The paragraphs of page after page; the lines of those that are done are let go."""
    while regions:
        page, page_regions = regions.popleft()
        lines = [line for region in page_regions for line in region]
        if is_contents(lines):
            yield from (_alone("contents", line, page) for line in lines)
        else:
            for region in page_regions:
                yield from build_paragraphs(region, page, usual, stock)
        yield from (_alone("running_head", head, page) for head in heads.get(page, ()))


def _alone(kind: str, line: Line | Segment, page: int) -> Paragraph:
    """A line that is a block by itself."""
    box = LineBox(0, page, line.x0, line.y0, line.x1, line.y1)
    return Paragraph(Block(kind, clean_text(line.text), page, lines=(box,)), False, False)


def _largest_heading(blocks: Sequence[Block]) -> str | None:
    front = [block for block in blocks if block.kind == "heading" and (block.page or 0) <= 3]
    return min(front, key=lambda block: (block.page, block.level)).text if front else None
