"""How well linking does on real registers: floors, and the systems that must be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.records import Deployment
from data.study import LITERATURE
from models.link import Linking
from tests.benchmarks.linked_registers import (
    NORWAY,
    TECH_WATCH,
    TECH_WATCH_BEFORE,
    US_AFTER,
    US_BEFORE,
    known_by_address,
    known_by_name,
    link_rows,
    measure_links,
    read_latest,
)

NORWEGIAN = (NORWAY, TECH_WATCH, TECH_WATCH_BEFORE, LITERATURE)


@pytest.fixture(scope="module")
def states(shared: Path) -> list[Deployment]:
    return read_latest(shared, (US_BEFORE, US_AFTER))


@pytest.fixture(scope="module")
def norwegian(shared: Path) -> list[Deployment]:
    rows = read_latest(shared, NORWEGIAN)
    return [row for row in rows if (row.body_country or row.country) == "NO"]


@pytest.fixture(scope="module")
def norwegian_links(norwegian: list[Deployment]) -> Linking:
    return link_rows(norwegian)


@pytest.mark.parametrize("removing", [False, True])
def test_perturbed_names_of_the_states_are_linked(states: list[Deployment], removing: bool) -> None:
    known = known_by_name(states, seed=11, removing=removing)
    assert len(known.pairs) >= (450 if removing else 1000)
    quality = measure_links(known, link_rows(known.deployments))
    assert quality.precision >= 0.97
    assert quality.recall >= 0.90


def test_norwegian_and_english_rows_are_linked_without_their_addresses(
    norwegian: list[Deployment],
) -> None:
    known = known_by_address([row for row in norwegian if row.register_id in NORWEGIAN[:2]])
    assert len(known.pairs) >= 20
    quality = measure_links(known, link_rows(known.deployments, with_addresses=False))
    assert quality.precision >= 0.97
    assert quality.recall >= 0.90


def test_addresses_complete_it(norwegian: list[Deployment]) -> None:
    known = known_by_address([row for row in norwegian if row.register_id in NORWEGIAN[:2]])
    quality = measure_links(known, link_rows(known.deployments))
    assert quality.precision == 1.0
    assert quality.recall == 1.0


@pytest.mark.parametrize(
    ("home_name", "others"),
    [
        ("SYFO", {TECH_WATCH, TECH_WATCH_BEFORE}),
        ("Pilot Systema Utvalg", {LITERATURE}),
    ],
)
def test_the_systems_that_the_study_speaks_of_are_found(
    norwegian: list[Deployment],
    norwegian_links: Linking,
    home_name: str,
    others: set[str],
) -> None:
    (home,) = [
        row.deployment_id
        for row in norwegian
        if row.register_id == NORWAY and row.name.startswith(home_name)
    ]
    (group,) = {one.group_id for one in norwegian_links.groups if one.deployment_id == home}
    found = {one.register_id for one in norwegian_links.groups if one.group_id == group}
    assert others | {NORWAY} <= found
