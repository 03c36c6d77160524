"""Cuts texts into words by spaCy's tokenizer, with hyphenated words in parts.

spaCy cuts each stretch between blanks by itself, whatever stands around it. So every distinct
stretch is cut once per process and remembered: a text costs one look-up per stretch.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import spacy
from spacy.language import Language as Pipeline
from spacy.util import compile_infix_regex

MAX_LETTERS = 150
"""Of a word: what is longer is none."""
MAX_KEPT = 20_000
"""Distinct stretches or words that a cache keeps: bounds the memory of a long run."""

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_OVERLONG = re.compile(rf"\S{{{MAX_LETTERS},}}")
_HYPHENS = r"(?<=[^\W_])[-‐‑–/](?=[^\W_])"

Piece = tuple[str, int, int]
"""A word in lower case, and its first character and the one after its last in the stretch."""


class Cutter:
    """Cuts stretches of text without a space into words, each distinct stretch once."""

    def __init__(self, spacy_code: str) -> None:
        self._spacy_code = spacy_code
        self._tokenizer = _tokenizer_of(build_pipeline(spacy_code))
        self._known: dict[str, tuple[Piece, ...]] = {}
        self._met = 0

    def cut(self, stretch: str) -> tuple[Piece, ...]:
        """The words of a stretch in order; blanks other than a space are words too."""
        pieces = self._known.get(stretch)
        if pieces is None:
            if self._met >= MAX_KEPT:
                self._met = 0
                self._known.clear()
                # spaCy keeps words too
                self._tokenizer = _tokenizer_of(build_pipeline(self._spacy_code))
            pieces = self._cut(stretch)
            self._met += len(pieces)
            if len(stretch) <= MAX_LETTERS:
                self._known[stretch] = pieces
        return pieces

    def _cut(self, stretch: str) -> tuple[Piece, ...]:
        length, rules = len(stretch), self._tokenizer.rules
        if length < MAX_LETTERS and stretch not in rules:
            # spaCy parts letters by its rules alone, and a comma from what it ends.
            word = stretch.removesuffix(",")
            if word.isalpha() and word not in rules:
                comma = ((",", len(word), length),) if len(word) < length else ()
                return ((word.lower(), 0, len(word)), *comma)
        text = readable(stretch)
        return tuple(
            (text[token.idx : end].lower(), token.idx, end)
            for token in self._tokenizer(text)
            for end in (token.idx + len(token),)
        )


@cache
def cutter_for(spacy_code: str) -> Cutter:
    """The cutter of a language, one per process: all who read its texts share what it knows."""
    return Cutter(spacy_code)


def readable(text: str) -> str:
    """The text as spaCy can take it, with the same offsets: no half pairs, no endless words."""
    # No word is that long; blanking it keeps the offsets and bounds the tokenizer's time.
    whole = _HALF_PAIR.sub("\ufffd", text)
    return _OVERLONG.sub(lambda run: " " * len(run.group()), whole)


def build_pipeline(spacy_code: str) -> Pipeline:
    """Build the language's blank spaCy pipeline; hyphens part words in all."""
    pipeline = spacy.blank(spacy_code)
    infixes = [*(pipeline.Defaults.infixes or ()), _HYPHENS]
    _tokenizer_of(pipeline).infix_finditer = compile_infix_regex(infixes).finditer
    vocab: Any = pipeline.vocab
    vocab.lex_attr_getters = {}  # whether a word is a number or an address, nobody asks
    return pipeline


def _tokenizer_of(pipeline: Pipeline) -> Any:  # compiled code, without types
    return pipeline.tokenizer
