"""Watches a whole run: what it changed, its artifacts in Prefect, and a message if need be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import httpx
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.exceptions import PrefectException

from data.errors import ImaginariesError
from data.records import FaultRecord
from data.settings import Home, Settings
from data.store import open_reading
from data.tables import RECORD_TYPES, table_name
from flows.operating.back_off import next_step_of
from flows.operating.home_state import describe_shortage
from flows.operating.notice import send_notice
from flows.operating.open_faults import read_fault_rows
from flows.progress import tell
from flows.stage import StageOutcome, now

FAULTS_TOLD = 20


@dataclass(frozen=True, slots=True)
class TableCount:
    """The rows of a table before a run and after it."""

    table: str
    rows_before: int
    rows_now: int


@dataclass(slots=True)
class WatchedRun:
    """A run while it goes: its stages so far."""

    run_id: str
    settings: Settings
    started_at: datetime
    before: Mapping[str, int]
    outcomes: list[StageOutcome] = field(default_factory=list)


@contextmanager
def watch_run(settings: Settings, run_id: str) -> Iterator[WatchedRun]:
    """Follow a run; done or failed, its artifacts are made and whoever is to know is told.

    A run that a person or the system breaks off ends at once.
    """
    run = WatchedRun(run_id, settings, now(), count_rows(settings.home))
    try:
        yield run
    except Exception as error:
        end_run(run, error)
        raise
    end_run(run, None)


def end_run(run: WatchedRun, error: Exception | None) -> None:
    """Make the artifacts, and send a message if the run failed or met something new."""
    faults = read_faults(run.settings.home)
    story = describe_run(run, faults, error)
    if error is not None and (shortage := describe_shortage(run.settings.home)):
        tell(f"warning: {shortage}")
        story += f"\n\n{shortage}"
    changes = find_changes(run.before, count_rows(run.settings.home))
    try:
        create_table_artifact(table=stage_rows(run.outcomes), key="stages", description=story)
        create_table_artifact(table=change_rows(changes), key="tables", description=run.run_id)
        create_markdown_artifact(markdown=describe_faults(faults), key="faults")
    except (httpx.HTTPError, PrefectException) as trouble:
        tell(f"Prefect did not take the run's artifacts: {type(trouble).__name__}: {trouble}")
    news = [one for one in faults if is_news(one, run.started_at)]
    if run.settings.watch.notify and (error is not None or news):
        send_notice(run.settings.watch.notify, title_of(run, news, error), story)


def count_rows(home: Home) -> dict[str, int]:
    """Rows of every table; of a home that is new, of an older schema or in use, of none."""
    tables = [table_name(record_type) for record_type in RECORD_TYPES]
    sql = " union all ".join(f"select '{name}', count(*) from {name}" for name in tables)
    try:
        with open_reading(home.work_database) as store:
            return {str(name): int(count) for name, count in store.query(sql).rows}
    except ImaginariesError:
        return {}


def read_faults(home: Home) -> list[FaultRecord]:
    """The faults that are open, by stage; none where the database cannot be read."""
    try:
        with open_reading(home.work_database) as store:
            return read_fault_rows(store)
    except ImaginariesError:
        return []


def find_changes(before: Mapping[str, int], after: Mapping[str, int]) -> list[TableCount]:
    """The tables whose number of rows the run changed."""
    return [
        TableCount(name, before.get(name, 0), count)
        for name, count in after.items()
        if before.get(name, 0) != count
    ]


def is_news(fault: FaultRecord, since: datetime) -> bool:
    """Whether the run met the fault first, or gave it up."""
    gave_up = fault.given_up_at is not None and fault.given_up_at >= since
    return fault.first_seen_at >= since or gave_up


def stage_rows(outcomes: list[StageOutcome]) -> list[dict[str, object]]:
    """The stages as rows of a table."""
    return [
        {
            "stage": one.stage,
            "done": one.done,
            "unchanged": one.skipped,
            "faults": one.faults,
            "seconds": round(one.seconds, 1),
            "detail": one.detail,
        }
        for one in outcomes
    ]


def change_rows(changes: list[TableCount]) -> list[dict[str, object]]:
    """What changed as rows of a table."""
    return [
        {
            "table": one.table,
            "rows before": one.rows_before,
            "rows now": one.rows_now,
            "change": f"{one.rows_now - one.rows_before:+,}",
        }
        for one in changes
    ]


def title_of(run: WatchedRun, news: list[FaultRecord], error: Exception | None) -> str:
    """The first line of a message."""
    if error is not None:
        return f"imaginaries: run {run.run_id} failed; the last edition stays"
    return f"imaginaries: run {run.run_id} is done, with {len(news)} new faults"


def describe_run(run: WatchedRun, faults: list[FaultRecord], error: Exception | None) -> str:
    """What the run did, in plain words."""
    lines = [f"Run {run.run_id}, begun {run.started_at:%Y-%m-%d %H:%M} UTC."]
    if error is not None:
        lines.append(f"It failed: {error or type(error).__name__}")
    lines += [f"{one.stage}: {one.detail} ({one.seconds:.1f} s)" for one in run.outcomes]
    lines += [fault_line(one) for one in faults[:FAULTS_TOLD]]
    if len(faults) > FAULTS_TOLD:
        lines.append(f"and {len(faults) - FAULTS_TOLD} more faults: imaginaries status")
    return "\n\n".join(lines)


def describe_faults(faults: list[FaultRecord]) -> str:
    """The open faults as Markdown."""
    if not faults:
        return "No faults."
    return "\n".join(f"- {fault_line(one)}" for one in faults)


def fault_line(fault: FaultRecord) -> str:
    """One fault with what a person can do, and when it is tried again."""
    return (
        f"{fault.stage} {fault.subject}: {fault.reason} -> {fault.next_step} "
        f"({next_step_of(fault)})"
    )
