from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from data.doors.statsliggaren import StatsliggarenDoor
from data.source import Source
from extractors.discover.door import Found
from extractors.discover.doors import build_content, find_documents
from tests.sites.asking import SiteAsk
from tests.sites.server import serve
from tests.sites.statsliggaren import HOST, publish_statsliggaren

LETTERS = {2023: [911], 2022: [901, 902], 2024: [921]}
NOBODY = SiteAsk({})


def make_source(**door: Any) -> Source:
    return Source.model_validate(
        {
            "title": "Letters to Rikskontoret",
            "publisher": "Ministry of Digital Affairs",
            "country": "XN",
            "kind": "mandate_letter",
            "language": "sv",
            "licence": "MIT",
            "door": {"adapter": "statsliggaren", "letters": LETTERS, **door},
            "bounds": {"least": 4, "most": 4, "reason": "made up for a test"},
            "verified": False,
        }
    )


def found_by(**door: Any) -> list[Found]:
    items = list(find_documents("letters", make_source(**door), NOBODY))
    return [item for item in items if isinstance(item, Found)]


@pytest.mark.parametrize(
    ("door", "starts"),
    [
        ({}, [b"<!doctype"] * 4),
        ({"format": "pdf"}, [b"%PDF-1.7"] * 4),
        ({"is_other_format_kept": True}, [b"<!doctype", b"%PDF-1.7"] * 4),
        ({"changes": "changed parts"}, [b"<!doctype"] * 4),
    ],
)
def test_every_letter_is_there(door: dict[str, Any], starts: list[bytes]) -> None:
    with serve(publish_statsliggaren) as site:
        ask = SiteAsk(site.hosts(HOST))
        source = make_source(**door)
        contents = []
        for found in find_documents("letters", source, ask):
            assert isinstance(found, Found)
            answered = [ask(address).read() for address in found.addresses]
            contents.append(build_content(source, found, answered).content)
    assert [content.startswith(start) for content, start in zip(contents, starts, strict=True)] == [
        True
    ] * len(starts)


def test_letters_come_by_year_and_changes_are_named() -> None:
    refs = [found.ref for found in found_by()]
    assert [(ref.key, ref.year) for ref in refs] == [
        ("901", 2022), ("902", 2022), ("911", 2023), ("921", 2024),
    ]  # fmt: skip
    assert [ref.note for ref in refs] == [None, "change 1 of the letter of 2022", None, None]
    assert refs[0].url == "https://www.esv.se/statsliggaren/regleringsbrev/Index?rbId=901"
    assert {ref.language for ref in refs} == {"sv"}
    assert {ref.alternative_of for ref in refs} == {None}


def test_a_letter_is_the_same_in_either_form() -> None:
    html, pdf = found_by(), found_by(format="pdf")
    assert [one.ref.document_id for one in html] == [one.ref.document_id for one in pdf]
    assert pdf[0].ref.url == "https://www.esv.se/Regleringsbrev/Pdf?RbId=901"


def test_the_other_form_is_never_read_too() -> None:
    refs = [found.ref for found in found_by(is_other_format_kept=True)]
    assert len({ref.document_id for ref in refs}) == 8
    assert [ref.alternative_of for ref in refs[1::2]] == [ref.document_id for ref in refs[::2]]
    assert all("Pdf?RbId=" in ref.url for ref in refs[1::2])


def test_only_what_a_change_changes_can_be_read() -> None:
    refs = [found.ref for found in found_by(changes="changed parts", is_other_format_kept=True)]
    (parts,) = [ref for ref in refs if "version=EndastAndringar" in ref.url]
    assert parts.key == "902/changes"
    assert parts.note == "change 1 of the letter of 2022: what it changes"
    assert len(refs) == 7  # the PDF of a change is the whole letter, not its changes


@pytest.mark.parametrize(
    ("door", "words"),
    [
        ({"letters": {2022: [1], 2023: [1]}}, "letter 1 is given twice"),
        ({"letters": {}}, "at least 1 item"),
        ({"letters": {22: [1]}}, "greater than or equal to 1990"),
        ({"format": "pdf", "changes": "changed parts"}, "only there with"),
    ],
)
def test_a_door_that_leads_nowhere_is_refused(door: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        make_source(**door)


def test_the_registers_own_numbers_make_a_declaration(shared: Path) -> None:
    file = shared / "sites" / "samples" / "se" / "regleringsbrev_letters.csv"
    letters: dict[int, list[int]] = {}
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["name"] == "Skatteverket":
                letters.setdefault(int(row["year"]), []).append(int(row["rbid"]))
    assert len(letters) > 15
    door = StatsliggarenDoor.model_validate({"adapter": "statsliggaren", "letters": letters})
    count = sum(len(numbers) for numbers in door.letters.values())
    assert len(found_by(letters=letters)) == count
