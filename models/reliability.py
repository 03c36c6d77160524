"""How far scores can be trusted: bootstrap intervals by document, and the error of calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.records import CONSTRAINT, IMAGINARY, SENTENCE_TYPES
from models.classify import Numbers
from models.evaluate import ENOUGH, ClaimScores, Interval, LabelScore, PredictedCoding, ScoreSet
from models.gold import GoldSentence

RESAMPLES = 1000
_BINS = 10
_FEWEST_DOCUMENTS = 2  # one document drawn again and again has no spread

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Per document (rows) and label (columns): hits, gold sentences, predicted sentences."""

    names: tuple[str, ...]
    hits: Floats
    gold: Floats
    predicted: Floats


@dataclass(frozen=True, slots=True)
class Intervals:
    """Intervals of a set's figures by name, and of each label's precision, recall and F1."""

    figures: Mapping[str, Interval]
    labels: Mapping[str, tuple[Interval | None, Interval | None, Interval | None]]
    """None for a label that the gold does not have."""


def add_doubt(
    scores: ClaimScores,
    gold: Sequence[GoldSentence],
    predicted: Sequence[PredictedCoding],
    families: Mapping[str, str],
    seed: int,
    chances: Numbers | None = None,
) -> ClaimScores:
    """The scores with intervals and calibration error, over all and in each part.

    `predicted` is in the order of `gold`. `chances` (n, codes) are the probabilities of the codes
    in the order of `families`; a sentence without probabilities has a row of NaN and is left out.
    """

    def doubt(found: ScoreSet, chosen: Sequence[bool]) -> ScoreSet:
        at = np.flatnonzero(chosen).tolist()
        return _add_to_set(
            found,
            [gold[row] for row in at],
            [predicted[row] for row in at],
            families,
            seed,
            None if chances is None else chances[at],
        )

    return ClaimScores(
        overall=doubt(scores.overall, [True] * len(gold)),
        by_language={
            language: doubt(found, [one.language == language for one in gold])
            for language, found in scores.by_language.items()
        },
        by_stratum={
            stratum: doubt(found, [one.stratum == stratum for one in gold])
            for stratum, found in scores.by_stratum.items()
        },
    )


def find_intervals(
    gold: Sequence[GoldSentence],
    predicted: Sequence[PredictedCoding],
    families: Mapping[str, str],
    seed: int,
    frequent: Sequence[str] = (),
) -> Intervals | None:
    """Intervals of every label's and every set's figures; none where all is of one document.

    Whole documents are drawn with replacement (percentile bootstrap, Efron and Tibshirani 1993,
    chapter 13), because sentences of one document are alike. A draw in which a label has no gold
    sentence says nothing of that label. `predicted` is in the order of `gold`; `frequent` are the
    codes of `frequent_codes_macro_f1`.
    """
    counts = _count(gold, predicted, list(families))
    documents = len(counts.hits)
    if documents < _FEWEST_DOCUMENTS:
        return None
    draws = np.random.default_rng(seed).multinomial(
        documents, np.full(documents, 1 / documents), size=RESAMPLES
    )
    hits, true, said = draws @ counts.hits, draws @ counts.gold, draws @ counts.predicted
    precision = np.where(true > 0, _share(hits, said), np.nan)
    recall, f1 = _known_share(hits, true), np.where(true > 0, _share(2 * hits, true + said), np.nan)
    member = {
        "codes": np.array([name in families for name in counts.names]),
        "imaginaries": np.array([families.get(name) == IMAGINARY for name in counts.names]),
        "constraints": np.array([families.get(name) == CONSTRAINT for name in counts.names]),
        "frequent_codes": np.array([name in frequent for name in counts.names]),
    }
    figures = {"type_macro_f1": _middle(_known_mean(f1[:, ~member["codes"]]))}
    for group, chosen in member.items():
        figures[f"{group}_macro_f1"] = _middle(_known_mean(f1[:, chosen]))
        if group != "frequent_codes":
            sums = [part[:, chosen].sum(1) for part in (hits, true, said)]
            micro = np.where(sums[1] > 0, _share(2 * sums[0], sums[1] + sums[2]), np.nan)
            figures[f"{group}_micro_f1"] = _middle(micro)
    return Intervals(
        figures={name: ends for name, ends in figures.items() if ends is not None},
        labels={
            name: (_middle(precision[:, at]), _middle(recall[:, at]), _middle(f1[:, at]))
            for at, name in enumerate(counts.names)
        },
    )


def calibration_errors(chances: Numbers, truth: Numbers) -> list[float]:
    """Expected calibration error of each column (code) over ten equal bins.

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
        errors.append(float(error))
    return errors


def _add_to_set(
    scores: ScoreSet,
    gold: Sequence[GoldSentence],
    predicted: Sequence[PredictedCoding],
    families: Mapping[str, str],
    seed: int,
    chances: Numbers | None,
) -> ScoreSet:
    errors: dict[str, float] = {}
    known = np.zeros(0, dtype=bool) if chances is None else ~np.isnan(chances).any(axis=1)
    if chances is not None and known.any():
        truth = np.array([[code in one.codes for code in families] for one in gold])
        found = calibration_errors(chances[known], truth[known].astype(np.float32))
        errors = dict(zip(families, found, strict=True))
    frequent = [code for code, score in scores.codes.items() if score.count >= ENOUGH]
    intervals = find_intervals(gold, predicted, families, seed, frequent)
    return replace(
        scores,
        codes={code: _add(score, code, intervals, errors) for code, score in scores.codes.items()},
        types={kind: _add(score, kind, intervals, {}) for kind, score in scores.types.items()},
        expected_calibration_error=float(np.mean(list(errors.values()))) if errors else None,
        intervals_95=intervals.figures if intervals else None,
    )


def _add(
    score: LabelScore, label: str, intervals: Intervals | None, errors: Mapping[str, float]
) -> LabelScore:
    precision, recall, f1 = intervals.labels[label] if intervals else (None, None, None)
    return replace(
        score,
        precision_95=precision,
        recall_95=recall,
        f1_95=f1,
        calibration_error=errors.get(label),
    )


def _count(
    gold: Sequence[GoldSentence], predicted: Sequence[PredictedCoding], codes: list[str]
) -> Counts:
    names = (*codes, *SENTENCE_TYPES)
    documents = {name: row for row, name in enumerate(sorted({one.document for one in gold}))}
    hits, true, said = (np.zeros((len(documents), len(names))) for _ in range(3))
    for one, answer in zip(gold, predicted, strict=True):
        row = documents[one.document]
        for column, name in enumerate(names):
            is_true = name in one.codes or name == one.type
            is_said = name in answer.codes or name == answer.type
            hits[row, column] += is_true and is_said
            true[row, column] += is_true
            said[row, column] += is_said
    return Counts(names, hits, true, said)


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)


def _known_share(part: Floats, whole: Floats) -> Floats:
    found: Floats = np.full(part.shape, np.nan)
    return np.divide(part, whole, out=found, where=whole > 0)


def _known_mean(columns: Floats) -> Floats:
    """The mean of each row over its known numbers."""
    return _known_share(np.nansum(columns, axis=1), (~np.isnan(columns)).sum(axis=1))


def _middle(drawn: Floats) -> Interval | None:
    """The middle 95 % of the draws in which the figure is known."""
    if np.isnan(drawn).all():
        return None
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Interval(float(low), float(high))
