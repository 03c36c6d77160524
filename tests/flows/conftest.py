"""One demo run for all tests of the shell: Prefect's server takes its time to start."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.settings import Home
from data.store import Store, open_published
from flows.demo import run_demo
from flows.launch import prepare_prefect
from flows.scope import Scope
from flows.stage import StageOutcome


@dataclass(frozen=True, slots=True)
class DemoRun:
    """The demo, run once: where, with what outcome, and what was planted in it."""

    scope: Scope
    home: Home
    outcomes: dict[str, StageOutcome]
    planted: dict[str, Any]


FOLDER = Path(__file__).parent
RUNNING_FLOWS = tuple(
    FOLDER / name
    for name in (
        "cli/test_explain.py",
        "clustering/test_cluster.py",
        "operating/test_kills.py",
        "cli/test_main.py",
        "cli/test_codebook.py",
        "test_codings.py",
        "test_demo.py",
        "test_deployments.py",
        "test_everything.py",
        "test_incremental.py",
        "test_notebooks.py",
        "test_readme_snippets.py",
        "test_scans.py",
        "test_topics.py",
    )
)
"""Modules whose tests run flows on Prefect's server."""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that run flows on one worker: they share a Prefect server and a demo run."""
    for item in items:
        if item.path in RUNNING_FLOWS:
            item.add_marker(pytest.mark.xdist_group("flows"))


@pytest.fixture(autouse=True)
def _no_second_server(request: pytest.FixtureRequest) -> Iterator[None]:
    """Two servers at once take so long to start that both may give up."""
    before = count_prefect_servers()
    yield
    if request.node.path not in RUNNING_FLOWS:
        assert count_prefect_servers() == before, "it runs a flow: add it to RUNNING_FLOWS"


def count_prefect_servers() -> int:
    """How many Prefect servers this process has started."""
    module = sys.modules.get("prefect.server.api.server")
    return len(module.SubprocessASGIServer._instances) if module else 0


@pytest.fixture(scope="session", autouse=True)
def _prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    prepare_prefect(Home(tmp_path_factory.mktemp("prefect")))
    yield
    stop_prefect_servers()


def stop_prefect_servers() -> None:
    """Stop them while pytest's streams are open: at exit Prefect would log to closed ones."""
    module = sys.modules.get("prefect.server.api.server")
    if module is None:  # no flow has run
        return
    from prefect.events.worker import EventsWorker  # noqa: PLC0415 — Prefect is set up first

    EventsWorker.drain_all(timeout=10)  # what is still to be sent needs the server
    for server in list(module.SubprocessASGIServer._instances.values()):
        server.stop()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, demo_files: Path) -> DemoRun:
    root = tmp_path_factory.mktemp("demo")
    scope, outcomes = run_demo(root)
    planted = json.loads((demo_files / "planted.json").read_text(encoding="utf-8"))
    return DemoRun(scope, Home(root), {one.stage: one for one in outcomes}, planted)


@pytest.fixture
def edition(demo: DemoRun) -> Iterator[Store]:
    with open_published(demo.home.published_database) as store:
        yield store
