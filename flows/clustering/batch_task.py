"""What a worker of the cluster does with a batch: the same as a lane does, and in a lane."""

from __future__ import annotations

import multiprocessing
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from data.errors import UsageError
from data.ids import content_id
from flows.clustering.parts import Folder, Packed, fetch_file, is_started, open_folder, pack
from flows.lanes import Lanes
from flows.versions import coder_version, parser_version
from flows.work import ParseJob

_held: dict[int | None, Lanes] = {}
_one_at_a_time = threading.Lock()
"""Python 3.11 may fail to read sources in several threads at once; and lanes are opened once."""


@dataclass(frozen=True, slots=True)
class Order:
    """A batch as it is sent: the work, its items, their limits, and where the rows go."""

    work: Callable[[Sequence[Any]], list[Any]]
    items: tuple[Any, ...]
    seconds_per_item: float
    memory_mib: int | None
    parts: str
    software: str
    sent: Mapping[Path, str]
    """Files of the archive that lie among the parts, under which name."""


class Sealed:
    """An order as bytes, so that nobody on its way looks into it.

    Prefect would look for what to wait for in each field of each item and Dask in each tuple, and
    Dask's scheduler would make all of it and take it apart again.
    """

    __slots__ = ("_frames", "_header")

    def __init__(self, order: Order) -> None:
        from distributed.protocol.serialize import serialize  # noqa: PLC0415 — of the extra `cluster`

        self._header, frames = serialize(order)
        self._frames = [bytes(frame) for frame in frames]

    def open(self) -> Order:
        """The order, made again."""
        from distributed.protocol.serialize import deserialize  # noqa: PLC0415 — of the extra `cluster`

        order: Order = deserialize(self._header, self._frames)  # type: ignore[no-untyped-call]
        return order


@task(name="work-on-batch", cache_policy=NO_CACHE, persist_result=False)
def work_on_batch(sealed: Sealed) -> Packed:
    """Work on a batch in a confined process below this worker, and write its rows as parts.

    Raises:
        UsageError: this worker runs other software than the run, or does not see its parts.
    """
    order = sealed.open()
    folder = open_folder(order.parts)
    check_worker(order, folder)
    with files_at_hand(order, folder) as items:
        results = hold_lanes(order.memory_mib).run(
            order.work, items, seconds_per_item=order.seconds_per_item
        )
    return pack(results, folder)


def check_worker(order: Order, folder: Folder) -> None:
    """Refuse an order that this worker would do otherwise than the run expects."""
    with _one_at_a_time:
        software = software_version()
    if order.software != software:
        raise UsageError(
            "a worker of the cluster runs another version of the software or its libraries than "
            "the run: install the same checkout and lock on each machine"
        )
    if not is_started(folder):
        raise UsageError(
            f"a worker of the cluster does not see {order.parts}: set IMAGINARIES_PARTS to a "
            "folder or an address that all machines see"
        )


@lru_cache(maxsize=1)
def software_version() -> str:
    """The version of everything that turns bytes into sentences and sentences into claims."""
    return content_id(parser_version(), coder_version())


@contextmanager
def files_at_hand(order: Order, folder: Folder) -> Iterator[list[Any]]:
    """The items, with files that were sent copied to this machine for the time of the block.

    The process that opens them has no network and could not fetch them.
    """
    with tempfile.TemporaryDirectory(prefix="imaginaries-") as scratch:
        fetched = {
            file: fetch_file(folder, name, Path(scratch)) for file, name in order.sent.items()
        }
        yield [
            replace(item, file=fetched.get(item.file, item.file))
            if isinstance(item, ParseJob)
            else item
            for item in order.items
        ]


def hold_lanes(memory_mib: int | None) -> Lanes:
    """Processes below this worker, one per thread of it, kept for as long as it lives."""
    from distributed import get_worker  # noqa: PLC0415 — of the extra `cluster`

    with _one_at_a_time:
        if memory_mib not in _held:
            # Dask's workers may have no children, lest these outlive them; a lane ends by itself.
            multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
            threads = get_worker().state.nthreads
            _held[memory_mib] = Lanes(threads, seconds_per_item=0.0, memory_mib=memory_mib)
        return _held[memory_mib]
