"""Words of a system's name and description as tokens that languages share.

A word with a known meaning becomes that meaning, so that "sykefravær" and "sick leave" meet; a
compound is taken apart; any other word becomes its stem, which is how proper names meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from data.concept import Concept
from data.system_words import SystemWords
from models.stems import stem_word
from models.stopwords import stop_words

_WORD = re.compile(r"[a-z0-9]+")
_WRITTEN_OUT = str.maketrans({"ø": "o", "æ": "a", "œ": "oe", "ß": "ss", "ð": "d", "ł": "l"})
_COMPOUNDING = {"nb", "nn", "no", "da", "sv", "nl", "de"}
_LEAST_PART = 4  # letters of a part of a compound; shorter ones occur within unlike words
_MOST_INFLECTION = 4  # letters after a known stem that can be its ending
_COGNATE = 6  # letters that a word shares with its kin in another language
_MOST_JOINT = 3  # letters between two parts of a compound


def fold(text: str) -> str:
    """Lower case without accents: `Ærlig prøve` as `arlig prove`."""
    lowered = unicodedata.normalize("NFKD", text.casefold().translate(_WRITTEN_OUT))
    return "".join(letter for letter in lowered if not unicodedata.combining(letter))


def split_words(text: str) -> list[str]:
    """The folded words and numbers of a text, in order."""
    return _WORD.findall(fold(text))


class Meanings:
    """A dictionary of words to meanings; remembers what it has looked up."""

    def __init__(self, words: SystemWords, concepts: Mapping[str, Concept]) -> None:
        self._stems: dict[str, dict[str, str]] = {}
        self._whole: dict[str, dict[str, str]] = {}
        for meaning, by_language in words.items():
            for language, listed in by_language.items():
                for entry in listed.split():
                    self._add(language, entry, f"m:{meaning}")
        for name, concept in concepts.items():  # coarser, so they come second
            for language in ("en", "nb"):
                for entry in concept.stems(language):
                    self._add(language, fold(entry), f"c:{name}")
        self._empty: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def tokens(self, text: str, language: str) -> list[str]:
        """A token or more for every word that can tell systems apart."""
        return [token for word in split_words(text) for token in self._look_up(word, language)]

    def _add(self, language: str, entry: str, meaning: str) -> None:
        held = self._stems if entry.endswith("*") else self._whole
        held.setdefault(language, {}).setdefault(entry.rstrip("*"), meaning)

    def _look_up(self, word: str, language: str) -> tuple[str, ...]:
        key = (word, language)
        if key not in self._known:
            self._known[key] = self._meanings_of(word, language)
        return self._known[key]

    def _meanings_of(self, word: str, language: str) -> tuple[str, ...]:
        own = {"nn": "nb", "no": "nb", "da": "nb", "sv": "nb"}.get(language, language)
        if found := self._find(word, own):
            meaning, end = found
            rest = word[end:]
            if language not in _COMPOUNDING or len(rest) <= _MOST_INFLECTION:
                return (meaning,)
            parts = (meaning, *self._parts(rest, own))
            return parts if len(parts) > 1 else (*parts, f"w:{stem_word(word, language)}")
        if (len(word) <= 2 and not word.isdecimal()) or word in self._empty_words(language):
            return ()
        raw = f"w:{stem_word(word, language)}"
        # A register has names in other languages than its own too.
        for other in ("en", "nb", "nl", "fr"):
            found = self._find(word, other) if other != own and len(word) > _LEAST_PART else None
            if found and found[1] > _LEAST_PART and len(word) - found[1] <= _MOST_INFLECTION:
                return (found[0],)
        # Learned words begin alike in many languages: "endometrial", "endometriekreft".
        begun = (raw, f"p:{word[:_COGNATE]}") if len(word) > _COGNATE + 1 else (raw,)
        if language in _COMPOUNDING and len(word) > 2 * _LEAST_PART:
            return (*begun, *self._parts(word, own))
        return begun

    def _empty_words(self, language: str) -> frozenset[str]:
        if language not in self._empty:
            listed = stop_words(language) | stop_words("en")
            self._empty[language] = frozenset(fold(word) for word in listed)
        return self._empty[language]

    def _find(self, word: str, language: str) -> tuple[str, int] | None:
        """The meaning of the longest known stem that the word begins with, and where it ends."""
        whole = self._whole.get(language, {})
        if word in whole:
            return whole[word], len(word)
        stems = self._stems.get(language, {})
        for end in range(len(word), 2, -1):
            if word[:end] in stems:
                return stems[word[:end]], end
        return None

    def _parts(self, word: str, language: str) -> tuple[str, ...]:
        found: list[str] = []
        start = skipped = 0
        while start <= len(word) - _LEAST_PART:
            part = self._find(word[start:], language)
            if part and part[1] >= _LEAST_PART:
                found.append(part[0])
                start += part[1]
                skipped = 0
                continue
            start += 1
            skipped += 1
            if found and skipped > _MOST_JOINT + _MOST_INFLECTION:
                break
        return tuple(found)
