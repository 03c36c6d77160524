from __future__ import annotations

from typing import Any

import pytest

from data.records import (
    Deployment,
    DeploymentBody,
    DeploymentGroup,
    OrganisationNameMatch,
    OrganisationRecord,
    RegisterRecord,
)
from data.store import Store
from reports.compare import build_comparisons
from reports.questions import open_questions


def add_register(store: Store, register_id: str, **fields: Any) -> None:
    """A register of XN that the store does not describe yet."""
    values: dict[str, Any] = {
        "register_id": register_id,
        "title": register_id,
        "country": "XN",
        "is_national": True,
        "kind": "national",
        "series_id": register_id,
        "publisher": "Archive",
        "language": "en",
        "licence": "open",
        "url": "https://register.example/",
        "citation": None,
        "edition_id": "2025-01",
        "edition_on": "2025-01",
        "edition_count": 1,
        "row_count": 5,
        "excluded_row_count": 0,
        "is_stale": False,
        "stale_since_at": None,
    }
    store.append(RegisterRecord, [RegisterRecord(**(values | fields))])


def link_rows(store: Store) -> None:
    """Say which rows of the two lists are one system; the others have a group of their own."""
    store.replace_all(
        DeploymentGroup,
        [
            DeploymentGroup(register_id, deployment_id, group_id, 2, 2)
            for register_id, deployment_id, group_id in (
                ("list-a", "d0", "lantern"),
                ("list-b", "d1", "lantern"),
                ("list-a", "d3", "tide"),
                ("list-b", "d4", "tide"),
            )
        ],
    )


@pytest.fixture
def small_world(small_world: Store) -> Store:
    link_rows(small_world)
    return small_world


def statuses(store: Store) -> dict[str, str]:
    open_questions(store)
    return dict(store.query("select lower(name), status from out_national_system").rows)


def test_every_system_of_a_country_stands_once_with_its_status(small_world: Store) -> None:
    assert statuses(small_world) == {
        "lantern": "contradicted",
        "net watch": "pilot",
        "tide model": "production",
        "snow plough planner": "production",
        "archive reader": "unknown",
    }


def test_a_register_that_is_not_national_counts_for_no_country(small_world: Store) -> None:
    add_register(small_world, "list-a")
    add_register(small_world, "list-b", is_national=False, kind="city")
    assert statuses(small_world)["lantern"] == "production"
    # Only the city's list says that the tide model is in use.
    assert statuses(small_world)["tide model"] == "unknown"


def test_of_the_years_of_one_inventory_the_newest_counts(small_world: Store) -> None:
    add_register(small_world, "list-a", series_id="lists", edition_on="2024")
    add_register(small_world, "list-b", series_id="lists", edition_on="2025")
    assert statuses(small_world)["lantern"] == "retired"


def test_a_blank_in_the_newest_year_is_not_filled_from_an_older_one(small_world: Store) -> None:
    add_register(small_world, "list-a", series_id="lists", edition_on="2025")
    add_register(small_world, "list-b", series_id="lists", edition_on="2024")
    assert statuses(small_world)["tide model"] == "unknown"


def test_a_system_that_the_newest_year_lacks_stands_on_no_rung(small_world: Store) -> None:
    add_register(small_world, "list-a", series_id="lists", edition_on="2024")
    add_register(small_world, "list-b", series_id="lists", edition_on="2025")
    found = statuses(small_world)
    assert found["snow plough planner"] == found["archive reader"] == "no longer listed"
    assert found["tide model"] == "production"  # as the newest year has it
    may = "select name from out_national_system where may_be_production"
    assert small_world.query(may).rows == []
    columns = (
        "sum(production_count), sum(unknown_count), sum(no_longer_listed_count), sum(system_count)"
    )
    # Snow plough planner, archive reader and net watch; lantern is retired.
    assert ladder(small_world, columns, "country = 'XN' and code = 'all'") == [(1, 0, 3, 5)]
    record = "country = 'XN' and code = 'all' and body = 'Archive'"
    assert ladder(small_world, "record", record) == [("no longer listed",)]
    for view in ("out_system", "out_national_system"):
        gone = f"select count(*) from {view} where status = 'no longer listed'"
        assert small_world.query(gone).rows == [(3,)]


def test_a_system_stays_listed_where_another_inventory_still_has_it(small_world: Store) -> None:
    add_register(small_world, "list-a", edition_on="2025")
    add_register(small_world, "list-b", series_id="lists", edition_on="2024")
    add_register(small_world, "list-c", series_id="lists", edition_on="2025")
    small_world.execute_script(
        "update deployment set register_id = 'list-c' where name = 'Net watch'"
    )
    # The retirement stands only in the older year; what is listed now says in use.
    assert statuses(small_world)["lantern"] == "production"


