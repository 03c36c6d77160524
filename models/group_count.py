"""How many groups the texts themselves bear out: as many as are found again in other texts.

The texts are split in two, each half is grouped, and both groupings place all of the texts. Where
they agree, the groups are in the texts and not in the half (in the manner of prediction strength,
Tibshirani & Walther 2005). No label of anybody is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, stdev

import numpy as np
from sklearn.metrics import adjusted_rand_score

from models.consensus import cluster_vectors, group_centres
from models.neighbours import Vectors

CANDIDATES = (5, 8, 12, 16, 20, 25, 30, 40)
MAXIMUM_TEXTS = 2000
"""Of more texts, as many are drawn: the agreement of halves hardly moves, the time does."""

_SPLITS = 3
_LEAST_TEXTS_PER_GROUP = 10  # in a half


@dataclass(frozen=True, slots=True)
class CountTried:
    """How well two halves agree on so many groups: mean ARI of the splits, and its error."""

    count: int
    agreement: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class CountSearch:
    """The count chosen, and all that were tried."""

    count: int
    tried: list[CountTried]


def search_group_count(vectors: Vectors, *, seed: int) -> CountSearch:
    """Choose the largest count that halves agree on as well as on the best, within its error.

    `vectors` are n × d, of length 1. Too few texts for two counts get the smallest, 5.
    """
    draw = np.random.default_rng(seed)
    if len(vectors) > MAXIMUM_TEXTS:
        vectors = vectors[np.sort(draw.choice(len(vectors), MAXIMUM_TEXTS, replace=False))]
    half = len(vectors) // 2
    possible = [count for count in CANDIDATES if count * _LEAST_TEXTS_PER_GROUP <= half]
    if len(possible) < 2:
        return CountSearch(CANDIDATES[0], [])
    orders = [draw.permutation(len(vectors)) for _ in range(_SPLITS)]
    tried = [_try_count(vectors, count, orders, seed) for count in possible]
    best = max(tried, key=lambda one: one.agreement)
    enough = best.agreement - best.standard_error
    return CountSearch(max(one.count for one in tried if one.agreement >= enough), tried)


def _try_count(
    vectors: Vectors, count: int, orders: list[np.typing.NDArray[np.int64]], seed: int
) -> CountTried:
    found = []
    for order in orders:
        halves = np.array_split(order, 2)
        placed = []
        for half in halves:
            labels = cluster_vectors(vectors[half], count, seed=seed)
            placed.append((vectors @ group_centres(vectors[half], labels).T).argmax(axis=1))
        found.append(float(adjusted_rand_score(*placed)))
    return CountTried(count, fmean(found), stdev(found) / len(found) ** 0.5)
