"""`imaginaries serve` for real: a server, the deployments of prefect.yaml, and a worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

from data.records import FaultRecord, Run
from data.settings import Home
from data.store import open_reading, open_work
from flows.operating.deployments import end_left_runs, load_deployments
from flows.operating.schedule import find_next_runs
from tests.conftest import PROJECT
from tests.flows.operating.sound import add_archived

pytestmark = pytest.mark.xdist_group("flows")
"""Servers start one after the other: at once they take so long that all may give up."""

SECONDS_FOR_ALL = 240.0
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
RUNNING = {"type": "RUNNING", "name": "Running"}
PASSWORD = ("admin", "a-long-word")
PLANNED = ("nightly", "weekly", "monthly", "yearly")


@dataclass(frozen=True, slots=True)
class Served:
    """A home that is served."""

    process: subprocess.Popen[bytes]
    home: Home
    api: str
    log: Path

    def ask(self, method: str, path: str, **content: object) -> Any:
        answer = httpx.request(
            method,
            f"{self.api}{path}",
            json=content or None,
            auth=PASSWORD,
            timeout=30,
            trust_env=False,
        )
        answer.raise_for_status()
        return answer.json()

    def wait(self, look: Callable[[], object]) -> None:
        until = time.monotonic() + SECONDS_FOR_ALL
        while not look():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.3)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    home = Home(tmp_path / "home")
    with open_work(home.work_database) as store:
        add_archived(store, home, b"a letter", "letter.txt")
        add_archived(store, home, b"another", "other.txt").write_bytes(b"changed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment = kept | {
        "IMAGINARIES_HOME": str(home.root),
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_SERVER_API_AUTH_STRING": ":".join(PASSWORD),
    }
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", ":".join(PASSWORD))
    log = tmp_path / "serve.log"
    started = "from flows.cli.main import main; main()"
    command = [sys.executable, "-c", started, "serve", "--port", str(port)]
    with (
        log.open("wb") as stream,
        subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=stream, stderr=subprocess.STDOUT
        ) as process,
    ):
        yield Served(process, home, f"http://127.0.0.1:{port}/api", log)
        process.terminate()
        process.wait(60)


def flow_of(run: str, served: Served) -> str:
    return str(served.ask("GET", f"/flow_runs/{run}")["flow_id"])


@pytest.mark.slow
def test_a_deployment_runs_through_server_and_worker(served: Served) -> None:
    served.wait(lambda: "serving" in served.log.read_text())
    declared = {one.name for one in load_deployments(PROJECT / "prefect.yaml")}
    there = served.ask("POST", "/deployments/filter", limit=50)
    assert {one["name"] for one in there} == declared
    planned = {one["name"] for one in there if one["schedules"]}
    assert planned == {*PLANNED}
    assert {one["schedules"][0]["schedule"]["timezone"] for one in there if one["schedules"]} == {
        "Europe/Oslo"
    }
    served.wait(lambda: find_next_runs(served.api, seconds=10).runs)
    assert {name for _, name in find_next_runs(served.api, seconds=10).runs} <= {*PLANNED}

    open_door = {"Origin": "http://elsewhere.example", "Access-Control-Request-Method": "POST"}
    asked = httpx.options(f"{served.api}/deployments/filter", headers=open_door, trust_env=False)
    assert "access-control-allow-origin" not in asked.headers
    refused = httpx.post(f"{served.api}/deployments/filter", json={}, trust_env=False)
    assert refused.status_code == 401

    deployment = served.ask("GET", "/deployments/name/nightly/nightly")["id"]
    run = served.ask("POST", f"/deployments/{deployment}/create_flow_run", state=None)["id"]
    served.wait(lambda: served.ask("GET", f"/flow_runs/{run}")["state"]["type"] in ENDED)
    assert served.ask("GET", f"/flow_runs/{run}")["state"]["type"] == "COMPLETED"
    artifacts = served.ask("POST", "/artifacts/filter", limit=50)
    assert {"stages", "tables", "faults"} <= {one["key"] for one in artifacts}
    with open_reading(served.home.work_database) as store:
        (row,) = store.read(Run)
        (fault,) = store.read(FaultRecord)
    assert (row.stage, row.done_count, row.fault_count) == ("check", 2, 1)
    assert "its bytes are not those of its name" in fault.reason

    killed = served.ask("POST", "/flow_runs/", flow_id=flow_of(run, served), state=RUNNING)["id"]
    settings = {PREFECT_API_URL: served.api, PREFECT_API_AUTH_STRING: ":".join(PASSWORD)}
    with temporary_settings(settings):
        assert [str(one.id) for one in end_left_runs()] == [killed]
    assert served.ask("GET", f"/flow_runs/{killed}")["state"]["type"] == "CRASHED"

    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(60) == 0
    with pytest.raises(httpx.ConnectError):
        served.ask("GET", "/health")
