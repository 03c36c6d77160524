"""`prefect.yaml` declares every flow, and each runs as declared."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import Flow

from flows.everything import STAGES
from tests.conftest import PROJECT


def deployments() -> list[dict[str, Any]]:
    content = yaml.safe_load((PROJECT / "prefect.yaml").read_text(encoding="utf-8"))
    declared: list[dict[str, Any]] = content["deployments"]
    return declared


def test_every_flow_is_declared_once() -> None:
    names = [one["name"] for one in deployments()]
    assert sorted(names) == sorted(["everything", *(stage.name for stage in STAGES)])


@pytest.mark.parametrize("declared", deployments(), ids=lambda one: str(one["name"]))
def test_an_entry_point_is_a_flow_that_needs_no_parameter(declared: dict[str, Any]) -> None:
    path, name = declared["entrypoint"].split(":")
    flow = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)
    assert isinstance(flow, Flow)
    assert flow.name == declared["name"]
    assert not flow.parameters.required
    flow.validate_parameters({"scope": {"home": "/somewhere", "offline": True}})


@pytest.mark.parametrize("module", sorted((PROJECT / "flows").glob("*.py")), ids=lambda f: f.name)
def test_a_flow_stays_thin(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    limit = 121 if "@flow(" in text else 300
    assert text.count("\n") <= limit
