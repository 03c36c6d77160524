"""Coded sentences as the coder is trained on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.codebook import Codebook
from data.concept import load_concepts
from data.settings import DATA_FOLDER
from extractors.claims import find_evidence
from extractors.traits import describe
from models.gold import GoldSentence
from models.table import Example
from models.words import WordReader


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
        evidence = find_evidence(
            sentence.text, language, sentence.before, codebook, sentence.document_kind
        )
        examples.append(
            Example(
                document=sentence.document,
                language=language,
                traits=describe(evidence, code_ids(codebook)),
                words=readers[language].read(sentence.text, sentence.before),
                ruled=frozenset(claim.code for claim in evidence.ruled.claims),
                codes=sentence.codes,
                type=sentence.type,
                work=works.get(sentence.document, ""),
                is_gold=is_gold,
            )
        )
    return examples


def code_ids(codebook: Codebook) -> tuple[str, ...]:
    """The codes in the order of the codebook."""
    return tuple(code.id for code in codebook.codes)
