"""The scenario index and the constraints beside stalled systems, on the small made-up world."""

from __future__ import annotations

import pytest

from data.records import (
    DeploymentBody,
    OrganisationNameMatch,
    RegisterRecord,
    ScenarioIndex,
)
from data.scenario import Axis, Scenarios, Term
from data.store import Store
from reports.questions import open_questions
from reports.scenarios import EVERY_AXIS, build_scenario_index

POLES = Scenarios(
    axes={
        "service against prediction": Axis(
            open=(Term(code="service"),), closed=(Term(code="proactive"),)
        ),
        "herring against thrift": Axis(
            open=(Term(code="resource", actor="technology"),),
            closed=(Term(code="efficiency", type="result"),),
        ),
    }
)


def find(rows: list[ScenarioIndex], country: str, year: int, axis: str) -> ScenarioIndex:
    (row,) = [one for one in rows if (one.country, one.year, one.axis) == (country, year, axis)]
    return row


def count(store: Store, code: str, kind: str | None = None) -> int:
    """Sentences of XN in 2024 with a code, counted another way than the index counts."""
    sql = """
        select count(distinct s.sentence_id) from sentence s
        join document d using (document_id) join claim c using (sentence_id)
        where d.country = 'XN' and d.year = 2024 and not d.is_excerpt and s.in_scope
          and c.code = ? and (s.type = ? or ? is null)
    """
    return int(store.query(sql, [code, kind, kind]).rows[0][0])


def test_the_index_is_the_share_of_the_open_pole(small_world: Store) -> None:
    rows = build_scenario_index(small_world, POLES, 1)
    row = find(rows, "XN", 2024, "service against prediction")
    assert row.open_count == count(small_world, "service")
    assert row.closed_count == count(small_world, "proactive")
    assert row.open_share == pytest.approx(row.open_count / (row.open_count + row.closed_count))
    assert row.interval == "bootstrap"
    assert row.open_share is not None
    assert row.open_share_low is not None
    assert row.open_share_high is not None
    assert row.open_share_low <= row.open_share <= row.open_share_high


def test_a_term_may_ask_for_the_actor_and_the_type(small_world: Store) -> None:
    rows = build_scenario_index(small_world, POLES, 1)
    row = find(rows, "XN", 2024, "herring against thrift")
    assert row.open_count == count(small_world, "resource")  # technology acts in all of them
    assert row.closed_count == count(small_world, "efficiency", "result")
    small_world.execute_script("update claim_facet set value = 'nobody' where value = 'technology'")
    rows = build_scenario_index(small_world, POLES, 1)
    assert find(rows, "XN", 2024, "herring against thrift").open_count == 0


def test_all_axes_and_all_countries_together_count_each_sentence_once(small_world: Store) -> None:
    rows = build_scenario_index(small_world, POLES, 1)
    together = find(rows, "XN", 2024, EVERY_AXIS)
    parts = [find(rows, "XN", 2024, axis) for axis in POLES.axes]
    assert together.open_count == sum(one.open_count for one in parts)
    every = find(rows, "all", 2024, EVERY_AXIS)
    assert every.sentence_count == sum(
        find(rows, country, 2024, EVERY_AXIS).sentence_count for country in ("SE", "XN")
    )


def test_the_same_seed_gives_the_same_intervals(small_world: Store) -> None:
    assert build_scenario_index(small_world, POLES, 1) == build_scenario_index(
        small_world, POLES, 1
    )


def test_without_a_term_said_there_is_no_share(small_world: Store) -> None:
    silent = Scenarios(axes={"a": Axis(open=(Term(code="welfare"),), closed=(Term(code="x"),))})
    rows = build_scenario_index(small_world, silent, 1)
    assert {(row.open_share, row.interval) for row in rows} == {(None, "none")}


@pytest.fixture
def stalled_world(small_world: Store) -> Store:
    """The world with Lantern ended, by a ministry whose documents name constraints."""
    register = RegisterRecord(
        "list-b", "A list", "XN", True, "national", "list-b", "Board", "en", "CC0",
        "https://a.example", None, "2025-01", "2025-01", 1, 2, 0, False, None,
    )  # fmt: skip
    small_world.append(RegisterRecord, [register])
    bodies = [DeploymentBody("list-b", "d1", "xn_ministry", "exact")]
    small_world.append(DeploymentBody, bodies)
    publishers = small_world.query(
        "select distinct publisher from document where country = 'XN' and publisher is not null"
    ).rows
    small_world.append(
        OrganisationNameMatch,
        [
            OrganisationNameMatch("publisher", None, "XN", name, "xn_ministry", "exact", 1)
            for (name,) in publishers[:1]
        ],
    )
    open_questions(small_world)
    return small_world


def test_constraints_near_a_retirement_are_told_from_those_elsewhere(stalled_world: Store) -> None:
    assert stalled_world.query(
        "select name, kind, year, organisation_id from out_stalled_system"
    ).rows == [("LANTERN", "retired", 2025, "xn_ministry")]
    rows = stalled_world.query(
        """select code, near_claim_count, other_claim_count, near_all_count, other_all_count
           from out_stalled_constraint where place = 'country' order by code"""
    ).rows
    sql = """
        select count(*) filter (d.year >= 2023), count(*) filter (d.year < 2023)
        from claim c join document d using (document_id)
        where d.country = 'XN' and not d.is_excerpt and c.family = 'constraint' and c.code = ?
    """
    for code, near, other, near_all, other_all in rows:
        assert (near, other) == stalled_world.query(sql, [code]).rows[0]
        assert near_all == sum(row[1] for row in rows)
        assert other_all == sum(row[2] for row in rows)
    assert len(rows) == 4


def test_each_number_opens_to_its_claims_and_systems(stalled_world: Store) -> None:
    counted = stalled_world.query(
        """select place, code, near_claim_count from out_stalled_constraint
           where near_claim_count > 0 order by all"""
    ).rows
    opened = stalled_world.query(
        """select place, code, count(distinct claim_id) from out_stalled_constraint_claim
           group by all order by all"""
    ).rows
    assert counted == opened
    assert {place for place, _, _ in opened} == {"body", "country"}
    assert stalled_world.query(
        """select count(*) from out_stalled_constraint_claim c
           join sentence s using (sentence_id) where not contains(s.text, c.quote)"""
    ).rows == [(0,)]


def test_a_system_that_the_newest_year_lacks_is_told_from_one_that_stalled(
    stalled_world: Store,
) -> None:
    said = "select kind, is_listed, year from out_stalled_system"
    stalled_world.execute_script(
        """update deployment set status = 'pilot', year = 2020, year_basis = 'start'
           where deployment_id = 'd1'"""
    )
    assert stalled_world.query(said).rows == [("stalled", True, 2025)]
    newer = "'list-c' as register_id, '2026' as edition_id, '2026' as edition_on"
    stalled_world.execute_script(
        f"insert into register select * replace ({newer}) from register;"
        "update register set series_id = 'lists';"
        "update deployment set register_id = 'list-c' where name = 'Net watch'"
    )
    assert stalled_world.query(said).rows == [("no longer listed", False, 2025)]
    counted = "select count(*) from out_stalled_constraint"
    assert stalled_world.query(counted).rows == [(0,)]
