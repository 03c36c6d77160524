"""`status` and `retry` tell the truth after each kind of trouble."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from data.errors import CheckError, Fault, StoreError, WorkerFault
from data.records import FaultRecord, Run, Sighting
from data.settings import Settings
from data.store import open_work
from flows.cli import operate_verbs
from flows.cli.main import app
from flows.operating.home_lock import hold_home
from flows.operating.home_state import read_state
from flows.scope import Scope
from flows.stage import Stage, now, open_stage
from tests.flows.operating.homes import settings_of

RUNNER = CliRunner()
NO_SERVER = "http://127.0.0.1:9/api"


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", NO_SERVER)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home in which parsing and coding went well, the latter long ago."""
    settings = settings_of(tmp_path / "home", prefect_api=NO_SERVER)
    long_ago = now() - timedelta(days=90)
    with open_work(settings.home.work_database) as store:
        store.append(Run, [Run("r0", "code", long_ago, long_ago, 1, 0, 0, "1 coded")])
        store.append(Sighting, [Sighting("d1", "plans", long_ago, long_ago, None)])
        store.append(Sighting, [Sighting("d2", "letters", long_ago, now(), None)])
        store.append(Sighting, [Sighting("d3", "old", long_ago, long_ago, None, None, now())])
    with open_stage(Scope(home=settings.home.root), "parse", "r1") as stage:
        stage.detail = "2 read"
    return settings


def status(settings: Settings, *more: str) -> Any:
    return RUNNER.invoke(app, ["status", "--home", str(settings.home.root), *more])


def test_stages_and_sources_that_are_stale_are_named(settings: Settings) -> None:
    state = read_state(settings, now())
    assert {run["stage"]: run["is_stale"] for run in state["last_runs"]} == {
        "code": True,
        "parse": False,
    }
    assert [source["name"] for source in state["stale_sources"]] == ["plans"]
    assert state["holder"] is None
    assert state["last_failure"] is None
    assert state["disk"]["free"] > 0
    assert state["disk"]["database"] > 0
    result = status(settings)
    assert result.exit_code == 0
    for words in ("1 coded  STALE", "stale     plans", "no Prefect server", "free", "nobody"):
        assert words in result.stdout


def test_open_faults_and_those_given_up_stand_apart_and_end_with_1(settings: Settings) -> None:
    dead = WorkerFault("the worker died " + "again and " * 40, next_step="look at it")
    with open_work(settings.home.work_database) as store:
        stage = Stage("parse", settings_of(settings.home.root, max_tries=2), store, now())
        stage.changed({"d1": "h", "d2": "h"})
        stage.fault("a.pdf", dead, "d1")
        for _ in range(2):
            stage.fault("b.pdf", dead, "d2")
        collecting = Stage("collect", settings, store, now())
        for number in range(14):
            collecting.fault(f"x{number}", Fault("gone", next_step="wait"))
    result = status(settings)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line for line in lines if line.startswith("given up") and "b.pdf" in line]
    assert not [line for line in lines if line.startswith("given up") and "a.pdf" in line]
    assert max(map(len, lines)) < 200
    assert "more: imaginaries status --json" in result.stdout
    state = json.loads(status(settings, "--json").stdout)
    assert len(state["faults"]) == 16
    assert len([fault for fault in state["faults"] if fault["given_up_at"]]) == 1


def test_a_failed_run_is_told_until_a_later_one_goes_well(settings: Settings) -> None:
    scope = Scope(home=settings.home.root)
    with pytest.raises(CheckError), open_stage(scope, "publish", "r2"):
        raise CheckError("not published: 3 claims have no sentence")
    failure = read_state(settings, now())["last_failure"]
    assert (failure["stage"], failure["error"]) == ("publish", "CheckError")
    assert "failed    " in status(settings).stdout
    assert "3 claims have no sentence" in status(settings).stdout
    with open_stage(scope, "publish", "r3"):
        pass
    assert read_state(settings, now())["last_failure"] is None


def test_a_killed_run_is_told(settings: Settings) -> None:
    log = settings.home.logs / "r9.jsonl"
    log.write_text(
        '{"at": "2026-03-02T06:00:00", "run_id": "r9", "stage": "code", "event": "started"}\n'
    )
    failure = read_state(settings, now())["last_failure"]
    assert failure["stage"] == "code"
    assert "killed" in failure["reason"]


def test_while_a_first_run_is_at_work_its_holder_is_told(settings: Settings) -> None:
    with hold_home(settings.home), pytest.raises(StoreError, match="at work"):
        read_state(settings, now())


def test_a_home_where_nothing_ran_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="imaginaries run"):
        read_state(settings_of(tmp_path), now())


def test_retry_releases_the_fault_and_runs_the_stage(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_work(settings.home.work_database) as store:
        stage = Stage("parse", settings_of(settings.home.root, max_tries=1), store, now())
        stage.changed({"d1": "h"})
        stage.fault("a.pdf", WorkerFault("died", next_step="look"), "d1")
        (fault,) = stage.faults()
    seen: list[FaultRecord] = []

    def launch(name: str, scope: Scope) -> list[Any]:
        with open_work(scope.settings().home.work_database) as store:
            seen.extend(store.read(FaultRecord, "stage = ?", [name]))
        return []

    monkeypatch.setattr("flows.launch.launch", launch)
    arguments = ["retry", "--stage", "parse", "--home", str(settings.home.root)]
    result = RUNNER.invoke(app, [*arguments, "--fault", fault.fault_id[:8]])
    assert result.exit_code == 0, result.output
    assert fault.given_up_at is not None
    assert [one.given_up_at for one in seen] == [None]
    for wrong in ([], ["--all", "--fault", "a"], ["--fault", "nothing"]):
        assert RUNNER.invoke(app, [*arguments, *wrong]).exit_code != 0


def test_retry_of_a_stage_without_faults_runs_nothing(settings: Settings) -> None:
    arguments = ["retry", "--stage", "code", "--all", "--home", str(settings.home.root)]
    result = RUNNER.invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (0, "code has no faults\n")


def test_long_reasons_are_cut_to_a_line() -> None:
    assert len(operate_verbs._cut("word\n" * 100)) == operate_verbs.REASON_LETTERS
