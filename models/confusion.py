"""How often the coder errs: its codes beside the gold's, counted per code, language and stratum."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data.country import country_code
from data.errors import DeclarationError
from models.evaluate import GoldSentence, PredictedCoding

CONFUSION_FILE = "confusion.json"
RANDOM = "random"
"""The only stratum whose share of sentences with a code is that of the documents."""
TAUGHT = "+"
"""Ends the language of sentences that the coder learned from: it errs less on them."""
LANGUAGE_GROUPS: Mapping[str, tuple[str, ...]] = {
    "english": ("en",),
    "scandinavian": ("da", "nb", "nn", "sv"),
    "english, taught": ("en" + TAUGHT,),
    "scandinavian, taught": ("da" + TAUGHT, "nb" + TAUGHT, "nn" + TAUGHT, "sv" + TAUGHT),
}
"""Languages whose error is measured together: bokmål or Swedish by itself has too little gold."""

LEAST_CELL_DOCUMENTS, LEAST_CELL_SENTENCES, MOST_OF_ONE_DOCUMENT = 10, 100, 0.25
"""From when on random gold stands for a country and year: no few documents, none that outweighs."""

_EFFECTS = ("sensitivity_design_effect", "specificity_design_effect")

Pair = tuple[GoldSentence, PredictedCoding]
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ConfusionCount:
    """Sentences in scope of one code, language group and stratum, by what gold and coder say.

    `missed` are sentences whose gold has the code and which the coder holds out of scope: they are
    in no share, so they are no part of the error that a share is corrected for.
    """

    code: str
    language_group: str
    stratum: str
    tp: int
    fp: int
    fn: int
    tn: int
    missed: int


@dataclass(frozen=True, slots=True)
class GoldCell:
    """The random gold of one country, year and code: by how much the coder's share falls short.

    `shortfall` is the mean over sentences of (gold has the code) - (coder gives it), and
    `shortfall_error` its standard error with documents as clusters.
    """

    country: str
    year: int
    code: str
    document_count: int
    sentence_count: int
    shortfall: float
    shortfall_error: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """The coder's error as measured on gold that it had not seen; numbers only, no text.

    The design effects say how much more counts vary than if sentences were independent, because
    those of one document are alike; counts are divided by them before anything rests on them.
    """

    gold_sha256: str
    coder_version: str
    language_groups: Mapping[str, tuple[str, ...]]
    sensitivity_design_effect: float
    specificity_design_effect: float
    counts: tuple[ConfusionCount, ...]
    cells: tuple[GoldCell, ...] = ()


def measure_confusion(
    gold: Sequence[GoldSentence],
    predicted: Sequence[PredictedCoding],
    codes: Sequence[str],
    *,
    gold_sha256: str,
    coder_version: str,
    places: Mapping[str, Place] | None = None,
) -> Confusion:
    """Count hits and errors among the sentences that the coder holds in scope.

    Shares are of those sentences, so theirs is the error that counts. `predicted` must come from a
    coder that saw no sentence of the document (cross-validation), but for gold whose language ends
    in `TAUGHT`; it is paired by id, and gold without a prediction or in a language of no group is
    left out. `places` has country and year of
    gold sentences by id: where a country and year has random gold enough it is kept as a cell.
    """
    answers = {coding.id: coding for coding in predicted}
    group_of = {
        language: group for group, languages in LANGUAGE_GROUPS.items() for language in languages
    }
    pairs = [
        (one, answers[one.id]) for one in gold if one.id in answers and one.language in group_of
    ]
    parted: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        parted[group_of[pair[0].language], pair[0].stratum].append(pair)
    drawn = [
        pair
        for pair in pairs
        if pair[0].stratum == RANDOM and pair[1].in_scope and not pair[0].language.endswith(TAUGHT)
    ]
    return Confusion(
        gold_sha256=gold_sha256,
        coder_version=coder_version,
        language_groups=LANGUAGE_GROUPS,
        sensitivity_design_effect=_design_effect(drawn, codes, is_gold=True),
        specificity_design_effect=_design_effect(drawn, codes, is_gold=False),
        counts=tuple(
            _count(code, group, stratum, held)
            for code in codes
            for (group, stratum), held in sorted(parted.items())
        ),
        cells=tuple(_find_cells(drawn, codes, places or {})),
    )


def read_places(path: Path) -> dict[str, Place]:
    """Country and year of each sentence of a gold file that says both, by id.

    Raises:
        UsageError: a country that `countries.yml` does not have.
    """
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    rows = (json.loads(line) for line in lines if line.strip())
    return {
        row["id"]: (country_code(row["country"]), int(row["year"]))
        for row in rows
        if row.get("country") and row.get("year")
    }


def save_confusion(confusion: Confusion, folder: Path) -> Path:
    """Write the counts beside the coder's weights, one row a line."""
    rows = asdict(confusion)
    parts = [f" {json.dumps(key)}: {_lay_out(value)}" for key, value in rows.items()]
    path = folder / CONFUSION_FILE
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
    return path


