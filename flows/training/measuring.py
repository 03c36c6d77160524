"""Measures the coder beside plainer lines on a gold file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data.codebook import Codebook
from data.errors import UsageError
from data.ids import bytes_sha256
from extractors.claims import code_text, find_evidence
from flows.coding import make_judge, shipped_codebook
from flows.gold_beside import GOLD_BESIDE
from flows.progress import follow, tell
from flows.training.examples import code_ids, read_examples
from flows.training.lessons import find_corpus, read_lessons
from flows.training.plain_model import find_baseline
from flows.training.taught import count_taught, tell_taught
from models.baseline import TOO_FEW, apply_baseline, can_learn, cross_validate_baseline
from models.classify import WEIGHTS_FOLDER, Coder, Numbers, judge, load_coder, read_about
from models.evaluate import PredictedCoding, score_claims
from models.gold import CAUTION, GoldSentence, read_gold
from models.reliability import add_doubt
from models.train import cross_validate

SEED = 20
LINES = {
    "ours": "trained coder",
    "rules": "rules",
    "cues": "cues only",
    "tfidf_lr": "TF-IDF + logistic regression",
}
WHAT = {
    "ours": "a trained model over cues and words; taught by gold, corpus and codebook",
    "rules": "the codebook's rules without the model: scope, strong and weak cues weighed, type",
    "cues": "a code wherever one of its strong cues stands; no scope, no weak cues, no type",
    "tfidf_lr": "TF-IDF, a logistic regression and a threshold per code; taught by gold alone",
}
NOT_COVERED = "not covered: no sentence in a language that the codebook has cues for"


@dataclass(frozen=True, slots=True)
class Line:
    """What one way of coding says of each covered gold sentence, or why it says nothing.

    `chances` (n, codes) are its probabilities where it has them, NaN for a sentence without.
    """

    predicted: Sequence[PredictedCoding]
    chances: Numbers | None = None
    reason: str | None = None
    has_types: bool = True


@dataclass(frozen=True, slots=True)
class Teaching:
    """The sentences that the plain trained line may learn from, or why there are none.

    What it learned is kept in the folder `kept`, if there is one.
    """

    sentences: Sequence[GoldSentence]
    reason: str | None = None
    kept: Path | None = None


def evaluate_claims(
    paths: Sequence[Path],
    train: Path | None = None,
    corpus: Path | None = None,
    kept: Path | None = None,
) -> dict[str, Any]:
    """All figures of a gold, in one or several files, as plain objects for JSON.

    On the very file that the shipped coder learned from, all lines are cross-validated by document.
    Else the shipped coder is applied as it is, and the TF-IDF line learns from `train`, or from the
    coder's own gold where that lies beside the checkout; that takes half a minute or so, and what
    it learned is kept in the folder `kept`, if one is given.

    Raises:
        UsageError: a file is not as `read_gold` wants it, or an id stands in two files.
    """
    gold = read_together(paths)
    codebook = shipped_codebook()
    digests = [bytes_sha256(path.read_bytes()) for path in paths]
    learned = read_about(WEIGHTS_FOLDER).get("gold_sha256")
    notes = [CAUTION]
    seen = None
    if digests == [learned]:
        method, beside = "cross-validation by document", find_corpus(corpus)
        lines = cross_validated_lines(gold, codebook, beside)
        if beside is None:
            notes.append(
                "the corpus is not here, so that the trained coder learned from gold and codebook "
                "only: give --corpus"
            )
    else:
        method, teaching = "shipped coder", find_teaching(train, learned, kept)
        lines = applied_lines(gold, codebook, load_coder(WEIGHTS_FOLDER), teaching)
        seen = count_taught(gold)
        if seen:
            notes.insert(0, tell_taught(seen, len(gold)))
    measured = measure_lines(gold, lines, codebook)
    best = measured["ours"] if "overall" in measured["ours"] else measured["rules"]
    return {
        "method": method,
        "gold_sha256": digests,
        "sentence_count": len(gold),
        "taught_sentence_count": seen,
        "not_covered": count_uncovered(gold, codebook),
        "notes": notes,
        **{key: value for key, value in best.items() if key != "what"},
        "lines": measured,
    }


def read_together(paths: Sequence[Path]) -> list[GoldSentence]:
    """The sentences of several gold files, no id twice."""
    gold: dict[str, GoldSentence] = {}
    for path in paths:
        for one in read_gold(path):
            if one.id in gold:
                raise UsageError(f"{path}: id {one.id!r} stands in an earlier --gold file already")
            gold[one.id] = one
    return list(gold.values())


def find_teaching(train: Path | None, learned: str | None, kept: Path | None) -> Teaching:
    """What the TF-IDF line may learn from: a given file, or the coder's own gold if it is here."""
    path = train or GOLD_BESIDE
    if train is not None or (path.exists() and bytes_sha256(path.read_bytes()) == learned):
        return Teaching(read_gold(path), kept=kept)
    return Teaching((), "nothing to learn from: give coded sentences of other documents by --train")


def cross_validated_lines(
    gold: Sequence[GoldSentence], codebook: Codebook, corpus: Path | None
) -> dict[str, Line]:
    """The lines on the data they learn from, grouped by document.

    Our line also learns from what `lessons` adds to the gold, but not from another conversion
    or edition of a text that it is measured on. Gold of other documents teaches every line, also
    where two of them are editions of one text.
    """
    covered = find_covered(gold, codebook)
    codes = code_ids(codebook)
    tell(f"cross-validating the trained coder on {len(covered):,} sentences: some minutes")
    found = cross_validate(read_lessons(covered, codebook, corpus).examples, codes)
    ours = [
        PredictedCoding(
            id=sentence.id,
            codes=frozenset(code for code, is_given in zip(codes, row, strict=True) if is_given),
            type=kind,
            in_scope=bool(row.any()) or kind != "other",
        )
        for sentence, row, kind in zip(covered, found.given, found.types, strict=True)
    ]
    tell("cross-validating the other lines: a minute or so")
    return {
        "ours": Line(ours, found.probabilities),
        "rules": Line(ruled_line(covered, codebook)),
        "cues": Line(cue_line(covered, codebook), has_types=False),
        "tfidf_lr": Line(*cross_validate_baseline(covered, codes)),
    }


