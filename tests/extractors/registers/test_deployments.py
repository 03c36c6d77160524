"""Rows to deployments, on a small register of our own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from data.errors import RegisterFault
from data.records import Deployment
from data.register import Register
from extractors.registers.deployments import UNNAMED, read_deployments, statuses_of

Declare = Callable[..., Register]

HEADER = "No,System,Body,About,Stage,Since,Contact,Remark"


def read(register: Register, *rows: str, header: str = HEADER) -> list[Deployment]:
    content = "\n".join((header, *rows)).encode()
    return read_deployments("eastland", register, content, "2024-05", "2024-05", "eastland/x.csv")


def test_a_row_becomes_a_deployment(declare: Declare) -> None:
    texts = "7, Letter  Sorter ,Post Office,<p>Sorts &amp; files.</p>"
    (found,) = read(declare(), f"{texts}, In\u00a0 USE ,03/2021,A. Clerk,old")
    assert found == Deployment(
        register_id="eastland",
        deployment_id="7",
        edition_id="2024-05",
        country="XN",
        organisation="Post Office",
        name="Letter Sorter",
        description="Sorts & files.",
        purpose=None,
        technology=None,
        status="production",
        status_raw="In\u00a0 USE",
        status_basis="stated",
        start_on="2021-03",
        start_basis="taken into use",
        record_on=None,
        year=2021,
        year_basis="start",
        url=None,
        source_file="eastland/x.csv",
        row_number=1,
        row_json=found.row_json,
    )
    kept = json.loads(found.row_json)
    assert kept["Remark"] == "old"
    assert kept["About"] == "<p>Sorts &amp; files.</p>"


@pytest.mark.parametrize("blank", ["", "   ", "\u00a0"])
def test_a_blank_status_is_unknown_and_never_deployed(declare: Declare, blank: str) -> None:
    (found,) = read(declare(), f"1,S,B,,{blank},2020,,")
    assert (found.status, found.status_raw, found.status_basis) == ("unknown", "", "blank")


def test_nothing_personal_is_kept_anywhere(declare: Declare) -> None:
    (found,) = read(declare(), "1,S,B,Ask head@post.example first,In use,,A. Clerk,me@post.example")
    everything = " ".join(str(getattr(found, field)) for field in found.__slots__)
    assert "Clerk" not in everything
    assert "Contact" not in everything
    assert "@post" not in everything
    assert found.description == "Ask [e-mail address removed] first"


def test_columns_may_stand_in_another_order_and_personal_ones_may_vanish(declare: Declare) -> None:
    (found,) = read(declare(), "In use,2020,S,B,text,1", header="Stage,Since,System,Body,About,No")
    assert (found.name, found.organisation, found.status) == ("S", "B", "production")


@pytest.mark.parametrize(
    ("header", "rows", "reason", "next_step"),
    [
        (HEADER + ",New", ["1,S,B,,In use,,,,x"], "new column 'New'", "`ignore:`"),
        (HEADER.replace("Stage", "Phase"), ["1,S,B,,In use,,,"], "missing column 'Stage'", "Stage"),
        (HEADER, [], "0 rows, where 1 to 50 are expected", "`bounds:`"),
        (HEADER, ["1,S,B,,In use,,,"] * 51, "51 rows", "`bounds:`"),
        (
            HEADER,
            ["1,S,B,,In use,,,", "2,T,B,,Asleep,,,", "3,U,B,,asleep?,,,"],
            "column 'Stage': 'Asleep' (row 2), 'asleep?' (row 3): status without a mapping",
            "`Asleep: …`, `asleep?: …`, each with one of idea, planned",
        ),
        (
            HEADER,
            ["1,S,B,,In use,1/2/2020,,"],
            "column 'Since': '1/2/2020' (row 1): not a date",
            "`date_order:`",
        ),
    ],
)
def test_what_the_declaration_does_not_cover_stops_the_register(
    declare: Declare, header: str, rows: list[str], reason: str, next_step: str
) -> None:
    register = declare()
    if "Stage" not in header:
        register = declare(ignore=["Remark", "Phase"])
        next_step = "data/registers/eastland.yml"
    with pytest.raises(RegisterFault) as caught:
        read(register, *rows, header=header)
    assert "register eastland, eastland/x.csv" in caught.value.reason
    assert reason in caught.value.reason
    assert next_step in caught.value.next_step
    assert "data/registers/eastland.yml" in caught.value.next_step


def test_own_ids_are_used_only_where_they_stand_once(declare: Declare) -> None:
    first, second, third, fourth, fifth = read(
        declare(),
        "A-1,S,B,,,,,",
        "TBD,T,B,,,,,",
        "TBD,U,B,,,,,",
        ",Chatbot,B,,,,,",
        ",Chatbot,B,,,,,",
    )
    assert first.deployment_id == "A-1"
    ids = [one.deployment_id for one in (first, second, third, fourth, fifth)]
    assert len(set(ids)) == 5
    assert "TBD" not in ids


def test_a_system_keeps_its_id_when_rows_move_and_spelling_wavers(declare: Declare) -> None:
    register = declare(
        columns={"name": "System", "organisation": "Body"},
        identity=["organisation", "name"],
        ignore=["No", "About", "Remark"],
    )
    before = read(register, "1,Letter Sorter,Post,,,,,", "2,Chatbot,Post,,,,,")
    after = read(register, "1,Chatbot,post,,,,,", "9,Letter  sorter,Post,,,,,")
    assert [one.deployment_id for one in after] == [one.deployment_id for one in before][::-1]


def test_an_identity_of_names_outlives_a_renamed_body(declare: Declare) -> None:
    register = declare(
        columns={"name": "System", "organisation": "Body"},
        identity=["name"],
        ignore=["No", "About", "Remark"],
    )
    (before,) = read(register, "1,Letter Sorter,Post,,,,,")
    (after,) = read(register, "5,Letter Sorter,The Post Office,,,,,")
    assert after.deployment_id == before.deployment_id


@pytest.mark.parametrize(
    ("changes", "row", "dates"),
    [
        ({}, "1,S,B,,In use,2020,,", ("2020", "taken into use", None, 2020, "start")),
        ({}, "1,S,B,,In use,,,", (None, None, None, None, "unknown")),
        (
            {"has_record_year": True},
            "1,S,B,,In use,,,",
            (None, None, "2024-05", 2024, "record"),
        ),
        (
            {"has_record_year": True},
            "1,S,B,,In use,2020,,",
            ("2020", "taken into use", "2024-05", 2020, "start"),
        ),
        (
            {"start": {"column": "Since", "basis": "opening", "expected_in": ["pilot"]}},
            "1,S,B,,On trial,2027,,",
            ("2027", "opening (expected)", None, None, "unknown"),
        ),
        (
            {"start": None, "record": {"column": "Since", "basis": "publication"}},
            "1,S,B,,In use,2022-01-05,,",
            (None, None, "2022-01-05", 2022, "record"),
        ),
        (
            {"start": {"column": "Since", "basis": "opening", "no_date": ["N/A"]}},
            "1,S,B,,In use, n/a ,,",
            (None, None, None, None, "unknown"),
        ),
    ],
)
def test_a_date_of_record_is_never_a_start(
    declare: Declare, changes: dict[str, Any], row: str, dates: tuple[object, ...]
) -> None:
    (found,) = read(declare(**changes), row)
    assert (
        found.start_on,
        found.start_basis,
        found.record_on,
        found.year,
        found.year_basis,
    ) == dates


def test_a_title_may_hold_body_and_name(declare: Declare) -> None:
    columns = {
        "name": [{"column": "System", "pattern": r"^[^:]+:\s*(.+)$"}, "System"],
        "organisation": [
            {"column": "System", "pattern": "^([^:]+):"},
            {"column": "Body", "is_slug": True},
        ],
    }
    register = declare(
        columns=columns, identity=["organisation", "name"], ignore=["No", "About", "Remark"]
    )
    first, second, third = read(
        register,
        "1, Town of Elm : Bins: Large,ministry-of-towns,,,,,",
        "2,Bins,ministry-of-towns,,,,,",
        "3,,ministry-of-towns,,,,,",
    )
    assert (first.organisation, first.name) == ("Town of Elm", "Bins: Large")
    assert (second.organisation, second.name) == ("Ministry of Towns", "Bins")
    assert (third.organisation, third.name) == ("Ministry of Towns", UNNAMED)


@pytest.mark.parametrize(
    ("cell", "url"),
    [
        ("/records/bins", "https://lists.example/records/bins"),
        ("https://elsewhere.example/a", "https://elsewhere.example/a"),
        ("Project (elsewhere.example)", None),
    ],
)
def test_addresses_are_completed_or_left_out(declare: Declare, cell: str, url: str | None) -> None:
    register = declare(
        columns={"id": "No", "name": "System", "organisation": "Body", "url": "Remark"},
        ignore=["About"],
        url_base="https://lists.example",
    )
    (found,) = read(register, f"1,S,B,,,,,{cell}")
    assert found.url == url


def test_the_history_says_what_the_edition_said(declare: Declare) -> None:
    found = read(declare(), "1,S,B,,On trial,,,", "2,T,B,,,,,")
    history = statuses_of(found, "2024-05-01")
    assert [(one.deployment_id, one.status, one.status_raw, one.edition_on) for one in history] == [
        ("1", "pilot", "On trial", "2024-05-01"),
        ("2", "unknown", "", "2024-05-01"),
    ]
