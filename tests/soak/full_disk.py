"""Fills the disk below a run's home at several moments, makes room, and runs again."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.settings import Home
from tests.soak.kills import Nursery, Undisturbed, compare_homes
from tests.soak.results import Result
from tests.soak.tables import hash_tables

MIB = 1024 * 1024
ROOMY = 2000 * MIB

FAILED = 3
"""Exit code of a run that failed."""

DISKS = (
    ("compare", 1.0),
    ("report", 20.0),
    ("registers", 0.5),
    ("", 2.0),
    ("", 8.0),
    ("parse", 0.5),
    ("code", 0.5),
    ("topics", 0.5),
)
"""After which stage the disk has how much room left, in MiB."""


def can_mount() -> bool:
    """Whether this process may make a file system of limited size."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount") is not None


@contextmanager
def small_disk(place: Path) -> Iterator[None]:
    """A file system in memory, at first with room."""
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOMY}", "tmpfs", place], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def set_size(place: Path, size: int) -> None:
    """Make the file system smaller or larger."""
    subprocess.run(["mount", "-o", f"remount,size={size}", place], check=True)


def try_full_disk(
    nursery: Nursery, undisturbed: Undisturbed, number: int, after: str, spare_mib: float
) -> Result:
    """Go on after a stage with so little room, and then once more with enough."""
    place = nursery.folder / "disk"
    home, log = place / "home", nursery.folder / "runs.log"
    with small_disk(place):
        if after:
            shutil.copytree(undisturbed.checkpoints / after, home, symlinks=True)
        used = shutil.disk_usage(place).used
        set_size(place, int(used + spare_mib * MIB))
        edition = _edition_of(home)
        before = log.stat().st_size
        code = nursery.run(home)
        said = [line for line in _tail(log, before) if line.startswith("imaginaries: ")]
        differences = [] if code == FAILED else [f"the run ended with {code}"]
        if edition != _edition_of(home):
            differences.append("the last edition is not what it was")
        set_size(place, ROOMY)
        began = time.monotonic()
        if again := nursery.run(home):
            differences.append(f"the next run ended with {again}: {_tail(log, before)[-1]}")
        seconds = time.monotonic() - began
        differences += compare_homes(undisturbed, home)
    room = f"{spare_mib} MiB left, ended with {code}: {said[-1] if said else 'nothing said'}"
    return Result(
        f"disk {number}", "disk", after or "nothing", room, tuple(differences), 0, round(seconds, 1)
    )


def _edition_of(home: Path) -> dict[str, str]:
    database = Home(home).published_database
    return hash_tables(database) if database.exists() else {}


def _tail(log: Path, start: int) -> list[str]:
    return log.read_bytes()[start:].decode("utf-8", "replace").splitlines()
