"""What is read from the bytes: documents, passages and sentences, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read."""

    document_id: str
    source_id: str
    title: str
    publisher: str | None
    country: str
    kind: str
    year: int | None
    language: str
    format: str
    url: str
    licence: str | None
    note: str | None
    is_excerpt: bool
    page_count: int | None
    sha256: str
    parser_version: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, list item, table or note, in reading order."""

    passage_id: str
    document_id: str
    position: int
    page: int | None
    kind: str
    language: str
    heading_path: str
    text: str
    grade: float
    reasons: str


@dataclass(frozen=True, slots=True)
class Page:
    """How one page of a document was read and how well, or the whole file where it has none."""

    document_id: str
    page: int | None
    route: str
    grade: float
    reasons: str
    width_points: float | None
    height_points: float | None
    reader: str | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage as the parser cut it; not coded while scope and type are `None`."""

    sentence_id: str
    passage_id: str
    document_id: str
    position: int
    page: int | None
    language: str
    start_char: int
    end_char: int
    text: str
    has_codebook: bool | None = None
    in_scope: bool | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class SentenceBox:
    """Where a sentence stands on a page: one row for each page and column that it runs over."""

    sentence_id: str
    document_id: str
    position: int
    page: int
    left_points: float
    low_points: float
    right_points: float
    high_points: float
