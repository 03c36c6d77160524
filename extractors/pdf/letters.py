"""PDFium's letters: their text, boxes, turn and weight, asked in as few and short calls as can be.

A call whose arguments are C values already, made by `map` and with the interpreter's lock kept,
takes a third of a microsecond: a tenth of what the library's own binding takes. That makes boxes
for the ends of every word affordable.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

LetterBox = tuple[float, float, float, float]
"""Left, top, right, bottom in points, y upwards, as PDFium has it."""

Span = tuple[int, int]
"""Start and end of a word in the page's text."""

Floats = npt.NDArray[np.float64]
Units = npt.NDArray[np.uint16]
"""A text in UTF-16: a number for each position."""

_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi|-bd|,bd", re.I)
_BOLD_WEIGHT = 600
_AT_ONCE = 4096
"""Letters asked for in one go: what they fill is used again for the next."""
_BOX_BYTES = 16
_MATRIX_BYTES = 24
_NAME_BYTES = 80


@dataclass(frozen=True, slots=True)
class _Target:
    """Memory for the answers of many calls, and the pointer to each answer."""

    memory: Any
    pointers: Sequence[Any]


@dataclass(frozen=True, slots=True)
class _Calls:
    """The functions of PDFium that are called for every word or line, and where they answer."""

    box: Callable[..., int]
    matrix: Callable[..., int]
    weight: Callable[..., int]
    font: Callable[..., int]
    boxes: _Target
    matrices: _Target
    names: _Target


def bind(function: Any, answer: Any, *kinds: Any) -> Any:
    """A function of PDFium for calls by the thousand: pointers are numbers, the lock is kept.

    Without `kinds` nothing is converted: numbers go as C's int, and pointers must be ctypes' own.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(answer, *kinds)(address)


def call_all(function: Callable[..., Any], *arguments: Any) -> None:
    """Call for all of these arguments, side by side, without a step of ours between the calls."""
    deque(map(function, *arguments), maxlen=0)


def _make_target(item_bytes: int) -> _Target:
    memory = ctypes.create_string_buffer(_AT_ONCE * item_bytes)
    return _Target(memory, [ctypes.byref(memory, item_bytes * place) for place in range(_AT_ONCE)])


@lru_cache(maxsize=1)
def _load_calls() -> _Calls:
    import pypdfium2.raw as pdfium  # noqa: PLC0415 — the library loads only where a PDF is read

    return _Calls(
        box=bind(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int),
        matrix=bind(pdfium.FPDFText_GetMatrix, ctypes.c_int),
        weight=bind(pdfium.FPDFText_GetFontWeight, ctypes.c_int),
        font=bind(pdfium.FPDFText_GetFontInfo, ctypes.c_int),
        boxes=_make_target(_BOX_BYTES),
        matrices=_make_target(_MATRIX_BYTES),
        names=_make_target(_NAME_BYTES),
    )


class PageLetters:
    """The letters of one open text page; positions are those of `text`.

    One page at a time: PDFium has no threads, and the memory of its answers is shared.
    """

    __slots__ = ("_calls", "_page", "text", "units")

    def __init__(self, pdfium: Any, text_page: Any) -> None:
        """`text_page` stays the caller's to close."""
        self._calls = _load_calls()
        self._page = ctypes.c_void_p(ctypes.cast(text_page, ctypes.c_void_p).value)
        self.units, self.text = _page_text(pdfium, text_page)

    def boxes(self, positions: Sequence[int], quarter: int = 0) -> list[LetterBox]:
        """The boxes of the letters at these positions, as high as their font."""
        found: list[LetterBox] = [tuple(box) for box in self.edges(positions).tolist()]
        return [_turn(box, quarter) for box in found] if quarter else found

    def edges(self, positions: Sequence[int]) -> Floats:
        """Left, top, right and bottom of each letter: a row for each."""
        return self._ask(self._calls.box, self._calls.boxes, positions, 4)

    def quarters(self, positions: Sequence[int]) -> list[int]:
        """By how many quarters, to the left, each letter is turned."""
        matrix = self._ask(self._calls.matrix, self._calls.matrices, positions, 6)
        right, up = matrix[:, 0], matrix[:, 1]
        if not up.any() and (right > 0).all():
            return [0] * len(positions)
        turns: list[int] = (np.rint(np.arctan2(up, right) / (np.pi / 2)).astype(int) % 4).tolist()
        return turns

    def are_bold(self, positions: Sequence[int]) -> list[bool]:
        """Whether each letter's font is bold by its weight or by its name."""
        calls, page, found = self._calls, repeat(self._page), list[bool]()
        size, flags = repeat(ctypes.c_ulong(_NAME_BYTES)), repeat(ctypes.byref(ctypes.c_int()))
        for first in range(0, len(positions), _AT_ONCE):
            held = positions[first : first + _AT_ONCE]
            weights = map(calls.weight, page, held)
            lengths = list(map(calls.font, page, held, calls.names.pointers, size, flags))
            names = ctypes.string_at(calls.names.memory, _NAME_BYTES * len(held))
            starts = range(0, len(names), _NAME_BYTES)
            found += [
                weight >= _BOLD_WEIGHT
                or (0 < length <= _NAME_BYTES and _is_bold_name(names[at : at + length]))
                for weight, length, at in zip(weights, lengths, starts, strict=True)
            ]
        return found

    def _ask(
        self, call: Callable[..., int], target: _Target, positions: Sequence[int], width: int
    ) -> Floats:
        """What PDFium answers for each position: a row of so many numbers, noughts for nothing."""
        found = np.empty((len(positions), width))
        for first in range(0, len(positions), _AT_ONCE):
            held = positions[first : first + _AT_ONCE]
            ctypes.memset(target.memory, 0, 4 * width * len(held))
            call_all(call, repeat(self._page), held, target.pointers)
            answers = np.frombuffer(target.memory, np.float32, width * len(held))
            found[first : first + len(held)] = answers.reshape(len(held), width)
        return found


@lru_cache(maxsize=1024)
def _is_bold_name(name: bytes) -> bool:
    return bool(_BOLD_NAME.search(name.partition(b"\0")[0]))


def _turn(box: LetterBox, quarter: int) -> LetterBox:
    """The same box on a page turned so that its text stands upright."""
    left, top, right, bottom = box
    if quarter == 1:
        return bottom, -left, top, -right
    if quarter == 2:
        return -right, -bottom, -left, -top
    return -top, right, -bottom, left


def _page_text(pdfium: Any, text_page: Any) -> tuple[Units, str]:
    """The page's characters, one position each, so that positions are PDFium's own indices."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return np.empty(0, np.uint16), ""
    buffer = ctypes.create_string_buffer((count + 1) * 2)
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    written = max(0, pdfium.FPDFText_GetText(text_page, 0, count, pointer) - 1)
    # Signs beyond the first plane take two positions: each becomes a mark, and indices hold.
    text = buffer.raw[: written * 2].decode("utf-16-le", "surrogatepass")
    if len(text) < written:
        text = "".join(sign if sign < "\U00010000" else "\ufffd\ufffd" for sign in text)
    return np.frombuffer(memoryview(buffer), np.uint16, written), text
