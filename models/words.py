"""Turns a text into numbered features: words, word pairs, letters of words, concepts, their pairs.

No word is stored: a feature is a number made from its letters (CRC-32), so that a trained model
can ship without a vocabulary. Letters are folded first ("ä" and "æ" to "e", "sjon" to "tion"),
because the same stem is written differently in neighbouring languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, islice, pairwise
from typing import Literal, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from data.concept import Concept

Ids = NDArray[np.int64]
Number = TypeVar("Number", int, Ids)

BLOCKS = ("words", "letters", "concepts", "concept_pairs", "before")
"""Each has its own range of numbers, so that features of two blocks are never mistaken."""
BUCKETS = 1 << 18
"""Numbers of one block; of the few ten thousand features a model keeps, few share a number."""

OPENING_WORDS = 4
"""Words at the start of a text that also say where they stand."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+")
_NGRAMS = (3, 4, 5)
_MIN_COMPOUND, _MIN_INNER = 9, 5
_MAX_WORDS = 400  # of one text: bounds the time that a text without a full stop takes
_MAX_KNOWN = 20_000  # words kept with their features: bounds the memory of a long run
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
        self._inner: dict[str, list[str]] = {}  # long stems by their first letters
        for stem in self._prefixes:
            if len(stem) >= _MIN_INNER:
                self._inner.setdefault(stem[:_MIN_INNER], []).append(stem)
        self._known: dict[str, Word] = {}

    @property
    def concept_count(self) -> int:
        """How many concepts there are; they are numbered from 0."""
        return len(self._names)

    def read(self, text: str, before: str) -> list[Ids]:
        """The distinct features of a text and the text before it, one array per block."""
        words = [self.word(word) for word in split_words(text)]
        numbers = [word.number for word in words]
        features = set(numbers)
        features.update(mix(first, second) for first, second in pairwise(numbers))
        features.update(mix(at + 1, number) for at, number in enumerate(numbers[:OPENING_WORDS]))
        letters = {number for word in words for number in word.letters}
        concepts = sorted({number for word in words for number in word.concepts})
        context = {
            number
            for word in map(self.word, split_words(before))
            for number in _context_numbers(word)
        }
        blocks = (features, letters, concepts, _pairs(concepts), context)
        return [place(block, ids) for block, ids in enumerate(blocks)]

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
            if at < OPENING_WORDS:
                features.add(mix(at + 1, word.number))
        parts = [Part("word", name, place(0, features)) for name, features in brought.items()]
        pairs = {
            f"{name} {next_name}": mix(word.number, next_word.number)
            for (name, word), (next_name, next_word) in pairwise(found)
        }
        parts += [Part("word_pair", name, place(0, (pair,))) for name, pair in pairs.items()]
        concepts = sorted({number for _, word in found for number in word.concepts})
        for first, second in combinations(concepts, 2):
            name = f"{self._names[first]} + {self._names[second]}"
            parts.append(Part("concept_pair", name, place(3, (mix(first, second),))))
        earlier = {match.group().lower(): self.word(match.group()) for match in find_words(before)}
        for name, word in earlier.items():
            parts.append(Part("before", name, context_features(word)))
        return parts

    def word(self, text: str) -> Word:
        """The features of one word as it stands in a text."""
        lower = text.lower()
        known = self._known.get(lower)
        if known is None:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            known = self._known[lower] = self.learn(lower)
        return known

    def learn(self, lower: str) -> Word:
        """Work out the features of a word in lower case, and keep nothing."""
        written = "0" if lower[0].isdigit() else lower[:40]
        concepts = {
            number for part in {written, *written.split("-")} for number in self._mean(part)
        }
        return Word(_number(written), _letters(f" {fold(written)} "), tuple(sorted(concepts)))

    def _mean(self, word: str) -> set[int]:
        meant = set(self._exact.get(word, ()))
        for end in range(2, len(word) + 1):
            meant.update(self._prefixes.get(word[:end], ()))
        if not self._is_english and len(word) >= _MIN_COMPOUND:
            # A compound says what its parts say: "tjenesteutvikling" is service and develop.
            for start in range(3, len(word) - _MIN_INNER + 1):
                for stem in self._inner.get(word[start : start + _MIN_INNER], ()):
                    if word.startswith(stem, start):
                        meant.update(self._prefixes[stem])
        return meant


def find_words(text: str) -> Iterable[re.Match[str]]:
    """The words of a text in order with their places, numbers among them."""
    return islice(_WORD.finditer(text), _MAX_WORDS)


def split_words(text: str) -> list[str]:
    """The words of a text in order, numbers among them."""
    words: list[str] = _WORD.findall(text)
    return words[:_MAX_WORDS]


def fold(word: str) -> str:
    """A word in lower case with the spellings of English and Scandinavian brought together."""
    for written, folded in _FOLDED:
        word = word.replace(written, folded)
    return _DOUBLED.sub(r"\1", word)


def word_features(word: Word) -> Ids:
    """The features that one word brings by itself, over all blocks, each once."""
    letters = [number + BUCKETS for number in word.letters]
    concepts = [number + 2 * BUCKETS for number in word.concepts]
    return np.array([word.number, *letters, *concepts], dtype=np.int64)


def context_features(word: Word) -> Ids:
    """The features that one word of the text before brings."""
    return place(4, _context_numbers(word))


def mix(first: Number, second: Number) -> Number:
    """One number made of two, or of each two in two arrays; their order counts."""
    return (((first * _MIX) ^ (second * 0x85EBCA77 + 0x165667B1)) >> 7) % BUCKETS


def place(block: int, numbers: Iterable[int] | Ids) -> Ids:
    """Numbers as features of a block."""
    if not isinstance(numbers, np.ndarray):
        numbers = np.fromiter(numbers, dtype=np.int64)
    return numbers + block * BUCKETS


def _number(written: str) -> int:
    return crc32(written.encode("utf-8", "surrogatepass")) % BUCKETS


def _letters(padded: str) -> tuple[int, ...]:
    spans = [(at, at + size) for size in _NGRAMS for at in range(len(padded) - size + 1)]
    if not padded.isascii():
        return tuple({_number(padded[start:end]) for start, end in spans})
    letters = padded.encode("ascii")
    return tuple({crc32(letters[start:end]) % BUCKETS for start, end in spans})


def _context_numbers(word: Word) -> set[int]:
    return {word.number, *(mix(7, number) for number in word.concepts)}


def _pairs(concepts: list[int]) -> set[int]:
    return {
        mix(first, second) for at, first in enumerate(concepts) for second in concepts[at + 1 :]
    }
