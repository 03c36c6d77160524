"""Clauses and what rules in them: how far a "not" or a "perhaps" reaches.

Without a parser a clause is the stretch between two stops: full stops, colons, semicolons and
dashes, and words that the language declares to open a clause (but, because). A comma alone is no
stop, since most commas part lists; it is one before "and", before such a word, before "it is" and
its like, and where a subordinate clause (if, when, without) came first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from data.facet_words import FacetWords
from extractors.coding import CueSpan, Found
from extractors.cues import Match

_STOP = re.compile(r"[!?:;](?=\s)|\.(?=\s[^\W\d_a-zæøåäöü])|\s[-–—]\s|[•■▪●]")
_COMMA = re.compile(r",(?!\d)(?: (\w[\w'’-]*) ?)?")
_WORD = re.compile(r"\w[\w'’-]*")
_REACH_CHARS = 90
_WORDS_OF_NEGATION, _WORDS_OF_HEDGE = 8, 14
_HEDGE_AFTER = 8


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where the clauses of a text begin, and which of its commas end one."""

    text: str
    starts: tuple[int, ...]
    commas: tuple[int, ...]
    relatives: frozenset[int]
    """Numbers of the clauses that hang on the one before: "which helps all"."""
    contrasts: frozenset[int] = frozenset()
    """Where a word means "but", as it does after a negation: "inte X utan Y"."""

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


def find_clauses(text: str, found: Found, words: FacetWords) -> Clauses:
    """Cut a text into clauses, by the language's words that open one and the matches of them."""
    relatives = found.of("relative")
    starts = {0}
    starts.update([stop.end() for stop in _STOP.finditer(text)])
    openings = [one for one in found.of("opening") if not _counts(one, text)]
    starts.update([match.start_char for match in openings])
    starts.update([match.start_char for match in relatives])
    contrasts = frozenset(_find_contrasts(found, starts))
    starts |= contrasts
    ordered = tuple(sorted(starts))
    hanging = frozenset([ordered.index(match.start_char) for match in relatives]) - {0}
    under = {
        bisect_right(ordered, match.start_char) - 1
        for match in found.of("subordinator")
        if not _counts(match, text)
    }
    commas = []
    for comma in _COMMA.finditer(text):
        clause = bisect_right(ordered, comma.start()) - 1
        word = (comma.group(1) or "").lower()
        is_end = word in words.beneficiaries.conjunctions
        if word in words.pronouns:
            is_end = any(match.start_char == comma.end() for match in found.of("acts"))
        if is_end or clause in under:
            commas.append(comma.start())
            under.discard(clause)  # only its first comma ends the subordinate clause
    return Clauses(text, ordered, tuple(commas), hanging, contrasts)


def _counts(match: Match, text: str) -> bool:
    """Whether a number follows, so that it opens no clause: "since 2018"."""
    return text[match.end_char + 1 : match.end_char + 2].isdigit()


def _find_contrasts(found: Found, starts: Collection[int]) -> Iterator[int]:
    for match in found.of("contrast"):
        place = match.start_char
        before = [one.start_char for one in found.of("negator") if one.end_char <= place]
        # Another clause between them takes the negation with it.
        if before and not any(before[-1] < start <= place for start in starts):
            yield place


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


def find_hedge(
    span: CueSpan, clauses: Clauses, hedges: Iterable[Match], conjunctions: Collection[str]
) -> Match | None:
    """The hedge that weakens a cue: before it in its clause, inside it, or in what is said of it.

    "Savings are likely to be small": after the cue no comma and no "and" may part them. One just
    before a clause weakens that: "it is likely that".
    """
    for match in hedges:
        if _is_inside(match, span):
            return match
        if match.end_char <= span.start_char:
            reach = clauses.at(match.start_char)
            if reach + 1 in clauses.relatives and _touches(match, clauses, reach + 1):
                reach += 1
            if clauses.at(span.start_char) != reach:
                continue
            between = words_between(clauses.text, match.end_char, span.start_char)
            if len(between) <= _WORDS_OF_HEDGE:
                return match
        elif clauses.are_one(match.start_char, span.start_char):
            between = words_between(clauses.text, span.end_char, match.start_char)
            is_parted = "," in clauses.text[span.end_char : match.start_char]
            if is_parted or len(between) > _HEDGE_AFTER:
                continue
            if not any(word.lower() in conjunctions for word in between):
                return match
    return None


def _touches(match: Match, clauses: Clauses, clause: int) -> bool:
    """Whether only a blank parts a match from the clause after it."""
    return clauses.starts[clause] - match.end_char <= 1


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
