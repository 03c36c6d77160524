"""Makes scans for the tests: pages of our own drawn as pictures and put into a PDF."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf.ocr import Tesseract, find_tesseract
from extractors.pdf.page_image import draw_page
from tests.extractors.pdf_pages import HEIGHT, WIDTH, write_pdf

Draw = Callable[[Canvas], None]


def need_tesseract() -> Tesseract:
    """The installed tesseract; the test skips without it."""
    tesseract = find_tesseract()
    if tesseract is None or "eng" not in tesseract.languages:
        pytest.skip("tesseract with English is not installed here: OCR cannot be tried")
    return tesseract


def as_picture(draw: Draw, turned: float = 0.0, dpi: float = 200) -> Image.Image:
    """A page as a scanner sees it, turned to the left by some degrees."""
    document = pypdfium2.PdfDocument(write_pdf(draw))
    try:
        picture = draw_page(document, 0, dpi)
    finally:
        document.close()
    resample = Image.Resampling.BICUBIC
    return picture.rotate(turned, resample, fillcolor=255, expand=turned % 90 == 0)


def show_picture(picture: Image.Image) -> Draw:
    """Draws a picture over a whole page, and no text."""

    def draw(canvas: Canvas) -> None:
        held = io.BytesIO()
        picture.save(held, "PNG")
        held.seek(0)
        width, height = (WIDTH, HEIGHT) if picture.height >= picture.width else (HEIGHT, WIDTH)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(held), 0, 0, width, height)

    return draw


def write_scan(draws: Sequence[Draw], turned: float = 0.0) -> bytes:
    """A PDF whose pages are pictures only."""
    return write_pdf(*[show_picture(as_picture(draw, turned)) for draw in draws])
