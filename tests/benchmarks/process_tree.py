"""CPU and memory of a process and of all below it, as Linux tells them."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
_PARENT, _USER, _SYSTEM, _STARTED = 1, 11, 12, 19
"""Places in /proc/PID/stat, counted from behind the name."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a tree of processes had used and held at an instant."""

    at: float
    """Seconds since 1970."""
    cpu_seconds: float
    proportional_bytes: int
    resident_bytes: int


@dataclass(slots=True)
class TreeWatch:
    """Looks at a tree of processes; those that have ended keep the CPU they were last seen with."""

    root: int
    looks: list[Look] = field(default_factory=list)
    used: dict[tuple[int, int], float] = field(default_factory=dict)

    def look(self) -> None:
        """Add a look at the tree as it is now."""
        states = read_states()
        proportional = resident = 0
        for pid in tree_of(self.root, states):
            fields = states[pid]
            ticks = int(fields[_USER]) + int(fields[_SYSTEM])
            self.used[pid, int(fields[_STARTED])] = ticks / os.sysconf("SC_CLK_TCK")
            shares = read_shares(pid)
            proportional += shares.get("Pss", 0)
            resident += shares.get("Rss", 0)
        self.looks.append(Look(time.time(), sum(self.used.values()), proportional, resident))


def read_states() -> dict[int, list[str]]:
    """The numbers of every process in /proc/PID/stat."""
    states: dict[int, list[str]] = {}
    for file in PROC.glob("[0-9]*/stat"):
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it has ended since it was listed
        states[int(file.parent.name)] = text.rpartition(")")[2].split()
    return states


def tree_of(root: int, states: dict[int, list[str]]) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for pid, fields in states.items():
        children.setdefault(int(fields[_PARENT]), []).append(pid)
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        if pid in states:
            found.append(pid)
        waiting += children.get(pid, [])
    return found


def read_shares(pid: int) -> dict[str, int]:
    """What a process holds, in bytes by kind; nothing if it has ended."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return {}
    pairs = (line.partition(":") for line in lines)
    return {name: int(value.split()[0]) * 1024 for name, _, value in pairs}
