"""robots.txt (RFC 9309): what a publisher lets a program ask, and how fast."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from protego import Protego

from data.errors import CollectFault

MOST_BYTES = 512 * 1024
"""What is read of a robots.txt; RFC 9309 asks for at least 500 KiB."""
RULES_STAND_SECONDS = 24 * 3600.0
FAULT_STANDS_SECONDS = 300.0

ReadText = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one origin, for one agent."""

    rules: Protego
    product: str
    """The agent's name alone, without version or contact: what groups of rules are matched by."""

    def allow(self, url: str) -> bool:
        """Whether the agent may ask for the address."""
        return self.rules.can_fetch(url, self.product)

    @property
    def delay_seconds(self) -> float:
        """The pause that the publisher wants between requests; 0 where it names none."""
        rate = self.rules.request_rate(self.product)
        per_request = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(self.rules.crawl_delay(self.product) or 0.0, per_request)


@dataclass(slots=True)
class _Entry:
    lock: threading.Lock = field(default_factory=threading.Lock)
    found: Rules | CollectFault | None = None
    stands_until: float = 0.0


@dataclass(slots=True)
class Robots:
    """The rules of every origin (scheme, host and port) met so far."""

    agent: str
    clock: Callable[[], float]
    _entries: dict[str, _Entry] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def rules_of(self, origin: str, read: ReadText) -> Rules:
        """The rules that stand, or those that `read` brings; one thread reads, others wait.

        Without a robots.txt (4xx) all is allowed; while it cannot be had (5xx, 429, no answer),
        nothing, and it is not asked for again at once.

        Raises:
            CollectFault: it cannot be had.
        """
        with self._lock:
            entry = self._entries.setdefault(origin, _Entry())
        with entry.lock:
            if entry.found is None or self.clock() >= entry.stands_until:
                entry.found = self._read(origin, read)
                stands = FAULT_STANDS_SECONDS
                if isinstance(entry.found, Rules):
                    stands = RULES_STAND_SECONDS
                entry.stands_until = self.clock() + stands
            if isinstance(entry.found, Rules):
                return entry.found
            fault = entry.found
        # A new one each time: threads would write their tracebacks into the same exception.
        raise CollectFault(fault.reason, next_step=fault.next_step)

    def _read(self, origin: str, read: ReadText) -> Rules | CollectFault:
        try:
            text = read()
        except CollectFault as fault:
            status = fault.http_status or 0
            if not 400 <= status < 500 or status == 429:
                return CollectFault(
                    f"robots.txt of {origin} cannot be read, so nothing there may be asked: "
                    f"{fault.reason}",
                    next_step="check the network and the address, or run again later",
                )
            text = ""
        return Rules(Protego.parse(text), self.agent.split("/", 1)[0].strip())
