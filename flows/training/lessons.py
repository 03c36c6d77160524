"""What the coder learns from: a gold file, the corpus' sentences that we coded, the codebook's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.codebook import Codebook
from data.records import CONSTRAINT, IMAGINARY
from flows.training.coded_corpus import (
    CODINGS,
    CodedCorpus,
    read_coded_corpus,
    read_codings,
    sentence_digest,
)
from flows.training.examples import read_examples
from flows.versions import PROJECT
from models.gold import GoldSentence
from models.table import Example

CORPUS = PROJECT.parent / "shared" / "corpus"
"""Where the corpus lies beside a checkout."""
CODEBOOK_STRATUM = "codebook"
TAUGHT_FILE = "taught.txt"


@dataclass(frozen=True, slots=True)
class Lessons:
    """Examples to learn from, the gold's first, and how many there are of each source."""

    examples: tuple[Example, ...]
    gold_count: int
    corpus_count: int
    codebook_count: int
    lost_count: int
    """Sentences that we coded and that the corpus, as it is parsed now, does not hold."""
    taught: frozenset[str]
    """Digests of all gold and corpus sentences among them."""


def read_lessons(gold: Sequence[GoldSentence], codebook: Codebook, corpus: Path | None) -> Lessons:
    """All coded sentences as the coder sees them; without the corpus, those of gold and codebook.

    Only the gold's count as gold: the others teach, and nothing is measured on them.
    """
    coded = CodedCorpus((), {}, 0)
    if corpus is not None:
        coded = read_coded_corpus(corpus, gold, read_codings(CODINGS))
    own = list(codebook_sentences(codebook))
    taught = read_examples(gold, codebook, coded.works)
    others = [
        *read_examples(coded.sentences, codebook, coded.works, is_gold=False),
        *read_examples(own, codebook, is_gold=False),
    ]
    return Lessons(
        examples=(*taught, *others),
        gold_count=len(taught),
        corpus_count=len(coded.sentences),
        codebook_count=len(own),
        lost_count=coded.lost_count,
        taught=frozenset(sentence_digest(one.text) for one in (*gold, *coded.sentences)),
    )


def save_taught(folder: Path, taught: Iterable[str]) -> None:
    """Write the digests of the sentences that the coder learned from beside its weights."""
    lines = "".join(f"{digest}\n" for digest in sorted(taught))
    (folder / TAUGHT_FILE).write_text(lines, encoding="utf-8")


def load_taught(folder: Path) -> frozenset[str]:
    """Digests of the sentences that the coder learned from; empty where none are told."""
    path = folder / TAUGHT_FILE
    return frozenset(path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()


def codebook_sentences(codebook: Codebook) -> Iterator[GoldSentence]:
    """The codebook's examples and counter-examples; each code's are a document of their own."""
    families = {code.id: code.family for code in codebook.codes}
    for code in codebook.codes:
        cells = [*code.examples.items(), *code.counter_examples.items()]
        for language, sentences in cells:
            for number, one in enumerate(sentences):
                is_example = code.id in one.codes
                yield GoldSentence(
                    id=f"{code.id}:{language}:{'example' if is_example else 'counter'}:{number}",
                    language=language,
                    before="",
                    text=one.text,
                    imaginaries=tuple(c for c in one.codes if families[c] == IMAGINARY),
                    constraints=tuple(c for c in one.codes if families[c] == CONSTRAINT),
                    type=one.type,
                    document=f"codebook:{code.id}",
                    stratum=CODEBOOK_STRATUM,
                )


def find_corpus(given: Path | None) -> Path | None:
    """The corpus as given, or where it lies beside the checkout, or none."""
    if given is not None:
        return given
    return CORPUS if CORPUS.is_dir() else None
