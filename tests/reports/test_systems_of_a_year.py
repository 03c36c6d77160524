"""The report's counts of a year's systems: those that the registers list now."""

from __future__ import annotations

from data.records import Comparison, Prevalence
from data.store import Store
from flows.comparing.correction import build_prevalence
from reports.chapters.numbers import build_numbers
from reports.chapters.record import build_gap
from reports.compare import build_comparisons
from reports.year import read_year
from tests.reports.conftest import ERRORS
from tests.reports.test_ladder import add_register, link_rows


def told(store: Store) -> tuple[str, str]:
    """The number of systems in production with its whole, and the note below talk and record."""
    store.replace_all(Comparison, build_comparisons(store, 1))
    store.replace_all(Prevalence, build_prevalence(store, ERRORS, 1))
    year = read_year(store, 2024)
    (number,) = (
        headline.value
        for headline in build_numbers(year).headlines
        if headline.label == "systems dated 2024 are on record as in production"
    )
    return number, build_gap(year).figures[0].note


def test_systems_that_are_listed_no_longer_are_not_counted(small_world: Store) -> None:
    link_rows(small_world)
    number, note = told(small_world)
    assert number == "1 of 3"
    assert "Of 3 systems on record shown here" in note
    # The newest year of the inventory has Lantern and the tide model; Net watch is gone.
    add_register(small_world, "list-a", series_id="lists", edition_on="2024")
    add_register(small_world, "list-b", series_id="lists", edition_on="2025")
    number, note = told(small_world)
    assert number == "1 of 2"
    assert "Of 2 systems on record shown here" in note
