"""How far scores can be trusted: bootstrap intervals by document, and the error of calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.records import SENTENCE_TYPES
from models.classify import Numbers
from models.evaluate import GoldSentence, PredictedCoding

RESAMPLES = 1000
_BINS = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of a score over documents drawn anew."""

    low: float
    high: float


def find_intervals(
    gold: Sequence[GoldSentence],
    predicted: Sequence[PredictedCoding],
    families: Mapping[str, str],
    seed: int,
) -> dict[str, Interval]:
    """Intervals of every code's and type's F1 and of the macro-F1 over codes, families and types.

    Whole documents are drawn with replacement (percentile bootstrap), because sentences of one
    document are alike. `predicted` is in the order of `gold`.
    """
    names, hits, sizes = _count(gold, predicted, list(families))
    draws = np.random.default_rng(seed).multinomial(
        len(hits), np.full(len(hits), 1 / len(hits)), size=RESAMPLES
    )
    total = draws @ sizes
    scores = np.divide(2 * (draws @ hits), total, out=np.zeros(total.shape), where=total > 0)
    is_code = np.array([name in families for name in names])
    groups = {"codes_macro_f1": is_code, "type_macro_f1": ~is_code}
    for family in sorted(set(families.values())):
        members = [families.get(name) == family for name in names]
        groups[f"{family}_macro_f1"] = np.array(members)
    columns = {name: scores[:, at] for at, name in enumerate(names)}
    columns |= {name: scores[:, members].mean(1) for name, members in groups.items()}
    return {
        name: Interval(*(float(value) for value in np.percentile(column, [2.5, 97.5])))
        for name, column in columns.items()
    }


def calibration_error(chances: Numbers, truth: Numbers) -> float:
    """Expected calibration error over ten equal bins, the mean over the columns (codes).

    Guo et al. (2017): how far, on average, the share of true cases lies from the probability.
    """
    errors = []
    for column in range(chances.shape[1]):
        bins = np.minimum((chances[:, column] * _BINS).astype(int), _BINS - 1)
        error = 0.0
        for number in range(_BINS):
            inside = bins == number
            if inside.any():
                gap = chances[inside, column].mean() - truth[inside, column].mean()
                error += inside.mean() * abs(gap)
        errors.append(error)
    return float(np.mean(errors))


def _count(
    gold: Sequence[GoldSentence], predicted: Sequence[PredictedCoding], codes: list[str]
) -> tuple[list[str], Numbers, Numbers]:
    """Per document and label: hits, and how often gold and prediction have it together."""
    names = [*codes, *SENTENCE_TYPES]
    documents = {name: row for row, name in enumerate(sorted({one.document for one in gold}))}
    hits = np.zeros((len(documents), len(names)), dtype=np.float32)
    sizes = np.zeros((len(documents), len(names)), dtype=np.float32)
    for truth, said in zip(gold, predicted, strict=True):
        row = documents[truth.document]
        for column, name in enumerate(names):
            is_true = name in truth.codes or name == truth.type
            is_said = name in said.codes or name == said.type
            hits[row, column] += is_true and is_said
            sizes[row, column] += is_true + is_said
    return names, hits, sizes
