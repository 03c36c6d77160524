"""Two Dask workers, each a process of its own, read and code what the lanes read and code."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from data.errors import UsageError, WorkerFault
from data.records import DocumentRef
from data.settings import Home, load_settings
from data.store import open_work
from extractors.document import ReadDocument
from flows import parse as parse_module
from flows.code import code
from flows.collect import collect
from flows.demo import DEMO
from flows.parse import parse
from flows.scope import Scope
from flows.work import ParseJob
from flows.workers import open_workers
from tests.extractors import hostile_pdfs
from tests.flows.comparing.ledger_store import blank
from tests.soak.tables import find_differences, hash_tables

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytest.importorskip("prefect_dask", reason="the extra `cluster` is not installed")

DOCUMENTS = (
    "letters/tildelingsbrev-avgiftsverket-2021.pdf",
    "reports/arsredovisning-avgiftsverket-2016.docx",
    "reports/state-of-digital-government-2019.md",
    "strategies/inriktning-ai-2018.html",
)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler and two workers, as somebody would start them by hand."""
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        memory_limit=0,
    ) as running:
        yield running


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a few documents of the demo, one that kills who opens it, and an empty one."""
    root = tmp_path_factory.mktemp("clustered")
    folder = root / "corpus" / "norway" / "ai_strategy"
    folder.mkdir(parents=True)
    for name in DOCUMENTS:
        shutil.copy(DEMO / "site" / name, folder)
    (folder / "killer-2020.pdf").write_bytes(hostile_pdfs.self_drawing_form())
    (folder / "empty-2020.html").write_bytes(b"<html></html>")
    collect(Scope(home=root / "home", corpus=root / "corpus"))
    return root


def home_like(collected: Path, name: str) -> Scope:
    """A copy of the home before it was read."""
    shutil.copytree(collected / "home", collected / name)
    return Scope(home=collected / name, corpus=collected / "corpus")


def tables_of(scope: Scope) -> dict[str, str]:
    assert scope.home is not None
    return hash_tables(Home(scope.home).work_database)


def test_a_cluster_makes_the_tables_of_the_lanes(
    cluster: Any, collected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parse_module, "MEMORY_MIB", 1024)  # the killer is the sooner at its end
    lanes, clustered = home_like(collected, "lanes"), home_like(collected, "clustered")
    outcomes = [stage(lanes) for stage in (parse, code)]
    assert [one.faults for one in outcomes] == [2, 0]
    parts = tmp_path / "parts"
    monkeypatch.setenv("IMAGINARIES_CLUSTER", cluster.scheduler_address)
    monkeypatch.setenv("IMAGINARIES_PARTS", f"file://{parts}")
    again = [stage(clustered) for stage in (parse, code)]
    assert [(one.done, one.faults) for one in again] == [(one.done, one.faults) for one in outcomes]
    found = tables_of(clustered)
    assert int(found["claim"].split()[0]) > 20
    assert find_differences(tables_of(lanes), found) == []
    with open_work(Home(clustered.home or tmp_path).work_database) as store:
        told = store.query("select reason from fault where subject like '%killer%'").rows
    assert "the worker process died" in told[0][0]
    assert list(parts.rglob("*.parquet")) == []  # all are in the store


def test_what_a_killed_run_left_is_swept_and_its_work_is_done(
    cluster: Any, collected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = home_like(collected, "swept")
    monkeypatch.setenv("IMAGINARIES_CLUSTER", cluster.scheduler_address)
    settings = scope.settings()
    with open_workers(settings, seconds_per_item=30, memory_mib=2048):
        (mine,) = settings.home.parts.iterdir()
        assert [file.name for file in mine.glob("*/*")] == ["run"]
    left = mine / "of-a-killed-run" / "sentence-0123456789abcdef.parquet"
    others = settings.home.parts / "of-another-home" / "sentence.parquet"
    for file in (left, others):
        file.parent.mkdir(parents=True)
        file.write_bytes(b"PAR1")
    with open_workers(settings, seconds_per_item=30, memory_mib=2048) as workers:
        assert not left.exists()
        job = plain_job(collected)
        (read,) = workers.run(read_all, [job])
        assert read.reason == job.name  # type: ignore[attr-defined]
    assert not mine.exists()
    assert others.exists()


def plain_job(collected: Path) -> ParseJob:
    return ParseJob(blank(DocumentRef), "plan.md", collected / "none.md", 1, "v")


def read_all(jobs: Sequence[ParseJob]) -> list[ReadDocument | WorkerFault]:
    """Answers with the name of each, as a fault."""
    return [WorkerFault(job.name, next_step="none") for job in jobs]


def kill_the_cluster(items: Sequence[int]) -> list[WorkerFault]:
    """Kills the cluster's worker that this process works for."""
    worker = multiprocessing.parent_process()
    assert worker is not None
    os.kill(worker.pid or 0, signal.SIGKILL)
    return []


def test_a_batch_that_kills_the_clusters_workers_is_a_fault(
    cluster: Any, collected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = home_like(collected, "killed")
    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 0)  # or it would kill three more
    monkeypatch.setenv("IMAGINARIES_CLUSTER", cluster.scheduler_address)
    with open_workers(scope.settings(), seconds_per_item=30) as workers:
        faults = workers.run(kill_the_cluster, [1, 2])
        assert [type(one) for one in faults] == [WorkerFault, WorkerFault]
        assert "workers of the cluster died" in str(faults[0])
        (after,) = workers.run(read_all, [plain_job(collected)])
        assert isinstance(after, WorkerFault)


def test_a_worker_with_other_software_or_without_the_parts_is_refused(
    cluster: Any, collected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = home_like(collected, "refused")
    monkeypatch.setenv("IMAGINARIES_CLUSTER", cluster.scheduler_address)
    with monkeypatch.context() as patch:
        patch.setattr("flows.clustering.cluster.software_version", lambda: "another")
        with (
            open_workers(scope.settings(), seconds_per_item=30) as workers,
            pytest.raises(UsageError, match="another version"),
        ):
            workers.run(read_all, [plain_job(collected)])
    with open_workers(scope.settings(), seconds_per_item=30) as workers:
        shutil.rmtree(scope.settings().home.parts)
        with pytest.raises(UsageError, match="does not see"):
            workers.run(read_all, [plain_job(collected)])


def test_workers_of_this_machine_come_and_go_with_the_stage(
    collected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = home_like(collected, "local")
    monkeypatch.setenv("IMAGINARIES_CLUSTER", "local:1")
    with open_workers(scope.settings(), seconds_per_item=30) as workers:
        (told,) = workers.run(tell_processes, [plain_job(collected)])
        processes = [int(word) for word in str(told).split()]
        assert all(map(psutil.pid_exists, processes))
        assert os.getpid() not in processes
    deadline = time.monotonic() + 10
    while any(map(psutil.pid_exists, processes)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(psutil.pid_exists, processes))


def tell_processes(jobs: Sequence[ParseJob]) -> list[WorkerFault]:
    """This process and the cluster's worker that it works for."""
    worker = multiprocessing.parent_process()
    assert worker is not None
    return [WorkerFault(f"{os.getpid()} {worker.pid}", next_step="none") for _ in jobs]


@pytest.mark.parametrize("given", ["local", "local:0", "scheduler:8786", "tcp://scheduler", "3"])
def test_a_cluster_that_is_no_address_is_refused(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGINARIES_CLUSTER", given)
    with pytest.raises(UsageError, match="IMAGINARIES_CLUSTER"):
        load_settings(tmp_path)
