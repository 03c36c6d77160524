"""Declarations of registers: all of ours load, and wrong ones are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from data.errors import DeclarationError
from data.records import STATUSES
from data.register import Register, load_registers, normalise
from data.settings import DATA_FOLDER

OURS = load_registers(DATA_FOLDER / "registers")

MINIMAL: dict[str, Any] = {
    "title": "Systems of Eastland",
    "publisher": "Office of Lists",
    "country": "XN",
    "language": "en",
    "licence": "CC0",
    "url": "https://lists.example/systems.csv",
    "files": ["eastland/*.csv"],
    "edition": {"date": "2024"},
    "format": {"type": "csv"},
    "columns": {"id": "No", "name": "System", "organisation": "Body"},
    "status_column": "Stage",
    "statuses": {"In use": "production"},
    "bounds": {"least": 1, "most": 50},
}


def load(folder: Path, **changes: Any) -> Register:
    file = folder / "eastland.yml"
    file.write_text(yaml.safe_dump({**MINIMAL, **changes}, sort_keys=False), encoding="utf-8")
    return load_registers(folder)["eastland"]


def test_our_registers_are_declared() -> None:
    assert {"us-federal-2025", "no-digdir-ki", "uk-atrs"} <= set(OURS)


@pytest.mark.parametrize("register_id", OURS)
def test_our_registers_say_what_they_may_be_counted_for(register_id: str) -> None:
    kinds = {"city": "city", "eu": "supranational"}
    assert OURS[register_id].kind == kinds.get(register_id.split("-", maxsplit=1)[0], "national")


@pytest.mark.parametrize("register", OURS.values(), ids=OURS.keys())
def test_our_registers_tell_their_own_rule(register: Register) -> None:
    assert register.coverage.must_contain
    assert register.coverage.reporters
    assert register.coverage.publication_rule
    assert register.coverage.since


def test_years_of_one_inventory_are_a_series() -> None:
    series = {register_id: register.series for register_id, register in OURS.items()}
    assert {series[f"us-federal-{year}"] for year in (2023, 2024, 2025)} == {"us-federal"}


@pytest.mark.parametrize("register", OURS.values(), ids=OURS.keys())
def test_statuses_are_in_the_vocabulary_and_a_blank_is_unknown(register: Register) -> None:
    status_by_raw = register.status_by_raw()
    assert set(status_by_raw.values()) <= set(STATUSES)
    assert status_by_raw[""] == "unknown"
    assert bool(register.statuses) == (register.fixed_status is None)


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0"])
@pytest.mark.parametrize("status", [one for one in STATUSES if one != "unknown"])
def test_a_blank_can_be_mapped_to_nothing_but_unknown(
    tmp_path: Path, blank: str, status: str
) -> None:
    with pytest.raises(DeclarationError, match="a blank is unknown"):
        load(tmp_path, statuses={"In use": "production", blank: status})


def test_a_blank_may_be_declared_unknown(tmp_path: Path) -> None:
    register = load(tmp_path, statuses={"In use": "production", "": "unknown"})
    assert register.status_by_raw() == {"": "unknown", "in use": "production"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": "red"}, r"eastland\.yml:\d+: key `colour`"),
        ({"statuses": {"In use": "live"}}, r"key `statuses\.In use`"),
        ({"statuses": {"In use": "production", "in  USE ": "pilot"}}, "to both"),
        ({"bounds": {"least": 9, "most": 3}}, "least"),
        ({"edition": {"date": "2024", "pointer": "/date"}}, "exactly one"),
        ({"edition": {}}, "exactly one"),
        ({"edition": {"pattern": r"\d{4}"}}, "date"),
        ({"edition": {"pattern": "(?P<date>"}}, "not a regular expression"),
        ({"edition": {"date": "spring 2024"}}, "edition.date"),
        ({"ignore": ["System"]}, r"\['System'\] are used and under `ignore`"),
        ({"personal": ["Body"]}, r"\['Body'\] are used and under `personal`"),
        ({"ignore": ["X"], "personal": ["X"]}, "under `ignore` and under `personal`"),
        ({"columns": {"name": "System", "organisation": "Body"}}, "needs `columns: id:`"),
        ({"identity": ["id", "name"]}, "stands alone"),
        ({"columns": {"id": "No", "name": "System"}}, "organisation"),
        ({"format": {"type": "xml"}}, "format.type"),
        ({"format": {"type": "csv", "encoding": "utf-9"}}, "no encoding"),
        ({"status_column": None}, "exactly one of `status_column` and `fixed_status`"),
        ({"fixed_status": {"status": "production", "raw": "used"}}, "exactly one of"),
        (
            {"status_column": None, "fixed_status": {"status": "production", "raw": "used"}},
            "`statuses` needs `status_column`",
        ),
        (
            {
                "columns": {
                    "id": "No",
                    "name": "System",
                    "organisation": "Body",
                    "body_country": "Land",
                }
            },
            "several countries needs `national: false`",
        ),
        ({"keep_where": {"column": "Kind", "values": []}}, r"keep_where\.values"),
        ({"format": {"type": "xlsx", "header_row": 0}}, r"format\.header_row"),
        ({"coverage": {"bodies": 0}}, r"coverage\.bodies"),
        ({"from_strategy": {"columns": ["System"], "pattern": "("}}, "not a regular expression"),
        ({"country": "UK"}, "no country has the code 'UK'"),
        ({"files": ["../elsewhere/*.csv"]}, "below the registers folder"),
        (
            {
                "columns": {
                    "id": "No",
                    "name": "System",
                    "organisation": [{"column": "Body", "pattern": "^[^:]+"}],
                }
            },
            r"columns\.organisation\.0\.pattern.*needs a group",
        ),
    ],
)
def test_a_wrong_declaration_is_refused_by_name(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(DeclarationError, match=message) as refusal:
        load(tmp_path, **changes)
    assert "eastland.yml:" in str(refusal.value)


def test_a_field_is_one_column_or_a_list_of_candidates(tmp_path: Path) -> None:
    candidates = [{"column": "Title", "pattern": "^(.+):"}, "Body"]
    register = load(tmp_path, columns={"id": "No", "name": "System", "organisation": candidates})
    assert [one.column for one in register.columns.organisation] == ["Title", "Body"]
    assert [one.column for one in register.columns.name] == ["System"]
    assert register.used_columns() == {"No", "System", "Title", "Body", "Stage"}


@pytest.mark.parametrize(
    ("raw", "compared"),
    [
        (" In\u00a0production  ", "in production"),
        ("Action  Complete", "action complete"),
        ("Pa\u030aga\u030aende", "p\u00e5g\u00e5ende"),
        (" \t\u00a0", ""),
    ],
)
def test_statuses_are_compared_without_case_and_odd_spaces(raw: str, compared: str) -> None:
    assert normalise(raw) == compared


def test_a_declaration_prints_the_same_in_every_process(tmp_path: Path) -> None:
    # What a run remembers of its input rests on this text.
    columns = [f"Column {number}" for number in range(40)]
    text = load(tmp_path, ignore=columns).model_dump_json()
    assert text.index('"Column 3"') < text.index('"Column 12"') < text.index('"Column 39"')
