"""Vectors of words, learnt from which words stand near each other in the texts given.

Positive pointwise mutual information, reduced by a singular value decomposition (Levy, Goldberg &
Dagan 2015). Texts that share no word still come near each other where their words keep company
with the same words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

_WINDOW = 5  # words to either side
_CONTEXT_POWER = 0.75  # frequent words are less of a company than their number says
_VALUE_POWER = 0.5  # of the singular values: neither all of them nor none


def learn_word_vectors(
    split: Sequence[Sequence[str]], words: Sequence[str], *, dimensions: int, seed: int
) -> npt.NDArray[np.float32]:
    """One row of length 1 per word, or all zeros for a word that keeps no company.

    There are as many columns as asked for, or one fewer than the words.
    """
    near = _count_company(split, words)
    association = _positive_information(near)
    width = min(dimensions, len(words) - 1)
    if width < 1 or association.nnz == 0:
        return np.zeros((len(words), 1), dtype=np.float32)
    reducer = TruncatedSVD(width, algorithm="arpack", random_state=seed)
    vectors = reducer.fit_transform(association)
    values = np.maximum(reducer.singular_values_, 1e-9)
    vectors = vectors / values * values**_VALUE_POWER
    vectors[np.diff(association.indptr) == 0] = 0
    learnt: npt.NDArray[np.float32] = normalize(vectors).astype(np.float32)
    return learnt


def _count_company(split: Sequence[Sequence[str]], words: Sequence[str]) -> csr_matrix:
    """How often two words stand within the window of each other; windows end with the text."""
    place = {word: position for position, word in enumerate(words)}
    line: list[int] = []
    gap = [-1] * _WINDOW
    for listed in split:
        line += [place.get(word, -1) for word in listed]
        line += gap
    run = np.array(line, dtype=np.int64)
    near = csr_matrix((len(words), len(words)), dtype=np.float32)
    for distance in range(1, _WINDOW + 1):
        left, right = run[:-distance], run[distance:]
        met = (left >= 0) & (right >= 0)
        ones = np.ones(np.count_nonzero(met), np.float32)
        near = near + csr_matrix((ones, (left[met], right[met])), shape=near.shape)
    return near + near.T


def _positive_information(near: csr_matrix) -> csr_matrix:
    pairs = near.tocoo()
    totals = np.asarray(near.sum(axis=1)).ravel().astype(np.float64)
    contexts = totals**_CONTEXT_POWER
    expected = totals[pairs.row] * contexts[pairs.col] / max(contexts.sum(), 1.0)
    information = np.log(pairs.data / expected)
    is_more = information > 0
    return csr_matrix(
        (
            information[is_more].astype(np.float32),
            (pairs.row[is_more], pairs.col[is_more]),
        ),
        shape=near.shape,
    )
