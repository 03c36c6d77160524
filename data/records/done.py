"""What the stages did: runs, editions, faults, and what each subject was worked from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FaultRecord:
    """A file or register row that a stage could not take, with the reason and the next step.

    `input_hash` is what it was met with: new bytes or a new version of the code have another, are
    tried at once and counted anew in `input_tries`. `retry_at` is null where the clock decides
    nothing, `given_up_at` where it has not been tried too often.
    """

    fault_id: str
    stage: str
    subject: str
    document_id: str | None
    reason: str
    next_step: str
    first_seen_at: datetime
    last_seen_at: datetime
    tries: int
    input_hash: str | None = None
    input_tries: int | None = None
    retry_at: datetime | None = None
    given_up_at: datetime | None = None


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


@dataclass(frozen=True, slots=True)
class Edition:
    """One published edition: its name, its maker, and a hash of what it was made from."""

    edition_id: str
    published_at: datetime
    content_hash: str
    software_version: str
    has_all_text: bool


@dataclass(frozen=True, slots=True)
class RunManifest:
    """What a run was made with, so that its numbers can be made again; it holds no secrets."""

    run_id: str
    started_at: datetime
    software_version: str
    schema_version: str
    source_version: str
    git_commit: str | None
    is_git_clean: bool | None
    lock_sha256: str | None
    codebook_hash: str
    model_hash: str
    seed: int
    settings_json: str
    libraries_json: str
    python_version: str
    platform: str


@dataclass(frozen=True, slots=True)
class HomeSchema:
    """Which tables a database was last brought up to, and by which version of the software."""

    schema_version: str
    software_version: str


@dataclass(frozen=True, slots=True)
class EditionCount:
    """How many rows a table had in an edition, in all or of one country."""

    edition_id: str
    relation: str
    country: str | None
    row_count: int
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckAcceptance:
    """A person's word that what a check found is right; it holds for one edition."""

    check_name: str
    accepted_at: datetime
    edition_id: str | None
