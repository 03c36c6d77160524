"""Scores coded sentences against a gold set: codes, types and scope, over all and by language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from data.codebook import code_families
from data.errors import UsageError
from data.records import CONSTRAINT, IMAGINARY, SENTENCE_TYPES
from data.settings import DATA_FOLDER

_TEXT_FIELDS = ("id", "language", "before", "text", "type")
_LIST_FIELDS = ("imaginaries", "constraints")


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence with the codes and type that coders gave it."""

    id: str
    language: str
    before: str
    text: str
    imaginaries: tuple[str, ...]
    constraints: tuple[str, ...]
    type: str
    document: str = ""
    """Groups sentences for cross-validation; without it a sentence stands alone."""
    stratum: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """Codes of both families."""
        return frozenset((*self.imaginaries, *self.constraints))


@dataclass(frozen=True, slots=True)
class PredictedCoding:
    """What the product says of one gold sentence."""

    id: str
    codes: frozenset[str]
    type: str
    in_scope: bool


@dataclass(frozen=True, slots=True)
class LabelScore:
    """Counts and scores of one code or type; `count` is how often the gold has it."""

    count: int
    predicted_count: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class ScoreSet:
    """The scores of one set of sentences; every macro-F1 is a plain mean over its labels."""

    sentence_count: int
    codes_macro_f1: float
    imaginaries_macro_f1: float
    constraints_macro_f1: float
    type_macro_f1: float
    type_accuracy: float
    scope_accuracy: float
    codes: Mapping[str, LabelScore]
    types: Mapping[str, LabelScore]


@dataclass(frozen=True, slots=True)
class ClaimScores:
    """Scores over all sentences and by language."""

    overall: ScoreSet
    by_language: Mapping[str, ScoreSet]

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

    A label that neither gold nor prediction has scores 0, so a macro-F1 over few sentences is low
    by construction: read it beside the counts. The gold has no scope of its own: a sentence with
    a type other than `other`, or with a code, counts as in scope.

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
    return ClaimScores(
        overall=_score(pairs, families),
        by_language={
            language: _score([pair for pair in pairs if pair[0].language == language], families)
            for language in languages
        },
    )


def read_gold(path: Path, families: Mapping[str, str] | None = None) -> list[GoldSentence]:
    """Read a gold file: one JSON object a line with id, language, before, text, codes and type.

    Further fields are ignored. `families` is as in `score_claims`.

    Raises:
        UsageError: the file cannot be read, or is no UTF-8; not JSON, a missing field, an
            unknown code or type, or an id that stands twice: the message then has `file:line`.
    """
    if families is None:
        families = code_families(DATA_FOLDER)
    known = {
        "imaginaries": {code for code in families if families[code] == IMAGINARY},
        "constraints": {code for code in families if families[code] == CONSTRAINT},
    }
    sentences: list[GoldSentence] = []
    seen: dict[str, int] = {}
    # Not splitlines(): U+2028 and its like may stand inside a JSON string.
    for number, line in enumerate(_read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        sentence = _read_line(f"{path}:{number}", line, known)
        if sentence.id in seen:
            raise UsageError(
                f"{path}:{number}: id {sentence.id!r} stands on line {seen[sentence.id]} already: "
                "remove one of them"
            )
        seen[sentence.id] = number
        sentences.append(sentence)
    return sentences


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read: {error}; give a file of one JSON object a line, in UTF-8"
        ) from error


def _read_line(place: str, line: str, known: Mapping[str, set[str]]) -> GoldSentence:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"{place}: not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise UsageError(f"{place}: expected a JSON object, found {line[:40]!r}")
    for name in _TEXT_FIELDS:
        if not isinstance(fields.get(name), str):
            raise UsageError(f"{place}: field `{name}` is missing or not a text")
    for name in _LIST_FIELDS:
        codes = fields.get(name)
        if not isinstance(codes, list):
            raise UsageError(f"{place}: field `{name}` is missing or not a list")
        for code in codes:
            if code not in known[name]:
                raise UsageError(
                    f"{place}: unknown code {code!r} in `{name}`; known: "
                    f"{', '.join(sorted(known[name]))}"
                )
    if fields["type"] not in SENTENCE_TYPES:
        raise UsageError(
            f"{place}: unknown type {fields['type']!r}; known: {', '.join(SENTENCE_TYPES)}"
        )
    return GoldSentence(
        id=fields["id"],
        language=fields["language"],
        before=fields["before"],
        text=fields["text"],
        imaginaries=tuple(fields["imaginaries"]),
        constraints=tuple(fields["constraints"]),
        type=fields["type"],
        document=str(fields.get("document") or fields["id"]),
        stratum=str(fields.get("stratum") or ""),
    )


def _score(
    pairs: Sequence[tuple[GoldSentence, PredictedCoding]], families: Mapping[str, str]
) -> ScoreSet:
    codes = {
        code: _label_score((code in gold.codes, code in answer.codes) for gold, answer in pairs)
        for code in families
    }
    types: dict[str, LabelScore] = {
        kind: _label_score((gold.type == kind, answer.type == kind) for gold, answer in pairs)
        for kind in SENTENCE_TYPES
    }
    return ScoreSet(
        sentence_count=len(pairs),
        codes_macro_f1=_mean(score.f1 for score in codes.values()),
        imaginaries_macro_f1=_mean(
            score.f1 for code, score in codes.items() if families[code] == IMAGINARY
        ),
        constraints_macro_f1=_mean(
            score.f1 for code, score in codes.items() if families[code] == CONSTRAINT
        ),
        type_macro_f1=_mean(score.f1 for score in types.values()),
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
    return LabelScore(
        count=count,
        predicted_count=predicted,
        precision=hits / predicted if predicted else 0.0,
        recall=hits / count if count else 0.0,
        f1=2 * hits / (count + predicted) if count + predicted else 0.0,
    )


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0
