"""Chance-corrected agreement: Cohen's kappa, Krippendorff's alpha, Gwet's AC1 and plain F1.

Kappa and F1 are scikit-learn's; alpha and AC1 are worked out as their authors wrote them down: the
packages that have them are under licences stricter than ours. The intervals need all of them a
thousand times over, so `resample` has the formulas for counts of rating patterns; a test holds both
to each other, and others hold them to published examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, f1_score

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

RESAMPLES = 1000
FIGURES = ("agreed_share", "f1", "kappa", "alpha", "ac1")


@dataclass(frozen=True, slots=True)
class Figure:
    """A coefficient and the middle 95 % of it over documents drawn anew; None where undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


def measure(ratings: Floats, categories: int) -> dict[str, float | None]:
    """The figures of n units (rows) by r coders (columns), rated 0 to `categories` - 1 or NaN.

    A unit that a coder did not rate is missing, and never counts as agreement. F1 and kappa are of
    two coders over the units that both rated; F1 besides needs two categories and is of category 1.
    What is not defined (nobody, or everybody, used the one category) is None.
    """
    twice = (~np.isnan(ratings)).sum(axis=1) >= 2
    if not twice.any():
        return dict.fromkeys(FIGURES)
    rated = ratings[(~np.isnan(ratings)).any(axis=1)]
    counts = _value_counts(rated, categories)
    pair = ratings[twice] if ratings.shape[1] == 2 else None
    return {
        "agreed_share": _agreed_share(counts),
        "f1": find_f1(pair) if pair is not None and categories == 2 else None,
        "kappa": find_kappa(pair) if pair is not None else None,
        "alpha": find_alpha(counts),
        "ac1": find_ac1(counts),
    }


def find_f1(pair: Floats) -> float | None:
    """F1 of category 1 between two coders; the same whichever of them is taken as the truth."""
    if not pair.any():
        return None
    return float(f1_score(pair[:, 0], pair[:, 1]))


def find_kappa(pair: Floats) -> float | None:
    """Cohen's kappa (Cohen 1960, A coefficient of agreement for nominal scales), scikit-learn."""
    if len(np.unique(pair)) < 2:
        return None
    return float(cohen_kappa_score(pair[:, 0], pair[:, 1]))


def find_alpha(counts: Floats) -> float | None:
    """Krippendorff's nominal alpha of units by how many coders gave each category.

    Krippendorff (2011), Computing Krippendorff's alpha-reliability: 1 less the disagreement seen,
    over that expected, both read off the matrix of coincidences. A unit with one rating, and a
    category that nobody gave, counts for nothing.
    """
    pairable = counts[counts.sum(axis=1) >= 2]
    # Of each unit its ordered pairs of values, a rating never paired with itself, over m - 1.
    coincidences = np.zeros((counts.shape[1], counts.shape[1]))
    for held in pairable:
        coincidences += (np.outer(held, held) - np.diag(held)) / (held.sum() - 1)
    given = coincidences.sum(axis=0)
    if (given > 0).sum() < 2:
        return None
    total = given.sum()
    expected = (np.outer(given, given) - np.diag(given)) / (total - 1)
    unlike = ~np.eye(len(given), dtype=bool)
    return float(1 - coincidences[unlike].sum() / expected[unlike].sum())


def find_ac1(counts: Floats) -> float:
    """Gwet's AC1 of units by how many coders gave each category; at least one has two ratings.

    Gwet (2014), Handbook of inter-rater reliability, 4th edition: agreement beyond chance, chance
    being how far the categories are evenly used. A unit with one rating counts for how common a
    category is, and not for agreement, as there.
    """
    rated = counts[counts.sum(axis=1) >= 1]
    common = (rated / rated.sum(axis=1, keepdims=True)).mean(axis=0)
    by_chance = (common * (1 - common)).sum() / (counts.shape[1] - 1)
    return float((_agreed_share(counts) - by_chance) / (1 - by_chance))


@dataclass(frozen=True, slots=True)
class Patterns:
    """Which ways of rating a unit occur (p, coders; NaN missing), and how often per document."""

    ratings: Floats
    by_document: Floats
    categories: int


def find_patterns(
    ratings: Floats, documents: Rows, document_count: int, categories: int
) -> Patterns:
    """Count the distinct rows of `ratings` in each document; `documents` has each row's number."""
    coded = np.where(np.isnan(ratings), -1, ratings).astype(np.int64)
    distinct, which = np.unique(coded, axis=0, return_inverse=True)
    by_document = np.zeros((document_count, len(distinct)))
    np.add.at(by_document, (documents, which.ravel()), 1)
    return Patterns(np.where(distinct < 0, np.nan, distinct), by_document, categories)


