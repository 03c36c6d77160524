"""A Dask cluster as the place where batches are worked on, by Prefect's Dask task runner."""

from __future__ import annotations

import contextvars
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from data.errors import Fault, StoppedError, UsageError, WorkerFault
from flows.clustering.batch_task import Order, Sealed, software_version, work_on_batch
from flows.clustering.parts import Folder, drop_files, send_file, start_folder, sweep, unpack
from flows.work import ParseJob

if TYPE_CHECKING:
    from prefect import Task
    from prefect_dask.task_runners import DaskTaskRunner, PrefectDaskFuture

Item = TypeVar("Item")
Result = TypeVar("Result")

LOCAL = "local:"
"""Before the number of workers to start on this machine for the time of a stage."""

SECONDS_TO_CONNECT = 60
SECONDS_WITHOUT_WORKERS = 600.0
"""For so long a cluster may be without any worker, as when it is set up anew."""

_SECONDS_BETWEEN_LOOKS = 5.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Cluster:
    """Workers of a Dask cluster; each batch goes to one of them and comes back as parts."""

    def __init__(
        self,
        runner: DaskTaskRunner,
        folder: Folder,
        *,
        seconds_per_item: float,
        memory_mib: int | None,
        sends_files: bool,
    ) -> None:
        self._runner = runner
        self._folder = folder
        self._seconds_per_item = seconds_per_item
        self._memory_mib = memory_mib
        self._sends_files = sends_files
        self._software = software_version()
        self._is_stopped = False
        self._manned_at = time.monotonic()
        # As it is in the flow: Prefect sends the context along, and threads begin without one.
        self._context = contextvars.copy_context()
        client: Any = runner.client
        self.at_once = 2 * max(1, sum(client.nthreads().values()))
        self._threads = ThreadPoolExecutor(self.at_once)

    def start(self, task: Task[..., None], *arguments: Any) -> Future[None]:
        """Begin with a batch in a thread: its task is the one that a worker does."""
        return self._threads.submit(task.fn, *arguments)

    def run(
        self,
        work: Callable[[Sequence[Item]], list[Result]],
        items: Sequence[Item],
        *,
        seconds_per_item: float | None = None,
    ) -> list[Result | Fault]:
        """Have a batch worked on by one worker and answer every item, in order.

        A worker that dies is Dask's to replace; a batch that has lost several is a fault of each
        of its items.
        """
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 — an extra
        from distributed.comm.core import CommClosedError  # noqa: PLC0415

        sent = self._send_files(items)
        order = Order(
            work,
            tuple(items),
            seconds_per_item or self._seconds_per_item,
            self._memory_mib,
            self._folder.address,
            self._software,
            sent,
        )
        try:
            packed = self._wait(self._context.copy().run(self._submit, order))
        except KilledWorker as error:
            fault = WorkerFault(
                f"workers of the cluster died over its batch, at last {error.last_worker.address}",
                next_step="look at the cluster's machines: memory, disk, network",
            )
            return [fault for _ in items]
        except (CancelledError, CommClosedError) as error:
            raise StoppedError(
                "the cluster's scheduler has gone or has been told to stop: run again; what was "
                "done is kept"
            ) from error
        drop_files(self._folder, sent.values())
        return unpack(packed, self._folder)

    def _send_files(self, items: Sequence[object]) -> dict[Path, str]:
        if not self._sends_files:
            return {}
        files = [one.file for one in items if isinstance(one, ParseJob) and one.file.exists()]
        return {file: send_file(self._folder, file) for file in files}

    def _submit(self, order: Order) -> PrefectDaskFuture[Any]:
        """As the runner's own `submit`, which would have Dask make a name of the whole content."""
        from prefect_dask.task_runners import PrefectDaskFuture  # noqa: PLC0415 — of the extra

        client: Any = self._runner.client
        future = client.submit(
            work_on_batch,
            parameters={"sealed": Sealed(order)},
            return_type="state",
            pure=False,
        )
        return PrefectDaskFuture(wrapped_future=future, task_run_id=future.task_run_id)

    def _wait(self, future: PrefectDaskFuture[Any]) -> Any:
        waiting: Any = future.wrapped_future
        while not waiting.done():
            self._look_after()
            with suppress(TimeoutError):
                waiting.result(timeout=_SECONDS_BETWEEN_LOOKS)
        return future.result()

    def _look_after(self) -> None:
        client: Any = self._runner.client
        if client.nthreads():
            self._manned_at = time.monotonic()
        if self._is_stopped:
            raise StoppedError("the run was broken off")
        if time.monotonic() - self._manned_at > SECONDS_WITHOUT_WORKERS:
            raise StoppedError(
                f"the cluster has had no worker for {SECONDS_WITHOUT_WORKERS:.0f} seconds: start "
                "some and run again; what was done is kept"
            )

    def kill(self) -> None:
        """Wait for no worker any more; whoever does is told that the run is over."""
        self._is_stopped = True

    def close(self) -> None:
        """Wait until nothing is done for a batch any more."""
        self._threads.shutdown(cancel_futures=True)


