"""Trains the coder on a gold file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data.codebook import Codebook
from data.concept import load_concepts
from data.ids import bytes_sha256
from data.settings import DATA_FOLDER
from extractors.claims import find_evidence
from extractors.traits import describe
from flows.coding import shipped_codebook
from models.classify import Coder
from models.evaluate import GoldSentence, read_gold
from models.table import Example
from models.train import fit_coder
from models.words import WordReader


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


def read_examples(
    sentences: Sequence[GoldSentence],
    codebook: Codebook,
    works: Mapping[str, str] | None = None,
    *,
    is_gold: bool = True,
) -> list[Example]:
    """Coded sentences as the coder sees them; `works` names the work of a document that has one.

    Sentences in languages that the codebook does not cover are left out.
    """
    works = works or {}
    concepts = load_concepts(DATA_FOLDER)
    readers: dict[str, WordReader] = {}
    examples = []
    for sentence in sentences:
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
                work=works.get(sentence.document, sentence.document),
                is_gold=is_gold,
            )
        )
    return examples


def code_ids(codebook: Codebook) -> tuple[str, ...]:
    """The codes in the order of the codebook."""
    return tuple(code.id for code in codebook.codes)
