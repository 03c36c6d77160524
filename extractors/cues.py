"""Finds cues: word patterns that people write, matched against the tokens of a text.

The grammar of a cue, always in lower case:

    analys*           a word; `*` at its start or end stands for any letters there, also none
    risk~             a word in all of its forms, where the language has a table of lemmas
    big data          words side by side; hyphens, quotation marks and brackets between are skipped
    less|lower cost*  `|` gives alternatives for one word
    free ... time     ` ... ` allows up to four words between
    ^ establish       `^` first: only at the start of the text, list numbers aside, or after a
                      colon or bullet

Hyphenated words are matched part by part ("data-driven" is `data driven` too). A compound is one
word in the Nordic languages, so `*gevinst*` finds it inside. Other punctuation breaks a pattern.

A matcher works out once per distinct word which places of which cues it can fill; a text then
costs one look-up per token, and every cue is bounded by its words and gaps.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractors.cue_patterns import GAP, CuePattern, expand_lemmas, marked_words, read_cue
from extractors.lemmas import find_forms
from extractors.tokens import MAX_KEPT, MAX_LETTERS, cutter_for

_MAX_PLACES = 16  # words of one cue
_SKIPPED = re.compile(r"[-‐‑–/\"'“”„«»‘’()\[\]*_•\s\xad]+|['’]s?")
_LETTER = re.compile(r"[^\W_]")
_OPENINGS = frozenset(":•■▪●")


@dataclass(frozen=True, slots=True)
class Match:
    """A cue found: its group, and the characters it covers."""

    group: str
    cue: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    number: int
    group: str
    cue: str
    gaps: tuple[bool, ...]  # per place: may words be skipped before it?
    is_anchored: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """What one distinct word can do.

    Places are numbered over all patterns. The patterns that the word begins stand apart by what
    they need next: nothing, their second place in the next word (`beside`), or soon (`apart`).
    """

    places: frozenset[int]
    alone: tuple[_Pattern, ...]
    beside: frozenset[int]
    apart: frozenset[int]
    anchored: tuple[_Pattern, ...]
    is_skipped: bool
    is_break: bool
    is_number: bool
    is_opening: bool  # what follows stands as if at the start
    begins: bool
    """Whether it is the first word of any pattern."""
    begins_longer: bool
    """Whether of one of several words, or of one that stands at the start only."""


_NOWHERE: frozenset[int] = frozenset()
_Place = tuple[_Form, int, int]  # a word, its first character and the one after its last


class Matcher:
    """All cues of one language, by group, with what each distinct word met so far can fill."""

    def __init__(self, groups: Mapping[str, Iterable[str]], spacy_code: str) -> None:
        self._cutter = cutter_for(spacy_code)
        self._patterns: list[_Pattern] = []
        self._exact: dict[str, list[int]] = {}
        self._prefixes: dict[str, list[int]] = {}
        self._suffixes: dict[str, list[int]] = {}
        self._infixes: dict[str, list[int]] = {}
        self._forms: dict[str, _Form] = {}
        self._stretches: dict[str, tuple[_Place, ...]] = {}
        read = [(group, cue, read_cue(cue)) for group, cues in groups.items() for cue in cues]
        marked = {word for _, _, pattern in read for word in marked_words(pattern)}
        lemma_forms = find_forms(marked, spacy_code)
        for group, cue, pattern in read:
            self._add(group, cue, expand_lemmas(pattern, lemma_forms))

    def find(self, text: str) -> list[Match]:
        """Every cue in the text, in order of its first character; matches may overlap."""
        forms, starts, ends = self._read(text)
        first = next(
            (at for at, form in enumerate(forms) if not (form.is_number or form.is_break)), 0
        )
        found: list[Match] = []
        for at, form in enumerate(forms):
            if not form.begins:
                continue
            ended = [(pattern, at) for pattern in form.alone]
            if form.begins_longer:
                is_open = at == first or forms[at - 1].is_opening
                longer = self._longer(at, form, forms, is_open)
                if longer:
                    ended = sorted(ended + longer, key=_number_of)
            for pattern, last in ended:
                found.append(Match(pattern.group, pattern.cue, starts[at], ends[last]))
        return found

    def _longer(
        self, at: int, form: _Form, forms: Sequence[_Form], is_open: bool
    ) -> list[tuple[_Pattern, int]]:
        """The patterns of several words that begin with a word and are whole, with their last."""
        seconds: set[int] = set()
        following = forms[at + 1 : at + 2 + GAP]
        if form.beside and following:
            seconds |= form.beside & following[0].places
        if form.apart:
            for near in following:
                if not form.apart.isdisjoint(near.places):
                    seconds |= form.apart & near.places
        if not seconds and not (is_open and form.anchored):
            return []
        chosen = [self._patterns[place // _MAX_PLACES] for place in seconds]
        if is_open:
            chosen += form.anchored
        ends = [(pattern, _end(pattern, 1, at, forms)) for pattern in chosen]
        return [(pattern, last) for pattern, last in ends if last is not None]

    def _read(self, text: str) -> tuple[list[_Form], list[int], list[int]]:
        """The words of the text as forms, with the first character of each and the one after."""
        forms: list[_Form] = []
        starts: list[int] = []
        ends: list[int] = []
        known, at = self._stretches, 0
        for stretch in text.split(" "):
            places = known.get(stretch)
            if places is None:
                places = self._meet(stretch)
            for form, start, end in places:
                forms.append(form)
                starts.append(at + start)
                ends.append(at + end)
            at += len(stretch) + 1
        return forms, starts, ends

    def _meet(self, stretch: str) -> tuple[_Place, ...]:
        """The words of a stretch without a space; what cues skip is left out."""
        if len(self._stretches) >= MAX_KEPT or len(self._forms) >= MAX_KEPT:
            self._stretches.clear()
            self._forms.clear()
        places = tuple(
            (form, start, end)
            for lower, start, end in self._cutter.cut(stretch)
            if len(lower) <= MAX_LETTERS  # else blank, since such words are blanked
            if not (form := self._forms.get(lower) or self._learn(lower)).is_skipped
        )
        if len(stretch) <= MAX_LETTERS:
            self._stretches[stretch] = places
        return places

    def _add(self, group: str, cue: str, pattern: CuePattern) -> None:
        number = len(self._patterns)
        for at, words in enumerate(pattern.places):
            for word in words:
                index = self._index(word).setdefault(word.strip("*"), [])
                index.append(number * _MAX_PLACES + at)
        self._patterns.append(_Pattern(number, group, cue, pattern.gaps, pattern.is_anchored))

    def _index(self, word: str) -> dict[str, list[int]]:
        if word.startswith("*"):
            return self._infixes if word.endswith("*") else self._suffixes
        return self._prefixes if word.endswith("*") else self._exact

    def _learn(self, lower: str) -> _Form:
        word = lower.replace("\xad", "").partition(":")[0]  # Swedish "AI:s"
        places = set(self._exact.get(word, ()))
        for cut in range(1, len(word) + 1):
            if filled := self._prefixes.get(word[:cut]):
                places.update(filled)
            if filled := self._suffixes.get(word[-cut:]):
                places.update(filled)
        for part, filled in self._infixes.items():
            if part in word:
                places.update(filled)
        begun = [self._patterns[p // _MAX_PLACES] for p in places if p % _MAX_PLACES == 0]
        alone = [one for one in begun if len(one.gaps) == 1 and not one.is_anchored]
        form = _Form(
            places=frozenset(places),
            alone=tuple(sorted(alone, key=lambda pattern: pattern.number)),
            beside=_second_places(begun, has_gap=False) if begun else _NOWHERE,
            apart=_second_places(begun, has_gap=True) if begun else _NOWHERE,
            anchored=tuple([pattern for pattern in begun if pattern.is_anchored]),
            is_skipped=_SKIPPED.fullmatch(lower) is not None,
            is_break=not _LETTER.search(lower),
            is_number=word.strip(".)").isdigit(),
            is_opening=lower in _OPENINGS,
            begins=bool(begun),
            begins_longer=len(alone) < len(begun),
        )
        self._forms[lower] = form
        return form


def _number_of(ended: tuple[_Pattern, int]) -> int:
    return ended[0].number


def _second_places(patterns: Iterable[_Pattern], has_gap: bool) -> frozenset[int]:
    return frozenset(
        pattern.number * _MAX_PLACES + 1
        for pattern in patterns
        if len(pattern.gaps) > 1 and pattern.gaps[1] == has_gap and not pattern.is_anchored
    )


def _end(pattern: _Pattern, place: int, at: int, forms: Sequence[_Form]) -> int | None:
    """The token that ends the pattern when `at` fills the place before; the nearest one counts."""
    if place == len(pattern.gaps):
        return at
    wanted = pattern.number * _MAX_PLACES + place
    if not pattern.gaps[place]:
        if at + 1 < len(forms) and wanted in forms[at + 1].places:
            return _end(pattern, place + 1, at + 1, forms)
        return None
    for following in range(at + 1, min(at + 2 + GAP, len(forms))):
        if wanted in forms[following].places:
            last = _end(pattern, place + 1, following, forms)
            if last is not None:
                return last
    return None


def drop_contained(matches: Sequence[Match]) -> list[Match]:
    """Keep the longest of matches that cover the same words, so that no word counts twice."""
    if len(matches) < 2:
        return list(matches)
    longest = sorted(matches, key=lambda match: (match.start_char, -match.end_char, match.cue))
    kept: list[Match] = []
    for match in longest:
        if not kept or match.end_char > kept[-1].end_char:
            kept.append(match)
    return kept


def drop_masked(matches: Iterable[Match], masks: Iterable[Match]) -> list[Match]:
    """Keep the matches that share no character with any of the masks, in their order."""
    starts: list[int] = []
    ends: list[int] = []
    for mask in sorted(masks, key=lambda one: one.start_char):
        if ends and mask.start_char <= ends[-1]:
            ends[-1] = max(ends[-1], mask.end_char)
        else:
            starts.append(mask.start_char)
            ends.append(mask.end_char)
    if not starts:
        return list(matches)
    kept = []
    for match in matches:
        before = bisect_left(starts, match.end_char)  # stretches that begin before the match ends
        if not before or ends[before - 1] <= match.start_char:
            kept.append(match)
    return kept
