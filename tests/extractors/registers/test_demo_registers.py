"""The demo's registers say of each system what was planted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.register import load_registers
from data.settings import DATA_FOLDER
from extractors.registers.deployments import read_deployments
from extractors.registers.editions import find_edition_files

REGISTERS = load_registers(DATA_FOLDER / "demo" / "registers")


@pytest.mark.parametrize("register_id", ["demo-national", "demo-oversight"])
def test_every_planted_deployment_is_read(demo_files: Path, register_id: str) -> None:
    register = REGISTERS[register_id]
    (edition,) = find_edition_files(register, demo_files / "site" / "registers")
    found = read_deployments(
        register_id,
        register,
        edition.path.read_bytes(),
        edition.edition_id,
        edition.edition_on,
        edition.path.name,
    )
    planted = json.loads((demo_files / "planted.json").read_text(encoding="utf-8"))["deployments"]
    expected = {
        (one["name"], one["organisation"], one["status"], one["status_raw"], one["year"])
        for one in planted
        if one["register_id"] == register_id
    }
    assert len(expected) == len(found) > 5
    assert {
        (one.name, one.organisation, one.status, one.status_raw, one.year) for one in found
    } == expected
    assert {one.status_basis for one in found if one.status == "unknown"} == {"blank"}
