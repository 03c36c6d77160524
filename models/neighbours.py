"""Vectors drawn towards their neighbours, so that short texts lend each other their words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import normalize

Vectors = npt.NDArray[np.float32]

MAXIMUM_LANDMARKS = 10_000
"""Neighbours are sought among so many texts at most: time grows with texts times landmarks."""

_TEXTS_PER_NEIGHBOUR = 25  # in a small collection, thirty neighbours would be half of it


def neighbour_graph(vectors: Vectors, *, neighbour_count: int) -> csr_matrix | None:
    """Link each text to itself and its nearest, in rows that sum to 1; `None` for too few texts.

    Of more texts than `MAXIMUM_LANDMARKS`, as many are neighbours, evenly through their order.
    """
    count = len(vectors)
    neighbour_count = min(neighbour_count, count // _TEXTS_PER_NEIGHBOUR)
    if not neighbour_count:
        return None
    landmarks = np.arange(count)
    if count > MAXIMUM_LANDMARKS:
        landmarks = np.linspace(0, count - 1, MAXIMUM_LANDMARKS).astype(np.intp)
    # Euclidean order is cosine order for vectors of length 1, and much faster to find.
    finder = NearestNeighbors(n_neighbors=neighbour_count, algorithm="brute")
    nearest = finder.fit(vectors[landmarks]).kneighbors(vectors, return_distance=False)
    linked = np.column_stack([np.arange(count), landmarks[nearest]])
    width = linked.shape[1]
    return csr_matrix(
        (
            np.full(linked.size, 1 / width, np.float32),
            linked.ravel(),
            np.arange(0, linked.size + 1, width),
        ),
        shape=(count, count),
    )


def smooth_vectors(vectors: Vectors, graph: csr_matrix | None, *, pull_share: float) -> Vectors:
    """Move vectors towards the mean of those around them, and to length 1 again.

    One step of simple graph convolution (Wu et al. 2019). Without a graph they stay.
    """
    if graph is None:
        return vectors
    around = normalize(graph @ vectors)
    smoothed: Vectors = normalize((1 - pull_share) * vectors + pull_share * around)
    return smoothed.astype(np.float32, copy=False)
