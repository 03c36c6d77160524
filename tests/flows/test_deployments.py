"""`prefect.yaml` declares every flow, and each runs as declared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import Flow

from data.errors import DeclarationError
from flows import rounds
from flows.check import check
from flows.everything import STAGES
from flows.operating.deployments import find_flow, load_deployments
from tests.conftest import PROJECT

ROUNDS = ("nightly", "weekly", "monthly", "yearly")


def deployments() -> list[dict[str, Any]]:
    content = yaml.safe_load((PROJECT / "prefect.yaml").read_text(encoding="utf-8"))
    declared: list[dict[str, Any]] = content["deployments"]
    return declared


def test_every_flow_is_declared_once() -> None:
    names = [one["name"] for one in deployments()]
    stages = [stage.name for stage in (*STAGES, check)]
    assert sorted(names) == sorted([*ROUNDS, "everything", *stages])


def test_the_rounds_have_schedules_in_a_time_zone() -> None:
    declared = load_deployments(PROJECT / "prefect.yaml")
    planned = {one.name: one.schedules[0].cron for one in declared if one.schedules}
    assert planned.keys() == set(ROUNDS)
    assert planned["yearly"].endswith(" 15 1 *")
    assert all(when.timezone for one in declared for when in one.schedules)


@pytest.mark.parametrize("declared", deployments(), ids=lambda one: str(one["name"]))
def test_an_entry_point_is_a_flow_that_needs_no_parameter(declared: dict[str, Any]) -> None:
    flow = find_flow(declared["entrypoint"])
    assert isinstance(flow, Flow)
    assert flow.name == declared["name"]
    assert not flow.parameters.required
    flow.validate_parameters({"scope": {"home": "/somewhere", "offline": True}})


@pytest.mark.parametrize("module", sorted((PROJECT / "flows").glob("*.py")), ids=lambda f: f.name)
def test_a_flow_stays_thin(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    limit = 121 if "@flow(" in text else 300
    assert text.count("\n") <= limit


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Europe/Oslo", "Europe/Nowhere", "Nowhere"),
        ('cron: "30 1 * * *"', 'cron: "30 1 * *"', "cron"),
        ("description: Look", "descripton: Look", "descripton"),
    ],
)
def test_a_wrong_declaration_is_refused(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = (PROJECT / "prefect.yaml").read_text(encoding="utf-8")
    copy = tmp_path / "prefect.yaml"
    copy.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(DeclarationError, match=said):
        load_deployments(copy)


@pytest.mark.parametrize("entrypoint", ["flows.rounds.daily", "flows.nowhere.x", "plain", "os.sep"])
def test_an_entry_point_that_is_no_flow_is_refused(entrypoint: str) -> None:
    with pytest.raises(DeclarationError, match="entrypoint"):
        find_flow(entrypoint)


@pytest.mark.parametrize(
    ("name", "last", "left_out"),
    [
        ("weekly", "code", "publish"),
        ("monthly", "publish", "collect"),
        ("yearly", "publish", "collect"),
    ],
)
def test_a_round_runs_its_stages_in_their_order(
    monkeypatch: pytest.MonkeyPatch, name: str, last: str, left_out: str
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(
        rounds, "run_stages", lambda scope, run_id, stages: ran.extend(one.name for one in stages)
    )
    getattr(rounds, name).fn()
    assert ran == [stage.name for stage in STAGES if stage.name in ran]
    assert ran[-1] == last
    assert left_out not in ran
    assert ("report" in ran) is (name == "yearly")
