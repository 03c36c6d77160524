"""Words of a text as tokens that languages share: stems, and the concepts that they stand for."""

from __future__ import annotations

from collections.abc import Mapping

from data.concept import Concept
from models.stems import stem_word
from models.stopwords import stop_words
from models.words import WordReader, split_words

_LEAST_LETTERS = 2


class SharedWords:
    """A reader of words per language; remembers what it has looked up."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._concepts = concepts
        self._readers: dict[str, WordReader] = {}
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}
        self._empty: dict[str, frozenset[str]] = {}

    def tokens(self, text: str, language: str) -> list[str]:
        """The stem of every word that is no stop word, and its concepts beside it.

        A stem is how names and words of one language meet, a concept how languages do.
        """
        return [
            token for word in split_words(text) for token in self._look_up(word.lower(), language)
        ]

    def _look_up(self, word: str, language: str) -> tuple[str, ...]:
        key = (word, language)
        if key not in self._known:
            self._known[key] = self._read(word, language)
        return self._known[key]

    def _read(self, word: str, language: str) -> tuple[str, ...]:
        if language not in self._empty:
            self._empty[language] = stop_words(language)
            self._readers[language] = WordReader(self._concepts, language)
        if len(word) < _LEAST_LETTERS or word in self._empty[language]:
            return ()
        meant = self._readers[language].learn(word).concepts
        return (stem_word(word, language), *(f"={number}" for number in meant))
