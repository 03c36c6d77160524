"""What the stages did: runs, faults, and what each subject was worked from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
