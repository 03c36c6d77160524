"""What flows between the stages: one frozen record per table of `schema.sql`.

Offsets are characters of the stored text (line feeds, Unicode NFC), start inclusive and end
exclusive. Shares are fractions from 0 to 1. `None` means not known or not applicable, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

IMAGINARY, CONSTRAINT = "imaginary", "constraint"

SentenceType = Literal["vision", "commitment", "mandate", "result", "caution", "other"]
SENTENCE_TYPES: tuple[SentenceType, ...] = get_args(SentenceType)

Status = Literal["idea", "planned", "development", "pilot", "production", "retired", "unknown"]
STATUSES: tuple[Status, ...] = get_args(Status)

DocumentKind = Literal[
    "digital_strategy",
    "ai_strategy",
    "data_strategy",
    "mandate_letter",
    "annual_report",
    "report",
    "other",
]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)

PASSAGE_KINDS = (
    "title",
    "heading",
    "prose",
    "list_item",
    "table",
    "table_row",  # one row of a table that is itself a statement, such as a commitment
    "caption",
    "footnote",
    "running_head",
    "pull_quote",  # a display of words that stand in the text too: never counted twice
    "contents",
)
FACETS = (
    "metaphor",
    "actor",
    "beneficiary",
    "technology",
    "horizon",
    "specificity",
    "hedge",
    "negation",
    "reported",
)
"""What is told of a claim beside its code; actor, horizon and specificity stand for every claim."""

CODED_KINDS = ("prose", "list_item", "table_row", "footnote")
"""Kinds of passage whose sentences are coded; the others are stored and never make a claim."""


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


@dataclass(frozen=True, slots=True)
class Claim:
    """One code that one sentence carries."""

    claim_id: str
    sentence_id: str
    document_id: str
    code: str
    family: str
    type: str
    score: float
    quote: str
    codebook_hash: str
    coder_version: str


@dataclass(frozen=True, slots=True)
class ClaimCue:
    """A stretch of a claim's sentence that made the claim."""

    claim_id: str
    document_id: str
    start_char: int
    end_char: int
    quote: str
    cue: str


@dataclass(frozen=True, slots=True)
class ClaimFacet:
    """One facet of a claim: who acts, for whom, with what, when, how surely."""

    claim_id: str
    document_id: str
    facet: str
    value: str
    organisation_id: str | None
    year: int | None
    start_char: int | None
    end_char: int | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class SystemMention:
    """A system that a sentence names, so that a promise can be looked up in the registers."""

    mention_id: str
    sentence_id: str
    document_id: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of one language's passages."""

    topic_id: str
    model_id: str
    language: str
    position: int
    label: str
    words: str
    passage_count: int


@dataclass(frozen=True, slots=True)
class TopicShare:
    """How much of a period's passages in the topic's language a topic takes."""

    topic_id: str
    model_id: str
    language: str
    period: int
    passage_count: int
    period_passage_count: int
    document_count: int
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class TopicAssignment:
    """The topic of a passage."""

    passage_id: str
    document_id: str
    topic_id: str
    model_id: str
    weight: float


@dataclass(frozen=True, slots=True)
class RegisterEdition:
    """One edition of a register as collected, held in the archive under its SHA-256."""

    register_id: str
    edition_id: str
    edition_on: str
    url: str
    sha256: str
    archived_as: str
    size_bytes: int
    etag: str | None
    last_modified: str | None
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Deployment:
    """A system on record in a register's latest edition."""

    register_id: str
    deployment_id: str
    edition_id: str
    country: str
    organisation: str
    name: str
    description: str | None
    purpose: str | None
    technology: str | None
    status: str
    status_raw: str
    status_basis: str
    start_on: str | None
    start_basis: str | None
    record_on: str | None
    year: int | None
    year_basis: str
    url: str | None
    source_file: str
    row_number: int
    row_json: str


@dataclass(frozen=True, slots=True)
class DeploymentStatus:
    """The status of a system in one edition of a register."""

    register_id: str
    deployment_id: str
    edition_id: str
    edition_on: str
    name: str
    organisation: str
    status: str
    status_raw: str


@dataclass(frozen=True, slots=True)
class DeploymentClaim:
    """One code that a register's own text about a system carries."""

    register_id: str
    deployment_id: str
    code: str
    family: str
    score: float
    quote: str
    codebook_hash: str
    coder_version: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The talk and the record of one country, year and code, side by side."""

    country: str
    year: int
    code: str
    family: str
    document_count: int
    sentence_count: int
    claim_count: int
    claim_share: float | None
    claim_share_low: float | None
    claim_share_high: float | None
    claim_interval: str
    deployment_count: int | None
    production_count: int | None
    coded_deployment_count: int | None
    deployment_share: float | None
    deployment_share_low: float | None
    deployment_share_high: float | None


@dataclass(frozen=True, slots=True)
class Prevalence:
    """The share of one country, year and code as observed, and corrected for the coder's error."""

    country: str
    year: int
    code: str
    family: str
    document_count: int
    sentence_count: int
    claim_count: int
    claim_share: float | None
    claim_share_low: float | None
    claim_share_high: float | None
    claim_interval: str
    corrected_share: float | None
    corrected_share_low: float | None
    corrected_share_high: float | None
    method: str
    reason: str | None
    gold_sha256: str | None
    measured_coder_version: str | None


@dataclass(frozen=True, slots=True)
class Coding:
    """One code that one coder gave one sentence, or the sentence without any; never replaced."""

    coding_id: str
    coder_id: str
    coder_kind: str
    subject_id: str
    document: str
    language: str
    text_before: str
    text: str
    code: str | None
    type: str
    coded_on: str | None
    codebook_hash: str
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class FaultRecord:
    """A file or register row that a stage could not take, with the reason and the next step."""

    fault_id: str
    stage: str
    subject: str
    document_id: str | None
    reason: str
    next_step: str
    first_seen_at: datetime
    last_seen_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class StageInput:
    """What a stage last worked from, so that unchanged input is not worked on again."""

    stage: str
    subject_id: str
    input_hash: str
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One stage of one run: when, with what outcome and on how much."""

    run_id: str
    stage: str
    started_at: datetime
    finished_at: datetime
    done_count: int
    skipped_count: int
    fault_count: int
    detail: str
