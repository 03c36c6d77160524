"""Turns a text into numbered features: words, word pairs, letters of words, concepts, their pairs.

No word is stored: a feature is a number made from its letters (CRC-32), so that a trained model
can ship without a vocabulary. Letters are folded first ("ä" and "æ" to "e", "sjon" to "tion"),
because the same stem is written differently in neighbouring languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from data.concept import Concept

Ids = NDArray[np.int64]

BLOCKS = ("words", "letters", "concepts", "concept_pairs", "before")
"""Each has its own range of numbers, so that features of two blocks are never mistaken."""
BUCKETS = 1 << 18
"""Numbers of one block; of the few ten thousand features a model keeps, few share a number."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+")
_OPENING_WORDS = 4
_NGRAMS = (3, 4, 5)
_MIN_COMPOUND, _MIN_INNER = 9, 5
_MAX_WORDS = 400  # of one text: bounds the time that a text without a full stop takes
_MAX_KNOWN = 200_000  # words kept with their features: bounds the memory of a long run
_MIX = 0x9E3779B1
_FOLDED = (
    ("sjon", "tion"), ("æ", "e"), ("ä", "e"), ("ø", "o"), ("ö", "o"), ("å", "a"), ("aa", "a"),
    ("ck", "k"), ("ch", "k"), ("c", "k"), ("ph", "f"), ("x", "ks"), ("w", "v"), ("z", "s"),
    ("th", "t"), ("hv", "v"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1")


@dataclass(frozen=True, slots=True)
class Word:
    """What one distinct word stands for."""

    number: int
    letters: tuple[int, ...]
    concepts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text and the features that it brings; another part may bring some of them too.

    `name` is the word or words, in lower case, or the two concepts.
    """

    kind: Literal["word", "word_pair", "concept_pair", "before"]
    name: str
    features: Ids


class WordReader:
    """Reads the features of texts in one language, and keeps what it worked out for each word."""

    def __init__(self, concepts: Mapping[str, Concept], language: str) -> None:
        self._is_english = language == "en"
        self._names = tuple(concepts)
        self._exact: dict[str, list[int]] = {}
        self._prefixes: dict[str, list[int]] = {}
        for number, concept in enumerate(concepts.values()):
            for stem in concept.stems(language):
                index = self._prefixes if stem.endswith("*") else self._exact
                index.setdefault(stem.rstrip("*"), []).append(number)
        self._known: dict[str, Word] = {}

    def read(self, text: str, before: str) -> list[Ids]:
        """The distinct features of a text and the text before it, one array per block."""
        words = [self.word(match.group()) for match in find_words(text)]
        numbers = [word.number for word in words]
        features = set(numbers)
        features.update(_mix(first, second) for first, second in pairwise(numbers))
        features.update(_mix(at + 1, number) for at, number in enumerate(numbers[:_OPENING_WORDS]))
        letters = {number for word in words for number in word.letters}
        concepts = sorted({number for word in words for number in word.concepts})
        earlier = [self.word(match.group()) for match in find_words(before)]
        context = {word.number for word in earlier}
        context.update(_mix(7, number) for word in earlier for number in word.concepts)
        blocks = (features, letters, concepts, _pairs(concepts), context)
        return [_place(block, ids) for block, ids in enumerate(blocks)]

    def parts(self, text: str, before: str) -> list[Part]:
        """What brings the features that `read` finds: all of them, and no others.

        A word brings itself, its letters, its concepts and, near the start, its place; pairs stand
        for themselves, and so do the words of the text before.
        """
        found = [(match.group().lower(), self.word(match.group())) for match in find_words(text)]
        brought: dict[str, set[int]] = {}
        for at, (name, word) in enumerate(found):
            features = brought.setdefault(name, set())
            features.update(word_features(word).tolist())
            if at < _OPENING_WORDS:
                features.add(_mix(at + 1, word.number))
        parts = [Part("word", name, _place(0, features)) for name, features in brought.items()]
        pairs = {
            f"{name} {next_name}": _mix(word.number, next_word.number)
            for (name, word), (next_name, next_word) in pairwise(found)
        }
        parts += [Part("word_pair", name, _place(0, (pair,))) for name, pair in pairs.items()]
        concepts = sorted({number for _, word in found for number in word.concepts})
        for first, second in combinations(concepts, 2):
            name = f"{self._names[first]} + {self._names[second]}"
            parts.append(Part("concept_pair", name, _place(3, (_mix(first, second),))))
        earlier = {match.group().lower(): self.word(match.group()) for match in find_words(before)}
        for name, word in earlier.items():
            context = {word.number, *(_mix(7, number) for number in word.concepts)}
            parts.append(Part("before", name, _place(4, context)))
        return parts

    def word(self, text: str) -> Word:
        """The features of one word as it stands in a text."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            known = self._known[text] = self._learn(text.lower())
        return known

    def _learn(self, lower: str) -> Word:
        written = "0" if lower[0].isdigit() else lower[:40]
        padded = f" {fold(written)} "
        letters = {
            crc32(padded[at : at + size].encode("utf-8", "surrogatepass")) % BUCKETS
            for size in _NGRAMS
            for at in range(len(padded) - size + 1)
        }
        concepts = {
            number for part in {written, *written.split("-")} for number in self._mean(part)
        }
        return Word(
            crc32(written.encode("utf-8", "surrogatepass")) % BUCKETS,
            tuple(letters),
            tuple(sorted(concepts)),
        )

    def _mean(self, word: str) -> set[int]:
        meant = set(self._exact.get(word, ()))
        for end in range(2, len(word) + 1):
            meant.update(self._prefixes.get(word[:end], ()))
        if not self._is_english and len(word) >= _MIN_COMPOUND:
            # A compound says what its parts say: "tjenesteutvikling" is service and develop.
            for start in range(3, len(word) - _MIN_INNER + 1):
                for end in range(start + _MIN_INNER, len(word) + 1):
                    meant.update(self._prefixes.get(word[start:end], ()))
        return meant


def find_words(text: str) -> Iterable[re.Match[str]]:
    """The words of a text in order, numbers among them."""
    for at, match in enumerate(_WORD.finditer(text)):
        if at == _MAX_WORDS:
            return
        yield match


def fold(word: str) -> str:
    """A word in lower case with the spellings of English and Scandinavian brought together."""
    for written, folded in _FOLDED:
        word = word.replace(written, folded)
    return _DOUBLED.sub(r"\1", word)


def word_features(word: Word) -> Ids:
    """The features that one word brings by itself, over all blocks."""
    blocks = ([word.number], word.letters, word.concepts)
    return np.concatenate([_place(block, ids) for block, ids in enumerate(blocks)])


def _pairs(concepts: list[int]) -> set[int]:
    return {
        _mix(first, second) for at, first in enumerate(concepts) for second in concepts[at + 1 :]
    }


def _mix(first: int, second: int) -> int:
    return (((first * _MIX) ^ (second * 0x85EBCA77 + 0x165667B1)) >> 7) % BUCKETS


def _place(block: int, numbers: Iterable[int]) -> Ids:
    return np.fromiter(numbers, dtype=np.int64) + block * BUCKETS
