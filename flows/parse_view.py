"""What a person looks at to see how a file was read: `parse-file --html`."""

from __future__ import annotations

import base64
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from data.records import Page, SentenceBox
from extractors.blocks import OCR
from extractors.document import ReadBlock, ReadFile
from extractors.pdf.page import find_turn
from extractors.pdf.page_image import draw_page
from reports.parse_page import Area, ShownBlock, ShownPage, render_parse_page

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 84
JPEG_QUALITY = 62


def view_file(content: bytes, name: str, read: ReadFile) -> str:
    """The page of HTML that shows a file's blocks in reading order, over its pages' pictures."""
    blocks: dict[int | None, list[ShownBlock]] = defaultdict(list)
    areas: dict[int, list[Area]] = defaultdict(list)
    for number, block in enumerate(read.blocks, start=1):
        blocks[block.page if read.found.page_count else None].append(_shown(number, block))
        for area in _areas(number, block):
            areas[area.page].append(area)
    pictures = _draw_pages(content, read.pages) if read.found.format == "pdf" else iter(())
    pages = [
        ShownPage(
            page.page,
            page.route,
            page.grade,
            page.reasons,
            page.width_points,
            page.height_points,
            _as_picture(next(pictures, None)),
            tuple(areas[page.page or 0]),
            tuple(blocks[page.page]),
        )
        for page in read.pages
    ]
    return render_parse_page(name, read.found.format, read.found.title, pages)


def _shown(number: int, block: ReadBlock) -> ShownBlock:
    return ShownBlock(
        number,
        block.kind,
        block.language,
        block.grade,
        block.reasons,
        block.sentences or (block.text,),
    )


def _areas(number: int, block: ReadBlock) -> Iterator[Area]:
    """The block's own boxes: those of its sentences, joined where one goes on from another."""
    held: Area | None = None
    for box in (box for boxes in block.boxes for box in boxes):
        if held and _goes_on(held, box):
            held = Area(
                number,
                block.kind,
                block.text,
                held.page,
                min(held.left, box.left_points),
                min(held.low, box.low_points),
                max(held.right, box.right_points),
                max(held.high, box.high_points),
            )
            continue
        if held:
            yield held
        held = Area(
            number,
            block.kind,
            block.text,
            box.page,
            box.left_points,
            box.low_points,
            box.right_points,
            box.high_points,
        )
    if held:
        yield held


def _goes_on(area: Area, box: SentenceBox) -> bool:
    is_below = box.high_points <= area.high + 1 and box.low_points <= area.low + 1
    is_beside = box.left_points > area.right or box.right_points < area.left
    return box.page == area.page and is_below and not is_beside


def _draw_pages(content: bytes, pages: Sequence[Page]) -> Iterator[Image]:
    """The pictures of the pages, turned as they were read."""
    import pypdfium2  # noqa: PLC0415 — the library loads only where a PDF is read

    document: Any = pypdfium2.PdfDocument(content)
    try:
        for index, page in enumerate(pages):
            image = draw_page(document, index, DPI, grey=False)
            turn = _ocr_turn(page, image) if page.route == OCR else find_turn(document, index)
            yield image.rotate(-90 * turn, expand=True) if turn else image
    finally:
        document.close()


def _ocr_turn(page: Page, image: Image) -> int:
    """The same for OCR, which only tells that it turned a page, and mostly does so to the right."""
    width, height = page.width_points or 0.0, page.height_points or 0.0
    return int((width > height) != (image.width > image.height))


def _as_picture(image: Image | None) -> str | None:
    """The picture as an address of its own."""
    if image is None:
        return None
    target = io.BytesIO()
    image.save(target, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(target.getvalue()).decode("ascii")
