"""PDFium's letters: their text, boxes, turn and weight, asked in as few and short calls as can be.

A call with untyped pointers that keeps the interpreter's lock takes half a microsecond, a third of
what the library's own binding takes. That makes boxes for the ends of every word affordable.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

LetterBox = tuple[float, float, float, float]
"""Left, top, right, bottom in points, y upwards, as PDFium has it."""

Span = tuple[int, int]
"""Start and end of a word in the page's text."""

_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi|-bd|,bd", re.I)
_BOLD_WEIGHT = 600
_BOX_BYTES = 16
_NAME_BYTES = 80


@dataclass(frozen=True, slots=True)
class _Calls:
    """The functions of PDFium that are called for every word or line."""

    box: Callable[[int, int, int], int]
    matrix: Callable[[int, int, int], int]
    weight: Callable[[int, int], int]
    font: Callable[[int, int, int, int, int], int]


def bind(function: Any, answer: Any, *kinds: Any) -> Any:
    """A function of PDFium for calls by the thousand: pointers are numbers, the lock is kept."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(answer, *kinds)(address)


@lru_cache(maxsize=1)
def _load_calls() -> _Calls:
    import pypdfium2.raw as pdfium  # noqa: PLC0415 — the library loads only where a PDF is read

    number, pointer = ctypes.c_int, ctypes.c_void_p
    font = (pointer, number, pointer, ctypes.c_ulong, pointer)
    return _Calls(
        box=bind(pdfium.FPDFText_GetLooseCharBox, number, pointer, number, pointer),
        matrix=bind(pdfium.FPDFText_GetMatrix, number, pointer, number, pointer),
        weight=bind(pdfium.FPDFText_GetFontWeight, number, pointer, number),
        font=bind(pdfium.FPDFText_GetFontInfo, number, *font),
    )


class PageLetters:
    """The letters of one open text page; positions are those of `text`."""

    __slots__ = ("_calls", "_flags", "_matrix", "_name", "_page", "text")

    def __init__(self, pdfium: Any, text_page: Any) -> None:
        """`text_page` stays the caller's to close."""
        self._calls = _load_calls()
        self._page = ctypes.cast(text_page, ctypes.c_void_p).value or 0
        self._matrix = (ctypes.c_float * 6)()
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._flags = ctypes.c_int()
        self.text = _page_text(pdfium, text_page)

    def boxes(self, positions: Sequence[int], quarter: int = 0) -> list[LetterBox]:
        """The boxes of the letters at these positions, as high as their font."""
        numbers = iter(self._edges(positions))
        found = list(zip(numbers, numbers, numbers, numbers, strict=True))
        return [_turn(box, quarter) for box in found] if quarter else found

    def word_boxes(self, words: Sequence[Span], quarter: int = 0) -> list[LetterBox]:
        """The boxes of words: their height is the first letter's, their right the last one's."""
        positions = [at for start, end in words for at in (start, end - 1)]
        if quarter:
            boxes = self.boxes(positions, quarter)
            return [
                (first[0], first[1], last[2], first[3])
                for first, last in zip(boxes[::2], boxes[1::2], strict=True)
            ]
        edges = self._edges(positions)
        return list(zip(edges[::8], edges[1::8], edges[6::8], edges[3::8], strict=True))

    def _edges(self, positions: Sequence[int]) -> list[float]:
        """Left, top, right and bottom of each letter, all in one list."""
        found = (ctypes.c_float * (4 * len(positions)))()
        call, page, target = self._calls.box, self._page, ctypes.addressof(found)
        for position in positions:
            call(page, position, target)
            target += _BOX_BYTES
        return found[:]

    def quarter(self, position: int) -> int:
        """By how many quarters, to the left, the letter is turned."""
        matrix = self._matrix
        self._calls.matrix(self._page, position, ctypes.addressof(matrix))
        if not matrix[1] and matrix[0] > 0:
            return 0
        return round(math.atan2(matrix[1], matrix[0]) / (math.pi / 2)) % 4

    def is_bold(self, position: int) -> bool:
        """Whether the letter's font is bold by its weight or by its name."""
        if self._calls.weight(self._page, position) >= _BOLD_WEIGHT:
            return True
        length = self._calls.font(
            self._page,
            position,
            ctypes.addressof(self._name),
            _NAME_BYTES,
            ctypes.addressof(self._flags),
        )
        return 0 < length <= _NAME_BYTES and bool(_BOLD_NAME.search(self._name.value))


def _turn(box: LetterBox, quarter: int) -> LetterBox:
    """The same box on a page turned so that its text stands upright."""
    left, top, right, bottom = box
    if quarter == 1:
        return bottom, -left, top, -right
    if quarter == 2:
        return -right, -bottom, -left, -top
    return -top, right, -bottom, left


def _page_text(pdfium: Any, text_page: Any) -> str:
    """The page's characters, one position each, so that positions are PDFium's own indices."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer((count + 1) * 2)
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    written = pdfium.FPDFText_GetText(text_page, 0, count, pointer)
    # Signs beyond the first plane take two positions: each becomes a mark, and indices hold.
    units = buffer.raw[: max(0, written - 1) * 2].decode("utf-16-le", "surrogatepass")
    if len(units) < written - 1:
        units = "".join(sign if sign < "\U00010000" else "\ufffd\ufffd" for sign in units)
    return units