def draw_documents(document_count: int, seed: int) -> Floats:
    """How often each document is drawn, for every resample: (RESAMPLES, documents)."""
    generator = np.random.default_rng(seed)
    share = np.full(document_count, 1 / document_count)
    return generator.multinomial(document_count, share, size=RESAMPLES).astype(np.float64)


def resample(patterns: Patterns, draws: Floats) -> dict[str, Floats]:
    """Each figure in each draw of documents, NaN where it is not defined.

    With n units, r of them rated at least twice, v(k) the ratings of a unit in category k and m all
    of them: agreed = mean over r of sum v(v - 1) / (m(m - 1)); AC1 = (agreed - e) / (1 - e) with
    e = sum p(1 - p) / (q - 1), p the mean share of a category over n; alpha = 1 - (N - 1) · sum of
    v(m - v) / (m - 1) / sum of N(k)(N - N(k)), N(k) the ratings of category k over r; kappa with
    e = sum of the products of both coders' shares; F1 = 2 · both / (one + other).
    """
    weights = draws @ patterns.by_document
    counts = _value_counts(patterns.ratings, patterns.categories)
    rated = counts.sum(axis=1)
    twice = rated >= 2
    many = np.where(twice, rated, 2.0)
    agreed = (counts * (counts - 1)).sum(1) / (many * (many - 1))
    shares = counts / np.maximum(rated, 1)[:, None]
    held = weights[:, twice]
    observed = _ratio(held @ agreed[twice], held.sum(1))
    common = _ratio(weights @ shares, weights[:, rated >= 1].sum(1)[:, None])
    by_chance = (common * (1 - common)).sum(1) / (patterns.categories - 1)
    apart = (counts * (rated[:, None] - counts)).sum(1) / (many - 1)
    given = held @ counts[twice]
    total = given.sum(1)
    expected = (given * (total[:, None] - given)).sum(1)
    figures = {
        "agreed_share": observed,
        "f1": np.full(len(weights), np.nan),
        "kappa": np.full(len(weights), np.nan),
        "alpha": 1 - _ratio((total - 1) * (held @ apart[twice]), expected),
        "ac1": _ratio(observed - by_chance, 1 - by_chance),
    }
    if patterns.ratings.shape[1] == 2:
        figures |= _resample_pair(patterns.ratings[twice], held, patterns.categories, observed)
    return figures


def as_figures(
    values: Mapping[str, float | None], drawn: Mapping[str, Floats], has_interval: bool
) -> dict[str, Figure]:
    """The values with their intervals, where there are documents enough to draw from."""
    return {
        name: make_figure(values[name], drawn[name] if has_interval else None) for name in FIGURES
    }


def make_figure(value: float | None, drawn: Floats | None) -> Figure:
    """A value with the middle 95 % of the draws in which it is defined."""
    if value is None or drawn is None or np.isnan(drawn).all():
        return Figure(value)
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Figure(value, float(low), float(high))


def _resample_pair(
    ratings: Floats, weights: Floats, categories: int, observed: Floats
) -> dict[str, Floats]:
    total = weights.sum(1)
    by_chance = np.zeros(len(weights))
    for category in range(categories):
        one, other = ((ratings == category).astype(float)).T
        by_chance += _ratio(weights @ one, total) * _ratio(weights @ other, total)
    figures = {"kappa": _ratio(observed - by_chance, 1 - by_chance)}
    if categories == 2:
        one, other = ratings.T
        figures["f1"] = _ratio(2 * (weights @ (one * other)), weights @ (one + other))
    return figures


def _value_counts(ratings: Floats, categories: int) -> Floats:
    """How many coders gave each category to each unit: (units, categories)."""
    return np.stack(
        [(ratings == category).sum(1) for category in range(categories)], axis=1
    ).astype(np.float64)


def _agreed_share(counts: Floats) -> float:
    """The chance that two of a unit's ratings are the same, over units rated at least twice."""
    held = counts[counts.sum(1) >= 2]
    rated = held.sum(1)
    return float(((held * (held - 1)).sum(1) / (rated * (rated - 1))).mean())


def _ratio(part: Floats, whole: Floats) -> Floats:
    part, whole = np.broadcast_arrays(part, whole)
    found: Floats = np.full(part.shape, np.nan)
    return np.divide(part, whole, out=found, where=np.abs(whole) > 1e-12)
