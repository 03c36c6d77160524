"""Pictures of PDF pages: drawn, judged whether they hold lines of text, and set straight."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS_PER_INCH = 72.0

_MAX_PIXELS = 25_000_000  # a poster is drawn coarser: A3 at 300 dpi has 17 million
_GLANCE_DPI = 60.0
_STRIPS = 8
_INK_STEP = 50  # grey levels between the paper and a letter, of 255
_DARKEST_PAPER = 96  # a sky with stars has as many specks as a page has letters
_DARK_GROUND = 110  # grey levels of 255
_MAX_TURN = 5.0  # degrees: a sheet that lay crooked, not one that lay sideways


def draw_page(document: Any, index: int, dpi: float, *, grey: bool = True) -> Image:
    """Draw one page of an open pypdfium2 document; `index` counts from 0.

    A page too large for that gets fewer dots: see `dots_per_point`.
    """
    page = document[index]
    try:
        width, height = page.get_size()
        scale = dots_per_point(width, height, dpi)
        image: Image = page.render(scale=scale, grayscale=grey).to_pil()
        return image.convert("L" if grey else "RGB")
    finally:
        page.close()


def dots_per_point(width: float, height: float, dpi: float) -> float:
    """The scale at which a page of this size, in points, is drawn."""
    return min(dpi / POINTS_PER_INCH, math.sqrt(_MAX_PIXELS / max(width * height, 1.0)))


def glance_at_page(document: Any, index: int) -> int:
    """How many lines of text the picture of a page shows, coarsely: see `count_lines`."""
    return count_lines(draw_page(document, index, _GLANCE_DPI))


def count_lines(image: Image) -> int:
    """The lines of eight upright strips of a coarse grey picture, together.

    A line of text is a few rows of ink between rows of paper. Of 2,146 pages of real documents
    those with paragraphs count 30 to 400, and blank ones, covers and portraits 0 to 33.
    """
    pixels = np.asarray(image, dtype=np.int16)
    if pixels.size == 0:
        return 0
    return sum(_count_in_strip(strip) for strip in np.array_split(pixels, _STRIPS, axis=1))


def _count_in_strip(strip: np.ndarray[Any, Any]) -> int:
    levels = np.bincount((strip // 8).ravel(), minlength=32)
    paper = int(levels.argmax())
    if levels[max(0, paper - 2) : paper + 3].sum() < 0.4 * strip.size:
        return 0  # no even ground: a photograph
    if paper * 8 < _DARKEST_PAPER:
        return 0
    share = (np.abs(strip - (paper * 8 + 4)) > _INK_STEP).mean(axis=1)
    is_ink = np.concatenate([[False], share > 0.06, [False]]).astype(np.int8)
    edges = np.diff(is_ink)
    heights = np.flatnonzero(edges == -1) - np.flatnonzero(edges == 1)
    return int((heights <= max(4, strip.shape[0] // 40)).sum())


def darken_letters(image: Image) -> Image:
    """Turn light letters on dark boxes into dark letters on light ones.

    A box is where four fifths of all within 25 points are dark, and what is dark around that: the
    letters of a heavy heading fill less. A cell of four points that light letters cross is dark.
    """
    from PIL import Image as images  # noqa: PLC0415 — loads only where a page is read by OCR
    from PIL import ImageFilter  # noqa: PLC0415

    size = (max(1, image.width // 16), max(1, image.height // 16))
    small = image.resize(size, images.Resampling.BOX).point(
        lambda level: 255 if level < _DARK_GROUND else 0
    )
    inside = small.filter(ImageFilter.RankFilter(13, 13 * 13 // 5))
    around = np.asarray(inside.filter(ImageFilter.MaxFilter(17)))
    is_box = (around > 0) & (np.asarray(small.filter(ImageFilter.MedianFilter(5))) > 0)
    if not is_box.any():
        return image
    mask = images.fromarray((is_box * 255).astype(np.uint8)).resize(image.size)
    pixels = np.asarray(image)
    return images.fromarray(np.where(np.asarray(mask) > 127, 255 - pixels, pixels))


def straighten(image: Image) -> Image:
    """Turn a scan so that its lines lie level, if it was slightly turned.

    The right angle is the one at which rows of ink and rows of paper differ most (the sum of the
    squared steps from row to row), looked for at a quarter of the size to a tenth of a degree.
    """
    from PIL import Image as images  # noqa: PLC0415 — loads only where a page is read by OCR

    small = image.resize(
        (max(1, image.width // 4), max(1, image.height // 4)), images.Resampling.BOX
    )
    pixels = np.asarray(small, dtype=np.float32)
    ink = images.fromarray(((pixels < pixels.mean() - pixels.std()) * 255).astype(np.uint8))

    def evenness(angle: float) -> float:
        rows = np.asarray(ink.rotate(angle, resample=images.Resampling.BILINEAR))
        return float((np.diff(rows.sum(axis=1, dtype=np.int64)) ** 2).sum())

    best = max(np.arange(-_MAX_TURN, _MAX_TURN + 0.1, 0.5), key=evenness)
    best = max(np.arange(best - 0.4, best + 0.45, 0.1), key=evenness)
    if abs(best) < 0.15:
        return image
    return image.rotate(float(best), resample=images.Resampling.BICUBIC, fillcolor=255)
