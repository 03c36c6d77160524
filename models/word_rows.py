"""Reads texts straight into rows of a coder's weights: fast, for a coder that is being applied.

What `WordReader.read` and the coder's index of rows give in two steps is looked up here per
distinct word, so that a known word costs no more than its place in a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.words import (
    OPENING_WORDS,
    Word,
    WordReader,
    context_features,
    mix,
    place,
    split_words,
    word_features,
)

Rows = NDArray[np.intp]

_MAX_KNOWN = 20_000  # words kept with their rows: bounds the memory of a long run
_PAIRS, _CONCEPT_PAIRS = 0, 3  # the blocks of word pairs and opening words, and of concept pairs


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """One distinct word: what it brings in the text, and what in the text before."""

    number: int
    concepts: tuple[int, ...]
    rows: Rows
    rows_before: Rows


class RowReader:
    """Reads the rows of texts in one language, and keeps what it worked out for each word."""

    def __init__(self, reader: WordReader, rows: NDArray[np.int32]) -> None:
        """`rows` has the row of every possible word feature, or -1, as `Coder.rows`."""
        self._reader = reader
        self._rows = rows.astype(np.intp)
        self._known: dict[str, _Known] = {}
        self._marks = np.zeros(int(rows.max()) + 2, dtype=np.intp)  # the last one is for -1
        numbers = np.arange(reader.concept_count)
        first, second = numbers[:, None], numbers[None, :]
        of_pairs = self._rows[place(_CONCEPT_PAIRS, mix(first, second))]
        self._concept_rows = np.where(first < second, of_pairs, -1)

    def read(self, texts: Sequence[tuple[str, str]]) -> list[Rows]:
        """The distinct rows of each text and the text before it, in no order."""
        known: dict[str, list[_Known]] = {}
        for text in {one for pair in texts for one in pair}:
            known[text] = [self._word(word) for word in split_words(text)]
        in_text = [known[text] for text, _ in texts]
        pairs = self._pair_rows(in_text)
        return [
            self._distinct(
                [word.rows for word in dict.fromkeys(words)]
                + [word.rows_before for word in dict.fromkeys(known[before])]
                + [*of_pairs, self._concept_pairs(words)]
            )
            for words, (_, before), of_pairs in zip(in_text, texts, pairs, strict=True)
        ]

    def _word(self, text: str) -> _Known:
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            lower = text.lower()
            known = self._known.get(lower) or self._learn(self._reader.learn(lower))
            self._known[text] = self._known[lower] = known
        return known

    def _learn(self, word: Word) -> _Known:
        own, before = word_features(word), context_features(word)
        rows = self._rows[np.concatenate((own, before))]
        in_text, in_text_before = rows[: len(own)], rows[len(own) :]
        return _Known(
            word.number,
            word.concepts,
            in_text[in_text >= 0],
            in_text_before[in_text_before >= 0],
        )

    def _pair_rows(self, texts: Sequence[Sequence[_Known]]) -> list[tuple[Rows, Rows]]:
        """The rows of each text's word pairs and of its opening words, or -1."""
        numbers = np.array([word.number for words in texts for word in words], dtype=np.int64)
        lengths = np.array([len(words) for words in texts], dtype=np.int64)
        ends = np.cumsum(lengths)
        places = np.arange(len(numbers)) - np.repeat(ends - lengths, lengths)
        opens = places < OPENING_WORDS
        pairs = self._rows[place(_PAIRS, mix(numbers[:-1], numbers[1:]))]
        openings = self._rows[place(_PAIRS, mix(places[opens] + 1, numbers[opens]))]
        opening_ends = np.cumsum(np.minimum(lengths, OPENING_WORDS))
        found: list[tuple[Rows, Rows]] = []
        start, opening_start = 0, 0
        for end, opening_end in zip(ends.tolist(), opening_ends.tolist(), strict=True):
            pairs_here = pairs[start : max(start, end - 1)]  # none across two texts
            found.append((pairs_here, openings[opening_start:opening_end]))
            start, opening_start = end, opening_end
        return found

    def _concept_pairs(self, words: Sequence[_Known]) -> Rows:
        concepts = np.array(list({number for word in words for number in word.concepts}), dtype=int)
        rows: Rows = self._concept_rows[concepts[:, None], concepts]
        return rows.ravel()

    def _distinct(self, parts: Sequence[Rows]) -> Rows:
        rows: Rows = np.concatenate(parts)
        order = np.arange(len(rows))
        # Of places with the same row the last one's number stays behind: that one is kept.
        self._marks[rows] = order
        is_last: NDArray[np.bool_] = self._marks[rows] == order
        return rows[is_last & (rows >= 0)]
