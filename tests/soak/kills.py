"""Kills runs of the demo at random moments, and compares what the next run makes of it."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from data.settings import Home
from flows.demo import DEMO, serve_folder
from flows.operating.run_log import list_logs, read_log
from tests.conftest import PROJECT
from tests.soak.files import compare_files, hash_files, keep_steady
from tests.soak.results import WITHOUT_REPORTS, Result
from tests.soak.tables import find_differences, hash_tables

YEARS = (2024, 2025)
"""The reports that these runs render: ten would take most of the time."""

TRIES = 4

SECONDS_TO_END = 5.0
"""How long what a killed run has started may live on."""

LEFTOVERS = ("**/.making-*", "**/.partial-*", "**/*.part", "journals/*.jsonl")


@dataclass(frozen=True, slots=True)
class Kill:
    """Where a run is killed: in or right after a stage, at a share of its time or at a write."""

    stage: str
    kind: str
    """`moment`, `write` or `gap`."""
    share: float


class Nursery:
    """The process that forks runs."""

    def __init__(self, process: subprocess.Popen[str], address: str, folder: Path) -> None:
        self._process, self._address, self.folder = process, address, folder
        self.stages: tuple[str, ...] = tuple(self._hear()["stages"])

    def start(self, home: Path, **told: Any) -> int:
        """Start a run; returns its process id."""
        log = str(self.folder / "runs.log")
        line = {"home": str(home), "address": self._address, "log": log, "years": YEARS, **told}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        return int(self._hear()["pid"])

    def wait(self) -> int:
        """The exit code of the run, negative for a signal."""
        return int(self._hear()["code"])

    def run(self, home: Path, **told: Any) -> int:
        """A run from its start to its end; its exit code."""
        self.start(home, **told)
        return self.wait()

    def _hear(self) -> dict[str, Any]:
        answers: IO[str] | None = self._process.stdout
        assert answers is not None
        answer: dict[str, Any] = json.loads(answers.readline())
        return answer


@contextmanager
def open_nursery(folder: Path) -> Iterator[Nursery]:
    """A nursery beside the demo's site, for the time of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.soak.nursery", str(folder / "prefect")]
    with (
        serve_folder(DEMO / "site") as address,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT
        ) as process,
    ):
        yield Nursery(process, address, folder)
        assert process.stdin is not None
        process.stdin.close()


