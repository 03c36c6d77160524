"""How many sentences truly carry a code: the coder's share, corrected for its measured error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.accuracy import Accuracy, Floats
from models.confusion import GoldCell

DRAWS = 1000
LEAST_SENTENCES = 30
"""With fewer sentences in scope a correction moves noise about."""
LEAST_INFORMEDNESS = 0.1
"""Least sensitivity + specificity - 1 (at the lower end of its 95 % interval).

The correction divides by it, so at 0.1 an error of the observed share comes out tenfold.
"""
WIDEST_INTERVAL = 0.5
"""An interval over half of all shares says nothing that a share beside it would not belie."""
ROGAN_GLADEN, PREDICTION_POWERED, NONE = "rogan_gladen", "prediction_powered", "none"

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CorrectedShare:
    """A corrected share with its 95 % interval, or the reason why there is none."""

    share: float | None
    low: float | None
    high: float | None
    method: str
    reason: str | None = None


def rogan_gladen(
    claims: Floats, sentences: Floats, sensitivity: Floats, specificity: Floats
) -> Floats:
    """The true share behind the claims of several language groups; may leave 0 to 1 by chance.

    Per group (share + specificity - 1) / (sensitivity + specificity - 1), Rogan and Gladen (1978),
    weighted by the groups' sentences. Groups stand on the last axis, which is summed.
    """
    true_counts = (claims - sentences * (1 - specificity)) / (sensitivity + specificity - 1)
    shares: Floats = true_counts.sum(axis=-1) / sentences.sum(axis=-1)
    return shares


def correct_share(
    sentences: Counts,
    claims: Counts,
    accuracies: Sequence[Accuracy | None],
    *,
    is_resampled: bool,
    seed: tuple[int, ...],
    gold: GoldCell | None = None,
) -> CorrectedShare:
    """The share of a cell's sentences that truly carry a code, with its 95 % interval.

    By Rogan and Gladen's formula; it assumes that the coder errs in the cell as on the gold, given
    the language and whether a sentence has the code. Where random `gold` of the very cell is given,
    prediction-powered inference stands instead (Angelopoulos et al. 2023, mean estimation): the
    observed share plus its mean shortfall on that gold. That assumes only that the gold was drawn
    at random from the cell and that the coder had not seen it.

    The interval is the middle 95 % of 1,000 draws, each with all anew that is uncertain: documents
    (or, without `is_resampled`, sentences, by Jeffreys' beta distribution), and the coder's
    accuracy or the shortfall. Lang and Reiczigel (2014) have a closed form for the same two
    sources, but with independent sentences and one language. An error in the accuracy is common to
    all cells, so two years differ more surely than their intervals say.

    Args:
        sentences: sentences in scope, shape (documents, language groups).
        claims: of them, those with the code, in the same shape.
        accuracies: the coder's accuracy per language group; none where it was not measured.
        is_resampled: whether documents are drawn; too few of them say too little.
        seed: entropy of the draws; the same seed gives the same interval.
        gold: the random gold of this very cell, if there is enough of it.
    """
    present = sentences.sum(axis=0) > 0
    sentences, claims = sentences[:, present], claims[:, present]
    known = [one for one, here in zip(accuracies, present, strict=True) if here and one]
    totals = sentences.sum(axis=0).astype(np.float64)
    counts = claims.sum(axis=0).astype(np.float64)
    if totals.sum() < LEAST_SENTENCES:
        return _withhold(f"fewer than {LEAST_SENTENCES} sentences in scope")
    generator = np.random.default_rng(seed)
    drawn, drawn_totals = _draw_counts(sentences, claims, is_resampled, generator)
    if gold is not None:
        share = counts.sum() / totals.sum() + gold.shortfall
        errors = generator.normal(gold.shortfall, gold.shortfall_error, len(drawn))
        return _settle(
            share, drawn.sum(axis=1) / drawn_totals.sum(axis=1) + errors, PREDICTION_POWERED
        )
    if len(known) < len(totals):
        return _withhold("the coder's error was not measured in a language of the documents")
    sensitivity = np.stack([one.sensitivity.draw(generator, len(drawn)) for one in known], axis=1)
    specificity = np.stack([one.specificity.draw(generator, len(drawn)) for one in known], axis=1)
    informedness = sensitivity + specificity - 1
    if np.percentile(informedness, 2.5, axis=0).min() < LEAST_INFORMEDNESS:
        return _withhold("the coder tells sentences with the code too poorly from those without")
    # The few draws below the least are held at it: a division by almost nothing is no draw.
    sensitivity = np.maximum(sensitivity, 1 - specificity + LEAST_INFORMEDNESS)
    means = np.array([(one.sensitivity.mean, one.specificity.mean) for one in known])
    share = float(rogan_gladen(counts, totals, means[:, 0], means[:, 1]))
    return _settle(share, rogan_gladen(drawn, drawn_totals, sensitivity, specificity), ROGAN_GLADEN)


def _draw_counts(
    sentences: Counts, claims: Counts, is_resampled: bool, generator: np.random.Generator
) -> tuple[Floats, Floats]:
    """Claims and sentences of each draw, both of shape (draws, groups)."""
    totals, counts = sentences.sum(axis=0), claims.sum(axis=0)
    if not is_resampled:
        shares = generator.beta(counts + 0.5, totals - counts + 0.5, (DRAWS, len(totals)))
        return shares * totals, np.tile(totals.astype(np.float64), (DRAWS, 1))
    documents = len(sentences)
    times = generator.multinomial(documents, np.full(documents, 1 / documents), size=DRAWS)
    # A draw of documents without a single sentence in scope has no share to speak of.
    times = times[(times @ sentences).sum(axis=1) > 0]
    return (times @ claims).astype(np.float64), (times @ sentences).astype(np.float64)


def _settle(share: float, draws: Floats, method: str) -> CorrectedShare:
    """Share and interval, brought back to 0 to 1; the interval holds its share.

    Each draw is brought back for itself, and the share moves as far as the draws' mean. So a few
    claims, which false alarms may explain, come out as a small share with an interval from 0, and
    not as a 0 that their quotes would belie.
    """
    ends = np.percentile(draws, [2.5, 97.5])
    if ends[1] - ends[0] > WIDEST_INTERVAL:
        return _withhold(f"the 95 % interval is wider than {WIDEST_INTERVAL:.0%}")
    low, high = np.clip(ends, 0, 1).tolist()
    share = min(max(share + float(np.clip(draws, 0, 1).mean() - draws.mean()), 0.0), 1.0)
    return CorrectedShare(share, min(low, share), max(high, share), method)


def _withhold(reason: str) -> CorrectedShare:
    return CorrectedShare(None, None, None, NONE, reason)
