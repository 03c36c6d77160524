from __future__ import annotations

import threading

from extractors.fetch.pace import Pace


def test_a_host_that_rests_holds_up_its_own_askers_and_no_others() -> None:
    is_asleep, may_wake = threading.Event(), threading.Event()
    sleeping: list[float] = []

    def sleep(seconds: float) -> None:
        sleeping.append(seconds)
        is_asleep.set()
        may_wake.wait(30)

    def ask(host: str) -> threading.Thread:
        thread = threading.Thread(target=pace.wait, args=(host, 10), daemon=True)
        thread.start()
        return thread

    pace = Pace(sleep, clock=lambda: 0.0)
    pace.wait("slow.example", 10)
    sleeper = ask("slow.example")
    assert is_asleep.wait(30)
    queued, other = ask("slow.example"), ask("other.example")
    other.join(timeout=5)
    queued.join(timeout=0.1)
    assert not other.is_alive()
    assert len(sleeping) == 1
    may_wake.set()
    for thread in (sleeper, queued):
        thread.join(timeout=30)
    assert len(sleeping) == 2
