"""Reads the grammar of cues that `extractors/cues.py` describes, and compares two cues by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

GAP = 4
"""Words that ` ... ` may skip."""

LEMMA_MARK = "~"
"""Behind a word: stands for every form of the word, not only for the one written."""


@dataclass(frozen=True, slots=True)
class CuePattern:
    """A cue taken apart: the words that may fill each place, and what may lie between places."""

    places: tuple[tuple[str, ...], ...]
    gaps: tuple[bool, ...]  # per place: may words be skipped before it?
    is_anchored: bool


def read_cue(cue: str) -> CuePattern:
    """Take a cue apart; hyphens part words, as they do in texts."""
    parts = cue.replace("-", " ").split()
    is_anchored = parts[0] == "^"
    places: list[tuple[str, ...]] = []
    gaps: list[bool] = []
    has_gap = False
    for part in parts[1:] if is_anchored else parts:
        if part == "...":
            has_gap = True
            continue
        places.append(tuple(part.split("|")))
        gaps.append(has_gap)
        has_gap = False
    return CuePattern(tuple(places), tuple(gaps), is_anchored)


def marked_words(pattern: CuePattern) -> tuple[str, ...]:
    """The words of a cue that stand for all of their forms, without the mark."""
    return tuple(
        word.removesuffix(LEMMA_MARK)
        for place in pattern.places
        for word in place
        if word.endswith(LEMMA_MARK)
    )


def expand_lemmas(pattern: CuePattern, forms: Mapping[str, tuple[str, ...]]) -> CuePattern:
    """The cue with all forms of its marked words in their place."""
    if not marked_words(pattern):
        return pattern
    places = tuple(
        tuple(
            form
            for word in place
            for form in (
                forms[word.removesuffix(LEMMA_MARK)] if word.endswith(LEMMA_MARK) else (word,)
            )
        )
        for place in pattern.places
    )
    return replace(pattern, places=places)


def is_within(shorter: CuePattern, longer: CuePattern) -> bool:
    """Whether every text that the longer cue finds holds a find of the shorter, or the same one.

    `cost*` is within `cost saving*`, and `sav* ... time` within `saving time`. Punctuation that
    a gap may skip is not thought of.
    """
    if shorter.is_anchored and not longer.is_anchored:
        return False
    last_start = 0 if shorter.is_anchored else len(longer.places) - len(shorter.places)
    return any(_fits(shorter, longer, 0, start) for start in range(last_start + 1))


def can_touch(one: CuePattern, other: CuePattern) -> bool:
    """Whether some word may be part of a find of both cues."""
    return any(
        _can_meet(word, second)
        for place in one.places
        for word in place
        for other_place in other.places
        for second in other_place
    )


def _fits(shorter: CuePattern, longer: CuePattern, place: int, at: int) -> bool:
    """Whether the shorter cue's words from `place` on cover the longer one's from `at` on."""
    if at >= len(longer.places) or not _covers(shorter.places[place], longer.places[at]):
        return False
    if place + 1 == len(shorter.places):
        return True
    if not shorter.gaps[place + 1]:
        is_adjacent = at + 1 < len(longer.places) and not longer.gaps[at + 1]
        return is_adjacent and _fits(shorter, longer, place + 1, at + 1)
    skipped = 0
    for following in range(at + 1, len(longer.places)):
        skipped += GAP * longer.gaps[following]
        if skipped > GAP:
            return False
        if _fits(shorter, longer, place + 1, following):
            return True
        skipped += 1
    return False


def _covers(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    return all(any(_covers_word(one, other) for one in wide) for other in narrow)


def _covers_word(wide: str, narrow: str) -> bool:
    """Whether every word that `narrow` stands for is one that `wide` stands for."""
    letters = wide.strip("*")
    if wide.startswith("*") and wide.endswith("*"):
        return letters in narrow.strip("*")
    if wide.endswith("*"):
        return not narrow.startswith("*") and narrow.strip("*").startswith(letters)
    if wide.startswith("*"):
        return not narrow.endswith("*") and narrow.strip("*").endswith(letters)
    return wide == narrow


def _can_meet(one: str, other: str) -> bool:
    """Whether some word is one that both stand for."""
    if "*" not in one or "*" not in other:
        return _covers_word(one, other) or _covers_word(other, one)
    letters, others = one.strip("*"), other.strip("*")
    if one.startswith("*") or other.startswith("*"):
        is_ending = not one.endswith("*") and not other.endswith("*")
        return not is_ending or letters.endswith(others) or others.endswith(letters)
    return letters.startswith(others) or others.startswith(letters)
