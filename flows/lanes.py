"""Worker processes, one document at a time each; one that dies or hangs is replaced.

Documents are hostile: a worker has no database, no Prefect and no way to stop the run. Workers
are forked from a clean server process, since the shell has threads.
"""

from __future__ import annotations

import errno
import multiprocessing
import queue
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from data.errors import Fault, ImaginariesError, StoppedError, WorkerFault

Item = TypeVar("Item")
Result = TypeVar("Result")

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_START_METHOD = "spawn" if sys.platform == "win32" else "forkserver"


class Lanes:
    """As many worker processes as asked for; each batch takes one while it runs."""

    def __init__(self, workers: int, *, seconds_per_item: float) -> None:
        self._context = multiprocessing.get_context(_START_METHOD)
        self._seconds_per_item = seconds_per_item
        self._idle: queue.Queue[ProcessPoolExecutor] = queue.Queue()
        self._lanes: set[ProcessPoolExecutor] = set()
        self._is_stopped = False
        for _ in range(workers):
            self._idle.put(self._new_lane())

    def run(
        self, work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item]
    ) -> list[Result | Fault]:
        """Work on a batch and answer every item, in order.

        If the batch's process dies or takes too long, its items are tried one by one, and those
        that do it again become faults.
        """
        done = self._attempt(work, items)
        if done is not None:
            return list(done)
        singly: list[Result | Fault] = []
        for item in items:
            alone = self._attempt(work, [item])
            singly.append(alone[0] if alone else _worker_lost(self._seconds_per_item))
        return singly

    def _attempt(
        self, work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item]
    ) -> list[Result] | None:
        lane = self._idle.get()
        try:
            if self._is_stopped:
                raise StoppedError("the run was broken off")
            return lane.submit(work, items).result(timeout=self._seconds_per_item * len(items))
        except (BrokenProcessPool, CancelledError, TimeoutError):
            self._kill(lane)
            lane = self._new_lane()
            return None
        finally:
            self._idle.put(lane)

    def _new_lane(self) -> ProcessPoolExecutor:
        lane = ProcessPoolExecutor(1, mp_context=self._context, initializer=_leave_interrupts)
        self._lanes.add(lane)
        return lane

    def _kill(self, lane: ProcessPoolExecutor) -> None:
        self._lanes.discard(lane)
        for process in list((lane._processes or {}).values()):
            process.kill()
        lane.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End the workers when they have done what they are at."""
        for lane in self._lanes:
            lane.shutdown()

    def kill(self) -> None:
        """End the workers at once; whoever still waits for one is told that the run is over."""
        self._is_stopped = True
        for lane in list(self._lanes):
            self._kill(lane)


@contextmanager
def open_lanes(workers: int, *, seconds_per_item: float) -> Iterator[Lanes]:
    """Worker processes for the time of the block."""
    lanes = Lanes(workers, seconds_per_item=seconds_per_item)
    try:
        yield lanes
    except BaseException:
        lanes.kill()  # a run that is broken off does not wait for its workers
        raise
    lanes.close()


def guarded(work: Callable[[Item], Result], item: Item) -> Result | Fault:
    """Do one item's work in a worker; a defect becomes a fault in its place.

    What is wrong with the whole run, such as a full disk, is raised.
    """
    try:
        return work(item)
    except Fault as fault:
        return fault
    except ImaginariesError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise
        return Fault(
            f"{type(error).__name__}: {error}",
            next_step="this is a defect of the software: report it with the file's name",
        )


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; the shell alone decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _worker_lost(seconds: float) -> Fault:
    return WorkerFault(
        f"the worker process died or took more than {seconds:.0f} seconds",
        next_step="look at the file: it may be damaged or hostile; convert it and collect it again",
    )
