"""What explaining takes: the codebook, the coder, and sentences that somebody has coded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.codebook import Codebook
from data.concept import load_concepts
from data.settings import DATA_FOLDER
from extractors.coding import Judge
from flows.coding import make_judge, shipped_codebook
from flows.gold_beside import GOLD_BESIDE
from flows.versions import coder_version
from models.classify import WEIGHTS_FOLDER, Coder, load_coder, read_about
from models.gold import read_gold
from models.nearest import CodedText, Shelf, build_shelf
from models.words import WordReader


@dataclass(frozen=True, slots=True)
class Maker:
    """Who codes: the coder's version, the gold its weights learned from, the codebook's hash."""

    coder_version: str
    codebook_hash: str
    gold_sha256: str | None


@dataclass(frozen=True, slots=True)
class Explainer:
    """All that explaining takes: codebook, model if there is one, and coded sentences to show."""

    codebook: Codebook
    coder: Coder | None
    judge: Judge
    readers: Mapping[str, WordReader]
    examples: Shelf | None
    """The codebook's own sentences; none without a model, since likeness is by its words."""
    gold: Shelf | None
    maker: Maker


def make_explainer(gold: Path | None, coder: Coder | None) -> Explainer:
    """An explainer of this coder's work, without one of the rules'; `gold` as `read_gold` reads it.

    Raises:
        UsageError: the gold file is malformed.
    """
    codebook, concepts = shipped_codebook(), load_concepts(DATA_FOLDER)
    readers = {
        language: WordReader(concepts, language)
        for language in codebook.languages
        if codebook.covers(language)
    }
    path = gold or (GOLD_BESIDE if GOLD_BESIDE.exists() else None)
    coded = gold_sentences(path) if path else []
    about = read_about(WEIGHTS_FOLDER) if coder else {}
    return Explainer(
        codebook=codebook,
        coder=coder,
        judge=make_judge(coder, codebook) if coder else lambda evidence: evidence.ruled,
        readers=readers,
        examples=build_shelf(coder, readers, book_sentences(codebook)) if coder else None,
        gold=build_shelf(coder, readers, coded) if coder else None,
        maker=Maker(coder_version(), codebook.hash, about.get("gold_sha256")),
    )


def shipped_explainer(gold: Path | None) -> Explainer:
    """An explainer of the coder as shipped."""
    return make_explainer(gold, load_coder(WEIGHTS_FOLDER))


def book_sentences(codebook: Codebook) -> list[CodedText]:
    """The codebook's own examples and counter-examples."""
    return [
        CodedText(f"{kind} of {code.id}", language, one.text, one.codes, one.type)
        for code in codebook.codes
        for kind, cells in (
            ("example", code.examples),
            ("counter-example", code.counter_examples),
        )
        for language, sentences in cells.items()
        for one in sentences
    ]


def gold_sentences(path: Path) -> list[CodedText]:
    """The sentences of a gold file."""
    return [
        CodedText(f"gold {one.id}", one.language, one.text, tuple(sorted(one.codes)), one.type)
        for one in read_gold(path)
    ]
