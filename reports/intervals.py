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


def bootstrap_ratios(
    totals: NDArray[np.int64], counts: NDArray[np.int64], seed: tuple[int, ...]
) -> NDArray[np.float64]:
    """As `bootstrap_intervals`, with totals of each code's own: both of shape (units, codes)."""
    units = len(totals)
    generator = np.random.default_rng(seed)
    drawn = generator.multinomial(units, np.full(units, 1 / units), size=DRAWS)
    drawn_totals = drawn @ totals
    shares = np.where(drawn_totals > 0, drawn @ counts / np.maximum(drawn_totals, 1), np.nan)
    # A draw without a single system says nothing; a code without any total has no draw at all.
    shares[:, totals.sum(axis=0) == 0] = 0.0
    ends: NDArray[np.float64] = np.nanpercentile(shares, [2.5, 97.5], axis=0).T
    return ends


def difference_interval(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> tuple[float, float]:
    """The 95 % interval of first - second, from share, low and high of two independent shares.

    The method of variance estimates recovery: Newcombe (1998), method 10; Zou and Donner (2008).
    """
    share, low, high = first
    other, other_low, other_high = second
    below = math.hypot(share - low, other_high - other)
    above = math.hypot(high - share, other - other_low)
    return max(-1.0, share - other - below), min(1.0, share - other + above)
