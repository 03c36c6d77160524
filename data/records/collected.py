"""What is collected: documents as listed, answers, and the bytes that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document that a source lists, before its bytes are fetched."""

    document_id: str
    source_id: str
    url: str
    title: str | None
    publisher: str | None
    country: str
    kind: str
    year: int | None
    language: str | None
    licence: str | None
    note: str | None
    is_excerpt: bool
    key: str | None = None
    published_on: str | None = None
    withdrawn_on: str | None = None
    government: str | None = None
    alternative_of: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """When a source listed a document first and last, and when it was found to list it no more.

    `withdrawn_seen_at` is when it was learned that the publisher has withdrawn the document, and
    `undeclared_at` when its source was found to be declared no longer.
    """

    document_id: str
    source_id: str
    first_seen_at: datetime
    last_seen_at: datetime
    vanished_at: datetime | None
    withdrawn_seen_at: datetime | None = None
    undeclared_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One answer of a publisher: of a listing, a document or a refusal; never changed."""

    response_id: str
    source_id: str
    url: str
    final_url: str
    http_status: int
    sha256: str | None
    archived_as: str | None
    size_bytes: int | None
    media_type: str | None
    etag: str | None
    last_modified: str | None
    headers_json: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes of a document as fetched once, held in the archive under their SHA-256."""

    snapshot_id: str
    document_id: str
    url: str
    sha256: str
    archived_as: str
    size_bytes: int
    media_type: str | None
    http_status: int | None
    etag: str | None
    last_modified: str | None
    fetched_at: datetime
    final_url: str | None = None
    licence: str | None = None
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class TextChange:
    """How the text of a document differs between two of its snapshots."""

    document_id: str
    before_snapshot_id: str
    snapshot_id: str
    added_sentence_count: int
    removed_sentence_count: int
    kept_share: float | None
    difference: str
    parser_version: str
