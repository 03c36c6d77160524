"""Clauses and what rules in them: how far a "not" or a "perhaps" reaches.

Without a parser a clause is the stretch between two stops: full stops, colons, semicolons and
dashes, and words that the language declares to open a clause (but, because). A comma alone is no
stop, since most commas part lists; it is one before "and", before such a word, and where a
subordinate clause (if, when, without) came first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.coding import CueSpan
from extractors.cues import Match

_STOP = re.compile(r"[.!?:;](?=\s)|\s[-–—]\s|[•■▪●\n]")
_WORD = re.compile(r"\w[\w'’-]*")
_REACH_CHARS = 90
_WORDS_OF_NEGATION, _WORDS_OF_HEDGE = 8, 14
_HEDGE_AFTER = 2


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where the clauses of a text begin, and which of its commas end one."""

    text: str
    starts: tuple[int, ...]
    commas: tuple[int, ...]
    relatives: frozenset[int]
    """Numbers of the clauses that hang on the one before: "which helps all"."""

    def at(self, place: int) -> int:
        """The number of the clause that a character stands in."""
        return bisect_right(self.starts, place) - 1

    def are_one(self, place: int, other: int) -> bool:
        """Whether two characters stand in the same clause."""
        return self.at(place) == self.at(other)

    def main_of(self, clause: int) -> int:
        """The clause that a relative clause hangs on; any other clause is its own."""
        while clause in self.relatives:
            clause -= 1
        return clause

    def are_parted(self, place: int, other: int) -> bool:
        """Whether a clause ends between two characters, commas that end one included."""
        low, high = sorted((place, other))
        return not self.are_one(low, high) or any(low <= comma < high for comma in self.commas)


def find_clauses(
    text: str,
    openings: Sequence[Match],
    relatives: Sequence[Match],
    subordinators: Sequence[Match],
    conjunctions: Sequence[str],
) -> Clauses:
    """Cut a text into clauses; the matches are the language's words that open one."""
    starts = {0}
    starts.update(stop.end() for stop in _STOP.finditer(text))
    starts.update(match.start_char for match in (*openings, *relatives))
    ordered = tuple(sorted(starts))
    hanging = frozenset(ordered.index(match.start_char) for match in relatives) - {0}
    under = {bisect_right(ordered, match.start_char) - 1 for match in subordinators}
    commas = []
    for comma in re.finditer(",", text):
        clause = bisect_right(ordered, comma.start()) - 1
        following = _WORD.match(text, comma.end() + 1)
        is_joined = following is not None and following.group().lower() in conjunctions
        if is_joined or clause in under:
            commas.append(comma.start())
            under.discard(clause)  # only its first comma ends the subordinate clause
    return Clauses(text, ordered, tuple(commas), hanging)


def words_between(text: str, start: int, end: int) -> list[str]:
    """The words of a stretch; of a very long one only so many that it counts as long."""
    return _WORD.findall(text, start, min(end, start + 400))


def find_negator(
    span: CueSpan,
    clauses: Clauses,
    of_verbs: Iterable[Match],
    of_nouns: Iterable[Match],
    is_verb_second: bool,
) -> Match | None:
    """The negation that rules a cue: before it in its clause, inside it, or after its verb.

    A negation after the cue must be one of the verb: "savings were not" in English, with one word
    between, and also "sparer ikke" where the language puts its verb second. A negation inside a cue
    with a gap counts unless the cue itself names it.
    """
    verbal = list(of_verbs)
    for match in (*verbal, *of_nouns):
        if _is_inside(match, span):
            if not _is_named(match, span):
                return match
        elif match.end_char <= span.start_char and _reaches(match, span, clauses):
            return match
    for match in verbal:
        if 0 <= match.start_char - span.end_char <= _REACH_CHARS:
            between = words_between(clauses.text, span.end_char, match.start_char)
            is_near = len(between) == 1 or (is_verb_second and not between)
            is_parted = "," in clauses.text[span.end_char : match.start_char]
            if is_near and not is_parted and clauses.are_one(span.start_char, match.start_char):
                return match
    return None


def find_hedge(span: CueSpan, clauses: Clauses, hedges: Iterable[Match]) -> Match | None:
    """The hedge that weakens a cue: before it in its clause, inside it, or just after it."""
    for match in hedges:
        if _is_inside(match, span):
            return match
        if not clauses.are_one(match.start_char, span.start_char):
            continue
        if match.end_char <= span.start_char:
            between = words_between(clauses.text, match.end_char, span.start_char)
            if len(between) <= _WORDS_OF_HEDGE:
                return match
        elif len(words_between(clauses.text, span.end_char, match.start_char)) <= _HEDGE_AFTER:
            return match
    return None


def _reaches(match: Match, span: CueSpan, clauses: Clauses) -> bool:
    if clauses.are_parted(match.end_char, span.start_char):
        return False
    between = words_between(clauses.text, match.end_char, span.start_char)
    return len(between) <= _WORDS_OF_NEGATION


def _is_inside(match: Match, span: CueSpan) -> bool:
    return span.start_char <= match.start_char and match.end_char <= span.end_char


def _is_named(match: Match, span: CueSpan) -> bool:
    words = set(re.split(r"[ |]", span.cue))
    return bool(words & set(re.split(r"[ |]", match.cue)))