def load_confusion(folder: Path) -> Confusion | None:
    """The counts that ship with the weights, or none where they were never measured.

    Raises:
        DeclarationError: the file does not hold what `save_confusion` writes.
    """
    path = folder / CONFUSION_FILE
    if not path.exists():
        return None
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        groups = {name: tuple(languages) for name, languages in held["language_groups"].items()}
        counts = tuple(ConfusionCount(**row) for row in held["counts"])
        cells = tuple(GoldCell(**row) for row in held["cells"])
        effects = {name: float(held[name]) for name in _EFFECTS}
        whole = {"language_groups": groups, "counts": counts, "cells": cells, **effects}
        return Confusion(**{**held, **whole})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DeclarationError(f"{path}: {error!r}; run `make model` to measure anew") from error


def _lay_out(value: Any) -> str:
    """JSON with each object of a list on a line of its own, so that a change can be read."""
    if isinstance(value, tuple):
        lines = ",\n".join(f"  {json.dumps(row)}" for row in value)
        return f"[\n{lines}\n ]" if lines else "[]"
    return json.dumps(value)


def _count(code: str, group: str, stratum: str, held: Iterable[Pair]) -> ConfusionCount:
    found = Counter(
        (code in truth.codes, code in said.codes) if said.in_scope else (code in truth.codes, None)
        for truth, said in held
    )
    return ConfusionCount(
        code=code,
        language_group=group,
        stratum=stratum,
        tp=found[True, True],
        fp=found[False, True],
        fn=found[True, False],
        tn=found[False, False],
        missed=found[True, None],
    )


def _design_effect(drawn: Sequence[Pair], codes: Sequence[str], *, is_gold: bool) -> float:
    """Variance of a rate with documents as clusters over that of independent sentences.

    The rate is the coder's hits among sentences that have the code (`is_gold`) or have it not.
    Kish (1965), section 8.2, over all codes together, since few sentences carry any one of them;
    never below 1.
    """
    clustered = independent = 0.0
    for code in codes:
        asked = [(truth.document, code in said.codes) for truth, said in drawn
                 if (code in truth.codes) == is_gold]  # fmt: skip
        if len({document for document, _ in asked}) < 2:
            continue
        share, error = _clustered_mean(asked)
        # Weighted by n: a code with twice the sentences says twice as much about the effect.
        clustered += len(asked) * error**2
        independent += share * (1 - share)
    return max(1.0, clustered / independent) if independent else 1.0


def _find_cells(
    drawn: Sequence[Pair], codes: Sequence[str], places: Mapping[str, Place]
) -> Iterable[GoldCell]:
    by_place: dict[Place, list[Pair]] = defaultdict(list)
    for pair in drawn:
        if pair[0].id in places:
            by_place[places[pair[0].id]].append(pair)
    for (country, year), held in sorted(by_place.items()):
        documents = Counter(truth.document for truth, _ in held)
        if (
            len(held) < LEAST_CELL_SENTENCES
            or len(documents) < LEAST_CELL_DOCUMENTS
            or max(documents.values()) > MOST_OF_ONE_DOCUMENT * len(held)
        ):
            continue
        for code in codes:
            short, error = _clustered_mean(
                [(truth.document, (code in truth.codes) - (code in said.codes))
                 for truth, said in held]
            )  # fmt: skip
            yield GoldCell(country, year, code, len(documents), len(held), short, error)


def _clustered_mean(values: Sequence[tuple[str, float]]) -> tuple[float, float]:
    """Mean of values by document, and its standard error as a ratio of document sums.

    Cochran (1977), equation 6.9, without the correction for a finite number of documents.
    """
    sums: dict[str, list[float]] = defaultdict(list)
    for document, value in values:
        sums[document].append(value)
    mean = sum(value for _, value in values) / len(values)
    off = np.array([sum(held) - mean * len(held) for held in sums.values()])
    spread = len(off) / (len(off) - 1) * float(off @ off)
    return mean, spread**0.5 / len(values)
