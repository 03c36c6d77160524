"""A whole run: what it leaves in Prefect, in the log and in the tables."""

from __future__ import annotations

import pytest
from prefect.client.orchestration import get_client

from data.records import RunManifest
from data.store import open_reading
from flows.operating.home_lock import find_holder
from flows.operating.run_log import list_logs, read_log
from tests.flows.conftest import DemoRun


def read_artifacts(key: str) -> list[str]:
    """The artifacts of this key, of other tests' runs too, since all share a server.

    Prefect's own reader sends nulls that its server refuses.
    """
    question = {"artifacts": {"key": {"any_": [key]}}, "sort": "UPDATED_DESC", "limit": 200}
    with get_client(sync_client=True) as client:
        found = client._client.post("/artifacts/filter", json=question).json()
    return [str(artifact["data"]) for artifact in found]


@pytest.mark.parametrize(
    ("key", "word"), [("stages", "publish"), ("tables", "sentence"), ("faults", "No faults.")]
)
def test_its_artifacts_are_tables_of_stages_and_changes(demo: DemoRun, key: str, word: str) -> None:
    assert any(word in data for data in read_artifacts(key))


def test_its_log_has_every_stage_and_document(demo: DemoRun) -> None:
    events = [event for file in list_logs(demo.home.logs) for event in read_log(file)]
    assert {event["stage"] for event in events if event["event"] == "finished"} >= {*demo.outcomes}
    read = {e["subject"] for e in events if (e["stage"], e["event"]) == ("parse", "worked_on")}
    assert len(read) >= len(demo.planted["documents"])


def test_it_was_one_run_with_one_manifest_and_lets_go_of_the_home(demo: DemoRun) -> None:
    with open_reading(demo.home.work_database) as store:
        runs = {row[0] for row in store.query("select distinct run_id from run").rows}
        assert runs <= {row.run_id for row in store.read(RunManifest)}
    assert find_holder(demo.home) is None
