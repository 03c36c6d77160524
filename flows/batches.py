"""Batches of documents of about equal weight, so that both cores end together, and their turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from flows.progress import follow

Item = TypeVar("Item")

MOST_BATCHES = 400
"""Each costs a task, a few statements and a commit, however little is in it."""


class Future(Protocol):
    """What will come of a batch: Prefect's futures, and those of the standard library."""

    def add_done_callback(self, fn: Callable[[Any], None], /) -> None:
        """Have a function called with this future as soon as it has ended."""

    def result(self) -> Any:
        """Wait for the end; raises what it has ended with."""


def cut_batches(
    items: Sequence[Item], weight: Callable[[Item], int], *, size: int
) -> list[list[Item]]:
    """Heaviest first; a batch ends at `size` items or at a fortieth of the whole weight.

    Of more items than fill 400 such batches, each takes more.
    """
    size = max(size, -(-len(items) // MOST_BATCHES))
    heaviest_first = sorted(items, key=weight, reverse=True)
    limit = max(1, sum(weight(item) for item in items) // 40)
    batches: list[list[Item]] = []
    held = 0
    for item in heaviest_first:
        if not batches or len(batches[-1]) >= size or held >= limit:
            batches.append([])
            held = 0
        batches[-1].append(item)
        held += weight(item)
    return batches


def work_off(
    label: str,
    batches: Sequence[list[Item]],
    start: Callable[[list[Item]], Future],
    *,
    at_once: int,
) -> None:
    """Start with batches, `at_once` being under way at a time, and wait for all of them.

    Memory holds so many batches, and threads as few. The first that fails ends it.
    """
    ended: SimpleQueue[Future] = SimpleQueue()
    under_way = 0
    for batch in follow(label, batches):
        if under_way == at_once:
            ended.get().result()
            under_way -= 1
        start(batch).add_done_callback(ended.put)
        under_way += 1
    for _ in range(under_way):
        ended.get().result()
