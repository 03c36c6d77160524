"""Lists of incidents: read as declared, refused where they are not, matched with bodies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from data.errors import RegisterFault
from data.incident_list import IncidentListDeclaration, load_incident_lists
from data.organisation import Organisations, load_organisations
from data.settings import DATA_FOLDER
from extractors.registers.incidents import IncidentReading, match_parties, read_incidents
from extractors.registers.organisations import index_names

HEADER = "No,What,When,Where,Used by,Made by,About,Reader"
DECLARED: dict[str, Any] = {
    "title": "Mishaps of Eastland",
    "publisher": "Office of Lists",
    "licence": "CC BY-SA 4.0",
    "url": "https://lists.example/mishaps",
    "files": ["mishaps/*.csv"],
    "format": {"type": "csv", "header_row": 2},
    "sub_header_rows": 1,
    "columns": {
        "id": "No",
        "headline": "What",
        "occurred": ["When", "Date"],
        "country": "Where",
        "deployer": "Used by",
        "developer": "Made by",
        "url": "About",
    },
    "no_country": ["Global"],
    "no_body": ["Unknown"],
    "no_year": ["TBC"],
    "personal": ["Reader"],
    "bounds": {"least": 1, "most": 9},
}
ROWS = (
    "M1,Tax letters sent twice,2021-2022,Norge,Skatteetaten; Skatteetaten,Unknown,,a reader",
    'M2,Queue lost,TBC,Global,"Unknown",Box Makers,see https://lists.example/2.,a reader',
)


def declare(**changes: Any) -> IncidentListDeclaration:
    return IncidentListDeclaration.model_validate({**DECLARED, **changes})


def read(*rows: str, header: str = HEADER, **changes: Any) -> IncidentReading:
    lines = ("Banner" + "," * header.count(","), header, "," * header.count(",") + "sub", *rows)
    return read_incidents("mishaps", declare(**changes), "\n".join(lines).encode(), "m.csv")


def test_incidents_are_read_as_declared() -> None:
    reading = read(*ROWS)
    first, second = reading.incidents
    assert (first.incident_id, first.headline) == ("M1", "Tax letters sent twice")
    assert (first.occurred_year, first.occurred_raw, first.countries) == (2021, "2021-2022", "NO")
    assert (second.occurred_year, second.occurred_raw, second.countries) == (None, "TBC", None)
    assert (first.url, second.url) == (None, "https://lists.example/2")
    assert [(one.incident_id, one.party, one.name) for one in reading.parties] == [
        ("M1", "deployer", "Skatteetaten"),
        ("M2", "developer", "Box Makers"),
    ]
    assert "Reader" not in first.row_json
    assert "a reader" not in first.row_json


def test_a_name_is_matched_in_the_countries_of_its_incident() -> None:
    organisations: Organisations = load_organisations(DATA_FOLDER)
    rows = (ROWS[0], "M3,Tax letters lost,2020,Denmark; Norway,Skatteetaten,,,", ROWS[1])
    reading = read(*rows)
    matched = list(match_parties(reading.parties, reading.incidents, index_names(organisations)))
    found = {(one.incident_id, one.party): one for one in matched}
    assert found["M1", "deployer"].organisation_id is not None
    assert found["M3", "deployer"].country == "NO"
    assert found["M3", "deployer"].organisation_id == found["M1", "deployer"].organisation_id
    assert found["M2", "developer"].organisation_id is None
    assert (found["M2", "developer"].country, found["M2", "developer"].basis) == (None, "unmatched")


@pytest.mark.parametrize(
    ("rows", "header", "changes", "said"),
    [
        (("M1,Lost,2020,Atlantis,,,,",), HEADER, {}, "'Atlantis' .row 2."),
        (("M1,Lost,lately,Norway,,,,",), HEADER, {}, "'lately' .row 2."),
        (("M1,,2020,Norway,,,,",), HEADER, {}, "column 'What'"),
        (("M1,Lost,2020,,,,,", "M1,Found,2020,,,,,"), HEADER, {}, "'M1' stands twice"),
        ((), HEADER, {}, "0 rows, where 1 to 9"),
        ((), HEADER.replace("When", "Year"), {}, "missing column 'When' or 'Date'"),
        ((), HEADER + ",Harm", {}, "new column 'Harm'"),
    ],
)
def test_what_is_not_declared_stops_the_list(
    rows: tuple[str, ...], header: str, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(RegisterFault, match=said) as caught:
        read(*rows, header=header, **changes)
    assert caught.value.next_step


def test_without_an_id_headline_and_time_tell_incidents_apart() -> None:
    columns = {key: name for key, name in DECLARED["columns"].items() if key != "id"}
    reading = read(*ROWS, columns=columns, ignore=["No"])
    ids = [one.incident_id for one in reading.incidents]
    assert len(set(ids)) == 2
    assert "M1" not in ids


@pytest.mark.parametrize(
    "changes",
    [{"ignore": ["What"]}, {"personal": ["When"]}, {"files": ["../x.csv"]}, {"colour": "red"}],
)
def test_a_wrong_declaration_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        declare(**changes)


def test_the_shipped_lists_are_declared_and_read_a_file_of_their_shape() -> None:
    shipped = load_incident_lists(DATA_FOLDER / "incidents")["aiaaic"]
    header = (
        "AIAAIC ID#,Headline,Type,Occurred,Country(ies),Sector(s),Deployer(s),Developer(s),"
        "System name(s),Technology(ies),Purpose(s),News trigger(s),Issue(s),External harms,,"
        "Description/links"
    )
    row = (
        "EX0001,A town's form lost its answers,Incident,2019,Norway,Govt - municipal,Oslo kommune,"
        "Box Makers,Form,Chatbot,Answer letters,,Accuracy,Time,,https://lists.example/1"
    )
    lines = ("Our own list" + "," * 15, header, "," * 13 + "Individual,Societal,", row)
    bounds = {"least": 1, "most": 1}
    declared = shipped.model_copy(update={"bounds": type(shipped.bounds).model_validate(bounds)})
    reading = read_incidents("aiaaic", declared, "\n".join(lines).encode(), "x.csv")
    (incident,) = reading.incidents
    assert (incident.sector, incident.technology, incident.issues) == (
        "Govt - municipal",
        "Chatbot",
        "Accuracy",
    )
    assert [one.party for one in reading.parties] == ["deployer", "developer"]


def test_no_folder_is_no_list(tmp_path: Path) -> None:
    assert load_incident_lists(tmp_path / "incidents") == {}
