"""How well the coder finds each code: sensitivity and specificity, with their own doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit

from models.confusion import RANDOM, Confusion, ConfusionCount

Floats = NDArray[np.float64]

SENSITIVITY_WEIGHT, SPECIFICITY_WEIGHT = 40.0, 200.0
"""Pseudo-sentences that the other strata and codes count for, beside the random sentences.

Near where the marginal likelihood of the random counts is highest (40 and 160 to 320), and flat
around there, so that neither needs to be set anew for another gold.
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share as a beta distribution: what is believed of it after `hits` and `misses`."""

    hits: float
    misses: float

    @property
    def mean(self) -> float:
        """The expected share."""
        return self.hits / (self.hits + self.misses)

    def draw(self, generator: np.random.Generator, count: int) -> Floats:
        """Shares drawn from the distribution."""
        return generator.beta(self.hits, self.misses, count)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Sensitivity (coded of those with the code) and specificity (left of those without)."""

    sensitivity: Rate
    specificity: Rate


def estimate_accuracies(confusion: Confusion) -> dict[tuple[str, str], Accuracy]:
    """Accuracy of each code and language group that has random gold.

    Only random sentences stand for the documents, and of a rare code there are a dozen; elsewhere
    the gold was picked by cue words or by a classifier, which are easier sentences. So each rate is
    a beta distribution with the counts of the random sentences, thinned by the design effect, on a
    prior whose mean is the rate in the other strata, moved for all codes of a group by one step in
    log odds to the level of the random sentences. An empirical Bayes estimate as in Casella (1985);
    the prior's weight is stated above. Without other strata its mean is the rate over all codes.
    """
    accuracies: dict[tuple[str, str], Accuracy] = {}
    by_group: dict[str, list[ConfusionCount]] = defaultdict(list)
    for row in confusion.counts:
        by_group[row.language_group].append(row)
    for group, rows in by_group.items():
        codes = list(dict.fromkeys(row.code for row in rows))
        drawn = [row for row in rows if row.stratum == RANDOM]
        picked = [row for row in rows if row.stratum != RANDOM]
        if not sum(row.tp + row.fp + row.fn + row.tn for row in drawn):
            continue
        sensitivities = _shrink(
            _sum(drawn, codes, ("tp", "fn")) / confusion.sensitivity_design_effect,
            _sum(picked, codes, ("tp", "fn")),
            SENSITIVITY_WEIGHT,
        )
        specificities = _shrink(
            _sum(drawn, codes, ("tn", "fp")) / confusion.specificity_design_effect,
            _sum(picked, codes, ("tn", "fp")),
            SPECIFICITY_WEIGHT,
        )
        for code, sensitivity, specificity in zip(codes, sensitivities, specificities, strict=True):
            accuracies[code, group] = Accuracy(sensitivity, specificity)
    return accuracies


def _sum(rows: Sequence[ConfusionCount], codes: Sequence[str], names: tuple[str, str]) -> Floats:
    """Hits and misses per code, shape (codes, 2)."""
    at = {code: number for number, code in enumerate(codes)}
    sums = np.zeros((len(codes), 2))
    for row in rows:
        sums[at[row.code]] += [getattr(row, name) for name in names]
    return sums


def _shrink(drawn: Floats, picked: Floats, weight: float) -> list[Rate]:
    """A rate per code from its counts in the random stratum and those in the others."""
    elsewhere = logit((picked[:, 0] + 0.5) / (picked.sum(1) + 1))
    totals = drawn.sum(1)
    # Half a hit and half a miss keep the step finite where all random sentences are hits.
    wanted = totals.sum() * (drawn[:, 0].sum() + 0.5) / (totals.sum() + 1)

    def excess(step: float) -> float:
        return float(totals @ expit(elsewhere + step)) - float(wanted)

    step = brentq(excess, -30.0, 30.0) if totals.sum() else 0.0
    means = expit(elsewhere + step)
    return [
        Rate(weight * mean + hits, weight * (1 - mean) + misses)
        for mean, (hits, misses) in zip(means, drawn, strict=True)
    ]
