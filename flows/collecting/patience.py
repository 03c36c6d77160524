"""When to leave a host alone: after so many refusals in a row, whichever source met them."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field

PATIENCE = 5
"""So many requests in a row that a host refuses or does not answer, and it is asked no more."""


@dataclass(slots=True)
class Patience:
    """One run's patience with each host; all sources share it, so that they stop together."""

    _in_a_row: Counter[str] = field(default_factory=Counter)
    _given_up: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note_served(self, host: str) -> None:
        """The host has answered as it should, or said that something is not there."""
        with self._lock:
            self._in_a_row[host] = 0

    def note_unserved(self, host: str) -> None:
        """The host has refused or not answered."""
        with self._lock:
            self._in_a_row[host] += 1
            if self._in_a_row[host] >= PATIENCE:
                self._given_up.add(host)

    def is_over(self, host: str) -> bool:
        """Whether the host is asked no more in this run."""
        with self._lock:
            return host in self._given_up
