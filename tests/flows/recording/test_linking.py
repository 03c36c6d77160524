"""Links in the tables, and the file in which a person decides: verdicts outlive every run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import UsageError
from data.records import Deployment, DeploymentGroup, DeploymentLink
from data.settings import load_settings
from data.store import open_work
from flows.recording.link_review import FILE, read_link_review
from flows.recording.linking import link_registers
from flows.stage import Stage, now
from tests.models.test_link import make_row

FILLING = [
    make_row(register, f"x{n}", name, organisation=f"Office {n}")
    for n, name in enumerate(("Seal counter", "Fog horn planner", "Letter sorter", "Pier lights"))
    for register in ("a", "b")
]
RIVALS = [
    make_row("a", "1", "Avalanche warning model for mountain roads"),
    make_row("b", "n", "Avalanche warning model for mountain roads north"),
    make_row("b", "s", "Avalanche warning model for mountain roads south"),
]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    settings = load_settings(tmp_path)
    with open_work(settings.home.work_database) as store:
        store.append(Deployment, [*FILLING, *RIVALS])
        yield Stage("compare", settings, store, now())


def read_file(stage: Stage) -> list[dict[str, str]]:
    path = stage.settings.home.root / FILE
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write_file(stage: Stage, rows: list[dict[str, str]]) -> None:
    path = stage.settings.home.root / FILE
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_every_row_is_grouped_and_doubt_goes_to_the_file(stage: Stage) -> None:
    said = link_registers(stage)
    groups = stage.store.read(DeploymentGroup)
    assert len(groups) == len(FILLING) + len(RIVALS)
    assert "2 doubtful pairs" in said
    assert {row["deployment_id_b"] for row in read_file(stage)} == {"n", "s"}
    assert {row["verdict"] for row in read_file(stage)} == {""}


def test_nothing_is_linked_again_while_nothing_changes(stage: Stage) -> None:
    link_registers(stage)
    stage.store.execute_script("update deployment_link set reasons = 'kept'")
    link_registers(stage)
    assert {row.reasons for row in stage.store.read(DeploymentLink)} == {"kept"}


def test_a_verdict_overrules_and_survives(stage: Stage) -> None:
    link_registers(stage)
    rows = read_file(stage)
    for row in rows:
        row["verdict"] = "same" if row["deployment_id_b"] == "n" else "different"
    write_file(stage, rows)
    for _ in range(2):
        link_registers(stage)
        group = {
            (row.register_id, row.deployment_id): row.group_id
            for row in stage.store.read(DeploymentGroup)
        }
        assert group["a", "1"] == group["b", "n"] != group["b", "s"]
        assert sorted(row["verdict"] for row in read_file(stage)) == ["different", "same"]
        stage.store.execute_script("update deployment set purpose = 'changed' where name like 'S%'")


def test_a_verdict_on_a_row_that_vanished_stays_in_the_file(stage: Stage) -> None:
    link_registers(stage)
    rows = read_file(stage)
    rows[0]["verdict"] = "same"
    gone = rows[0]["deployment_id_b"]
    write_file(stage, rows)
    stage.store.execute_script(f"delete from deployment where deployment_id = '{gone}'")
    link_registers(stage)
    assert ("same", gone) in {(row["verdict"], row["deployment_id_b"]) for row in read_file(stage)}


def test_a_verdict_that_is_none_is_refused_with_its_line(stage: Stage) -> None:
    link_registers(stage)
    rows = read_file(stage)
    rows[1]["verdict"] = "perhaps"
    write_file(stage, rows)
    with pytest.raises(UsageError, match=r"links\.csv:3: verdict 'perhaps'"):
        link_registers(stage)


def test_two_verdicts_on_one_pair_are_refused(stage: Stage) -> None:
    link_registers(stage)
    first = read_file(stage)[0]
    swapped = first | {
        "verdict": "different",
        "register_a": first["register_b"],
        "deployment_id_a": first["deployment_id_b"],
        "register_b": first["register_a"],
        "deployment_id_b": first["deployment_id_a"],
    }
    write_file(stage, [first | {"verdict": "same"}, swapped])
    with pytest.raises(UsageError, match="says the opposite"):
        read_link_review(stage.settings.home.root)
