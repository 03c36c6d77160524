"""PDF to blocks in reading order; see pdf_segments, pdf_layout, pdf_furniture, pdf_paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from data.errors import ParseFault
from extractors.blocks import Block, FileBlocks, clean_text
from extractors.line_joining import WordStock, join_pair, stock_words
from extractors.pdf_furniture import is_contents, take_running_heads
from extractors.pdf_layout import Line, order_regions
from extractors.pdf_paragraphs import (
    Paragraph,
    Typography,
    build_paragraphs,
    goes_on,
    measure_typography,
)
from extractors.pdf_segments import PageSegments, Segment, read_page
from extractors.pdf_tables import take_aligned_tables, take_ruled_tables
from extractors.text_quality import find_garbage

_SKIPPED_IN_JOINING = ("running_head", "footnote", "caption", "table")
_MAX_LOOKED_BACK = 12  # blocks between a paragraph's halves: notes, captions and heads of a page


def read_pdf(content: bytes, name: str) -> FileBlocks:
    """Read a PDF with a text layer.

    Raises:
        ParseFault: encrypted, broken, without any text, or with a text layer of wrong letters.
    """
    document = _open(content, name)
    try:
        pages = [read_page(document, index) for index in range(len(document))]
        title = _title_of(document)
    finally:
        document.close()
    _refuse_empty(pages, name)
    for page in pages:
        take_ruled_tables(page)  # first: a cell that repeats on every page is no running head
    heads = take_running_heads(pages)
    for page in pages:
        take_aligned_tables(page)
    regions = [(page.page, order_regions(page.segments)) for page in pages]
    lines = [line for _, page_regions in regions for region in page_regions for line in region]
    garbage = find_garbage(" ".join(line.text for line in lines))
    if garbage:
        raise ParseFault(
            f"the text layer of {name} is garbage: {garbage}",
            next_step="read it by OCR, or get a copy whose text can be searched",
        )
    usual = measure_typography(lines)
    stock = stock_words(line.text for line in lines)
    blocks = _join_broken(_all_paragraphs(regions, heads, usual, stock), stock)
    heading = _largest_heading(blocks)
    return FileBlocks("pdf", title or heading, len(pages), tuple(blocks))


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


def _refuse_empty(pages: Sequence[PageSegments], name: str) -> None:
    if not any(page.segments for page in pages):
        raise ParseFault(
            f"{name} has {len(pages)} pages and no text layer: it is probably a scan",
            next_step="read it by OCR first (for example with ocrmypdf)",
        )


def _all_paragraphs(
    regions: Sequence[tuple[int, list[list[Line]]]],
    heads: dict[int, list[Segment]],
    usual: Typography,
    stock: WordStock,
) -> Iterator[Paragraph]:
    for page, page_regions in regions:
        lines = [line for region in page_regions for line in region]
        if is_contents(lines):
            for line in lines:
                yield Paragraph(Block("contents", clean_text(line.text), page), False, False)
        else:
            for region in page_regions:
                yield from build_paragraphs(region, page, usual, stock)
        for head in heads.get(page, ()):
            yield Paragraph(Block("running_head", clean_text(head.text), page), False, False)


def _join_broken(paragraphs: Iterable[Paragraph], stock: WordStock) -> list[Block]:
    """Join paragraphs that a column or page broke, over the notes and heads between."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        if not paragraph.block.text:
            continue
        place = _open_place(joined)
        if place is None or not goes_on(joined[place], paragraph):
            joined.append(paragraph)
            continue
        before = joined[place]
        text = clean_text(join_pair(before.block.text, paragraph.block.text, stock))
        joined[place] = replace(paragraph, block=replace(before.block, text=text), is_first=False)
    return [paragraph.block for paragraph in joined]


def _open_place(paragraphs: Sequence[Paragraph]) -> int | None:
    """Where the last paragraph stands that a following one could go on from."""
    for back in range(1, min(len(paragraphs), _MAX_LOOKED_BACK) + 1):
        if paragraphs[-back].block.kind not in _SKIPPED_IN_JOINING:
            return len(paragraphs) - back
    return None


def _largest_heading(blocks: Sequence[Block]) -> str | None:
    front = [block for block in blocks if block.kind == "heading" and (block.page or 0) <= 3]
    return min(front, key=lambda block: (block.page, block.level)).text if front else None
