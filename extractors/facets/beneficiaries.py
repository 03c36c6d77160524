"""For whom: groups that a sentence says will gain."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.cues import Match, drop_contained
from extractors.facets.actors import Cast
from extractors.facets.names import only_counts
from extractors.facets.reader import GROUP, Reading

_NEAR_WORDS, _NEAR_CHARS = 2, 40
_WORD = re.compile(r"\w[\w'’-]*")


def find_beneficiaries(reading: Reading, cast: Cast) -> list[tuple[str, Match]]:
    """Each group that is said to gain: after "for" or "helps", before "can get", or beside another.

    A group that acts itself is no beneficiary unless it is said to get something. Of "elever og
    lærere får" both gain.
    """
    every = _named_groups(reading)
    if not every:
        return []
    acting = {(actor.start_char, actor.end_char) for actor, _ in cast.acting}
    gaining: set[Match] = set()
    before: Match | None = None
    for _, match in every:
        if (match.start_char, match.end_char) not in acting and (
            _is_near_before(match, reading.of("gain_before"), reading)
            or (before in gaining and _is_listed(before, match, reading))
        ):
            gaining.add(match)
        before = match
    getting: Match | None = None  # who is said to get something, or listed before them
    for _, match in reversed(every):
        gets = _is_near_after(match, reading.of("gain_after"), reading)
        if gets or (getting is not None and _is_listed(match, getting, reading)):
            gaining.add(match)
            getting = match
        else:
            getting = None
    first: dict[str, Match] = {}
    for name, match in every:
        if match in gaining:
            first.setdefault(name, match)
    return list(first.items())


def _named_groups(reading: Reading) -> list[tuple[str, Match]]:
    """The groups named, each by its longest words; "all" in "all employees" is none."""
    every = reading.starting(GROUP)
    if len(every) < 2:
        return every
    longest = set(drop_contained([match for _, match in every]))
    kept = [one for one in every if one[1] in longest]
    return [
        one
        for one, following in zip(kept, [*kept[1:], None], strict=True)
        if following is None
        or not only_counts(one[1].start_char, one[1].end_char, following[1].start_char, reading)
    ]


def _is_near_before(match: Match, signs: Iterable[Match], reading: Reading) -> bool:
    for sign in signs:
        if sign.end_char <= match.start_char <= sign.end_char + _NEAR_CHARS:
            between = reading.text[sign.end_char : match.start_char]
            words = [one for one in _WORD.findall(between) if not reading.is_filler(one.lower())]
            # "for Norwegian businesses": a name that says which
            if not words or (len(words) == 1 and words[0].istitle() and "," not in between):
                return True
    return False


def _is_near_after(match: Match, signs: Iterable[Match], reading: Reading) -> bool:
    for sign in signs:
        if match.end_char <= sign.start_char <= match.end_char + _NEAR_CHARS:
            between = _WORD.findall(reading.text, match.end_char, sign.start_char)
            # "by the companies, and saves time" is said of another
            is_own = not between or between[-1] not in reading.words.beneficiaries.conjunctions
            is_near = is_own and len(between) <= _NEAR_WORDS
            if is_near and reading.clauses.are_one(match.start_char, sign.start_char):
                return True
    return False


def _is_listed(match: Match, other: Match, reading: Reading) -> bool:
    """Whether only a comma, "and" and articles part two groups, or one more member of the list."""
    if not 0 <= other.start_char - match.end_char <= _NEAR_CHARS:
        return False
    between = reading.text[match.end_char : other.start_char]
    words = [word.lower() for word in _WORD.findall(between)]
    joins = [word for word in words if word in reading.words.beneficiaries.conjunctions]
    others = [word for word in words if word not in joins and not reading.is_filler(word)]
    if others and not (len(others) == 1 and between.startswith(", ") and joins):
        return False
    return "," in between or bool(joins)
