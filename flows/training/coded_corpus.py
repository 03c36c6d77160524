"""Sentences of the corpus that we coded: the codes ship, the texts stay where they are.

A row of `data/codings/corpus.tsv` names a sentence by the digest of its words, so that the codes
can be published without the text. Training reads the corpus, and finds the sentences again.
"""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from data.codebook import code_families
from data.errors import DeclarationError, Fault, UsageError
from data.ids import content_id
from data.records import CONSTRAINT, IMAGINARY, SENTENCE_TYPES, DocumentRef
from data.settings import DATA_FOLDER
from extractors.discover.folder import FolderDocument, find_files
from extractors.document import read_document
from models.gold import GoldSentence

CODINGS = DATA_FOLDER / "codings" / "corpus.tsv"
COLUMNS = ("digest", "document", "codes", "type")

_NOT_WORD = re.compile(r"\W+")
_RUN = 5
_SHARED_COUNT, _SHARED_PART = 20, 0.02


@dataclass(frozen=True, slots=True)
class CorpusCoding:
    """What we said of one sentence."""

    document: str
    codes: tuple[str, ...]
    type: str


@dataclass(frozen=True, slots=True)
class CodedCorpus:
    """The sentences found again, and which documents of the corpus and the gold are one text."""

    sentences: tuple[GoldSentence, ...]
    works: Mapping[str, str]
    """The work of each document that is not its own: another conversion, edition or part of it."""
    lost_count: int
    """Codings whose sentence the corpus, as it is parsed now, does not hold."""


@dataclass(frozen=True, slots=True)
class _Read:
    """Sentences of one document in order: language, text, the text just before."""

    document: str
    kind: str
    sentences: tuple[tuple[str, str, str], ...]


def sentence_digest(text: str) -> str:
    """Names a sentence by its words, whatever their case and what stands between them."""
    return content_id("coded sentence", _NOT_WORD.sub(" ", text.lower()).strip())


def read_codings(path: Path = CODINGS) -> dict[str, CorpusCoding]:
    """The codings of a file by digest.

    Raises:
        DeclarationError: a wrong column, an unknown code or type, or a digest that stands twice.
    """
    known = code_families(DATA_FOLDER)
    codings: dict[str, CorpusCoding] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise DeclarationError(f"{path}:1: columns must be {', '.join(COLUMNS)}")
        for row in rows:
            place = f"{path}:{rows.line_num}"
            codes = tuple(code for code in row["codes"].split(",") if code)
            for code in codes:
                if code not in known:
                    raise DeclarationError(f"{place}: unknown code {code!r}")
            if row["type"] not in SENTENCE_TYPES:
                raise DeclarationError(f"{place}: unknown type {row['type']!r}")
            if row["digest"] in codings:
                raise DeclarationError(f"{place}: {row['digest']} stands twice")
            codings[row["digest"]] = CorpusCoding(row["document"], codes, row["type"])
    return codings


def read_coded_corpus(
    corpus: Path, gold: Sequence[GoldSentence], codings: Mapping[str, CorpusCoding]
) -> CodedCorpus:
    """Find the coded sentences in the corpus again; those that the gold holds are left to it."""
    families = code_families(DATA_FOLDER)
    documents = [found for found in find_files(corpus) if isinstance(found, FolderDocument)]
    read = _read_all(corpus, documents)
    if not read:
        raise UsageError(f"{corpus} holds no document that can be read: give the corpus' folder")
    seen = {sentence_digest(one.text) for one in gold}
    found: dict[str, GoldSentence] = {}
    for one in read:
        for language, text, before in one.sentences:
            digest = sentence_digest(text)
            coding = codings.get(digest)
            if coding is None or coding.document != one.document or digest in seen:
                continue
            seen.add(digest)
            found[digest] = GoldSentence(
                id=digest,
                language=language,
                before=before,
                text=text,
                imaginaries=_of_family(coding.codes, families, IMAGINARY),
                constraints=_of_family(coding.codes, families, CONSTRAINT),
                type=coding.type,
                document=one.document,
                document_kind=one.kind,
                stratum="corpus",
            )
    sentences = tuple(found[digest] for digest in sorted(found))
    works = find_works(_texts(read, gold))
    return CodedCorpus(sentences, works, len(codings) - len(sentences))


def find_works(texts: Mapping[str, frozenset[int]]) -> dict[str, str]:
    """Documents that are one text, by the first of them, though one may be a damaged copy.

    `texts` are the numbers of each document's runs of five words. Two documents are one where they
    share a fiftieth of the smaller's runs and twenty at least: stock phrases are fewer.
    """
    holders: dict[int, list[str]] = defaultdict(list)
    for document in sorted(texts):
        for run in texts[document]:
            holders[run].append(document)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for documents in holders.values():
        for at, first in enumerate(documents):
            for second in documents[at + 1 :]:
                shared[first, second] += 1
    work = {document: document for document in texts}
    for (first, second), count in sorted(shared.items()):
        smaller = min(len(texts[first]), len(texts[second]))
        if count >= _SHARED_COUNT and count >= _SHARED_PART * smaller:
            one, other = sorted((work[first], work[second]))
            work = {document: one if at == other else at for document, at in work.items()}
    return {document: at for document, at in work.items() if at != document}


def _texts(read: Iterable[_Read], gold: Iterable[GoldSentence]) -> dict[str, frozenset[int]]:
    texts: dict[str, set[int]] = defaultdict(set)
    for one in read:
        for _, text, _ in one.sentences:
            texts[one.document].update(_runs(text))
    for sentence in gold:
        texts[sentence.document].update(_runs(sentence.text))
    return {document: frozenset(runs) for document, runs in texts.items()}


def _runs(text: str) -> Iterator[int]:
    words = _NOT_WORD.sub(" ", text.lower()).split()
    for at in range(len(words) - _RUN + 1):
        yield crc32(" ".join(words[at : at + _RUN]).encode("utf-8", "surrogatepass"))


def _of_family(codes: Iterable[str], families: Mapping[str, str], family: str) -> tuple[str, ...]:
    return tuple(code for code in codes if families[code] == family)


def _read_all(corpus: Path, documents: Sequence[FolderDocument]) -> list[_Read]:
    """Every document that can be read, in order; what cannot be read is the parse stage's fault."""
    jobs = [(one.path, one.path.relative_to(corpus).as_posix(), one.ref) for one in documents]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return [one for one in pool.map(_read, jobs, chunksize=4) if one is not None]


def _read(job: tuple[Path, str, DocumentRef]) -> _Read | None:
    path, document, ref = job
    try:
        read = read_document(path.read_bytes(), path.name, ref, "training")
    except (Fault, OSError):
        return None
    befores = ["", *(sentence.text for sentence in read.sentences)]
    return _Read(
        document,
        ref.kind,
        tuple(
            (sentence.language, sentence.text, before)
            for sentence, before in zip(read.sentences, befores, strict=False)
        ),
    )
