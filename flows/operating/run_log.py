"""What a run did, line by line: HOME/logs/RUN.jsonl, one JSON object per event."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

LOGS_KEPT = 60
"""Runs whose logs stay: more than a year of weekly runs."""

RUN_STARTED, RUN_ENDED = "run_started", "run_ended"
"""Around the stages of a run of several: without the end, it was killed between two of them."""

WENT_WELL = ("finished", RUN_ENDED)
"""Events that say so of a stage, and of a whole run."""


class RunLog:
    """Appends events to a run's file; without a file it keeps nothing. For several threads."""

    def __init__(self, file: Path | None = None, run_id: str = "") -> None:
        self._file = file
        self._run_id = run_id
        self._lock = threading.Lock()

    def write(self, at: datetime, event: str, stage: str, **fields: Any) -> None:
        """One event: what, when, in which stage, and what it concerns."""
        self.write_all(at, event, stage, [fields])

    def write_all(
        self, at: datetime, event: str, stage: str, events: Sequence[Mapping[str, Any]]
    ) -> None:
        """The same event for several subjects, in one go."""
        if self._file is None or not events:
            return
        head = {"at": at.isoformat(), "run_id": self._run_id, "stage": stage, "event": event}
        lines = "".join(
            json.dumps({**head, **fields}, ensure_ascii=False, default=str) + "\n"
            for fields in events
        )
        with self._lock, self._file.open("a", encoding="utf-8") as stream:
            stream.write(lines)

    def ends_with(self, event: str) -> bool:
        """Whether the last event of the run is one of these, whoever wrote it."""
        events = read_log(self._file) if self._file else []
        return bool(events) and events[-1]["event"] == event


def open_log(folder: Path, run_id: str, *, kept: int = LOGS_KEPT) -> RunLog:
    """The log of a run; the oldest others go, so that the folder does not grow for ever."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{run_id}.jsonl"
    if not file.exists():
        file.touch()
        for old in list_logs(folder)[kept:]:
            old.unlink(missing_ok=True)
    return RunLog(file, run_id)


def list_logs(folder: Path) -> list[Path]:
    """The logs of a home, the newest first."""
    files = folder.glob("*.jsonl")
    return sorted(files, key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)


def read_log(file: Path) -> list[dict[str, Any]]:
    """The events of a log; a line that a killed run left half written is passed over."""
    return _parse_lines(file.read_text(encoding="utf-8", errors="replace").splitlines())


def _parse_lines(lines: Iterable[str]) -> list[dict[str, Any]]:
    events = []
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            events.append(event)
    return events


@dataclass(frozen=True, slots=True)
class LogSummary:
    """The first and the last event of a log, and when each stage in it went well."""

    first: dict[str, Any]
    last: dict[str, Any]
    finished: dict[str, str] = field(default_factory=dict)


def summarise_log(file: Path) -> LogSummary | None:
    """What a log says of a run as a whole; None of one without an event.

    Most lines tell of one document each and are not looked into.
    """
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    events = _parse_lines(lines[:1]) + _parse_lines(lines[-2:])
    if not events:
        return None
    marks = [f'"event": "{event}"' for event in WENT_WELL]
    ended = _parse_lines(line for line in lines if any(mark in line for mark in marks))
    finished = {str(one["stage"]): str(one["at"]) for one in ended if one["event"] in WENT_WELL}
    return LogSummary(events[0], events[-1], finished)
