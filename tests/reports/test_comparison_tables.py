from __future__ import annotations

from dataclasses import replace

import pytest

from data.records import Gap, LagPoint, LagSpell
from data.store import Store, open_memory
from flows.comparing.pooled_talk import pool_talk
from reports.comparison_tables import choose_countries, render_comparison
from reports.gap import build_gaps
from reports.lag import build_lags, build_spells
from tests.reports.conftest import ERRORS
from tests.reports.test_ladder import link_rows
from tests.reports.test_lag import spell


@pytest.fixture
def small_world(small_world: Store) -> Store:
    link_rows(small_world)
    return small_world


def measure(store: Store) -> None:
    spells = build_spells(store)
    store.replace_all(Gap, build_gaps(store, pool_talk(store, ERRORS, 1), 1))
    store.replace_all(LagSpell, spells)
    store.replace_all(LagPoint, build_lags(spells))


def test_a_country_without_a_register_is_named_and_has_no_zero(small_world: Store) -> None:
    measure(small_world)
    text = render_comparison(small_world, ["SE", "XN"])
    lines = [line.split() for line in text.splitlines()]
    assert "no register loaded: SE" in text
    sweden = next(line for line in lines if line[:1] == ["SE"])
    assert sweden[5:] == ["-"] * 8
    valley = next(line for line in lines if line[:1] == ["XN"])
    # planned, development, pilot, production, retired, blank, contradicted, no longer listed
    assert valley[5:] == ["0", "0", "1", "2", "0", "1", "1", "0"]
    assert "not reached" in text


def test_nothing_is_called_corrected_for_coverage_where_no_register_counts_its_bodies(
    small_world: Store,
) -> None:
    measure(small_world)
    text = " ".join(render_comparison(small_world, ["SE", "XN"]).split())
    assert "Left open: the range over what blank" in text
    assert "orrected for coverage" not in text
    small_world.execute_script("update gap set reporting_body_share = 0.5")
    text = " ".join(render_comparison(small_world, ["SE", "XN"]).split())
    assert "Corrected for coverage: the range" in text
    assert "Left open" not in text


def test_the_gap_says_what_does_not_compare(small_world: Store) -> None:
    measure(small_world)
    text = render_comparison(small_world, ["XN"])
    assert "only ranks and directions compare" in text
    assert "record part" in text


def test_a_wait_dated_by_the_record_is_at_most_so_long_and_who_never_waited_is_told(
    small_world: Store,
) -> None:
    spells = [
        spell("a", 3, is_reached=True, basis="on record by"),
        spell("b", 13, is_reached=True, basis="on record by"),
        replace(spell("c", 2, is_reached=True), state="before the promise"),
    ]
    small_world.append(LagSpell, spells)
    small_world.append(LagPoint, build_lags(spells))
    text = render_comparison(small_world, ["XN"])
    (line,) = (line for line in text.splitlines() if "no start dated" in line)
    assert "half have it after at most 3 years: no start dated" in line
    # promised, before, reached, dated, waiting, no status, not covered
    assert line.split()[3:10] == ["3", "1", "2", "0", "0", "0", "0"]


def test_countries_with_a_register_or_enough_documents_are_shown(small_world: Store) -> None:
    assert choose_countries(small_world) == ["XN"]  # Sweden has two documents
    small_world.execute_script("delete from deployment")
    small_world.execute_script("delete from document where country = 'XN'")
    assert choose_countries(small_world) == ["SE"]


def test_an_empty_store_has_tables_without_rows() -> None:
    with open_memory() as store:
        assert "Ladder" in render_comparison(store)
