"""Fills the disk below a run's home at several moments, makes room, and runs again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.settings import Home
from tests.soak.kills import Nursery, Undisturbed, hash_home
from tests.soak.tables import find_differences, hash_tables

MIB = 1024 * 1024
ROOMY = 2000 * MIB


@dataclass(frozen=True, slots=True)
class DiskResult:
    """What a run said whose disk filled, and what the next one made of it."""

    after: str
    spare_mib: float
    code: int
    said: str
    differences: tuple[str, ...]


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
    nursery: Nursery, undisturbed: Undisturbed, after: str, spare_mib: float
) -> DiskResult:
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
        differences = []
        if edition != _edition_of(home):
            differences.append("the last edition is not what it was")
        set_size(place, ROOMY)
        if again := nursery.run(home):
            differences.append(f"the next run ended with {again}: {_tail(log, before)[-1]}")
        differences += find_differences(undisturbed.tables, hash_home(home))
    return DiskResult(after, spare_mib, code, said[-1] if said else "", tuple(differences))


def _edition_of(home: Path) -> dict[str, str]:
    database = Home(home).published_database
    return hash_tables(database) if database.exists() else {}


def _tail(log: Path, start: int) -> list[str]:
    return log.read_bytes()[start:].decode("utf-8", "replace").splitlines()
