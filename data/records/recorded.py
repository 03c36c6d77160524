"""Systems on record: registers, their editions, and which rows are the same system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RegisterRecord:
    """A register that is loaded: what it is, and whether its rows are those of the last run."""

    register_id: str
    title: str
    country: str
    is_national: bool
    kind: str
    series_id: str
    publisher: str
    language: str
    licence: str
    url: str
    citation: str | None
    edition_id: str
    edition_on: str
    edition_count: int
    row_count: int
    excluded_row_count: int
    is_stale: bool
    stale_since_at: datetime | None
    record_dates: str = "entry"


@dataclass(frozen=True, slots=True)
class RegisterCoverage:
    """What a register must hold by its own rule, and how far it does."""

    register_id: str
    must_contain: str | None
    reporters: str | None
    publication_rule: str | None
    reporting_since_on: str | None
    row_count: int
    blank_status_count: int
    blank_status_share: float
    body_count: int
    declared_body_count: int | None
    reporting_body_share: float | None
    last_change_on: str
    dormant_after_month_count: int
    is_dormant: bool | None
    body_kinds: str | None = None
    parts_report: bool = True


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """How often one column of a register's latest edition is left blank."""

    register_id: str
    column_name: str
    used_for: str
    row_count: int
    blank_count: int
    blank_share: float


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
    body_country: str | None = None
    is_from_strategy: bool = False


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
class EditionChange:
    """A system that appeared, moved or vanished between one edition of a register and the next."""

    register_id: str
    edition_id: str
    edition_on: str
    edition_before_id: str
    deployment_id: str
    name: str
    organisation: str
    change: str
    status_before: str | None
    status: str | None
    status_raw_before: str | None
    status_raw: str | None


@dataclass(frozen=True, slots=True)
class DeploymentStatement:
    """How many systems of a status a body had on a date, as a publication says without names."""

    register_id: str
    statement_id: str
    country: str
    organisation: str
    technology: str
    status: str
    system_count: int
    stated_on: str
    note: str | None
    citation: str
    url: str


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
class DeploymentLink:
    """Two register rows that may speak of the same system: how alike they are, and why."""

    register_a: str
    deployment_id_a: str
    register_b: str
    deployment_id_b: str
    score: float
    state: str
    basis: str
    name_score: float
    text_score: float
    organisation_score: float
    has_same_address: bool | None
    reasons: str


@dataclass(frozen=True, slots=True)
class DeploymentGroup:
    """The system that a register row speaks of: rows of one group are the same system."""

    register_id: str
    deployment_id: str
    group_id: str
    row_count: int
    register_count: int
