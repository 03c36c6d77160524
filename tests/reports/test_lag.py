from __future__ import annotations

from typing import Any

import pytest

from data.records import DeploymentStatus, LagPoint, LagSpell
from data.store import Store
from reports.lag import build_lags, build_spells, fit_survival
from reports.questions import CHECKS, open_questions
from tests.reports.test_ladder import add_register, link_rows

# Weeks in remission under 6-mercaptopurine, Freireich et al. (1963); False is censored.
REMISSIONS = [
    *((6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True)),
    *((10, False), (11, False), (13, True), (16, True), (17, False), (19, False)),
    *((20, False), (22, True), (23, True), (25, False), (32, False), (32, False)),
    *((34, False), (35, False)),
]


@pytest.fixture
def small_world(small_world: Store) -> Store:
    link_rows(small_world)
    return small_world


def spells_of(store: Store) -> dict[tuple[str, str, str, str], LagSpell]:
    return {(row.unit, row.country, row.code, row.event): row for row in build_spells(store)}


def spell(
    code: str,
    year_count: int,
    *,
    is_reached: bool,
    country: str = "XN",
    basis: str = "start of operation",
) -> LagSpell:
    return LagSpell(
        unit="country",
        country=country,
        organisation_id=None,
        code=code,
        event="production",
        promised_year=2015,
        observed_until_year=2015 + year_count,
        event_year=2015 + year_count if is_reached else None,
        event_basis=basis if is_reached else None,
        state="reached" if is_reached else "waiting",
        sentence_id="s",
        document_id="d",
        register_id="list-a" if is_reached else None,
        deployment_id="d0" if is_reached else None,
    )


def lags(store: Store, where: str) -> list[dict[str, Any]]:
    open_questions(store)
    return store.query(f"from out_lag where {where}").as_dicts()


def test_the_clock_runs_from_the_first_promise_to_the_first_system(small_world: Store) -> None:
    found = spells_of(small_world)["country", "XN", "proactive", "pilot"]
    # Promised in bokmål in 2018; the net watch stands in the edition of 2025, and no start with it.
    assert (found.promised_year, found.event_year, found.state) == (2018, 2025, "reached")
    assert (found.event_basis, found.register_id, found.deployment_id) == (
        "on record by",
        "list-a",
        "d2",
    )
    sentence = small_world.query(
        "select type, year from out_claim where sentence_id = ?", [found.sentence_id]
    ).rows
    assert sentence == [("commitment", 2018)]


def test_what_is_not_on_record_waits_and_is_censored_at_the_last_edition(
    small_world: Store,
) -> None:
    found = spells_of(small_world)["country", "XN", "proactive", "production"]
    assert (found.state, found.event_year, found.observed_until_year) == ("waiting", None, 2025)


def test_a_country_without_a_register_is_not_observed(small_world: Store) -> None:
    found = spells_of(small_world)["country", "SE", "service", "production"]
    assert (found.state, found.observed_until_year) == ("no register loaded", None)
    small_world.append(LagSpell, list(spells_of(small_world).values()))
    (row,) = lags(small_world, "country = 'SE' and code = 'service' and event = 'production'")
    assert (row["state"], row["waiting_share"], row["uncovered_count"]) == (
        "no register loaded",
        None,
        1,
    )


def test_a_register_in_a_language_without_a_codebook_shows_no_code(small_world: Store) -> None:
    small_world.execute_script("delete from deployment_claim")
    for register_id in ("list-a", "list-b"):
        add_register(small_world, register_id, language="nl")
    found = spells_of(small_world)["country", "XN", "proactive", "pilot"]
    assert (found.state, found.observed_until_year) == ("registers in no coded language", None)


def test_those_that_wait_beside_a_blank_status_are_counted(small_world: Store) -> None:
    small_world.execute_script(
        "insert into deployment_claim select register_id, 'd6', 'service', 'imaginary', 1, '', "
        "'codebook', 'coder' from deployment where name = 'Archive reader'"
    )
    small_world.append(LagSpell, build_spells(small_world))
    found = {
        row["code"]: (row["waiting_count"], row["unknown_status_count"])
        for row in lags(small_world, "country = 'XN' and unit = 'country' and event = 'production'")
    }
    # The archive reader has no status; what the net watch has, a pilot, is no production.
    assert (found["service"], found["proactive"]) == ((1, 1), (1, 0))


@pytest.mark.parametrize(
    ("start_on", "basis", "year", "state"),
    [
        ("2021-03", "operational date", 2021, "reached"),
        ("2018", "operational date", 2018, "reached"),
        ("2012", "operational date", 2012, "before the promise"),
        ("2012", "project start", 2025, "reached"),  # no start of operation
        ("2027", "operational date", 2025, "reached"),  # lies ahead of the edition
        ("2021", "operational date (expected)", 2025, "reached"),
    ],
)
def test_only_a_start_of_operation_dates_the_event(
    small_world: Store, start_on: str, basis: str, year: int, state: str
) -> None:
    small_world.query(
        "update deployment set start_on = ?, start_basis = ? where name = 'Net watch'",
        [start_on, basis],
    )
    found = spells_of(small_world)["country", "XN", "proactive", "pilot"]
    assert (found.event_year, found.state) == (year, state)


def test_an_earlier_edition_shows_the_event_earlier(small_world: Store) -> None:
    small_world.append(
        DeploymentStatus,
        [
            DeploymentStatus("list-a", "d2", "2022-06", "2022-06", "Net watch", "Harbour", *status)
            for status in (("production", "In use"),)
        ],
    )
    found = spells_of(small_world)
    assert found["country", "XN", "proactive", "pilot"].event_year == 2022
    # It was in production once, though it is back in a pilot now.
    assert found["country", "XN", "proactive", "production"].event_year == 2022


