"""Makes the shipped coder: its weights, its card, its measured errors and the README's scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from data.ids import bytes_sha256
from flows.coding import shipped_codebook
from flows.training.coded_corpus import CODINGS
from flows.training.examples import code_ids
from flows.training.lessons import read_lessons, save_taught
from flows.training.measuring import (
    LINES,
    cross_validated_lines,
    find_covered,
    judged_line,
    measure_lines,
)
from flows.versions import PROJECT, coder_version
from models.card import put_scores, render_card, render_scores
from models.classify import CARD_FILE, WEIGHTS_FOLDER, load_coder, read_about, save_coder
from models.confusion import TAUGHT, measure_confusion, read_places, save_confusion
from models.evaluate import PredictedCoding
from models.gold import GoldSentence, read_gold
from models.train import fit_coder


def train(gold: Path, corpus: Path, target: Path) -> str:
    """Train on the gold and all that is taught beside it, write the weights, and say what came."""
    codebook = shipped_codebook()
    lessons = read_lessons(read_gold(gold), codebook, corpus)
    coder = fit_coder(lessons.examples, code_ids(codebook))
    about = {
        "gold_sha256": bytes_sha256(gold.read_bytes()),
        "gold_sentences": lessons.gold_count,
        "codings_sha256": bytes_sha256(CODINGS.read_bytes()),
        "corpus_sentences": lessons.corpus_count,
        "codebook_sentences": lessons.codebook_count,
        "codebook_hash": codebook.hash,
    }
    save_coder(coder, target, about)
    save_taught(target, lessons.taught)
    return (
        f"{target}: {len(coder.traits)} traits and {len(coder.kept)} word features from "
        f"{lessons.gold_count} gold, {lessons.corpus_count} corpus and "
        f"{lessons.codebook_count} codebook sentences; {lessons.lost_count} codings not found"
    )


def measure(gold: Path, corpus: Path, target: Path) -> None:
    """Cross-validate beside the plainer lines; write card, measured errors and README tables."""
    sentences, codebook = read_gold(gold), shipped_codebook()
    about = read_about(target)
    lines = cross_validated_lines(sentences, codebook, corpus)
    known, said_of_known = code_taught(sentences, target)
    confusion = measure_confusion(
        [*sentences, *known],
        [*lines["ours"].predicted, *said_of_known],
        code_ids(codebook),
        gold_sha256=about["gold_sha256"],
        coder_version=coder_version(),
        places=read_places(gold),
    )
    save_confusion(confusion, target)
    measured = measure_lines(sentences, lines, codebook)
    (target / CARD_FILE).write_text(render_card(about, measured, LINES), encoding="utf-8")
    if target == WEIGHTS_FOLDER:
        readme = PROJECT / "README.md"
        text = readme.read_text(encoding="utf-8")
        readme.write_text(put_scores(text, render_scores(measured, LINES)), encoding="utf-8")


def code_taught(
    gold: Sequence[GoldSentence], target: Path
) -> tuple[list[GoldSentence], list[PredictedCoding]]:
    """The gold as sentences that the coder has learned from, and what it says of them."""
    coder = load_coder(target)
    if coder is None:
        return [], []
    covered = find_covered(gold, shipped_codebook())
    said = judged_line(covered, shipped_codebook(), coder).predicted
    return (
        [replace(one, id=one.id + TAUGHT, language=one.language + TAUGHT) for one in covered],
        [replace(one, id=one.id + TAUGHT) for one in said],
    )
