"""For whom: groups that a sentence says will gain."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.actors import Cast
from extractors.cues import Match, drop_contained
from extractors.facet_reader import GROUP, Reading

_NEAR_WORDS, _NEAR_CHARS = 2, 40
_WORD = re.compile(r"\w[\w'’-]*")


def find_beneficiaries(reading: Reading, cast: Cast) -> list[tuple[str, Match]]:
    """Each group that is said to gain: after "for" or "helps", before "can get", or beside another.

    A group that acts itself is no beneficiary unless it is said to get something.
    """
    acting = {(actor.start_char, actor.end_char) for actor, _ in cast.acting}
    first: dict[str, Match] = {}
    last_end: int | None = None
    every = [(match, name) for name, match in reading.starting(GROUP)]
    longest = set(drop_contained([match for match, _ in every]))
    for match, name in every:
        if match not in longest:
            continue
        place = (match.start_char, match.end_char)
        gains = _is_near_after(match, reading.of("gain_after"), reading)
        if place not in acting:
            gains = gains or _is_near_before(match, reading.of("gain_before"), reading)
            gains = gains or (last_end is not None and _is_listed(last_end, match, reading))
        if gains:
            first.setdefault(name, match)
            last_end = match.end_char
    return list(first.items())


def _is_near_before(match: Match, signs: Iterable[Match], reading: Reading) -> bool:
    determiners = reading.words.actors.determiners
    for sign in signs:
        if sign.end_char <= match.start_char <= sign.end_char + _NEAR_CHARS:
            between = _WORD.findall(reading.text, sign.end_char, match.start_char)
            if len([word for word in between if word.lower() not in determiners]) == 0:
                return True
    return False


def _is_near_after(match: Match, signs: Iterable[Match], reading: Reading) -> bool:
    for sign in signs:
        if match.end_char <= sign.start_char <= match.end_char + _NEAR_CHARS:
            between = _WORD.findall(reading.text, match.end_char, sign.start_char)
            if len(between) <= _NEAR_WORDS and reading.clauses.are_one(
                match.start_char, sign.start_char
            ):
                return True
    return False


def _is_listed(last_end: int, match: Match, reading: Reading) -> bool:
    """Whether only a comma, "and" and a word or two part a group from one that gains."""
    if not 0 <= match.start_char - last_end <= _NEAR_CHARS:
        return False
    between = reading.text[last_end : match.start_char]
    words = [word.lower() for word in _WORD.findall(between)]
    joins = [word for word in words if word in reading.words.beneficiaries.conjunctions]
    others = [
        word for word in words if word not in joins and word not in reading.words.actors.determiners
    ]
    return ("," in between or bool(joins)) and not others
