"""Scores coded sentences against gold: codes, types and scope, over all and by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from data.codebook import code_families
from data.errors import UsageError
from data.records import CONSTRAINT, IMAGINARY, SENTENCE_TYPES
from data.settings import DATA_FOLDER
from models.gold import GoldSentence, Verdict, read_gold

__all__ = [
    "ENOUGH", "ClaimScores", "GoldSentence", "Interval", "LabelScore", "PredictedCoding",
    "ScoreSet", "read_gold", "score_claims", "score_set",
]  # fmt: skip

ENOUGH = 30
"""Gold sentences from which a code of one language is counted among its frequent codes."""


@dataclass(frozen=True, slots=True)
class PredictedCoding:
    """What the product says of one gold sentence."""

    id: str
    codes: frozenset[str]
    type: str
    in_scope: bool

    @property
    def verdict(self) -> Verdict:
        """The codes and the type."""
        return Verdict(self.codes, self.type)


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 95 % of a figure over documents drawn anew."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LabelScore:
    """Counts and scores of one code or type; `count` is how often the gold has it.

    What the gold does not have is not measured: it has no scores, and is in no macro-F1.
    """

    count: int
    predicted_count: int
    precision: float | None
    recall: float | None
    f1: float | None
    precision_95: Interval | None = None
    recall_95: Interval | None = None
    f1_95: Interval | None = None
    calibration_error: float | None = None


@dataclass(frozen=True, slots=True)
class ScoreSet:
    """The scores of one set of sentences.

    Every macro-F1 is a plain mean over those of its labels that the gold of the set has, and
    `…_counted` says how many these are; every micro figure is taken over all pairs of sentence and
    code together. `frequent_…` is over the codes with at least `ENOUGH` gold sentences in the set.
    What there is nothing to measure by is None. `intervals_95` has those of the figures that stand
    here by their names.
    """

    sentence_count: int
    document_count: int
    codes_macro_f1: float | None
    codes_counted: int
    imaginaries_macro_f1: float | None
    imaginaries_counted: int
    constraints_macro_f1: float | None
    constraints_counted: int
    frequent_codes_macro_f1: float | None
    frequent_code_count: int
    codes_micro_precision: float | None
    codes_micro_recall: float | None
    codes_micro_f1: float | None
    imaginaries_micro_f1: float | None
    constraints_micro_f1: float | None
    type_macro_f1: float | None
    types_counted: int
    type_accuracy: float | None
    scope_accuracy: float | None
    codes: Mapping[str, LabelScore]
    types: Mapping[str, LabelScore]
    expected_calibration_error: float | None = None
    intervals_95: Mapping[str, Interval] | None = None


@dataclass(frozen=True, slots=True)
class ClaimScores:
    """Scores over all sentences, by language and by stratum."""

    overall: ScoreSet
    by_language: Mapping[str, ScoreSet]
    by_stratum: Mapping[str, ScoreSet]

    def as_dict(self) -> dict[str, Any]:
        """The scores as plain objects, for JSON."""
        return asdict(self)


def score_claims(
    gold: Sequence[GoldSentence],
    predicted: Sequence[PredictedCoding],
    families: Mapping[str, str] | None = None,
) -> ClaimScores:
    """Compare predictions with the gold, paired by id.

    `families` maps every code that counts to its family; by default the shipped codebook's.

    A code that is predicted though the gold has it nowhere counts against the micro figures alone.
    The gold has no scope of its own: a sentence with a type other than `other`, or with a code,
    counts as in scope.

    Raises:
        UsageError: a gold sentence without a prediction.
    """
    answers = {coding.id: coding for coding in predicted}
    missing = [sentence.id for sentence in gold if sentence.id not in answers]
    if missing:
        raise UsageError(
            f"{len(missing)} gold sentences have no prediction, the first is {missing[0]!r}: "
            "code every sentence of the gold set"
        )
    pairs = [(sentence, answers[sentence.id]) for sentence in gold]
    if families is None:
        families = code_families(DATA_FOLDER)
    languages = sorted({sentence.language for sentence in gold})
    strata = sorted({sentence.stratum for sentence in gold if sentence.stratum})
    return ClaimScores(
        overall=score_set(pairs, families),
        by_language={
            language: score_set([pair for pair in pairs if pair[0].language == language], families)
            for language in languages
        },
        by_stratum={
            stratum: score_set([pair for pair in pairs if pair[0].stratum == stratum], families)
            for stratum in strata
        },
    )


def score_set(
    pairs: Sequence[tuple[GoldSentence, PredictedCoding]], families: Mapping[str, str]
) -> ScoreSet:
    """The scores of these sentences, each with its prediction."""
    codes = {
        code: _label_score((code in gold.codes, code in answer.codes) for gold, answer in pairs)
        for code in families
    }
    types: dict[str, LabelScore] = {
        kind: _label_score((gold.type == kind, answer.type == kind) for gold, answer in pairs)
        for kind in SENTENCE_TYPES
    }
    family = {
        kind: [score for code, score in codes.items() if families[code] == kind]
        for kind in (IMAGINARY, CONSTRAINT)
    }
    frequent = [score for score in codes.values() if score.count >= ENOUGH]
    pooled = _pool(codes.values())
    return ScoreSet(
        sentence_count=len(pairs),
        document_count=len({gold.document for gold, _ in pairs}),
        codes_macro_f1=_macro_f1(codes.values()),
        codes_counted=_counted(codes.values()),
        imaginaries_macro_f1=_macro_f1(family[IMAGINARY]),
        imaginaries_counted=_counted(family[IMAGINARY]),
        constraints_macro_f1=_macro_f1(family[CONSTRAINT]),
        constraints_counted=_counted(family[CONSTRAINT]),
        frequent_codes_macro_f1=_macro_f1(frequent),
        frequent_code_count=len(frequent),
        codes_micro_precision=pooled.precision,
        codes_micro_recall=pooled.recall,
        codes_micro_f1=pooled.f1,
        imaginaries_micro_f1=_pool(family[IMAGINARY]).f1,
        constraints_micro_f1=_pool(family[CONSTRAINT]).f1,
        type_macro_f1=_macro_f1(types.values()),
        types_counted=_counted(types.values()),
        type_accuracy=_mean(gold.type == answer.type for gold, answer in pairs),
        scope_accuracy=_mean(
            (gold.type != "other" or bool(gold.codes)) == answer.in_scope for gold, answer in pairs
        ),
        codes=codes,
        types=types,
    )


def _label_score(outcomes: Iterable[tuple[bool, bool]]) -> LabelScore:
    hits = count = predicted = 0
    for is_gold, is_predicted in outcomes:
        count += is_gold
        predicted += is_predicted
        hits += is_gold and is_predicted
    return _from_counts(hits, count, predicted)


def _pool(scores: Iterable[LabelScore]) -> LabelScore:
    """The score of all decisions together."""
    held = list(scores)
    return _from_counts(
        round(sum((score.recall or 0.0) * score.count for score in held)),
        sum(score.count for score in held),
        sum(score.predicted_count for score in held),
    )


def _from_counts(hits: int, count: int, predicted: int) -> LabelScore:
    if not count:
        return LabelScore(count, predicted, precision=None, recall=None, f1=None)
    return LabelScore(
        count=count,
        predicted_count=predicted,
        precision=hits / predicted if predicted else 0.0,
        recall=hits / count,
        f1=2 * hits / (count + predicted),
    )


def _macro_f1(scores: Iterable[LabelScore]) -> float | None:
    return _mean(score.f1 for score in scores if score.f1 is not None)


def _counted(scores: Iterable[LabelScore]) -> int:
    return sum(score.count > 0 for score in scores)


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None
