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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language as Pipeline
from spacy.util import compile_infix_regex

from extractors.cue_patterns import GAP, CuePattern, expand_lemmas, marked_words, read_cue
from extractors.lemmas import find_forms

_MAX_PLACES = 16  # words of one cue
_MAX_FORMS = 100_000  # distinct words kept per matcher: bounds the memory of a long run
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_MAX_LETTERS = 150  # of a word
_OVERLONG = re.compile(rf"\S{{{_MAX_LETTERS},}}")
_SKIPPED = re.compile(r"[-‐‑–/\"'“”„«»‘’()\[\]*_•\s\xad]+|['’]s?")
_OPENINGS = frozenset(":•■▪●")
_HYPHENS = r"(?<=[^\W_])[-‐‑–/](?=[^\W_])"


@dataclass(frozen=True, slots=True)
class Match:
    """A cue found: its group, and the characters it covers."""

    group: str
    cue: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    group: str
    cue: str
    gaps: tuple[bool, ...]  # per place: may words be skipped before it?
    is_anchored: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """What one distinct word can do."""

    starts: tuple[int, ...]
    places: frozenset[int]
    is_skipped: bool
    is_break: bool
    is_number: bool
    is_opening: bool  # what follows stands as if at the start


_BLANK = _Form((), frozenset(), is_skipped=True, is_break=True, is_number=False, is_opening=False)
"""A stretch longer than words are: blank, since such words were blanked, and not worth keeping."""


class Matcher:
    """All cues of one language, by group, with what each distinct word met so far can fill."""

    def __init__(self, groups: Mapping[str, Iterable[str]], spacy_code: str) -> None:
        self._spacy_code = spacy_code
        self._tokenize = build_pipeline(spacy_code).tokenizer
        self._patterns: list[_Pattern] = []
        self._exact: dict[str, list[int]] = {}
        self._prefixes: dict[str, list[int]] = {}
        self._suffixes: dict[str, list[int]] = {}
        self._infixes: dict[str, list[int]] = {}
        self._forms: dict[str, _Form] = {}
        read = [(group, cue, read_cue(cue)) for group, cues in groups.items() for cue in cues]
        marked = {word for _, _, pattern in read for word in marked_words(pattern)}
        lemma_forms = find_forms(marked, spacy_code)
        for group, cue, pattern in read:
            self._add(group, cue, expand_lemmas(pattern, lemma_forms))

    def find(self, text: str) -> list[Match]:
        """Every cue in the text, in order of its first character; matches may overlap."""
        if len(self._forms) >= _MAX_FORMS:
            self._forms.clear()
            self._tokenize = build_pipeline(self._spacy_code).tokenizer  # spaCy keeps words too
        forms, spans = self._read(text)
        first = next(
            (at for at, form in enumerate(forms) if not (form.is_number or form.is_break)), 0
        )
        found: list[Match] = []
        patterns = self._patterns
        nothing: frozenset[int] = frozenset()
        for at, form in enumerate(forms):
            if not form.starts:
                continue
            following = forms[at + 1].places if at + 1 < len(forms) else nothing
            for index in form.starts:
                pattern = patterns[index]
                if pattern.is_anchored and at != first and not forms[at - 1].is_opening:
                    continue
                last: int | None = at
                if len(pattern.gaps) > 1:
                    base = index * _MAX_PLACES
                    if not pattern.gaps[1] and base + 1 not in following:
                        continue  # most words go no further: spares the call
                    last = _end(pattern, base, 1, at, forms)
                if last is not None:
                    found.append(Match(pattern.group, pattern.cue, spans[at][0], spans[last][1]))
        return found

    def _read(self, text: str) -> tuple[list[_Form], list[tuple[int, int]]]:
        """The words of the text as forms, with the characters each covers."""
        tokens = self._tokenize(readable(text))
        forms: list[_Form] = []
        spans: list[tuple[int, int]] = []
        known = self._forms
        for token in tokens:
            lower = token.lower_
            form = known.get(lower)
            if form is None:
                form = _BLANK if len(lower) > _MAX_LETTERS else self._learn(lower)
            if not form.is_skipped:
                forms.append(form)
                spans.append((token.idx, token.idx + len(token)))
        return forms, spans

    def _add(self, group: str, cue: str, pattern: CuePattern) -> None:
        for at, words in enumerate(pattern.places):
            place = len(self._patterns) * _MAX_PLACES + at
            for word in words:
                self._index(word).setdefault(word.strip("*"), []).append(place)
        self._patterns.append(_Pattern(group, cue, pattern.gaps, pattern.is_anchored))

    def _index(self, word: str) -> dict[str, list[int]]:
        if word.startswith("*"):
            return self._infixes if word.endswith("*") else self._suffixes
        return self._prefixes if word.endswith("*") else self._exact

    def _learn(self, lower: str) -> _Form:
        word = lower.replace("\xad", "").partition(":")[0]  # Swedish "AI:s"
        places = set(self._exact.get(word, ()))
        for cut in range(1, len(word) + 1):
            places.update(self._prefixes.get(word[:cut], ()))
            places.update(self._suffixes.get(word[-cut:], ()))
        for part, filled in self._infixes.items():
            if part in word:
                places.update(filled)
        form = _Form(
            starts=tuple(sorted(p // _MAX_PLACES for p in places if p % _MAX_PLACES == 0)),
            places=frozenset(places),
            is_skipped=_SKIPPED.fullmatch(lower) is not None,
            is_break=not any(letter.isalnum() for letter in lower),
            is_number=word.strip(".)").isdigit(),
            is_opening=lower in _OPENINGS,
        )
        self._forms[lower] = form
        return form


def _end(pattern: _Pattern, base: int, place: int, at: int, forms: list[_Form]) -> int | None:
    """The token that ends the pattern when `at` fills the place before; the nearest one counts."""
    if place == len(pattern.gaps):
        return at
    wanted = base + place
    if not pattern.gaps[place]:
        if at + 1 < len(forms) and wanted in forms[at + 1].places:
            return _end(pattern, base, place + 1, at + 1, forms)
        return None
    for following in range(at + 1, min(at + 2 + GAP, len(forms))):
        if wanted in forms[following].places:
            last = _end(pattern, base, place + 1, following, forms)
            if last is not None:
                return last
    return None


def readable(text: str) -> str:
    """The text as spaCy can take it, with the same offsets: no half pairs, no endless words."""
    # No word is that long; blanking it keeps the offsets and bounds the tokenizer's time.
    whole = _HALF_PAIR.sub("\ufffd", text)
    return _OVERLONG.sub(lambda run: " " * len(run.group()), whole)


def build_pipeline(spacy_code: str) -> Pipeline:
    """Build the language's blank spaCy pipeline; hyphens part words in all."""
    pipeline = spacy.blank(spacy_code)
    infixes = [*(pipeline.Defaults.infixes or ()), _HYPHENS]
    tokenizer: Any = pipeline.tokenizer  # compiled code, without types
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return pipeline


def drop_contained(matches: list[Match]) -> list[Match]:
    """Keep the longest of matches that cover the same words, so that no word counts twice."""
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


def overlaps(match: Match, others: Iterable[Match]) -> bool:
    """Whether the match shares a character with any of the others."""
    return any(
        match.start_char < other.end_char and other.start_char < match.end_char for other in others
    )
