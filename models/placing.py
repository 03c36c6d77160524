"""Where texts belong among groups that were found before: one product of matrices."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_SOFTNESS = 0.1  # of the softmax that turns cosines into weights
_LEAST_LEAD = 0.05  # of the best cosine over the next


def place_vectors(
    vectors: npt.NDArray[np.float32], centres: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """How much of each text goes to each group: n × d vectors give n × k, rows summing to 1.

    A softmax over the cosines between text and centres, divided by 0.1, so that a cosine higher by
    0.1 counts e times as much. A row of zeros is spread evenly.
    """
    cosines = vectors @ centres.T
    powers = np.exp((cosines - cosines.max(axis=1, keepdims=True)) / _SOFTNESS)
    shares: npt.NDArray[np.float32] = (powers / powers.sum(axis=1, keepdims=True)).astype(
        np.float32
    )
    return shares


def weak_rows(distribution: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Mark texts whose best group leads the next by a cosine of less than 0.05.

    With one group no text is weak.
    """
    if distribution.shape[1] < 2:
        return np.zeros(len(distribution), dtype=np.bool_)
    best_two = np.partition(distribution, -2, axis=1)[:, -2:]
    least_ratio = np.exp(_LEAST_LEAD / _SOFTNESS)
    weak: npt.NDArray[np.bool_] = best_two[:, 1] < least_ratio * best_two[:, 0]
    return weak
