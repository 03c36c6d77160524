"""How sure a share is: 95 % intervals for counts, and for sentences that come in documents."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

CONFIDENCE_Z = 1.959964
FEWEST_DOCUMENTS = 5
"""Below this many documents a resampling says more about the few than about the doubt."""
DRAWS = 1000


def wilson_interval(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share of independent units (Wilson 1927); total must be above 0."""
    share = count / total
    square = CONFIDENCE_Z**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = (
        CONFIDENCE_Z
        * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
        / (1 + square / total)
    )
    # The closed form misses an exact 0 or 1 by rounding, and an interval must hold its share.
    return min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half))


def bootstrap_intervals(
    sentences: NDArray[np.int64], claims: NDArray[np.int64], seed: tuple[int, ...]
) -> NDArray[np.float64]:
    """The 95 % percentile intervals of pooled shares when whole documents are drawn anew.

    Sentences of one document resemble each other, so documents and not sentences are resampled.

    Args:
        sentences: sentences per document, shape (documents,).
        claims: of them, those with each code, shape (documents, codes).
        seed: entropy of the generator; the same seed gives the same interval.

    Returns:
        Lower and upper ends, shape (codes, 2).
    """
    documents = len(sentences)
    generator = np.random.default_rng(seed)
    drawn = generator.multinomial(documents, np.full(documents, 1 / documents), size=DRAWS)
    totals = drawn @ sentences
    # A draw of documents without a single sentence in scope has no share to speak of.
    shares = (drawn @ claims)[totals > 0] / totals[totals > 0, None]
    ends: NDArray[np.float64] = np.percentile(shares, [2.5, 97.5], axis=0).T
    return ends
