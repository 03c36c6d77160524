"""What a run did, line by line: HOME/logs/RUN.jsonl, one JSON object per event."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

LOGS_KEPT = 60
"""Runs whose logs stay: more than a year of weekly runs."""


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
    events = []
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            events.append(event)
    return events
