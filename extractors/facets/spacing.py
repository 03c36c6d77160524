"""Texts with single spaces between their words, and the way back to the places of the original.

A stored sentence may hold line breaks, double spaces and no-break spaces. Rules that look at what
stands between two words read it as if each blank were one space.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

_WORD = re.compile(r"\S+")
_ODD = re.compile(r"[^\S ]|  |^ ")


@dataclass(frozen=True, slots=True)
class Spaced:
    """A text with single spaces, and for each of its characters the place in the original."""

    text: str
    places: tuple[int, ...]

    def inward(self, place: int) -> int:
        """Where a place of the original lies in the text."""
        return bisect_left(self.places, place)

    def outward(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that a stretch of the text, with a word in it, stands for."""
        return self.places[start], self.places[end - 1] + 1


def is_single_spaced(text: str) -> bool:
    """Whether a text has no blanks but single spaces between its words."""
    return _ODD.search(text) is None


def space_singly(text: str) -> Spaced:
    """The text with one space for each run of blanks, and none at its start."""
    words: list[str] = []
    places: list[int] = []
    for found in _WORD.finditer(text):
        if words:
            places.append(places[-1] + 1)  # the first of the blanks
        words.append(found.group())
        places.extend(range(found.start(), found.end()))
    return Spaced(" ".join(words), tuple(places))
