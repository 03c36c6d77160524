"""Which words of a text can stand for what it is about: no stop words, names or addresses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from models.stems import stem_word
from models.stopwords import stop_words

MOST_SMALL_SHARE = 0.1
"""A word that is written small in no more than this share of its mentions is taken for a name."""
_SHORTEST = 3
_NEAR = 4  # characters before a word in which what opens a clause must stand
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\S+\.(?:com|org|net|gov|eu)\b\S*")
_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
_OPENING = frozenset('.:!?;•–—"“«([')
_HEADLINE_SHARE = 0.5


@dataclass(slots=True)
class WordBook:
    """What was seen of the words of one language: how they are written, and their usual form.

    Texts are read twice: `learn` from all of them, then `terms` of each.
    """

    language: str
    known_terms: Collection[str] = ()
    """Words that are never taken for names, in lower case: "AI"."""
    ignored: Collection[str] = ()
    """Words that tell nothing beside the stop words, in lower case: months."""
    small: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)
    _stops: frozenset[str] = field(init=False)
    _counted: dict[str, bool] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._stops = stop_words(self.language) | frozenset(self.ignored)

    def learn(self, texts: Iterable[str]) -> None:
        """Note how each word is written where a capital would say that it is a name."""
        for text in texts:
            plain = _ADDRESS.sub(" ", text)
            words = list(_WORD.finditer(plain))
            if _is_headline(words):
                continue
            for word in words:
                before = plain[max(0, word.start() - _NEAR) : word.start()].rstrip()[-1:]
                if not before or before in _OPENING:
                    continue
                written = word.group()
                tally = self.small if written.islower() else self.capital
                tally[written.lower()] += 1

    def is_name(self, word: str) -> bool:
        """Whether a word in lower case is written with a capital nearly always, or never seen."""
        if word in self.known_terms:
            return False
        small, capital = self.small[word], self.capital[word]
        return small <= MOST_SMALL_SHARE * (small + capital)

    def terms(self, text: str) -> list[str]:
        """The words of a text that count, in lower case and in order."""
        found = (word.lower() for word in _WORD.findall(_ADDRESS.sub(" ", text)))
        return [word for word in found if self._counts(word)]

    def _counts(self, word: str) -> bool:
        counts = self._counted.get(word)
        if counts is None:
            is_long = len(word) >= _SHORTEST or word in self.known_terms
            counts = is_long and word not in self._stops and not self.is_name(word)
            self._counted[word] = counts
        return counts


def join_forms(counts: Iterable[Counter[str]], language: str) -> dict[str, str]:
    """For every word the most frequent form of its stem, the first by alphabet where two tie."""
    totals: Counter[str] = Counter()
    for one in counts:
        totals.update(one)
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(totals):
        forms[stem_word(word, language)].append(word)
    return {
        word: max(group, key=lambda form: totals[form])
        for group in forms.values()
        for word in group
    }


def _is_headline(words: list[re.Match[str]]) -> bool:
    """Whether most longer words are written large, so that a capital tells nothing."""
    long = [word.group() for word in words if len(word.group()) > _SHORTEST]
    large = sum(not word.islower() for word in long)
    return large > _HEADLINE_SHARE * len(long)