def plan_kills(stages: tuple[str, ...], count: int, seed: int) -> list[Kill]:
    """Kills spread over all stages: at a moment, at a write, and in the gap behind each."""
    chance = random.Random(seed)
    kinds = ("moment", "write", "gap")
    return [
        Kill(stages[at % len(stages)], kinds[at // len(stages) % 3], chance.random())
        for at in range(count)
    ]


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A run that nothing disturbed: its tables, and a copy of its home after each stage."""

    checkpoints: Path
    home: Path
    tables: dict[str, str]
    files: dict[str, str]
    """Of every file a digest, or nothing where two undisturbed runs differ."""
    steps: dict[str, int]
    seconds: dict[str, float]


def run_undisturbed(nursery: Nursery) -> Undisturbed:
    """Run everything once, and once more to see which files are alike."""
    home, checkpoints = nursery.folder / "undisturbed", nursery.folder / "checkpoints"
    steps, second = nursery.folder / "steps.json", nursery.folder / "second"
    if not steps.exists():  # else of an earlier soak in the same folder
        _run_well(nursery, second)
        _run_well(nursery, home, checkpoints=str(checkpoints), steps_file=str(steps))
    seconds = {}
    events = read_log(list_logs(Home(home).logs)[0])
    begun = {one["stage"]: one["at"] for one in events if one["event"] == "started"}
    for one in events:
        if one["event"] == "finished":
            took = datetime.fromisoformat(one["at"]) - datetime.fromisoformat(begun[one["stage"]])
            seconds[one["stage"]] = took.total_seconds()
    return Undisturbed(
        checkpoints=checkpoints,
        home=home,
        tables=hash_home(home),
        files=keep_steady(hash_files(home), hash_files(second)),
        steps=json.loads(steps.read_text(encoding="utf-8")),
        seconds=seconds,
    )


def _run_well(nursery: Nursery, home: Path, **told: Any) -> None:
    if code := nursery.run(home, **told):
        log = (nursery.folder / "runs.log").read_text(encoding="utf-8")
        raise RuntimeError(f"the undisturbed run ended with {code}: {log[-2000:]}")


def compare_homes(undisturbed: Undisturbed, home: Path, *, with_reports: bool = True) -> list[str]:
    """In what a home differs from that of an undisturbed run."""

    def wanted(files: dict[str, str]) -> dict[str, str]:
        is_kept = {name: with_reports or not name.startswith("reports/") for name in files}
        return {name: value for name, value in files.items() if is_kept[name]}

    found = hash_files(home)
    return [
        *find_differences(undisturbed.tables, hash_home(home)),
        *compare_files(wanted(undisturbed.files), wanted(found)),
    ]


def hash_home(home: Path) -> dict[str, str]:
    """What must be the same in two homes: tables, those of the edition, and no leftovers."""
    places = Home(home)
    found = hash_tables(places.work_database)
    edition = hash_tables(places.published_database)
    found |= {f"published {table}": value for table, value in edition.items()}
    left = [str(path.relative_to(home)) for pattern in LEFTOVERS for path in home.glob(pattern)]
    found["leftovers"] = str(sorted(left))
    return found


def try_kill(
    nursery: Nursery, undisturbed: Undisturbed, kill: Kill, number: int, *, with_reports: bool
) -> Result:
    """Kill a run, run again, and compare; without reports where they would take too long."""
    home = nursery.folder / f"kill-{number}"
    is_whole = with_reports or kill.stage in ("report", "publish")
    told = {} if is_whole else {"stages": [one for one in nursery.stages if one != "report"]}
    died_in, child = "", 0
    for _ in range(TRIES):  # a run may be done before its moment comes
        died_in, child = _kill_once(nursery, undisturbed, kill, home, told)
        if died_in:
            break
        kill = replace(kill, share=kill.share / 4)
    left = count_left_running(child)
    began = time.monotonic()
    code = nursery.run(home, **told)
    seconds = time.monotonic() - began
    differences = [] if died_in else ["it was not killed: it had ended"]
    differences += [f"the next run ended with {code}"] if code else []
    differences += compare_homes(undisturbed, home, with_reports=is_whole)
    if not differences:
        shutil.rmtree(home)
    said = f"killed {died_in}{'' if is_whole else WITHOUT_REPORTS}"
    return Result(
        f"kill {number}", kill.kind, kill.stage, said, tuple(differences), left, round(seconds, 1)
    )


def _kill_once(
    nursery: Nursery, undisturbed: Undisturbed, kill: Kill, home: Path, told: dict[str, Any]
) -> tuple[str, int]:
    """Where the run died, empty where it ended before, and its process."""
    before = nursery.stages.index(kill.stage) - 1
    shutil.rmtree(home, ignore_errors=True)
    if before >= 0:
        kept = undisturbed.checkpoints / nursery.stages[before]
        shutil.copytree(kept, home, symlinks=True)
    known = set(list_logs(Home(home).logs)) if home.exists() else set()
    if kill.kind == "write":
        at = 1 + int(kill.share * undisturbed.steps[kill.stage])
        child = nursery.start(home, die_stage=kill.stage, die_at=at, **told)
    else:
        child = nursery.start(home, **told)
        event = "finished" if kill.kind == "gap" else "started"
        _wait_for_event(Home(home), known, kill.stage, event)
        if kill.kind == "moment":
            time.sleep(kill.share * undisturbed.seconds[kill.stage])
        with suppress(ProcessLookupError):  # it has ended before
            os.kill(child, signal.SIGKILL)
    return (_last_stage(Home(home), known), child) if nursery.wait() < 0 else ("", child)


def count_left_running(session: int) -> int:
    """How many processes of a killed run still live a moment later; they are ended."""
    until = time.monotonic() + SECONDS_TO_END
    while (found := _find_session(session)) and time.monotonic() < until:
        time.sleep(0.1)
    for process in found:
        with suppress(ProcessLookupError):  # it has ended just now
            os.kill(process, signal.SIGKILL)
    return len(found)


def _find_session(session: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(place.parent.name))
    return found


def _new_log(home: Home, known: set[Path]) -> list[dict[str, Any]]:
    logs = [log for log in list_logs(home.logs) if log not in known] if home.logs.exists() else []
    return read_log(logs[0]) if logs else []


def _wait_for_event(home: Home, known: set[Path], stage: str, event: str) -> None:
    until = time.monotonic() + 600
    while time.monotonic() < until:
        for one in _new_log(home, known):
            if one["stage"] == stage and one["event"] == event:
                return
        time.sleep(0.002)
    raise TimeoutError(f"the run has not {event} {stage}")


def _last_stage(home: Home, known: set[Path]) -> str:
    events = [one for one in _new_log(home, known) if one["event"] in ("started", "finished")]
    if not events:
        return "before the first stage"
    last = events[-1]
    return f"in {last['stage']}" if last["event"] == "started" else f"after {last['stage']}"
