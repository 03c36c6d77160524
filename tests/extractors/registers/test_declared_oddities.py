"""What a declaration can say of odd files, and what it refuses by row, column and value."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from data.errors import RegisterFault
from data.register import Register
from extractors.registers.deployments import EditionReading, read_edition

Declare = Callable[..., Register]

HEADER = "No,System,Body,About,Stage,Since,Contact,Remark"


def read(register: Register, content: str | bytes) -> EditionReading:
    as_bytes = content.encode() if isinstance(content, str) else content
    return read_edition("eastland", register, as_bytes, "2024-05", "2024-05", "eastland/x.csv")


def lines(*rows: str, header: str = HEADER) -> str:
    return "\n".join((header, *rows))


def test_rows_of_another_kind_are_counted_and_left_out(declare: Declare) -> None:
    rule = {"column": "Remark", "values": ["Machine "], "left_out": ["Ledger"]}
    register = declare(keep_where=rule, ignore=[], bounds={"least": 1, "most": 1})
    reading = read(
        register, lines("1,S,B,,In use,,,machine", "2,T,B,,Unheard of,,,Ledger", "3,U,B,,,,,ledger")
    )
    assert [one.name for one in reading.deployments] == ["S"]
    assert reading.excluded_count == 2


def test_a_fixed_status_is_assumed_and_says_so(declare: Declare) -> None:
    register = declare(
        status_column=None,
        statuses={},
        fixed_status={"status": "production", "raw": "reported as used"},
        ignore=["Remark", "Stage"],
    )
    (found,) = read(register, lines("1,S,B,,,,,")).deployments
    assert (found.status, found.status_raw, found.status_basis) == (
        "production", "reported as used", "assumed",
    )  # fmt: skip


def test_an_editors_status_is_imputed_and_a_blank_stays_blank(declare: Declare) -> None:
    register = declare(status_basis="imputed by editor")
    found = read(register, lines("1,S,B,,In use,,,", "2,T,B,,,,,")).deployments
    assert [one.status_basis for one in found] == ["imputed by editor", "blank"]


def test_rows_that_cite_a_strategy_are_marked(declare: Declare) -> None:
    register = declare(
        from_strategy={"columns": ["Remark", "About"], "pattern": "strateg"}, ignore=[]
    )
    found = read(
        register,
        lines("1,S,B,,,,,National Strategy of 2020", "2,T,B,Our stratégie,,,,", "3,U,B,x,,,,y"),
    ).deployments
    assert [one.is_from_strategy for one in found] == [True, False, False]


def test_the_country_of_the_body_is_told_from_that_of_the_list(declare: Declare) -> None:
    columns = {"id": "No", "name": "System", "organisation": "Body", "body_country": "Remark"}
    register = declare(columns=columns, national=False, country="EU", ignore=["About"])
    found = read(register, lines("1,S,B,,,,,Norway ", "2,T,B,,,,,")).deployments
    assert [(one.country, one.body_country) for one in found] == [("EU", "NO"), ("EU", None)]


def test_json_lines_lead_to_fields_by_pointer(declare: Declare) -> None:
    register = declare(
        format={"type": "jsonl"},
        columns={"id": "id", "name": ["/about/title", "title"], "organisation": "body"},
        status_column="/derived/phase",
        start=None,
        personal=[],
        ignore=[],
    )
    rows: list[dict[str, Any]] = [
        {
            "id": "1",
            "title": "T",
            "body": "B",
            "about": {"title": "S"},
            "derived": {"phase": "Ended"},
        },
        {"id": "2", "title": "U", "body": "B", "about": {}, "derived": {}},
    ]
    content = "\n".join(json.dumps(row) for row in rows) + "\n"
    found = read(register, content).deployments
    assert [(one.name, one.status) for one in found] == [("S", "retired"), ("U", "unknown")]
    with pytest.raises(RegisterFault, match=r"missing column .*'/derived/phase'"):
        read(register, json.dumps(rows[1]))
    with pytest.raises(RegisterFault, match="line 2: line 1 is not JSON"):
        read(register, json.dumps(rows[0]) + "\n<html>")


def test_columns_tell_how_often_they_are_blank_but_not_those_about_people(declare: Declare) -> None:
    reading = read(declare(), lines("1,S,B,,In use,2020,A. Clerk,", "2,T,B,x,\u00a0,,,"))
    blanks = {one.column_name: (one.blank_count, one.blank_share) for one in reading.columns}
    assert blanks["Stage"] == (1, 0.5)
    assert blanks["Remark"] == (2, 1.0)
    assert blanks["No"] == (0, 0.0)
    assert "Contact" not in blanks
    uses = {one.column_name: one.used_for for one in reading.columns}
    assert (uses["Stage"], uses["Remark"]) == ("status", "kept in the row only")


def test_a_file_of_another_day_is_read_as_the_same(declare: Declare) -> None:
    plain = lines("1,S’s,B,<p>Sorts&nbsp;letters</p>,In use,2020,,")
    expected = read(declare(), plain).deployments[0]
    assert (expected.name, expected.description) == ("S’s", "Sorts letters")
    windows = declare(format={"type": "csv", "encoding": "cp1252"})
    moved = lines(
        "In use,2020,B,S’s,1,<p>Sorts letters</p>,",
        header="Stage,Since,Body,System,No,About,Remark",
    )
    for register, content in (
        (declare(), "\ufeff" + plain.replace("\n", "\r\n")),
        (windows, plain.encode("cp1252")),
        (declare(), moved),
        (declare(), plain.replace("In use", "\u00a0in  USE ")),
    ):
        (found,) = read(register, content).deployments
        assert (found.name, found.description, found.status) == (
            "S’s", "Sorts letters", "production",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "content", "reason", "next_step"),
    [
        (
            {"keep_where": {"column": "Remark", "values": ["Machine"]}, "ignore": []},
            lines("1,S,B,,,,,Machine", "2,T,B,,,,,Ledger"),
            "row 2, column 'Remark': 'Ledger' is neither taken nor left out",
            "`keep_where:`",
        ),
        (
            {
                "columns": {
                    "id": "No", "name": "System", "organisation": "Body", "body_country": "Remark"
                },
                "national": False,
                "ignore": ["About"],
            },
            lines("1,S,B,,,,,Norway", "2,T,B,,,,,Nowhere"),
            "column 'Remark': 'Nowhere' (row 2): no country of that name",
            "data/countries.yml",
        ),
        (
            {"date_order": "month first"},
            lines("1,S,B,,In use,7/16/1905,,"),
            "column 'Since': '7/16/1905' (row 1): not a date",
            "`is_from_spreadsheet:`",
        ),
        ({}, lines("1,S\u2019s,B,,,,,").encode("cp1252"), "(0x92) is not utf-8-sig", "cp1252"),
        (
            {"bounds": {"least": 3000, "most": 4400}},
            lines(*(f"{number},S{number},B,,In use,,," for number in range(2711))),
            "2711 rows, where 3000 to 4400 are expected",
            "`bounds:`",
        ),
    ],
)  # fmt: skip
def test_what_is_not_declared_is_refused_by_place_and_value(
    declare: Declare, changes: dict[str, Any], content: str | bytes, reason: str, next_step: str
) -> None:
    with pytest.raises(RegisterFault) as caught:
        read(declare(**changes), content)
    assert "register eastland, eastland/x.csv" in caught.value.reason
    assert reason in caught.value.reason
    assert next_step in caught.value.next_step
