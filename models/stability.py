"""How much of a model's topics another fit finds again: other seeds, and other documents.

A topic that only one seed finds is an accident of the fit. Each topic is compared with its best
match in every other fit by the Jaccard index of their passages (Hennig 2007, cluster-wise
stability), on the passages that both fits hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score

UNSTABLE_BELOW = 0.6
"""Topics with a lower mean index should not be trusted (Hennig's advice; 0.75 and more is good)."""

DOCUMENT_SHARE = 0.8
"""Of the documents are in each sample, drawn without putting back."""

LEAST_DOCUMENTS = 5
"""With fewer documents a sample of four in five leaves out less than one."""

Places = npt.NDArray[np.int_]
"""The topic of each passage as a number, or places of passages."""

Refit = Callable[[Places, int], Places]
"""Fits the passages at these places under a seed; the topic of each as a number, from 0."""


@dataclass(frozen=True, slots=True)
class Stability:
    """Of a model and, by position, of its topics; nothing where no fit could be compared."""

    seed_count: int
    bootstrap_count: int
    tested_count: int
    by_seed: tuple[float | None, ...]
    by_bootstrap: tuple[float | None, ...]
    agreement: tuple[float | None, ...]
    """Share of the topic's passages that most seeds put in the topic that matches it."""

    adjusted_rand: float | None
    overall_agreement: float | None

    @property
    def seed_mean(self) -> float | None:
        """Mean over the topics of the index under other seeds."""
        return _mean(self.by_seed)

    @property
    def bootstrap_mean(self) -> float | None:
        """Mean over the topics of the index with other documents."""
        return _mean(self.by_bootstrap)

    def is_unstable(self, position: int) -> bool:
        """Whether either index of the topic is below the bound."""
        known = (self.by_seed[position], self.by_bootstrap[position])
        return any(index is not None and index < UNSTABLE_BELOW for index in known)

    @property
    def is_unstable_overall(self) -> bool:
        """Whether either mean is below the bound."""
        known = (self.seed_mean, self.bootstrap_mean)
        return any(index is not None and index < UNSTABLE_BELOW for index in known)


@dataclass(frozen=True, slots=True)
class Trials:
    """How often to fit again, and on how many passages at most."""

    seeds: int
    bootstraps: int
    passages: int


def measure_stability(
    positions: Sequence[int],
    document_ids: Sequence[str],
    refit: Refit,
    *,
    trials: Trials,
    seed: int,
) -> Stability:
    """Fit again under other seeds and on samples of documents, and compare with `positions`.

    Where there are more than `trials.passages` passages, all fits are made on a sample of
    documents that holds about so many. The same input gives the same result.
    """
    own = np.asarray(positions)
    count = int(own.max()) + 1 if len(own) else 0
    draw = np.random.default_rng(seed)
    tested = _sample(document_ids, trials.passages, draw)
    seeds = trials.seeds if len(tested) > 1 else 0
    fits = [refit(tested, seed + 1 + number) for number in range(seeds)]
    by_seed = [best_matches(own[tested], fit, count) for fit in fits]
    bootstraps = [
        (places, refit(places, seed))
        for places in _draw_documents(document_ids, tested, trials.bootstraps, draw)
    ]
    by_bootstrap = [best_matches(own[places], fit, count) for places, fit in bootstraps]
    agreed = [_agreed(own[tested], fits)] if fits else []
    return Stability(
        seed_count=len(fits),
        bootstrap_count=len(bootstraps),
        tested_count=len(tested) if fits or bootstraps else 0,
        by_seed=_means(by_seed, count),
        by_bootstrap=_means(by_bootstrap, count),
        agreement=_means([_shares(one, own[tested], count) for one in agreed], count),
        adjusted_rand=_mean(
            [float(adjusted_rand_score(one, other)) for one, other in combinations(fits, 2)]
        ),
        overall_agreement=_mean([float(one.mean()) for one in agreed]),
    )


def best_matches(own: Places, other: Places, count: int) -> npt.NDArray[np.float64]:
    """The Jaccard index of each of `count` topics and its best match in the other fit.

    Both name the topic of the same passages, in order. A topic without a passage has no index.
    """
    both = _contingency(own, other, count)
    sizes = both.sum(axis=1, keepdims=True)
    either = sizes + both.sum(axis=0, keepdims=True) - both
    best = (both / np.maximum(either, 1)).max(axis=1)
    return np.where(sizes.ravel() > 0, best, np.nan)


def _agreed(own: Places, fits: Sequence[Places]) -> npt.NDArray[np.bool_]:
    """Whether more than half of the fits put the passage where the model does.

    The topics of each fit are first matched to the model's, one to one, by shared passages.
    """
    votes = np.zeros(len(own))
    for fit in fits:
        both = _contingency(own, fit, int(own.max()) + 1)
        rows, columns = linear_sum_assignment(both, maximize=True)
        match = np.full(both.shape[1], -1)
        match[columns] = rows
        votes += match[fit] == own
    agreed: npt.NDArray[np.bool_] = votes > len(fits) / 2
    return agreed


def _contingency(own: Places, other: Places, count: int) -> npt.NDArray[np.float64]:
    both = np.zeros((count, int(other.max()) + 1 if len(other) else 1))
    np.add.at(both, (own, other), 1)
    return both


def _sample(
    document_ids: Sequence[str], most: int, draw: np.random.Generator
) -> npt.NDArray[np.int_]:
    """All places, or those of documents drawn until there would be more than `most`."""
    if len(document_ids) <= most:
        return np.arange(len(document_ids))
    names, document_of, sizes = np.unique(
        np.asarray(document_ids), return_inverse=True, return_counts=True
    )
    order = draw.permutation(len(names))
    fitting = np.cumsum(sizes[order]) <= most
    fitting[0] = True
    chosen = np.zeros(len(names), dtype=bool)
    chosen[order[fitting]] = True
    return np.flatnonzero(chosen[document_of])


def _draw_documents(
    document_ids: Sequence[str], tested: Places, count: int, draw: np.random.Generator
) -> list[Places]:
    """Places of the passages of four documents in five, so often as asked for."""
    names, document_of = np.unique(np.asarray(document_ids)[tested], return_inverse=True)
    if len(names) < LEAST_DOCUMENTS:
        return []
    size = round(DOCUMENT_SHARE * len(names))
    drawn = [draw.choice(len(names), size, replace=False) for _ in range(count)]
    return [tested[np.isin(document_of, chosen)] for chosen in drawn]


def _shares(agreed: npt.NDArray[np.bool_], own: Places, count: int) -> npt.NDArray[np.float64]:
    sizes = np.bincount(own, minlength=count)
    shares = np.bincount(own, weights=agreed, minlength=count) / np.maximum(sizes, 1)
    return np.where(sizes > 0, shares, np.nan)


def _means(rows: Sequence[npt.NDArray[np.float64]], count: int) -> tuple[float | None, ...]:
    """The mean of each column over the rows that have it."""
    if not rows:
        return (None,) * count
    table = np.stack(rows)
    is_known = ~np.isnan(table)
    known = is_known.sum(axis=0)
    totals = np.where(is_known, table, 0.0).sum(axis=0)
    return tuple(
        float(total / number) if number else None
        for total, number in zip(totals.tolist(), known.tolist(), strict=True)
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
