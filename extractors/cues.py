"""Finds cues: word patterns that people write, matched against the tokens of a text.

The grammar of a cue, always in lower case:

    analys*           a word; `*` at its start or end stands for any letters there, also none
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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import spacy
from spacy.language import Language as Pipeline
from spacy.util import compile_infix_regex

GAP = 4
"""Words that ` ... ` may skip."""

_MAX_PLACES = 16  # words of one cue
_MAX_FORMS = 400_000  # distinct words kept per matcher: bounds the memory of a long run
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_OVERLONG = re.compile(r"\S{150,}")
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


class Matcher:
    """All cues of one language, by group, with what each distinct word met so far can fill."""

    def __init__(self, groups: Mapping[str, Iterable[str]], spacy_code: str) -> None:
        self._tokenize = blank_pipeline(spacy_code).tokenizer
        self._patterns: list[_Pattern] = []
        self._exact: dict[str, list[int]] = {}
        self._prefixes: dict[str, list[int]] = {}
        self._suffixes: dict[str, list[int]] = {}
        self._infixes: dict[str, list[int]] = {}
        self._forms: dict[str, _Form] = {}
        for group, cues in groups.items():
            for cue in cues:
                self._add(group, cue)

    def find(self, text: str) -> list[Match]:
        """Every cue in the text, in order of its first character; matches may overlap."""
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
        # No word is that long; blanking it keeps the offsets and bounds the tokenizer's time.
        readable = _HALF_PAIR.sub("\ufffd", text)  # spaCy cannot hold half a character pair
        tokens = self._tokenize(_OVERLONG.sub(lambda run: " " * len(run.group()), readable))
        forms: list[_Form] = []
        spans: list[tuple[int, int]] = []
        known = self._forms
        for token in tokens:
            lower = token.lower_
            form = known.get(lower)
            if form is None:
                form = self._learn(lower)
            if not form.is_skipped:
                forms.append(form)
                spans.append((token.idx, token.idx + len(token)))
        return forms, spans

    def _add(self, group: str, cue: str) -> None:
        parts = cue.replace("-", " ").split()
        is_anchored = parts[0] == "^"
        gaps: list[bool] = []
        has_gap = False
        for part in parts[1:] if is_anchored else parts:
            if part == "...":
                has_gap = True
                continue
            place = len(self._patterns) * _MAX_PLACES + len(gaps)
            for word in part.split("|"):
                self._index(word).setdefault(word.strip("*"), []).append(place)
            gaps.append(has_gap)
            has_gap = False
        self._patterns.append(_Pattern(group, cue, tuple(gaps), is_anchored))

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
        if len(self._forms) >= _MAX_FORMS:
            self._forms.clear()
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


@cache
def blank_pipeline(spacy_code: str) -> Pipeline:
    """The language's blank spaCy pipeline, built once per process; hyphens part words in all."""
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


def overlaps(match: Match, others: Iterable[Match]) -> bool:
    """Whether the match shares a character with any of the others."""
    return any(
        match.start_char < other.end_char and other.start_char < match.end_char for other in others
    )
