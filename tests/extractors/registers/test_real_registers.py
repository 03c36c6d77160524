"""The registers that are published: the counts of the reference, status by status."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from data.records import STATUSES, Deployment
from data.register import load_registers
from data.settings import DATA_FOLDER
from extractors.registers.changes import find_changes
from extractors.registers.deployments import read_deployments, read_edition, statuses_of
from extractors.registers.editions import find_edition_files

REGISTERS = load_registers(DATA_FOLDER / "registers")

# Systems by status, in the order of the vocabulary: idea, planned, development, pilot, production,
# retired, unknown.
REFERENCE = {
    "us-federal-2023": (0, 81, 89, 54, 158, 0, 328),
    "us-federal-2024": (9, 390, 404, 287, 892, 147, 4),
    "us-federal-2025": (0, 0, 1479, 440, 1040, 314, 338),
    "uk-atrs": (0, 0, 8, 42, 88, 4, 0),
    "nl-algoritmeregister": (0, 0, 73, 0, 1392, 65, 0),
    "eu-pstw": (0, 20, 180, 690, 636, 49, 0),
    "eu-jrc-2022": (0, 24, 173, 204, 260, 25, 0),
    "no-digdir-ki": (0, 2, 11, 4, 16, 8, 138),
    "ca-gc-ai-register": (0, 0, 179, 0, 160, 28, 42),
    "ca-aia": (0, 0, 4, 34, 0, 0, 0),
    "city-nyc": (0, 0, 0, 0, 76, 0, 0),
    "city-helsinki": (0, 0, 0, 0, 5, 0, 0),
    "city-amsterdam": (0, 0, 0, 1, 3, 0, 0),
}


def test_every_declared_register_has_its_reference() -> None:
    assert set(REGISTERS) == set(REFERENCE)


def read_editions(shared: Path, register_id: str) -> list[list[Deployment]]:
    register = REGISTERS[register_id]
    return [
        read_deployments(
            register_id,
            register,
            file.path.read_bytes(),
            file.edition_id,
            file.edition_on,
            file.path.name,
        )
        for file in find_edition_files(register, shared / "registers")
    ]


@pytest.mark.parametrize("register_id", REFERENCE)
def test_the_latest_edition_has_the_reference_counts(shared: Path, register_id: str) -> None:
    latest = read_editions(shared, register_id)[-1]
    counts = Counter(one.status for one in latest)
    assert tuple(counts[status] for status in STATUSES) == REFERENCE[register_id]
    assert len({one.deployment_id for one in latest}) == len(latest)
    for one in latest:
        assert (one.status_basis == "blank") == (one.status_raw == "")
        assert one.status_basis != "blank" or one.status == "unknown"
        assert one.country == REGISTERS[register_id].country


@pytest.mark.parametrize(("register_id", "excluded"), [("eu-pstw", 389), ("eu-jrc-2022", 167)])
def test_rows_of_other_technologies_are_counted_and_left_out(
    shared: Path, register_id: str, excluded: int
) -> None:
    register = REGISTERS[register_id]
    (file,) = find_edition_files(register, shared / "registers")
    content = file.path.read_bytes()
    reading = read_edition(register_id, register, content, "e", "2025", file.path.name)
    assert reading.excluded_count == excluded


def test_european_lists_are_of_no_country_and_their_bodies_are(shared: Path) -> None:
    (latest,) = read_editions(shared, "eu-pstw")
    assert {one.country for one in latest} == {"EU"}
    bodies = Counter(one.body_country for one in latest)
    assert len(bodies) == 40
    assert {"NO", "SE", "GB", "EU"} <= set(bodies)
    assert {one.status_basis for one in latest} == {"imputed by editor"}


def test_european_rows_taken_from_strategies_are_marked(shared: Path) -> None:
    # 33 rows of all technologies cite a strategy; 27 of them are of artificial intelligence.
    (latest,) = read_editions(shared, "eu-pstw")
    marked = [one for one in latest if one.is_from_strategy]
    assert len(marked) == 27
    assert Counter(one.body_country for one in marked)["NO"] == 4


def test_a_list_without_a_status_says_that_it_is_assumed(shared: Path) -> None:
    (latest,) = read_editions(shared, "city-nyc")
    assert {(one.status_raw, one.status_basis) for one in latest} == {
        ("reported as used (no status field)", "assumed")
    }


def test_years_that_a_spreadsheet_took_for_days_are_read_back(shared: Path) -> None:
    (latest,) = read_editions(shared, "us-federal-2024")
    assert sum(one.start_on is not None for one in latest) == 667
    assert min(one.start_on for one in latest if one.start_on) > "1990"
    years = [one for one in latest if "1905" in json.loads(one.row_json)["Date Implemented"]]
    assert len(years) == 31
    assert {len(one.start_on or "") for one in years} == {4}


def test_canadian_bodies_have_their_english_names(shared: Path) -> None:
    for register_id, count in (("ca-gc-ai-register", 42), ("ca-aia", 10)):
        (latest,) = read_editions(shared, register_id)
        bodies = {one.organisation for one in latest}
        assert len(bodies) == count
        assert not any("/" in body or "|" in body for body in bodies)


def test_norway_has_fourteen_editions_and_six_systems_that_changed(shared: Path) -> None:
    editions = read_editions(shared, "no-digdir-ki")
    assert [len(one) for one in editions] == [
        135, 154, 159, 159, 159, 159, 163, 170, 170, 178, 177, 178, 179, 179,
    ]  # fmt: skip
    assert len({one[0].edition_id for one in editions}) == 14
    statuses: dict[str, set[str]] = {}
    for edition in editions:
        for one in statuses_of(edition, edition[0].edition_id):
            statuses.setdefault(one.deployment_id, set()).add(one.status_raw)
    # Identity by the register's own numbers would make this dozens: they were given anew in 2025.
    assert sum(len(raw) > 1 for raw in statuses.values()) == 6
    assert {one.deployment_id for one in editions[-1]} == {
        one.deployment_id for one in editions[-2]
    }


def test_norwegian_changes_are_few_and_end_in_2024(shared: Path) -> None:
    editions = read_editions(shared, "no-digdir-ki")
    changes = find_changes([statuses_of(one, one[0].edition_id[:10]) for one in editions])
    assert Counter(one.change for one in changes) == {"appeared": 47, "vanished": 3, "moved": 6}
    moved = {(one.status_raw_before, one.status_raw) for one in changes if one.change == "moved"}
    assert ("I utvikling", "Avsluttet") in moved
    assert max(one.edition_on for one in changes) == "2024-09-17"


def test_contacts_of_the_early_norwegian_editions_are_not_kept(shared: Path) -> None:
    first = read_editions(shared, "no-digdir-ki")[0]
    assert not any("Kontaktperson" in one.row_json for one in first)


def test_american_dates_are_all_read_and_plans_are_no_starts(shared: Path) -> None:
    (latest,) = read_editions(shared, "us-federal-2025")
    assert sum(one.start_on is not None for one in latest) == 1402
    assert Counter(one.year_basis for one in latest) == {"record": 2347, "start": 1264}
    assert {one.year_basis for one in latest if one.status == "development"} == {"record"}
    assert {len(one.start_on) for one in latest if one.start_on} == {4, 7, 10}


def test_british_bodies_come_from_titles_and_dates_are_of_the_record(shared: Path) -> None:
    (latest,) = read_editions(shared, "uk-atrs")
    assert Counter(one.year for one in latest) == {2022: 6, 2024: 17, 2025: 100, 2026: 19}
    assert all(one.start_on is None and one.year_basis == "record" for one in latest)
    assert sum(one.organisation == "Newcastle City Council" for one in latest) == 2
    assert all(one.url and one.url.startswith("https://www.gov.uk/") for one in latest)
    assert not any("-" in one.organisation and " " not in one.organisation for one in latest)
