"""The stored corpus as the codebook's verbs need it: its sentences, and the hits of every cue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.codebook import Codebook
from data.errors import ParseFault
from data.records import CODED_KINDS, Sentence
from data.settings import Home
from data.store import Store
from extractors.claims import matcher_for
from extractors.codebook_lint import MIN_SENTENCES
from extractors.discover.folder import find_files
from extractors.document import read_file_blocks
from flows.edition import open_texts
from flows.progress import follow, tell

Texts = dict[str, set[str]]
"""Distinct sentences that may be coded, by language."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One document's sentences in reading order, and the kinds of their passages."""

    title: str
    sentences: tuple[Sentence, ...]
    kinds: dict[str, str]


def open_corpus(home: Home) -> Store:
    """The published edition, or the work database where the edition is not there or not whole."""
    return open_texts(home)


def read_texts(store: Store) -> Texts:
    """The stored sentences of passages that are coded."""
    kinds = ", ".join(f"'{kind}'" for kind in CODED_KINDS)
    rows = store.query(
        "select distinct sentence.language, sentence.text from sentence "
        f"join passage using (passage_id) where passage.kind in ({kinds})"
    ).rows
    texts: Texts = defaultdict(set)
    for language, text in rows:
        texts[language].add(text)
    return texts


def parse_texts(folder: Path) -> Texts:
    """The sentences of a folder of documents, read here and now; unreadable ones are told."""
    texts: Texts = defaultdict(set)
    for document in follow("parse", list(find_files(folder))):
        if isinstance(document, Exception):
            tell(f"left out: {document}")
            continue
        try:
            _, blocks = read_file_blocks(document.path.read_bytes(), document.path.name, None)
        except ParseFault as fault:
            tell(f"left out: {document.path}: {fault.reason}")
            continue
        for block in blocks:
            if block.kind in CODED_KINDS:
                texts[block.language].update(block.sentences)
    return texts


def count_hits(codebook: Codebook, texts: Texts) -> dict[str, Counter[tuple[str, str]]]:
    """Sentences that hold each cue, for the covered languages that have enough of them."""
    hits = {}
    for language in codebook.languages:
        if len(texts.get(language, ())) >= MIN_SENTENCES:
            matcher = matcher_for(codebook, language)
            counted: Counter[tuple[str, str]] = Counter()
            for text in follow(f"look for cues in {language}", sorted(texts[language])):
                counted.update({(match.group, match.cue) for match in matcher.find(text)})
            hits[language] = counted
    return hits


def read_documents(store: Store, codebooks: Iterable[Codebook]) -> Iterator[StoredDocument]:
    """Every stored document with a sentence in a language that one of the codebooks covers."""
    spoken = {name for book in codebooks for name in book.languages if book.covers(name)}
    sql = (
        "select document_id, document.title from document where document_id in "
        "(select document_id from sentence where language in (select unnest(?))) order by all"
    )
    for document_id, title in follow("code twice", store.query(sql, [sorted(spoken)]).rows):
        sentences = store.read(Sentence, "document_id = ? order by position", [document_id])
        kinds = store.query(
            "select passage_id, kind from passage where document_id = ?", [document_id]
        )
        yield StoredDocument(title, tuple(sentences), dict(kinds.rows))
