"""One writer: a run holds its home by a lock that the system takes back when the run ends."""

from __future__ import annotations

import fcntl
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from data.errors import StoreError
from data.settings import Home
from flows.operating.leftovers import remove_leftovers
from flows.progress import tell

GRACE_SECONDS = 0.5
"""Tried for this long before refusing: `status` looks at the lock for an instant."""

SECONDS_BETWEEN_TRIES = 0.1

_held: set[Path] = set()
_held_guard = threading.Lock()


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a home, since when (seconds since 1970), and what was called."""

    pid: int
    since: float
    command: str

    def describe(self) -> str:
        """In words, with its age."""
        age = max(0, int(time.time() - self.since))
        hours, minutes = divmod(age // 60, 60)
        told = f"{hours} h {minutes} min" if hours else f"{minutes} min {age % 60} s"
        return f"process {self.pid} ({self.command}), for {told}"


@contextmanager
def hold_home(home: Home, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Keep other runs off this home; the system lets go of it when the process ends, however.

    Raises:
        StoreError: another run holds it, and still does after the wait; names its process and age.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    with home.run_lock.open("a+", encoding="utf-8") as lock:
        _wait_for(lock, home, wait_seconds)
        left = _read_holder(lock)
        if left is not None:
            tell(
                f"the run before ({left.describe()} ago) ended without letting go of {home.root}: "
                "the system has freed its lock, and this run goes on"
            )
            remove_leftovers(home)
        _write_holder(lock, Holder(os.getpid(), time.time(), _command()))
        with _held_guard:
            _held.add(home.root)
        try:
            yield
        finally:
            with _held_guard:
                _held.discard(home.root)
            lock.truncate(0)


@contextmanager
def keep_home(home: Home, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """The same for a part of a run, such as one stage: nothing if this process holds it already.

    Raises:
        StoreError: another process holds it.
    """
    with _held_guard:
        is_ours = home.root in _held
    if is_ours:
        yield
        return
    with hold_home(home, wait_seconds=wait_seconds):
        yield


def find_holder(home: Home) -> Holder | None:
    """Who holds the home now; None where nobody does, whatever an ended run has left there."""
    if not home.run_lock.exists():
        return None
    with home.run_lock.open("r", encoding="utf-8") as lock:
        if _try_lock(lock, fcntl.LOCK_SH):
            return None
        return _read_holder(lock) or Holder(0, time.time(), "starting")


def find_left(home: Home) -> Holder | None:
    """Who held the home last, if that run was killed: one that ends by itself leaves no name."""
    if not home.run_lock.exists():
        return None
    with home.run_lock.open("r", encoding="utf-8") as lock:
        return _read_holder(lock) if _try_lock(lock, fcntl.LOCK_SH) else None


def _wait_for(lock: IO[str], home: Home, wait_seconds: float) -> None:
    until = time.monotonic() + max(wait_seconds, GRACE_SECONDS)
    has_told = False
    while not _try_lock(lock, fcntl.LOCK_EX):
        holder = _read_holder(lock)
        who = holder.describe() if holder else "another process"
        if time.monotonic() >= until:
            raise StoreError(
                f"{who} is running on {home.root}: wait for it, or let this run wait (run --wait, "
                "or IMAGINARIES_WAIT_MINUTES). Nothing was changed"
            )
        if wait_seconds and not has_told:
            tell(f"waiting up to {wait_seconds / 60:.0f} min for {who}")
            has_told = True
        time.sleep(SECONDS_BETWEEN_TRIES)


def _try_lock(lock: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read_holder(lock: IO[str]) -> Holder | None:
    lock.seek(0)
    text = lock.read()
    try:
        return Holder(**json.loads(text))
    except (ValueError, TypeError):  # empty, of an older version, or being written
        return None


def _write_holder(lock: IO[str], holder: Holder) -> None:
    lock.seek(0)
    lock.truncate(0)
    json.dump(asdict(holder), lock)
    lock.flush()


def _command() -> str:
    """What was called, without its options: they may name places."""
    words = [Path(sys.argv[0]).name, *sys.argv[1:2]]
    return " ".join(word for word in words if word and not word.startswith("-"))
