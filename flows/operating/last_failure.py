"""The last run that failed or was killed, from the logs and the lock that runs leave behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.settings import Home
from flows.operating.home_lock import Holder, find_holder, find_left
from flows.operating.run_log import RUN_ENDED, RUN_STARTED, LogSummary, list_logs, summarise_log

KILLED = (
    "its log stops here: it was killed, or the machine or the disk gave out; the next run goes on"
)
OF_A_PERSON = ("UsageError",)
"""Errors that whoever asked was told: they are no news once anything has run since."""

STOPPED = ("KeyboardInterrupt", "SystemExit", "CancelledError")


@dataclass(frozen=True, slots=True)
class Failure:
    """When a run failed, its id, in which stage, by which error, and why."""

    at: str
    run_id: str
    stage: str
    error: str
    reason: str


def find_last_failure(home: Home) -> Failure | None:
    """The newest failure that nothing has made good since; None where all is well.

    It is made good when the stage goes well in a later run: a nightly check that finds nothing
    must not hide that Monday's edition was refused. A run at work has not failed.
    """
    holder = find_holder(home)
    logs = list_logs(home.logs)
    if holder is None and (left := find_left(home)) and _is_before_its_log(left, logs):
        return _describe_left(left)
    went_well: dict[str, str] = {}
    for number, failure in enumerate(_read_ends(logs, holder, went_well)):
        is_old_mistake = number and failure and failure.error in OF_A_PERSON
        if failure is None or is_old_mistake:
            continue
        if went_well.get(failure.stage, "") <= failure.at:
            return failure
    return None


def _read_ends(
    logs: Sequence[Path], holder: Holder | None, went_well: dict[str, str]
) -> Iterator[Failure | None]:
    """How each run failed, the newest first; notes when each stage went well in those read."""
    for file in logs:
        summary = summarise_log(file)
        if summary is None:
            continue
        for stage, at in summary.finished.items():
            went_well[stage] = max(at, went_well.get(stage, ""))
        if holder is not None and file.stat().st_mtime >= holder.since:
            continue  # the log of the run that is at work
        yield _failure_of(summary)


def _failure_of(summary: LogSummary) -> Failure | None:
    first, last = summary.first, summary.last
    error, reason = str(last.get("error") or ""), str(last.get("reason") or "")
    if last["event"] != "failed":
        is_whole = first["event"] != RUN_STARTED  # one stage alone: its end is all
        if last["event"] == RUN_ENDED or (last["event"] == "finished" and is_whole):
            return None
        error, reason = "killed", KILLED
    stage = str(last["stage"])
    if error in STOPPED and not reason:
        reason = "stopped by a person or the system; the next run goes on"
    return Failure(str(last["at"]), str(last["run_id"]), stage, error, reason or error)


def _is_before_its_log(left: Holder, logs: Sequence[Path]) -> bool:
    return not logs or logs[0].stat().st_mtime < left.since


def _describe_left(left: Holder) -> Failure:
    """A run that was killed before it could write a line."""
    at = datetime.fromtimestamp(left.since, UTC).replace(tzinfo=None).isoformat()
    reason = f"process {left.pid} ({left.command}) ended before its first stage, without a word"
    return Failure(at, "", "start", "killed", reason)