@contextmanager
def open_cluster(
    address: str,
    folder: Folder,
    name: str,
    *,
    seconds_per_item: float,
    memory_mib: int | None,
    sends_files: bool,
) -> Iterator[Cluster]:
    """The cluster at an address, or `local:N` workers of this machine, for the time of the block.

    Parts go to the folder `name` below `folder`, which is the home's alone: what a run that was
    killed has left there is removed. With `sends_files` documents are sent along, since the
    workers do not see the archive.

    Raises:
        UsageError: the extra `cluster` is not installed, or nothing answers at the address.
    """
    runner = make_runner(address)
    with ExitStack() as stack:
        sweep(folder)
        stack.callback(sweep, folder)
        mine = start_folder(folder, name)
        stack.enter_context(temporary_settings({PREFECT_API_URL: find_api(address)}))
        stack.enter_context(runner)
        connect(runner, address)
        cluster = Cluster(
            runner,
            mine,
            seconds_per_item=seconds_per_item,
            memory_mib=memory_mib,
            sends_files=sends_files,
        )
        stack.callback(cluster.close)
        try:
            yield cluster
        except BaseException:
            cluster.kill()
            raise


def make_runner(address: str) -> DaskTaskRunner:
    """Prefect's runner for the cluster.

    Raises:
        UsageError: the extra `cluster` is not installed.
    """
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 — of the extra
    except ImportError as error:
        raise UsageError(
            f"IMAGINARIES_CLUSTER is {address}, and {error.name} is not installed: install the "
            "extra `cluster`"
        ) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # or it tells of each connection
    if not address.startswith(LOCAL):
        return DaskTaskRunner(address=address)
    return DaskTaskRunner(
        cluster_kwargs={
            "n_workers": int(address.removeprefix(LOCAL)),
            "threads_per_worker": 1,
            "processes": True,
            "host": "127.0.0.1",
            "dashboard_address": "127.0.0.1:0",
            "memory_limit": 0,  # what opens documents has a limit of its own
            "security": True,  # a key of its own: other users of this machine reach the port, too
            "silence_logs": logging.CRITICAL,
            "scheduler_kwargs": {"dashboard": False},
        }
    )


def connect(runner: DaskTaskRunner, address: str) -> None:
    """Reach the scheduler and see at least one worker.

    Raises:
        UsageError: nothing answers, or no worker has come.
    """
    try:
        runner.client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
    except (OSError, TimeoutError) as error:
        raise UsageError(
            f"IMAGINARIES_CLUSTER is {address}: {error or 'no worker'} within "
            f"{SECONDS_TO_CONNECT} seconds; start `dask scheduler` and `dask worker` first"
        ) from error


def find_api(address: str) -> str:
    """Where Prefect's server answers; workers tell it how their tasks went.

    Raises:
        UsageError: workers on other machines could not reach it.
    """
    with get_client(sync_client=True) as client:
        api = str(client.api_url)
    host = urlsplit(address).hostname
    is_here = address.startswith(LOCAL) or host in _LOOPBACK
    if not is_here and urlsplit(api).hostname in _LOOPBACK:
        raise UsageError(
            f"the workers of {address} cannot reach Prefect's server at {api}: set "
            "PREFECT_API_URL to the address of one that they reach"
        )
    return api
