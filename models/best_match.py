"""How far two groupings of the same things have the same groups."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
from sklearn.metrics.cluster import contingency_matrix


def mean_best_jaccard(first: Sequence[int], second: Sequence[int]) -> npt.NDArray[np.float64]:
    """For each group of the first, in order of its number, its best Jaccard with one of the second.

    The Jaccard of two groups is what they share over what either has (Hennig 2007).
    """
    shared = contingency_matrix(np.asarray(first), np.asarray(second)).astype(np.float64)
    either = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    best: npt.NDArray[np.float64] = (shared / either).max(axis=1)
    return best


def mean_stability(groupings: Sequence[Sequence[int]]) -> float:
    """Mean best-match Jaccard of groups, over all ordered pairs of groupings; 1 for only one."""
    pairs = list(combinations(groupings, 2))
    if not pairs:
        return 1.0
    both_ways = [
        (mean_best_jaccard(one, other).mean() + mean_best_jaccard(other, one).mean()) / 2
        for one, other in pairs
    ]
    return float(np.mean(both_ways))