def test_a_list_of_a_city_ends_no_countrys_wait(small_world: Store) -> None:
    add_register(small_world, "list-a", is_national=False, kind="city")
    add_register(small_world, "list-b")
    assert spells_of(small_world)["country", "XN", "proactive", "pilot"].state == "waiting"


def test_a_body_without_a_row_is_in_no_curve(small_world: Store) -> None:
    small_world.execute_script(
        "update claim_facet set organisation_id = 'harbour' where facet = 'actor' "
        "and claim_id in (select claim_id from claim where quote = 'predict')"
    )
    before = spells_of(small_world)["body", "XN", "proactive", "pilot"]
    assert (before.organisation_id, before.state) == ("harbour", "body not in the registers")
    small_world.execute_script("insert into deployment_body values ('list-a', 'd2', 'harbour', '')")
    after = spells_of(small_world)["body", "XN", "proactive", "pilot"]
    assert (after.state, after.promised_year, after.event_year) == ("reached", 2020, 2025)


def test_the_curve_is_kaplan_and_meiers() -> None:
    points = fit_survival([time for time, _ in REMISSIONS], [ended for _, ended in REMISSIONS])
    found = {year: round(share, 3) for year, _, ended, _, share, *_ in points if ended}
    assert found == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.69, 16: 0.627, 22: 0.538, 23: 0.448}
    assert next(at_risk for year, at_risk, *_ in points if year == 23) == 6


def test_a_median_counts_those_that_wait_and_is_no_mean(small_world: Store) -> None:
    spells = [
        spell(f"code{number}", years, is_reached=ended)
        for number, (years, ended) in enumerate(REMISSIONS)
    ]
    small_world.append(LagSpell, spells)
    small_world.append(LagPoint, build_lags(spells))
    (row,) = lags(small_world, "country = 'XN' and code = 'all'")
    assert (row["spell_count"], row["reached_count"], row["waiting_count"]) == (21, 9, 12)
    # The mean of the nine that ended would be 12 (11.9).
    assert (row["median_year_count"], row["state"]) == (23, "half have it after 23 years")
    assert row["median_year_count_low"] == 13
    assert row["median_year_count_high"] is None
    check = (CHECKS / "waiting_shares_never_rise.sql").read_text(encoding="utf-8")
    assert small_world.query(check).rows == []
    small_world.execute_script("update lag_point set waiting_share = 0.9 where year_count = 23")
    assert small_world.query(check).rows != []


def test_a_wait_that_only_the_record_dates_has_no_median(small_world: Store) -> None:
    spells = [spell(code, 13, is_reached=True, basis="on record by") for code in "abc"]
    small_world.append(LagSpell, spells)
    small_world.append(LagPoint, build_lags(spells))
    (row,) = lags(small_world, "country = 'XN' and code = 'all'")
    assert (row["reached_count"], row["operation_dated_count"]) == (3, 0)
    assert row["median_year_count"] is None
    assert row["median_year_count_low"] is None
    assert row["median_year_count_high"] is None
    assert row["median_year_count_most"] == 13
    assert row["state"] == "half have it after at most 13 years: no start dated"


def test_one_dated_start_gives_a_median_again(small_world: Store) -> None:
    spells = [spell(code, 13, is_reached=True, basis="on record by") for code in "abc"]
    spells.append(spell("d", 4, is_reached=True))
    small_world.append(LagSpell, spells)
    small_world.append(LagPoint, build_lags(spells))
    (row,) = lags(small_world, "country = 'XN' and code = 'all'")
    assert (row["state"], row["median_year_count"]) == (
        "half have it after at most 13 years: 1 of 4 starts dated",
        13,
    )
    assert (row["operation_dated_count"], row["median_year_count_most"]) == (1, None)


def test_where_fewer_than_half_have_it_the_median_is_not_reached(small_world: Store) -> None:
    spells = [spell("a", 3, is_reached=True), *(spell(c, 9, is_reached=False) for c in "bcd")]
    small_world.append(LagSpell, spells)
    small_world.append(LagPoint, build_lags(spells))
    (row,) = lags(small_world, "country = 'XN' and code = 'all'")
    assert (row["median_year_count"], row["state"]) == (None, "half not reached")
    assert row["waiting_share"] == pytest.approx(0.75)
    assert row["observed_year_count"] == 9


def test_one_spell_alone_says_little() -> None:
    reached = build_lags([spell("a", 3, is_reached=True)])
    waiting = build_lags([spell("a", 3, is_reached=False)])
    last = [point for point in reached if point.country == "XN" and point.code == "a"][-1]
    assert last.waiting_share == 0
    assert last.waiting_share_high > 0.7
    last = [point for point in waiting if point.country == "XN" and point.code == "a"][-1]
    assert last.waiting_share == 1
    assert last.waiting_share_low < 0.3


def test_countries_are_pooled_and_who_never_waited_is_left_out() -> None:
    before = spell("a", 3, is_reached=True, country="XB")
    spells = [
        spell("a", 3, is_reached=True),
        spell("a", 5, is_reached=False, country="XC"),
        LagSpell(
            **{f: getattr(before, f) for f in before.__slots__} | {"state": "before the promise"}
        ),
    ]
    pooled = [point for point in build_lags(spells) if (point.country, point.code) == ("all", "a")]
    assert [(point.year_count, point.at_risk_count) for point in pooled] == [(0, 2), (3, 2), (5, 1)]
    assert [point.waiting_share for point in pooled] == [1, 0.5, 0.5]
