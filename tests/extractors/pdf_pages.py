"""Writes small PDFs for the tests: text at places, in columns, with heads and tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import pairwise

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, RIGHT_COLUMN, TOP, LEADING = 60, 315, 640, 14


def write_pdf(*pages: Callable[[Canvas], None], encrypt: str | None = None) -> bytes:
    """A PDF with one page for each function, which draws it."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=True, encrypt=encrypt)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def draw_lines(
    canvas: Canvas,
    lines: Sequence[str],
    x: float = LEFT,
    y: float = TOP,
    size: float = 10,
    font: str = "Helvetica",
) -> float:
    """Draw lines below each other; returns the y below the last."""
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= LEADING * size / 10
    return y


def draw_table(canvas: Canvas, rows: Sequence[Sequence[str]], y: float = 500) -> None:
    """Draw a ruled table with cells of equal width."""
    width, height = 150, 22
    columns = [LEFT + width * i for i in range(len(rows[0]) + 1)]
    levels = [y - height * i for i in range(len(rows) + 1)]
    for level in levels:
        canvas.line(columns[0], level, columns[-1], level)
    for column in columns:
        canvas.line(column, levels[0], column, levels[-1])
    canvas.setFont("Helvetica", 9)
    for (top, _), row in zip(pairwise(levels), rows, strict=True):
        for column, cell in zip(columns, row, strict=False):
            canvas.drawString(column + 4, top - 15, cell)
