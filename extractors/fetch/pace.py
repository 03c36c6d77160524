"""The pace at which each host is asked, over all threads."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from data.errors import CollectFault

LONGEST_WAIT_SECONDS = 120.0
"""A publisher that wants to be left alone for longer is asked again in another run."""


@dataclass(slots=True)
class _Turn:
    """A host's place in time: when it was asked last, and before when it wants no request."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    asked_at: float = -math.inf
    quiet_until: float = -math.inf


@dataclass(slots=True)
class Pace:
    """Spaces the requests to each host; different hosts do not wait for each other."""

    sleep: Callable[[float], None]
    clock: Callable[[], float]
    _turns: dict[str, _Turn] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, host: str, delay_seconds: float) -> None:
        """Wait until this host may be asked, and take the turn.

        Raises:
            CollectFault: the host asked for a longer rest, now or between any two requests, than a
                run waits.
        """
        if not delay_seconds <= LONGEST_WAIT_SECONDS:  # so that "nan" is refused too
            raise CollectFault(
                f"{host} wants {delay_seconds:g} seconds between requests, and a run waits for "
                f"{LONGEST_WAIT_SECONDS:g} at most",
                next_step="ask the publisher, or save the pages by hand and import them",
            )
        turn = self._turn_of(host)
        with turn.lock:  # held while asleep: others who ask this host queue behind
            now = self.clock()
            rest = turn.quiet_until - now
            if rest > LONGEST_WAIT_SECONDS:
                raise CollectFault(
                    f"{host} asks for no request within the next {rest:.0f} seconds",
                    next_step="run again later: what is missing is asked then",
                )
            wait = max(rest, turn.asked_at + delay_seconds - now)
            if wait > 0:
                self.sleep(wait)
            turn.asked_at = self.clock()

    def hold_off(self, host: str, seconds: float) -> None:
        """Ask this host for nothing during the next seconds, whichever thread wants to."""
        turn = self._turn_of(host)
        turn.quiet_until = max(turn.quiet_until, self.clock() + seconds)

    def _turn_of(self, host: str) -> _Turn:
        with self._lock:
            return self._turns.setdefault(host, _Turn())
