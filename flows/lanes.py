"""Worker processes, one document at a time each; one that dies or hangs is replaced.

Documents are hostile: a worker has no database, no Prefect and no way to stop the run. Workers
are forked from a clean server process, since the shell has threads.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection
from typing import TYPE_CHECKING, Any, TypeVar

from data.archive import NO_ROOM
from data.errors import Fault, ImaginariesError, StoppedError, WorkerFault
from flows.confinement import confine_process

if TYPE_CHECKING:
    from prefect import Task
    from prefect.futures import PrefectFuture

Item = TypeVar("Item")
Result = TypeVar("Result")

SECONDS_TO_DIE = 10.0
"""How long a process that is ended by force may take to go: the system takes its memory back."""

_TRIES = 2
_PR_SET_PDEATHSIG = 1
_START_METHOD = "spawn" if sys.platform == "win32" else "forkserver"


class Lanes:
    """As many worker processes as asked for; each batch takes one while it runs."""

    def __init__(
        self, workers: int, *, seconds_per_item: float, memory_mib: int | None = None
    ) -> None:
        self._context = multiprocessing.get_context(_START_METHOD)
        self._seconds_per_item = seconds_per_item
        self._memory_mib = memory_mib
        self._idle: queue.Queue[ProcessPoolExecutor] = queue.Queue()
        self._lanes: set[ProcessPoolExecutor] = set()
        self.at_once = 2 * workers
        self._is_stopped = False
        for _ in range(workers):
            self._idle.put(self._new_lane())

    def start(self, task: Task[..., None], *arguments: Any) -> PrefectFuture[None]:
        """Begin with a batch, as a task of Prefect."""
        return task.submit(*arguments)

    def run(
        self,
        work: Callable[[Sequence[Item]], list[Result]],
        items: Sequence[Item],
        *,
        seconds_per_item: float | None = None,
    ) -> list[Result | Fault]:
        """Work on a batch in one process and answer every item, in order.

        Items are handed over one by one, so that each has its own time and the one that loses
        the process is known: it becomes a fault, and the next goes to a new process.
        `seconds_per_item` is for slower work than usual.
        """
        seconds = seconds_per_item or self._seconds_per_item
        lane = self._idle.get()
        try:
            answers: list[Result | Fault] = []
            for item in items:
                answer, lane = self._answer(lane, work, item, seconds)
                answers.append(answer)
            return answers
        finally:
            self._idle.put(lane)

    def _answer(
        self,
        lane: ProcessPoolExecutor,
        work: Callable[[Sequence[Item]], Sequence[Result]],
        item: Item,
        seconds: float,
    ) -> tuple[Result | Fault, ProcessPoolExecutor]:
        """The answer, and the lane to go on with.

        A process that dies may have been ended by the system or for what came before, so the
        item has a second try in a new one; an item that took too long has had its time.
        """
        fault: Fault | None = None
        for _ in range(_TRIES):
            if self._is_stopped:
                raise StoppedError("the run was broken off")
            try:
                return lane.submit(work, [item]).result(timeout=seconds)[0], lane
            except (BrokenProcessPool, CancelledError, TimeoutError, MemoryError) as error:
                self._kill(lane)
                lane = self._new_lane()
                fault = self._fault_of(error, seconds)
                if isinstance(error, TimeoutError):
                    break
        assert fault is not None
        return fault, lane

    def _fault_of(self, error: BaseException, seconds: float) -> Fault:
        within = f" (it may have {self._memory_mib} MiB of memory)" if self._memory_mib else ""
        if isinstance(error, TimeoutError):
            said = f"the worker process took more than {seconds:.0f} seconds"
        elif isinstance(error, MemoryError):
            said = f"the worker process ran out of memory{within}"
        else:
            said = f"the worker process died{within}"
        return WorkerFault(
            said,
            next_step="look at the file: it may be damaged or hostile; convert it and collect it "
            "again",
        )

    def _new_lane(self) -> ProcessPoolExecutor:
        lane = ProcessPoolExecutor(
            1, mp_context=self._context, initializer=_prepare, initargs=(self._memory_mib,)
        )
        self._lanes.add(lane)
        return lane

    def _kill(self, lane: ProcessPoolExecutor) -> None:
        self._lanes.discard(lane)
        processes = list((lane._processes or {}).values())
        for process in processes:
            process.kill()
        for process in processes:  # while one is on its way out it keeps the database from the run
            connection.wait([process.sentinel], SECONDS_TO_DIE)
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
def open_lanes(
    workers: int, *, seconds_per_item: float, memory_mib: int | None = None
) -> Iterator[Lanes]:
    """Worker processes for the time of the block; `memory_mib` confines them, for hostile input."""
    lanes = Lanes(workers, seconds_per_item=seconds_per_item, memory_mib=memory_mib)
    try:
        yield lanes
    except BaseException:
        lanes.kill()  # a run that is broken off does not wait for its workers
        raise
    lanes.close()


def guarded(work: Callable[[Item], Result], item: Item) -> Result | Fault:
    """Do one item's work in a worker; a defect becomes a fault in its place.

    What is wrong with the whole run, such as a full disk, is raised, and so is want of memory:
    the process is then replaced.
    """
    try:
        return work(item)
    except Fault as fault:
        return fault
    except (ImaginariesError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        return Fault(
            f"{type(error).__name__}: {error}",
            next_step="this is a defect of the software: report it with the file's name",
        )


def _prepare(memory_mib: int | None) -> None:
    # Ctrl-C reaches every process of the terminal; the shell alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        # Ends with the fork server, which ends with the run; the thread below has to wait while a
        # library that sets a page or solves equations holds Python's lock.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    if memory_mib is not None:
        confine_process(memory_mib)


def _end_with_the_run() -> None:
    """End this process as soon as the run is gone, though it was killed and told nobody.

    A worker holds both ends of the pipe it waits at, so that it would never notice by itself: it
    would stay for good, and one that renders reports keeps the database from the next run.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
