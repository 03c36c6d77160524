"""The straight lines drawn on a PDF page: what a ruled table is made of."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, repeat
from typing import Any

from extractors.pdf.letters import bind

_MAX_OBJECTS = 3000  # a page with more is a drawing or a map, and its lines rule no table
_MAX_RULINGS = 600
_THICK = 3.0  # points: a bar thicker than this is a box, and its edges are the lines
_SHORT = 6.0  # points: shorter strokes are ticks and letters' parts


_MAX_DOT = 7.0
_MAX_DOT_SEGMENTS = 64  # browsers write a circle in four dozen steps

Dot = tuple[float, float, float, float]
"""Left, low, right, high of a small round or square mark, in points, y upwards."""


@dataclass(slots=True)  # and not frozen: pages have hundreds, which takes thrice the time
class Ruling:
    """A horizontal or vertical line in points, y upwards; its start is its low or left end."""

    is_horizontal: bool
    at: float  # y of a horizontal line, x of a vertical one
    start: float
    end: float

    def moved(self, right: float, up: float) -> Ruling:
        """The same line so many points to the right and up."""
        across, along = (up, right) if self.is_horizontal else (right, up)
        return Ruling(self.is_horizontal, self.at + across, self.start + along, self.end + along)


@dataclass(frozen=True, slots=True)
class _Calls:
    """The functions of PDFium that are called for every drawn object, or every point of one."""

    drawn: Callable[[int, int], int]
    kind: Callable[[int], int]
    segments: Callable[[int], int]
    bounds: Callable[[int, int, int, int, int], int]
    segment: Callable[[int, int], int]
    segment_kind: Callable[[int], int]
    point: Callable[[int, int, int], int]


@lru_cache(maxsize=1)
def _load_calls() -> _Calls:
    """These with untyped pointers: a third of the time of the library's own binding."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 — the library loads only where a PDF is read

    number, pointer = ctypes.c_int, ctypes.c_void_p
    return _Calls(
        drawn=bind(pdfium.FPDFPage_GetObject, pointer, pointer, number),
        kind=bind(pdfium.FPDFPageObj_GetType, number, pointer),
        segments=bind(pdfium.FPDFPath_CountSegments, number, pointer),
        bounds=bind(pdfium.FPDFPageObj_GetBounds, number, *[pointer] * 5),
        segment=bind(pdfium.FPDFPath_GetPathSegment, pointer, pointer, number),
        segment_kind=bind(pdfium.FPDFPathSegment_GetType, number, pointer),
        point=bind(pdfium.FPDFPathSegment_GetPoint, number, *[pointer] * 3),
    )


def read_rulings(pdfium: Any, page: Any, dots: list[Dot] | None = None) -> list[Ruling]:
    """The lines and box edges of a page; none where there are too many to be tables.

    Small drawn dots, which may be the bullets of a list, are added to `dots`.
    """
    count = pdfium.FPDFPage_CountObjects(page)
    if not 0 < count <= _MAX_OBJECTS:
        return []
    calls = _load_calls()
    handle = ctypes.cast(page, ctypes.c_void_p).value or 0
    bounds = (ctypes.c_float * 4)()
    at = ctypes.addressof(bounds)
    found: list[Ruling] = []
    objects = list(map(calls.drawn, repeat(handle), range(count)))
    is_path = map(pdfium.FPDF_PAGEOBJ_PATH.__eq__, map(calls.kind, objects))
    for drawn in compress(objects, is_path):
        segment_count = calls.segments(drawn)
        has_bounds = calls.bounds(drawn, at, at + 4, at + 8, at + 12)
        left, low, right, high = bounds
        if segment_count > 5:
            is_small = segment_count <= _MAX_DOT_SEGMENTS and _is_dot(right - left, high - low)
            if dots is not None and has_bounds and is_small:
                dots.append((left, low, right, high))
            else:
                shape = ctypes.cast(drawn, pdfium.FPDF_PAGEOBJECT)
                found.extend(_grid_rulings(pdfium, shape, segment_count))
        elif has_bounds and _is_dot(right - left, high - low):
            if dots is not None and segment_count >= 4:
                dots.append((left, low, right, high))
        elif has_bounds:
            found.extend(_box_rulings(left, low, right, high))
        if len(found) > _MAX_RULINGS:
            return []
    return found


def _is_dot(width: float, height: float) -> bool:
    return 1.2 <= width <= _MAX_DOT and 0.7 * height <= width <= 1.4 * height


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
    calls = _load_calls()
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, ctypes.byref(matrix))
    a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    handle = ctypes.cast(drawn, ctypes.c_void_p).value or 0
    place = (ctypes.c_float * 2)()
    at = ctypes.addressof(place)
    last: tuple[float, float] | None = None
    for index in range(segment_count):
        segment = calls.segment(handle, index)
        kind = calls.segment_kind(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return  # a curve: a drawing, no grid
        calls.point(segment, at, at + 4)
        x, y = place
        point = a * x + c * y + e, b * x + d * y + f
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
