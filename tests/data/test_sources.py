"""The declared sources: every file loads, and says what a reader needs before running it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from data.doors.govuk import GovukDoor
from data.doors.kudos import KudosDoor
from data.doors.regjeringen import RegjeringenDoor
from data.doors.wayback import WaybackDoor
from data.language_code import is_language_code
from data.source import Source, load_sources

FOLDER = Path(__file__).resolve().parents[2] / "data" / "sources"
SOURCES = load_sources(FOLDER)
OPENED_LIVE: set[str] = set()
"""Sources whose door was opened at its live address and listed what it should."""
EACH = pytest.mark.parametrize("source_id", SOURCES)


def addresses_of(source: Source) -> list[str]:
    """Every address that the door of a source names."""
    found, todo = [], list(source.door.model_dump(mode="json").values())
    while todo:
        value = todo.pop()
        if isinstance(value, str) and value.startswith("http"):
            found.append(value)
        elif isinstance(value, list):
            todo.extend(value)
    return found


def test_the_publishers_that_the_project_is_about_are_declared() -> None:
    countries = {source.country for source in SOURCES.values()}
    adapters = {source.door.adapter for source in SOURCES.values()}
    assert len(SOURCES) >= 24
    assert countries == {"AU", "NO", "GB", "SE", "CA", "DK", "FI", "EU", "OECD"}
    assert adapters == {
        "kudos",
        "govuk",
        "regjeringen",
        "regeringen",
        "statsliggaren",
        "canada_letters",
        "listing",
        "wayback",
    }


@EACH
def test_a_source_is_declared_in_full(source_id: str) -> None:
    source = SOURCES[source_id]
    assert source_id.partition("-")[0] in {"au", "no", "uk", "se", "ca", "dk", "fi", "eu", "oecd"}
    assert len(source.bounds.reason.split()) >= 6, "a reason, not a word"
    assert source.licence
    assert source.publisher
    assert all(is_language_code(code) for code in source.language.split("+"))


def test_nothing_is_called_verified_that_was_never_opened_live() -> None:
    verified = {source_id for source_id, source in SOURCES.items() if source.verified}
    assert verified == OPENED_LIVE


@EACH
def test_addresses_are_https_and_no_host_is_named_twice(source_id: str) -> None:
    source = SOURCES[source_id]
    addresses = addresses_of(source)
    assert addresses
    assert {urlsplit(address).scheme for address in addresses} == {"https"}
    assert len(set(source.hosts)) == len(source.hosts)


def test_no_two_sources_ask_the_same_door_the_same_question() -> None:
    asked = {source.door.model_dump_json(): source_id for source_id, source in SOURCES.items()}
    assert len(asked) == len(SOURCES)


@EACH
def test_who_has_not_opened_an_address_says_where_it_comes_from(source_id: str) -> None:
    source = SOURCES[source_id]
    if source.verified:
        return
    note = source.note or ""
    assert re.search(r"Where the address(es)? comes? from:", note)
    assert "never opened" in note


@EACH
def test_no_host_is_asked_more_than_once_a_second(source_id: str) -> None:
    assert SOURCES[source_id].delay_seconds >= 1


@EACH
def test_bounds_are_narrow_enough_to_tell_a_loss(source_id: str) -> None:
    bounds = SOURCES[source_id].bounds
    assert bounds.least >= 1
    assert bounds.most <= max(20 * bounds.least, 40)


def test_no_licence_is_claimed_for_kudos() -> None:
    kudos = [source for source in SOURCES.values() if isinstance(source.door, KudosDoor)]
    assert {source.licence for source in kudos} == {"not stated"}


def test_past_versions_are_read_once_a_year() -> None:
    doors = [one.door for one in SOURCES.values() if isinstance(one.door, WaybackDoor)]
    assert [door.per for door in doors] == ["year"] * len(doors)
    assert doors


def test_what_a_search_on_govuk_finds_is_called_no_strategy() -> None:
    for source in SOURCES.values():
        if isinstance(source.door, GovukDoor) and source.door.search:
            assert source.kind in {"other", "report"}


def test_no_paper_of_govuk_comes_by_two_doors() -> None:
    doors = [source.door for source in SOURCES.values() if isinstance(source.door, GovukDoor)]
    named = [path for door in doors for path in door.publications]
    searches = [door.search for door in doors if door.search]
    assert named
    assert len(set(named)) == len(named)
    assert len(searches) == 1, "two searches find the same papers unless one rejects the other's"
    assert set(searches[0]["reject_link"]) == set(named)


def test_the_feed_of_white_papers_leaves_out_what_has_a_source_of_its_own() -> None:
    door = SOURCES["no-white-papers-feed"].door
    assert isinstance(door, RegjeringenDoor)
    assert door.title_pattern
    pattern = re.compile(door.title_pattern)
    for title in ("Meld. St. 22 (2020–2021) Data som ressurs", "Data som ressurs: om deling"):
        assert not pattern.search(title)
    for title in ("Meld. St. 98 (2025–2026) Digitale skranker", "Meld. St. 22 (2029–2030) Om data"):
        assert pattern.search(title)


def test_letters_of_a_swedish_agency_have_the_numbers_and_years_of_the_register(
    shared: Path,
) -> None:
    table = (shared / "sites/samples/se/regleringsbrev_letters.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in table.splitlines()[1:]]
    agencies = {
        "se-letters-digg": "Myndigheten för digital förvaltning",
        "se-letters-skatteverket": "Skatteverket",
        "se-letters-forsakringskassan": "Försäkringskassan",
    }
    for source_id, agency in agencies.items():
        known = {(int(row[3]), int(row[0])): row[1] for row in rows if row[-2] == agency}
        door = SOURCES[source_id].door
        assert door.adapter == "statsliggaren"
        declared = {(year, number) for year, numbers in door.letters.items() for number in numbers}
        assert declared == {key for key in known if key[0] >= min(door.letters)}
        firsts = {known[year, numbers[0]] for year, numbers in door.letters.items()}
        assert firsts == {"Regleringsbrev"}, "the first number of a year is the letter itself"
