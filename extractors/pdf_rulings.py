"""The straight lines drawn on a PDF page: what a ruled table is made of."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MAX_OBJECTS = 3000  # a page with more is a drawing or a map, and its lines rule no table
_MAX_RULINGS = 600
_THICK = 3.0  # points: a bar thicker than this is a box, and its edges are the lines
_SHORT = 6.0  # points: shorter strokes are ticks and letters' parts


@dataclass(frozen=True, slots=True)
class Ruling:
    """A horizontal or vertical line in points, y upwards; its start is its low or left end."""

    is_horizontal: bool
    at: float  # y of a horizontal line, x of a vertical one
    start: float
    end: float


def read_rulings(pdfium: Any, page: Any) -> list[Ruling]:
    """The lines and box edges of a page; none where there are too many to be tables."""
    count = pdfium.FPDFPage_CountObjects(page)
    if not 0 < count <= _MAX_OBJECTS:
        return []
    edges = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    found: list[Ruling] = []
    for index in range(count):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        segment_count = pdfium.FPDFPath_CountSegments(drawn)
        if segment_count > 5:
            found.extend(_grid_rulings(pdfium, drawn, segment_count))
        elif pdfium.FPDFPageObj_GetBounds(drawn, *pointers):
            found.extend(_box_rulings(*(edge.value for edge in edges)))
        if len(found) > _MAX_RULINGS:
            return []
    return found


def _box_rulings(left: float, low: float, right: float, high: float) -> Iterator[Ruling]:
    """A thin bar is one line; a box is its four edges."""
    width, height = right - left, high - low
    if height <= _THICK < _SHORT <= width:
        yield Ruling(True, (low + high) / 2, left, right)
    elif width <= _THICK < _SHORT <= height:
        yield Ruling(False, (left + right) / 2, low, high)
    elif width > _SHORT and height > _SHORT:
        yield Ruling(True, low, left, right)
        yield Ruling(True, high, left, right)
        yield Ruling(False, left, low, high)
        yield Ruling(False, right, low, high)


def _grid_rulings(pdfium: Any, drawn: Any, segment_count: int) -> Iterator[Ruling]:
    """The straight strokes of a path of many: some writers draw a whole grid at once."""
    if segment_count > _MAX_RULINGS:
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for index in range(segment_count):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return  # a curve: a drawing, no grid
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if last is not None and kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _stroke_ruling(last, point)
        last = point


def _stroke_ruling(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Ruling]:
    width, height = abs(end[0] - start[0]), abs(end[1] - start[1])
    if height < 0.5 and width > _SHORT:
        yield Ruling(True, start[1], min(start[0], end[0]), max(start[0], end[0]))
    elif width < 0.5 and height > _SHORT:
        yield Ruling(False, start[0], min(start[1], end[1]), max(start[1], end[1]))


def turn_ruling(ruling: Ruling, quarter: int) -> Ruling:
    """The same line on a page turned so that its text stands upright."""
    if quarter == 0:
        return ruling
    is_kept = quarter == 2  # half a turn keeps horizontal lines horizontal
    is_at_negated = quarter == 2 or (quarter == 1) == (not ruling.is_horizontal)
    is_run_negated = quarter == 2 or (quarter == 1) == ruling.is_horizontal
    start, end = (-ruling.end, -ruling.start) if is_run_negated else (ruling.start, ruling.end)
    return Ruling(
        ruling.is_horizontal == is_kept,
        -ruling.at if is_at_negated else ruling.at,
        start,
        end,
    )
