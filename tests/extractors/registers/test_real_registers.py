"""The registers that are published: the counts of the reference, status by status."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from data.records import Deployment
from data.register import load_registers
from data.settings import DATA_FOLDER
from extractors.registers.deployments import read_deployments, statuses_of
from extractors.registers.editions import find_edition_files

REGISTERS = load_registers(DATA_FOLDER / "registers")

REFERENCE = {
    "us-federal-2025": {
        "development": 1479,
        "pilot": 440,
        "production": 1040,
        "retired": 314,
        "unknown": 338,
    },
    "uk-atrs": {"development": 8, "pilot": 42, "production": 88, "retired": 4},
    "no-digdir-ki": {
        "planned": 2,
        "development": 11,
        "pilot": 4,
        "production": 16,
        "retired": 8,
        "unknown": 138,
    },
}


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
    assert Counter(one.status for one in latest) == REFERENCE[register_id]
    assert len({one.deployment_id for one in latest}) == len(latest)
    for one in latest:
        assert (one.status_basis == "blank") == (one.status_raw == "")
        assert one.status == "unknown" or one.status_basis == "stated"
        assert one.country == REGISTERS[register_id].country


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
