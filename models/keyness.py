"""Words that set some documents apart from others: weighted log-odds and log-likelihood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float64]

FEWEST_DOCUMENTS = 3
"""On either side of a comparison, and with the word on the side where it is the more frequent."""
LARGEST_PART = 0.5
"""No document may hold a larger part of a word's mentions: one text's subject is no shift."""
LEAST_Z = 1.96
LEAST_G_SQUARED = 10.83  # met by chance in one of a thousand words
KEPT = 40
"""Words kept of each direction, strongest first."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of all documents of a language, and how often each document has them."""

    words: tuple[str, ...]
    counts: csr_matrix
    """Documents by words."""


@dataclass(frozen=True, slots=True)
class Side:
    """What some documents say together, word by word in the vocabulary's order."""

    counts: Floats
    documents: Floats
    largest: Floats
    """Mentions in the document that has most of them."""
    document_count: int

    @property
    def total(self) -> float:
        """Mentions of all words."""
        return float(self.counts.sum())

    @property
    def is_spread(self) -> npt.NDArray[np.bool_]:
        """Which words stand in enough documents, and in none for the most part."""
        enough = self.documents >= FEWEST_DOCUMENTS
        spread: npt.NDArray[np.bool_] = enough & (self.largest <= LARGEST_PART * self.counts)
        return spread


@dataclass(frozen=True, slots=True)
class Standout:
    """A word that one side uses more than the other."""

    word: str
    own_count: int
    own_document_count: int
    other_count: int
    other_document_count: int
    effect: float
    strength: float


def build_vocabulary(documents: Sequence[Counter[str]]) -> Vocabulary:
    """Bring the counts of documents into one table."""
    words = tuple(sorted(set().union(*documents)))
    place = {word: at for at, word in enumerate(words)}
    rows = [at for at, one in enumerate(documents) for _ in one]
    columns = [place[word] for one in documents for word in one]
    values = np.array([count for one in documents for count in one.values()], np.float64)
    counts = csr_matrix((values, (rows, columns)), shape=(len(documents), len(words)))
    return Vocabulary(words, counts)


def sum_side(vocabulary: Vocabulary, rows: Sequence[int]) -> Side:
    """Add up the documents at these rows; there must be one at least."""
    part = vocabulary.counts[list(rows)]
    return Side(
        np.asarray(part.sum(axis=0)).ravel(),
        np.asarray((part > 0).sum(axis=0)).ravel().astype(np.float64),
        part.max(axis=0).toarray().ravel(),
        len(rows),
    )


def weigh_odds(one: Floats, other: Floats, prior: Floats) -> tuple[Floats, Floats]:
    """Difference of each word's log-odds in two texts, and its z-score.

    Equations 15, 20 and 22 of Monroe, Colaresi & Quinn (2008), "Fightin' words". `prior` holds
    mentions that are added to both sides: with them a rare word cannot lead by chance alone.
    """
    plus_one, plus_other = one + prior, other + prior
    odds_one = np.log(plus_one / (plus_one.sum() - plus_one))
    odds_other = np.log(plus_other / (plus_other.sum() - plus_other))
    difference: Floats = odds_one - odds_other
    z_scores: Floats = difference / np.sqrt(1 / plus_one + 1 / plus_other)
    return difference, z_scores


def log_likelihood(one: Floats, other: Floats) -> Floats:
    """G² of each word: how badly one share for both texts fits its mentions (Dunning 1993)."""
    total_one, total_other = one.sum(), other.sum()
    share = (one + other) / (total_one + total_other)
    fitted: Floats = 2 * (
        _surprise(one, total_one * share)
        + _surprise(total_one - one, total_one * (1 - share))
        + _surprise(other, total_other * share)
        + _surprise(total_other - other, total_other * (1 - share))
    )
    return np.maximum(fitted, 0.0)  # equal shares miss 0 by rounding


def find_changes(vocabulary: Vocabulary, now: Side, before: Side, usual: Side) -> list[Standout]:
    """The words that rose, strongest first, then those that fell; none where documents are few.

    The prior gives each word its share in the `usual` documents, and weighs as much as one of
    them has words on average.
    """
    if min(now.document_count, before.document_count) < FEWEST_DOCUMENTS or not usual.total:
        return []
    weight = usual.total / usual.document_count
    held = usual.counts > 0  # a word that nobody uses has no odds
    effect, strength = np.zeros_like(usual.counts), np.zeros_like(usual.counts)
    effect[held], strength[held] = weigh_odds(
        now.counts[held], before.counts[held], weight * usual.counts[held] / usual.total
    )
    rose = np.where(now.is_spread & (strength >= LEAST_Z), strength, 0)
    fell = np.where(before.is_spread & (strength <= -LEAST_Z), -strength, 0)
    return [
        _standout(vocabulary, at, now, before, (effect[at], strength[at]))
        for scores in (rose, fell)
        for at in _strongest(vocabulary, scores)
    ]


def find_own_words(vocabulary: Vocabulary, own: Side, others: Side) -> list[Standout]:
    """The words that one side uses more than the others; none where documents are few."""
    if min(own.document_count, others.document_count) < FEWEST_DOCUMENTS:
        return []
    if not own.total or not others.total:
        return []
    strength = log_likelihood(own.counts, others.counts)
    is_more = own.counts / own.total > others.counts / others.total
    scores = np.where(own.is_spread & is_more & (strength >= LEAST_G_SQUARED), strength, 0)
    return [
        _standout(vocabulary, at, own, others, (strength[at], strength[at]))
        for at in _strongest(vocabulary, scores)
    ]


def _surprise(found: Floats, fitted: Floats) -> Floats:
    """`found` · log(`found` / `fitted`), which is 0 where nothing is found."""
    ratio = np.divide(found, fitted, out=np.ones_like(fitted), where=found > 0)
    return found * np.log(ratio)


def _strongest(vocabulary: Vocabulary, scores: Floats) -> list[int]:
    """Places of the highest scores above 0; by alphabet where two tie."""
    found = [int(at) for at in np.flatnonzero(scores > 0)]
    return sorted(found, key=lambda at: (-scores[at], vocabulary.words[at]))[:KEPT]


def _standout(
    vocabulary: Vocabulary, at: int, own: Side, other: Side, measured: tuple[float, float]
) -> Standout:
    return Standout(
        vocabulary.words[at],
        int(own.counts[at]),
        int(own.documents[at]),
        int(other.counts[at]),
        int(other.documents[at]),
        float(measured[0]),
        float(measured[1]),
    )
