"""The boundary of a stage: what it did, what it skipped, and its faults, all in the tables."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from data.errors import Fault
from data.ids import content_id
from data.records import FaultRecord, Run, StageInput
from data.settings import Settings
from data.store import Store, open_work
from flows.scope import Scope


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """What a stage did, in numbers and in words."""

    stage: str
    done: int
    skipped: int
    faults: int
    detail: str
    seconds: float


@dataclass(slots=True)
class Stage:
    """A stage at work. Its tasks run in threads: hold `lock` while using the store."""

    name: str
    settings: Settings
    store: Store
    started_at: datetime
    done: int = 0
    skipped: int = 0
    detail: str = ""
    lock: threading.RLock = field(default_factory=threading.RLock)

    @contextmanager
    def released(self) -> Iterator[None]:
        """Let other processes read the database for the time of the block."""
        self.store.close()
        try:
            yield
        finally:
            self.store = open_work(self.settings.home.work_database)

    def count(self, is_new: bool) -> None:
        """Count a unit as worked on, or as unchanged."""
        self.done += is_new
        self.skipped += not is_new

    def changed(self, inputs: dict[str, str]) -> list[str]:
        """Those of the subjects whose input hash is not the one last worked from."""
        known = {
            row.subject_id: row.input_hash
            for row in self.store.read(StageInput, "stage = ?", [self.name])
        }
        return [subject for subject, value in inputs.items() if known.get(subject) != value]

    def remember(self, inputs: dict[str, str]) -> None:
        """Note what the subjects were worked from, so that the next run may skip them."""
        self.forget(list(inputs))
        rows = [StageInput(self.name, key, value, now()) for key, value in inputs.items()]
        self.store.append(StageInput, rows)

    def forget(self, subjects: list[str]) -> None:
        """Make the next run work on these subjects, whatever has or has not changed."""
        sql = "delete from stage_input where stage = ? and subject_id in (select unnest(?))"
        self.store.query(sql, [self.name, subjects])

    def fault(self, subject: str, fault: Fault, document_id: str | None = None) -> None:
        """Record a fault; one that was met before counts its tries and keeps its first date."""
        fault_id = content_id("fault", self.name, subject)
        before = self.store.read(FaultRecord, "fault_id = ?", [fault_id])
        row = FaultRecord(
            fault_id=fault_id,
            stage=self.name,
            subject=subject,
            document_id=document_id,
            reason=fault.reason,
            next_step=fault.next_step,
            first_seen_at=before[0].first_seen_at if before else now(),
            last_seen_at=now(),
            tries=before[0].tries + 1 if before else 1,
        )
        self.store.replace(FaultRecord, "fault_id", [fault_id], [row])

    def clear_faults(self, subjects: Iterable[str]) -> None:
        """Remove the faults of subjects that went well, or that are no longer there."""
        ids = [content_id("fault", self.name, subject) for subject in subjects]
        self.store.delete(FaultRecord, "fault_id", ids)

    def faults(self) -> list[FaultRecord]:
        """The faults of this stage as they stand, oldest first."""
        return self.store.read(
            FaultRecord, "stage = ? order by first_seen_at, subject", [self.name]
        )


def now() -> datetime:
    """The present instant in UTC, without a zone, as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


def new_run_id() -> str:
    """A name for a run; not of its content, since no two runs are the same."""
    return uuid.uuid4().hex[:12]


@contextmanager
def open_stage(scope: Scope, name: str, run_id: str) -> Iterator[Stage]:
    """Open the work database for one stage and write its row in `run` when it ends well."""
    settings = scope.settings()
    stage = Stage(name, settings, open_work(settings.home.work_database), now())
    try:
        yield stage
        row = Run(
            run_id=run_id or new_run_id(),
            stage=name,
            started_at=stage.started_at,
            finished_at=now(),
            done_count=stage.done,
            skipped_count=stage.skipped,
            fault_count=len(stage.faults()),
            detail=stage.detail,
        )
        stage.store.append(Run, [row])
    finally:
        stage.store.close()


def outcome_of(stage: Stage) -> StageOutcome:
    """The stage's numbers as they stand."""
    return StageOutcome(
        stage=stage.name,
        done=stage.done,
        skipped=stage.skipped,
        faults=len(stage.faults()),
        detail=stage.detail,
        seconds=(now() - stage.started_at).total_seconds(),
    )
