"""Who is named and which words are used: groups, words that rose and fell, words of a country."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SoughtGroup:
    """A group whose naming is counted, in one language."""

    group_id: str
    language: str
    position: int
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class GroupMention:
    """A sentence in scope that names a group, at the first place where it does."""

    sentence_id: str
    document_id: str
    group_id: str
    start_char: int
    end_char: int
    quote: str


@dataclass(frozen=True, slots=True)
class WordChange:
    """How much oftener or rarer a word is in a year's documents than in those before."""

    country: str
    language: str
    year: int
    word: str
    word_count: int
    all_word_count: int
    document_count: int
    all_document_count: int
    earlier_word_count: int
    earlier_all_word_count: int
    earlier_document_count: int
    earlier_all_document_count: int
    log_odds_ratio: float
    z_score: float


@dataclass(frozen=True, slots=True)
class CountryWord:
    """A word that sets a country's documents up to a year apart from other countries' ones."""

    country: str
    language: str
    year: int
    word: str
    word_count: int
    all_word_count: int
    document_count: int
    all_document_count: int
    other_word_count: int
    other_all_word_count: int
    g_squared: float
