"""A fault is tried again after longer and longer waits, and then given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.errors import CollectFault, Fault, ParseFault, RegisterFault, WorkerFault
from data.records import FaultRecord
from flows import stage as stage_module
from flows.operating.back_off import due, next_step_of, next_try, scheduled
from flows.operating.run_log import read_log
from flows.stage import Stage
from tests.flows.operating.homes import START, open_home

DEAD = WorkerFault("the worker died", next_step="look at the file")
GONE = CollectFault("HTTP 404", next_step="look at the page")
NEW_COLUMN = RegisterFault("new column", next_step="declare it")
BROKEN = ParseFault("it has no text", next_step="look at the file")


def fault(stage: str = "code", **given: object) -> FaultRecord:
    fields = {"input_hash": "h1", "input_tries": 1, **given}
    return FaultRecord("f1", stage, "d1", "d1", "r", "n", START, START, 1, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("tries", "days"), [(1, 0), (2, 1), (3, 2), (4, 4), (5, 8), (8, 64)])
def test_waits_double(tries: int, days: int) -> None:
    assert next_try(tries, START) == START + timedelta(days=days)


@pytest.mark.parametrize(
    ("stage", "cause", "tries", "retry_at", "is_given_up"),
    [
        ("code", Fault("x", next_step="y"), 1, START, False),
        ("parse", DEAD, 3, START + timedelta(days=2), False),
        ("parse", DEAD, 5, None, True),
        ("parse", BROKEN, 1, None, False),
        ("collect", GONE, 2, START + timedelta(days=1), False),
        ("collect", GONE, 5, None, True),
        ("registers", DEAD, 2, START + timedelta(days=1), False),
        ("registers", DEAD, 5, None, True),
        ("registers", NEW_COLUMN, 9, None, False),
        ("report", DEAD, 9, None, False),
    ],
)
def test_only_what_may_go_better_is_tried_again_by_the_clock(
    stage: str, cause: Fault, tries: int, retry_at: datetime | None, is_given_up: bool
) -> None:
    row = scheduled(fault(stage, input_tries=tries), cause, now=START, max_tries=5)
    assert (row.retry_at, row.given_up_at is not None) == (retry_at, is_given_up)


@pytest.mark.parametrize(
    ("given", "hours", "is_tried"),
    [
        ({"retry_at": START}, 0, True),
        ({"retry_at": START + timedelta(hours=1)}, 0, False),
        ({"retry_at": START + timedelta(hours=1)}, 1, True),
        ({"given_up_at": START}, 10_000, False),
        ({"given_up_at": START, "input_hash": "h0"}, 0, True),
        ({"retry_at": START + timedelta(days=9), "input_hash": None}, 0, True),
        ({}, 0, True),
    ],
)
def test_a_subject_waits_only_with_the_same_input(
    given: dict[str, object], hours: int, is_tried: bool
) -> None:
    held = {"d1": fault(**given)}
    at = START + timedelta(hours=hours)
    assert due({"d1": "h1", "d2": "h9"}, held, at) == (["d1", "d2"] if is_tried else ["d2"])


def test_runs_leave_a_fault_alone_until_it_is_due_and_then_give_it_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = START
    monkeypatch.setattr(stage_module, "now", lambda: at)
    inputs = {"d1": "h1", "d2": "h1"}
    tried = []
    with open_home(tmp_path, max_tries=4) as first:
        for day in range(30):
            at = START + timedelta(days=day)
            stage = Stage("code", first.settings, first.store, at)
            wanted = stage.changed(inputs)
            assert stage.waiting == 2 - len(wanted) - (day > 0)
            if "d1" in wanted:
                tried.append(day)
                stage.fault("d1", DEAD, "d1")
            stage.remember({"d2": "h1"})
        assert tried == [0, 1, 2, 4]
        (row,) = stage.faults()
        assert (row.tries, row.given_up_at) == (4, START + timedelta(days=4))
        assert row.first_seen_at == START
        assert "imaginaries retry --stage code" in next_step_of(row)
        assert stage.changed({"d1": "h2"}) == ["d1"]  # new bytes or code: at once
        stage.fault("d1", DEAD, "d1")
        (row,) = stage.faults()
        assert (row.tries, row.input_tries, row.given_up_at) == (5, 1, None)
        assert row.first_seen_at == START


@pytest.mark.parametrize("stage_name", ["collect", "registers"])
def test_what_was_met_with_nothing_known_is_tried_at_every_run(
    tmp_path: Path, stage_name: str
) -> None:
    with open_home(tmp_path, stage_name, max_tries=1) as stage:
        for _ in range(3):
            stage.fault("r1", DEAD)  # a listing: the publisher may have answered by now
            (row,) = stage.faults()
            assert next_step_of(row) == "tried again in every run"
        assert stage.waiting_of({"r1": "h1"}) == set()


def test_the_log_names_the_documents(tmp_path: Path) -> None:
    with open_home(tmp_path) as stage:
        stage.changed({"d1": "h1", "d2": "h1"})
        stage.fault("a.pdf", DEAD, "d1")
        stage.remember({"d2": "h1"})
        (file,) = stage.settings.home.logs.iterdir()
    failed, worked = read_log(file)
    assert (failed["event"], failed["document_id"], failed["tries"]) == ("fault", "d1", 1)
    assert (worked["event"], worked["subject"], worked["run_id"]) == ("worked_on", "d2", "run-1")
