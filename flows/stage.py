"""The boundary of a stage: what it did, what it skipped, and its faults, all in the tables."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from data.errors import Fault
from data.ids import content_id
from data.records import FaultRecord, Run, StageInput
from data.settings import Settings
from data.store import Store, open_work
from flows.operating.back_off import BACKED_OFF, due, scheduled
from flows.operating.home_lock import keep_home
from flows.operating.manifest import keep_manifest
from flows.operating.run_log import RunLog, open_log
from flows.scope import Scope

SECONDS_PER_MINUTE = 60

MAX_SAID = 4000
"""Characters kept of what a fault says."""


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """What a stage did, in numbers and in words."""

    stage: str
    done: int
    skipped: int
    faults: int
    detail: str
    seconds: float


class Stage:
    """A stage at work. Its tasks run in threads: hold `lock` while using the store.

    It is no dataclass: Prefect would look through all fields of one for each task it is given to.
    """

    def __init__(
        self,
        name: str,
        settings: Settings,
        store: Store,
        started_at: datetime,
        log: RunLog | None = None,
    ) -> None:
        self.name = name
        self.settings = settings
        self.store = store
        self.started_at = started_at
        self.log = log or RunLog()
        self.lock = threading.RLock()
        self.done = self.skipped = 0
        self.waiting = 0  # units with a fault that are not tried again yet, or are given up
        self.detail = ""
        self._asked: dict[str, str] = {}  # input hashes asked about: what a fault was met with

    @contextmanager
    def released(self) -> Iterator[None]:
        """Let other processes read the database for the time of the block."""
        with self.lock:
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
        """Those of the subjects whose input hash is not the one last worked from.

        Left out, and counted as waiting, are those that became a fault with this very input and
        are not due for another try.
        """
        known = {
            row.subject_id: row.input_hash
            for row in self.store.read(StageInput, "stage = ?", [self.name])
        }
        self._asked |= inputs
        changed = {key: value for key, value in inputs.items() if known.get(key) != value}
        kept = self.waiting_of(changed)
        return [key for key in changed if key not in kept]

    def waiting_of(self, inputs: Mapping[str, str]) -> set[str]:
        """Those of the subjects that a fault met with this very input keeps waiting; counts them.

        A fault of the others, if they meet one, is remembered with their input.
        """
        self._asked |= inputs
        if self.name not in BACKED_OFF:
            return set()
        faults = {fault.document_id or fault.subject: fault for fault in self.faults()}
        kept = set(inputs) - set(due(inputs, faults, now()))
        self.waiting += len(kept)
        return kept

    def remember(self, inputs: dict[str, str]) -> None:
        """Note what the subjects were worked from, so that the next run may skip them."""
        rows = [StageInput(self.name, key, value, now()) for key, value in inputs.items()]
        with self.store.transaction():
            self.forget(list(inputs))
            self.store.append(StageInput, rows)
        self.log.write_all(now(), "worked_on", self.name, [{"subject": key} for key in inputs])

    def forget(self, subjects: list[str]) -> None:
        """Make the next run work on these subjects, whatever has or has not changed."""
        sql = "delete from stage_input where stage = ? and subject_id in (select unnest(?))"
        self.store.query(sql, [self.name, subjects])

    def fault(self, subject: str, fault: Fault, document_id: str | None = None) -> None:
        """Record a fault; one that was met before counts its tries and keeps its first date."""
        fault_id = content_id("fault", self.name, subject)
        before = self.store.read(FaultRecord, "fault_id = ?", [fault_id])
        last = before[0] if before else None
        value = self._asked.get(document_id or subject)
        is_same_input = last is not None and last.input_hash == value
        row = FaultRecord(
            fault_id=fault_id,
            stage=self.name,
            subject=subject,
            document_id=document_id,
            reason=_cut(fault.reason),
            next_step=_cut(fault.next_step),
            first_seen_at=last.first_seen_at if last else now(),
            last_seen_at=now(),
            tries=last.tries + 1 if last else 1,
            input_hash=value,
            input_tries=(last.input_tries or 0) + 1 if last and is_same_input else 1,
        )
        most = self.settings.watch.max_tries
        row = scheduled(row, fault, now=now(), max_tries=most)
        self.store.replace(FaultRecord, "fault_id", [fault_id], [row])
        self.log.write(now(), "fault", self.name, **_logged(row))

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


def _cut(said: str) -> str:
    """The words of a fault without end: a hostile file has a name of a million letters in it."""
    return said if len(said) <= MAX_SAID else f"{said[:MAX_SAID]}… ({len(said)} characters)"


def _logged(fault: FaultRecord) -> Mapping[str, object]:
    """What the log says of a fault."""
    names = ("fault_id", "subject", "document_id", "reason", "tries", "retry_at", "given_up_at")
    return {name: getattr(fault, name) for name in names}


@contextmanager
def open_stage(scope: Scope, name: str, run_id: str) -> Iterator[Stage]:
    """Hold the home, open its database for one stage, and write its row in `run` when it ends well.

    Raises:
        StoreError: another run holds the home, or its database cannot be used.
    """
    settings = scope.settings()
    run_id = run_id or new_run_id()
    wait_seconds = settings.watch.wait_minutes * SECONDS_PER_MINUTE
    with keep_home(settings.home, wait_seconds=wait_seconds):
        log = open_log(settings.home.logs, run_id)
        store = open_work(settings.home.work_database)
        stage = Stage(name, settings, store, now(), log=log)
        log.write(stage.started_at, "started", name)
        try:
            keep_manifest(stage.store, settings, run_id, stage.started_at)
            yield stage
            row = run_of(stage, run_id)
            stage.store.append(Run, [row])
            log.write(row.finished_at, "finished", name, **_counts(row))
        except BaseException as error:
            log.write(now(), "failed", name, error=type(error).__name__, reason=str(error))
            raise
        finally:
            with stage.lock:  # a task may be writing still, and DuckDB would never come back
                stage.store.close()


def run_of(stage: Stage, run_id: str) -> Run:
    """The row of a stage that has ended well."""
    return Run(
        run_id=run_id,
        stage=stage.name,
        started_at=stage.started_at,
        finished_at=now(),
        done_count=stage.done,
        skipped_count=stage.skipped,
        fault_count=len(stage.faults()),
        detail=detail_of(stage),
    )


def _counts(row: Run) -> Mapping[str, object]:
    names = ("done_count", "skipped_count", "fault_count", "detail")
    return {name: getattr(row, name) for name in names}


def detail_of(stage: Stage) -> str:
    """What was done, in words, with what waits."""
    waiting = f"{stage.waiting} with faults wait for another try or are given up"
    return f"{stage.detail}; {waiting}" if stage.waiting else stage.detail


def outcome_of(stage: Stage) -> StageOutcome:
    """The stage's numbers as they stand."""
    return StageOutcome(
        stage=stage.name,
        done=stage.done,
        skipped=stage.skipped,
        faults=len(stage.faults()),
        detail=detail_of(stage),
        seconds=(now() - stage.started_at).total_seconds(),
    )
