"""Where batches of documents are worked on: processes of this machine, or a cluster of several."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from prefect import Task

from data.errors import Fault
from data.ids import content_id
from data.settings import Settings
from flows.batches import Future
from flows.lanes import open_lanes
from flows.stage import new_run_id

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers(Protocol):
    """Whoever works on batches. One bad item never costs the others."""

    @property
    def at_once(self) -> int:
        """How many batches keep all of them at work: two for each, one of which is under way."""

    def start(self, task: Task[..., None], *arguments: Any) -> Future:
        """Begin with a batch: with all that is done for it in this process.

        It is a task of Prefect, unless what the workers do for it is one.
        """

    def run(
        self,
        work: Callable[[Sequence[Item]], list[Result]],
        items: Sequence[Item],
        *,
        seconds_per_item: float | None = None,
    ) -> list[Result | Fault]:
        """Work on a batch and answer every item, in order, with its result or a fault."""

    def kill(self) -> None:
        """Stop at once; whoever still waits is told that the run is over."""


@contextmanager
def open_workers(
    settings: Settings, *, seconds_per_item: float, memory_mib: int | None = None
) -> Iterator[Workers]:
    """The workers that the settings name, for the time of the block.

    Each item has so many seconds, and where `memory_mib` is given, so much memory and no network.

    Raises:
        UsageError: the cluster or the place of its parts cannot be used.
    """
    if settings.cluster is None:
        with open_lanes(
            settings.workers, seconds_per_item=seconds_per_item, memory_mib=memory_mib
        ) as lanes:
            yield lanes
        return
    from flows.clustering import cluster, parts  # noqa: PLC0415 — Dask takes its time to load

    home = settings.home
    folder = parts.open_folder(settings.parts or str(home.parts))
    local = folder.local_path
    is_in_home = local is not None and local.is_relative_to(home.root)
    with cluster.open_cluster(
        settings.cluster,
        # Homes may share a place of parts, and each sweeps its own; a home has one run at a time.
        folder.below(content_id("parts", platform.node(), home.root)),
        new_run_id(),
        seconds_per_item=seconds_per_item,
        memory_mib=memory_mib,
        sends_files=not is_in_home,  # who sees parts in the home sees its archive
    ) as workers:
        yield workers