@pytest.mark.parametrize(
    ("stated", "edition", "status"),
    [
        ("pilot", "2024-06", "production"),  # the other list says in use in January 2025
        ("pilot", "2025-02", "pilot"),
        ("pilot", "2025-01-20", "contradicted"),  # in the same month neither is later
        ("unknown", "2025-02", "production"),  # a blank outdates nothing
        ("planned", "2025-02", "contradicted"),  # no order of events makes both true
        ("retired", "2025-02", "retired"),
        ("retired", "2024-06", "contradicted"),
    ],
)
def test_the_latest_statement_wins_where_an_order_of_events_fits(
    small_world: Store, stated: str, edition: str, status: str
) -> None:
    small_world.query(
        "update deployment set status = ?, edition_id = ? where deployment_id = 'd1'",
        [stated, edition],
    )
    assert statuses(small_world)["lantern"] == status


def ladder(store: Store, columns: str, where: str) -> list[tuple[Any, ...]]:
    open_questions(store)
    return store.query(f"select {columns} from out_ladder where {where}").rows


def test_the_ladder_counts_sentences_by_type_and_systems_by_status(small_world: Store) -> None:
    rungs = (
        "sum(vision_count), sum(commitment_count), sum(mandate_count), sum(result_count), "
        "sum(pilot_count), sum(production_count), sum(unknown_count), sum(contradicted_count), "
        "sum(system_count)"
    )
    # 2024: documents 1, 3, 5 (English) have 7, 8, 6 sentences; 0, 2, 4 (bokmål) 4, 2, 3.
    counted = ladder(small_world, rungs, "country = 'XN' and code = 'all' and year = 2024")
    assert counted == [(3 + 3 + 3, 3 + 3, 3 + 2, 3 + 1 + 2, 1, 1, 0, 1, 3)]
    coded = ladder(small_world, rungs, "country = 'XN' and code = 'efficiency' and year = 2024")
    assert coded == [(3, 0, 0, 3, 0, 0, 0, 1, 1)]


def test_systems_without_a_year_stay_on_the_ladder(small_world: Store) -> None:
    found = ladder(small_world, "body, unknown_count", "year is null and code = 'all'")
    assert found == [("Archive", 1)]


def test_excerpts_stand_beside_the_counts(small_world: Store) -> None:
    columns = "sum(excerpt_claim_count), sum(claim_count)"
    assert ladder(small_world, columns, "code = 'all' and country = 'XN' and year = 2024") == [
        (8, 30)
    ]


def test_a_country_without_a_register_has_no_number_on_the_upper_rungs(small_world: Store) -> None:
    columns = "production_count, system_count, record"
    found = ladder(small_world, columns, "country = 'SE' and code = 'all'")
    assert found
    assert set(found) == {(None, None, "no register loaded")}


def test_a_body_that_a_sentence_names_stands_for_it_before_the_publisher(
    small_world: Store,
) -> None:
    for key, name in (("harbour", "Harbour board"), ("ministry", "The ministry")):
        small_world.append(
            OrganisationRecord, [OrganisationRecord(key, name, "XN", "agency", None, None)]
        )
    small_world.append(
        OrganisationNameMatch,
        [OrganisationNameMatch("publisher", None, "XN", "Ministry 1", "ministry", "alias", 1)],
    )
    small_world.append(
        DeploymentBody,
        [
            DeploymentBody(row.register_id, row.deployment_id, "harbour", "exact")
            for row in small_world.read(Deployment, "organisation = 'Harbour board'")
        ],
    )
    small_world.execute_script(
        "update claim_facet set organisation_id = 'harbour' where facet = 'actor' "
        "and claim_id in (select claim_id from claim where quote = 'predict')"
    )
    proactive = "code = 'proactive' and year = 2024 and country = 'XN' and organisation_id"
    columns = "body, mandate_count, commitment_count, pilot_count"
    # The mandate names the board, whose net watch is in a pilot.
    assert ladder(small_world, columns, f"{proactive} = 'harbour'") == [("Harbour board", 3, 0, 1)]
    # The commitment names nobody: it is its publisher's (document 4).
    assert ladder(small_world, columns, f"{proactive} = 'ministry'") == [("The ministry", 0, 1, 0)]


@pytest.mark.parametrize("code", ["all", "efficiency", "proactive"])
def test_every_count_opens_to_its_sentences_and_rows(small_world: Store, code: str) -> None:
    counts = ladder(
        small_world,
        "sum(claim_count + excerpt_claim_count), sum(system_count)",
        f"code = '{code}'",
    )
    opened = small_world.query(
        "select count(distinct s.sentence_id), count(distinct r.system_key) "
        "from out_rung r left join sentence s using (sentence_id, document_id) "
        "left join deployment d using (register_id, deployment_id) "
        "where code = ? and (s.sentence_id is not null or d.deployment_id is not null)",
        [code],
    ).rows
    assert opened == counts
    assert counts[0][1] > 0


def test_the_ladder_adds_up_to_the_comparison(small_world: Store) -> None:
    compared = {
        (row.country, row.year, row.code): (row.claim_count, row.coded_deployment_count or 0)
        for row in build_comparisons(small_world, 1)
        if row.claim_count or row.coded_deployment_count
    }
    open_questions(small_world)
    summed = small_world.query(
        "select country, year, code, sum(claim_count), coalesce(sum(system_count), 0) "
        "from out_ladder where code <> 'all' and year is not null group by all "
        "having sum(claim_count) + coalesce(sum(system_count), 0) > 0"
    ).rows
    assert {tuple(row[:3]): tuple(row[3:]) for row in summed} == compared
