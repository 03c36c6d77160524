"""Trains the coder on a gold file, measures it beside the plain lines, and writes its card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data.codebook import Codebook
from data.concept import load_concepts
from data.ids import bytes_sha256
from data.settings import DATA_FOLDER
from extractors.claims import code_text, find_evidence
from extractors.traits import describe
from flows.coding import make_judge, shipped_codebook
from models.baseline import cross_validate_baseline
from models.classify import Coder
from models.evaluate import GoldSentence, PredictedCoding, read_gold, score_claims
from models.reliability import calibration_error, find_intervals
from models.table import Example
from models.train import cross_validate, fit_coder
from models.words import WordReader

SEED = 20
LINES = {
    "ours": "trained coder",
    "cues": "cues only",
    "tfidf_lr": "TF-IDF + logistic regression",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What one way of coding says of each gold sentence; probabilities where it has them."""

    predicted: Sequence[PredictedCoding]
    chances: np.ndarray[Any, np.dtype[np.float32]] | None = None


def train(gold: Path) -> tuple[Coder, dict[str, Any]]:
    """A coder trained on a gold file, and what its weights are about."""
    sentences = read_gold(gold)
    codebook = shipped_codebook()
    coder = fit_coder(read_examples(sentences, codebook), code_ids(codebook))
    about = {
        "gold_sha256": bytes_sha256(gold.read_bytes()),
        "gold_sentences": len(sentences),
        "codebook_hash": codebook.hash,
    }
    return coder, about


def read_examples(gold: Sequence[GoldSentence], codebook: Codebook) -> list[Example]:
    """The gold sentences as the coder sees them.

    Sentences in languages that the codebook does not cover are left out.
    """
    concepts = load_concepts(DATA_FOLDER)
    readers: dict[str, WordReader] = {}
    examples = []
    for sentence in gold:
        language = sentence.language
        if not codebook.covers(language):
            continue
        if language not in readers:
            readers[language] = WordReader(concepts, language)
        evidence = find_evidence(sentence.text, language, sentence.before, codebook)
        examples.append(
            Example(
                document=sentence.document,
                language=language,
                traits=describe(evidence, code_ids(codebook)),
                words=readers[language].read(sentence.text, sentence.before),
                ruled=frozenset(claim.code for claim in evidence.ruled.claims),
                codes=sentence.codes,
                type=sentence.type,
            )
        )
    return examples


def cross_validated_lines(gold: Sequence[GoldSentence], codebook: Codebook) -> dict[str, Line]:
    """The three lines on the data they learn from, grouped by document."""
    covered = [one for one in gold if codebook.covers(one.language)]
    codes = code_ids(codebook)
    found = cross_validate(read_examples(covered, codebook), codes)
    ours = [
        PredictedCoding(
            id=sentence.id,
            codes=frozenset(code for code, is_given in zip(codes, row, strict=True) if is_given),
            type=kind,
            in_scope=bool(row.any()) or kind != "other",
        )
        for sentence, row, kind in zip(covered, found.given, found.types, strict=True)
    ]
    return {
        "ours": Line(ours, found.probabilities),
        "cues": Line(ruled_line(covered, codebook)),
        "tfidf_lr": Line(cross_validate_baseline(covered, codes)),
    }


def applied_lines(
    gold: Sequence[GoldSentence], codebook: Codebook, coder: Coder | None
) -> dict[str, Line]:
    """The rules and, where there is one, the shipped coder on sentences that it never saw."""
    lines = {"cues": Line(ruled_line(gold, codebook))}
    if coder is None:
        return lines
    decide = make_judge(coder, codebook)
    ours = []
    for one in gold:
        coding = code_text(one.text, one.language, one.before, codebook, decide)
        codes = frozenset(claim.code for claim in coding.claims)
        ours.append(PredictedCoding(one.id, codes, coding.type, coding.in_scope))
    return {"ours": Line(ours), **lines}


def ruled_line(gold: Sequence[GoldSentence], codebook: Codebook) -> list[PredictedCoding]:
    """What the codebook's cues say by themselves."""
    predicted = []
    for one in gold:
        coding = code_text(one.text, one.language, one.before, codebook)
        codes = frozenset(claim.code for claim in coding.claims)
        predicted.append(PredictedCoding(one.id, codes, coding.type, coding.in_scope))
    return predicted


def measure_lines(
    gold: Sequence[GoldSentence], lines: Mapping[str, Line], codebook: Codebook
) -> dict[str, Any]:
    """Scores of each line: overall, by language and by stratum, with intervals and calibration."""
    covered = [one for one in gold if codebook.covers(one.language)]
    families = {code.id: code.family for code in codebook.codes}
    measured: dict[str, Any] = {}
    for name, line in lines.items():
        scores = score_claims(covered, line.predicted, families).as_dict()
        scores["by_stratum"] = {
            stratum: score_claims(
                [one for one in covered if one.stratum == stratum], line.predicted, families
            ).as_dict()["overall"]
            for stratum in sorted({one.stratum for one in covered if one.stratum})
        }
        intervals = find_intervals(covered, line.predicted, families, SEED)
        scores["intervals_95"] = {
            label: [interval.low, interval.high] for label, interval in intervals.items()
        }
        if line.chances is not None:
            truth = np.array([[code in one.codes for code in families] for one in covered])
            error = calibration_error(line.chances, truth.astype(np.float32))
            scores["expected_calibration_error"] = error
        measured[name] = scores
    return measured


def code_ids(codebook: Codebook) -> tuple[str, ...]:
    """The codes in the order of the codebook."""
    return tuple(code.id for code in codebook.codes)