def applied_lines(
    gold: Sequence[GoldSentence], codebook: Codebook, coder: Coder | None, teaching: Teaching
) -> dict[str, Line]:
    """The lines on sentences that they did not learn from."""
    covered = find_covered(gold, codebook)
    if not covered:
        return {name: Line((), reason=NOT_COVERED) for name in LINES}
    lines = {
        "ours": Line((), reason="no weights are shipped: make model"),
        "rules": Line(ruled_line(covered, codebook)),
        "cues": Line(cue_line(covered, codebook), has_types=False),
        "tfidf_lr": taught_line(covered, teaching, code_ids(codebook)),
    }
    if coder is not None:
        lines["ours"] = judged_line(covered, codebook, coder)
    return lines


def judged_line(gold: Sequence[GoldSentence], codebook: Codebook, coder: Coder) -> Line:
    """What the trained coder says, with the probability of every code."""
    decide = make_judge(coder, codebook)
    predicted = []
    chances = np.full((len(gold), len(coder.codes)), np.nan, dtype=np.float32)
    examples = read_examples(gold, codebook)
    pairs = list(zip(gold, examples, strict=True))
    for row, (one, example) in enumerate(follow("trained coder", pairs)):
        coding = code_text(one.text, one.language, one.before, codebook, decide, one.document_kind)
        codes = frozenset(claim.code for claim in coding.claims)
        predicted.append(PredictedCoding(one.id, codes, coding.type, coding.in_scope))
        if one.language in coder.languages and one.text.strip():
            chances[row] = judge(
                coder, example.traits, example.words, example.ruled, one.language == "en"
            ).probabilities
    return Line(predicted, chances)


def taught_line(gold: Sequence[GoldSentence], teaching: Teaching, codes: Sequence[str]) -> Line:
    """What the TF-IDF line says after learning from other documents."""
    documents = {one.document for one in gold}
    others = [one for one in teaching.sentences if one.document not in documents]
    if teaching.reason is not None:
        return Line((), reason=teaching.reason)
    if not can_learn(others):
        return Line((), reason=f"{len(others)} sentences of other documents: {TOO_FEW}")
    return Line(*apply_baseline(find_baseline(others, codes, teaching.kept), gold))


def ruled_line(gold: Sequence[GoldSentence], codebook: Codebook) -> list[PredictedCoding]:
    """What the codebook's rules say by themselves."""
    predicted = []
    for one in follow("rules", gold):
        coding = code_text(one.text, one.language, one.before, codebook)
        codes = frozenset(claim.code for claim in coding.claims)
        predicted.append(PredictedCoding(one.id, codes, coding.type, coding.in_scope))
    return predicted


def cue_line(gold: Sequence[GoldSentence], codebook: Codebook) -> list[PredictedCoding]:
    """A code wherever one of its strong cues stands, unless a negative cue covers it; no type."""
    predicted = []
    for one in follow("cues", gold):
        found = find_evidence(one.text, one.language, "", codebook).found
        codes = frozenset(code.id for code in codebook.codes if found.cues_of(code.id)[0])
        predicted.append(PredictedCoding(one.id, codes, "other", bool(codes)))
    return predicted


def measure_lines(
    gold: Sequence[GoldSentence], lines: Mapping[str, Line], codebook: Codebook
) -> dict[str, Any]:
    """What each line is and its scores, or the reason why it has none.

    Scores are over all, by language and by stratum, with intervals and calibration error; only
    sentences in languages that the codebook covers are scored.
    """
    covered = find_covered(gold, codebook)
    families = {code.id: code.family for code in codebook.codes}
    measured: dict[str, Any] = {}
    for name, line in lines.items():
        measured[name] = {"what": WHAT[name]}
        if line.reason is not None:
            measured[name]["reason"] = line.reason
            continue
        scores = score_claims(covered, line.predicted, families)
        doubted = add_doubt(scores, covered, line.predicted, families, SEED, line.chances)
        measured[name] |= doubted.as_dict()
        if not line.has_types:
            drop_types(measured[name])
    return measured


def drop_types(scores: dict[str, Any]) -> None:
    """Take the figures of types out of a line's scores: it says no type, which is no wrong one."""
    for part in (
        scores["overall"],
        *scores["by_language"].values(),
        *scores["by_stratum"].values(),
    ):
        part |= {"types": {}, "type_macro_f1": None, "types_counted": 0, "type_accuracy": None}
        (part["intervals_95"] or {}).pop("type_macro_f1", None)


def find_covered(gold: Sequence[GoldSentence], codebook: Codebook) -> list[GoldSentence]:
    """The sentences in languages that the codebook has cues for."""
    return [one for one in gold if codebook.covers(one.language)]


def count_uncovered(gold: Sequence[GoldSentence], codebook: Codebook) -> dict[str, Any]:
    """Sentences in languages without cues, by language and stratum: these are in no score."""
    left_out = [one for one in gold if not codebook.covers(one.language)]
    return {
        "sentence_count": len(left_out),
        "by_language": dict(sorted(Counter(one.language for one in left_out).items())),
        "by_stratum": dict(sorted(Counter(one.stratum for one in left_out if one.stratum).items())),
    }
