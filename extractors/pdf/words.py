"""A page's words and printed lines: where they begin and end, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.pdf.letters import PageLetters, Span, Units

BREAK_MARKS = "\ufffe\x02"
"""What PDFium writes for a hyphen at a line's end."""
COLUMN_GAP = 1.3
"""In font sizes: wider white space inside a line separates columns or cells."""

_LINE_END, _BREAK = 2, 3  # one is other white space, and nought a sign of a word


@dataclass(frozen=True, slots=True)
class Words:
    """Words in the order of the page's text, with their boxes; y upwards, in points.

    A word is as high as its first letter.
    """

    spans: Sequence[Span]
    lefts: Sequence[float]
    tops: Sequence[float]
    rights: Sequence[float]
    lows: Sequence[float]

    def part(self, first: int, stop: int) -> Words:
        """Some of the words, as words of their own."""
        held = slice(first, stop)
        return Words(
            self.spans[held], self.lefts[held], self.tops[held], self.rights[held], self.lows[held]
        )


@dataclass(slots=True)  # and not frozen: pages have a hundred, which takes thrice the time
class PrintedLine:
    """A line of the page's text: its words, by place, and how far its words reach to the right.

    `is_even` if no white space in it may be wide, and no word stands left of the first or on
    another line.
    """

    first: int
    stop: int
    right: float
    is_even: bool
    has_digit: bool


def find_words(letters: PageLetters) -> tuple[Words, list[PrintedLine]]:
    """The words of a page and its lines, as if all of it were upright."""
    starts, ends, firsts = _cut(letters.units)
    if not len(starts):
        return Words((), (), (), (), ()), []
    places: list[int] = np.concatenate((starts, ends - 1)).tolist()
    edges = letters.edges(places)
    count = len(starts)
    left, top, low = edges[:count, 0], edges[:count, 1], edges[:count, 3]
    right = edges[count:, 2]
    spans = list(zip(places[:count], ends.tolist(), strict=True))
    words = Words(spans, left.tolist(), top.tolist(), right.tolist(), low.tolist())
    stops = [*firsts[1:].tolist(), count]
    is_even = ~_are_uneven(firsts, left, top, right, low)
    lines = map(
        PrintedLine,
        firsts.tolist(),
        stops,
        np.maximum.reduceat(right, firsts).tolist(),
        is_even.tolist(),
        _have_digits(letters.units, starts[firsts]),
    )
    return words, list(lines)


def turned_words(letters: PageLetters, spans: Sequence[Span], quarter: int) -> Words:
    """Words of a line that is turned by so many quarters, as if it were upright."""
    boxes = letters.boxes([at for start, end in spans for at in (start, end - 1)], quarter)
    lefts, tops, _, lows = zip(*boxes[::2], strict=True)
    return Words(spans, lefts, tops, [box[2] for box in boxes[1::2]], lows)


def _are_uneven(firsts: Any, left: Any, top: Any, right: Any, low: Any) -> npt.NDArray[np.bool_]:
    """Of each line, whether a word stands where the next one of an even line would not."""
    line_of = np.zeros(len(left), np.int64)
    line_of[firsts[1:]] = 1
    first = firsts[np.cumsum(line_of)]
    size = np.maximum(top - low, 1.0)[first]
    before = np.concatenate((left[:1], right[:-1]))
    apart = (left - before > COLUMN_GAP * size) | (left < left[first] - 1)
    apart |= np.abs(low - low[first]) > size
    apart[firsts] = False
    found: npt.NDArray[np.bool_] = np.logical_or.reduceat(apart, firsts)
    return found


def _have_digits(units: Units, starts: Any) -> list[bool]:
    """Whether there is a digit from each of these places to the next."""
    found: list[bool] = np.logical_or.reduceat(_load_digits()[units], starts).tolist()
    return found


def _cut(units: Units) -> tuple[Any, Any, Any]:
    """Where words start and end, and which of them begin a line."""
    kinds = _load_kinds()[units]
    is_word = np.concatenate(([False], kinds == 0, [False]))
    starts = np.flatnonzero(is_word[1:] & ~is_word[:-1])
    ends = np.flatnonzero(is_word[:-1] & ~is_word[1:])
    line_ends = np.concatenate(([0], np.cumsum(kinds >= _LINE_END)))
    is_first = np.ones(len(starts), np.bool_)
    is_first[1:] = line_ends[starts[1:]] > line_ends[ends[:-1]]
    is_broken = np.append(kinds == _BREAK, False)[ends]
    return starts, ends + is_broken, np.flatnonzero(is_first)


@lru_cache(maxsize=1)
def _load_kinds() -> npt.NDArray[np.uint8]:
    """What each unit of UTF-16 is: part of a word, white space, the end of a line."""
    kinds = np.array([chr(unit).isspace() for unit in range(0x10000)], np.uint8)
    kinds[[ord("\r"), ord("\n")]] = _LINE_END
    kinds[[ord(mark) for mark in BREAK_MARKS]] = _BREAK
    return kinds


@lru_cache(maxsize=1)
def _load_digits() -> npt.NDArray[np.bool_]:
    """Which units of UTF-16 are digits."""
    return np.array([chr(unit).isdecimal() for unit in range(0x10000)])
