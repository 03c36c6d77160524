from __future__ import annotations

import pytest

from data.records import (
    DeploymentBody,
    Gap,
    OrganisationNameMatch,
    RegisterCoverage,
)
from data.store import Store
from flows.comparing.pooled_talk import pool_talk
from reports.compare import build_comparisons
from reports.gap import AS_RECORDED, FOR_COVERAGE, ONLY_REPORTING, build_gaps
from reports.intervals import bootstrap_ratios, difference_interval, wilson_interval
from reports.questions import CHECKS, open_questions
from tests.reports.conftest import ERRORS
from tests.reports.test_ladder import add_register, link_rows


@pytest.fixture
def small_world(small_world: Store) -> Store:
    link_rows(small_world)
    return small_world


def gaps_of(store: Store, seed: int = 1) -> dict[tuple[str, str, str], Gap]:
    rows = build_gaps(store, pool_talk(store, ERRORS, seed), seed)
    return {(row.country, row.code, row.reading): row for row in rows}


def broken_rows(store: Store, check: str) -> int:
    return len(store.query((CHECKS / f"{check}.sql").read_text(encoding="utf-8")).rows)


def give_texts(store: Store) -> None:
    store.execute_script("update deployment set purpose = 'Helps the office.'")


def test_a_blank_or_contradicted_status_is_not_production_as_recorded(small_world: Store) -> None:
    give_texts(small_world)
    row = gaps_of(small_world)["XN", "efficiency", AS_RECORDED]
    assert (row.production_count, row.unknown_status_count) == (2, 2)
    assert (row.coded_production_count, row.coded_production_share) == (0, 0)
    assert row.claim_share is not None
    assert row.corrected_share is not None
    assert row.gap == pytest.approx(row.corrected_share)
    # The coder misses four of ten: the corrected share is above the one seen.
    assert row.gap > row.claim_share


def test_what_the_register_leaves_open_gives_bounds_and_no_point(small_world: Store) -> None:
    give_texts(small_world)
    row = gaps_of(small_world)["XN", "efficiency", FOR_COVERAGE]
    # Lantern (contradicted, with the code) may be in production beside the two without it.
    assert row.coded_production_share is None
    assert row.gap is None
    assert row.coded_production_share_least == 0
    assert row.coded_production_share_most == pytest.approx(1 / 3)
    assert row.gap_low is not None
    assert row.gap_high is not None
    assert row.gap_low < -0.1 < 0.1 < row.gap_high


def test_a_system_without_a_text_may_carry_any_code(small_world: Store) -> None:
    row = gaps_of(small_world)["XN", "control", FOR_COVERAGE]
    assert row.uncodable_count == 2
    assert (row.coded_production_share_least, row.coded_production_share_most) == (0, 1)


def test_a_register_in_a_language_without_a_codebook_carries_not_zero_but_nothing_known(
    small_world: Store,
) -> None:
    give_texts(small_world)
    small_world.execute_script("delete from deployment_claim")
    for register_id in ("list-a", "list-b"):
        add_register(small_world, register_id, language="nl")
    rows = gaps_of(small_world)
    row = rows["XN", "efficiency", AS_RECORDED]
    assert (row.production_count, row.uncodable_count, row.coded_production_share) == (2, 2, None)
    assert row.reason == "no system in production has a text that can be coded"
    row = rows["XN", "efficiency", FOR_COVERAGE]
    assert (row.coded_production_share_least, row.coded_production_share_most) == (0, 1)
    compared = {
        (row.deployment_count, row.coded_deployment_count, row.deployment_share)
        for row in build_comparisons(small_world, 1)
        if (row.country, row.year) == ("XN", 2024)
    }
    assert compared == {(3, None, None)}


def test_bodies_that_do_not_report_widen_the_bounds_where_their_share_is_known(
    small_world: Store,
) -> None:
    give_texts(small_world)
    for register_id, share in (("list-a", 0.9), ("list-b", 0.5)):
        add_register(small_world, register_id)
        small_world.append(
            RegisterCoverage,
            [
                RegisterCoverage(
                    register_id, None, None, None, None, 5, 2, 0.4, 4, 8, share, "2025", 12, False
                )
            ],
        )
    row = gaps_of(small_world)["XN", "efficiency", FOR_COVERAGE]
    assert row.reporting_body_share == 0.5
    assert row.coded_production_share_most == pytest.approx(0.5 / 3 + 0.5)


def test_only_documents_of_bodies_on_record_count_in_the_third_reading(small_world: Store) -> None:
    give_texts(small_world)
    before = gaps_of(small_world)["XN", "service", ONLY_REPORTING]
    assert before.document_count == 0
    assert before.reason == "no sentence is of a body with a system on record"
    small_world.append(
        OrganisationNameMatch,
        [
            OrganisationNameMatch("publisher", None, "XN", "Ministry 1", "first", "exact", 1),
            OrganisationNameMatch("publisher", None, "XN", "Ministry 2", "second", "exact", 1),
        ],
    )
    small_world.append(DeploymentBody, [DeploymentBody("list-a", "d0", "first", "exact")])
    rows = gaps_of(small_world)
    row = rows["XN", "service", ONLY_REPORTING]
    # Six years have documents 1 and 4 of Ministry 1, with 7 and 3 sentences.
    assert (row.document_count, row.sentence_count) == (12, 60)
    assert row.gap is not None
    assert row.production_count == rows["XN", "service", AS_RECORDED].production_count == 2


def test_a_document_without_a_publisher_is_by_the_body_that_its_title_names(
    small_world: Store,
) -> None:
    give_texts(small_world)
    small_world.append(DeploymentBody, [DeploymentBody("list-a", "d0", "first", "exact")])
    title = OrganisationNameMatch("title", None, "XN", "Plan 1 of 2024", "first", "in it", 1)
    small_world.append(OrganisationNameMatch, [title])
    stated = gaps_of(small_world)["XN", "service", ONLY_REPORTING]
    assert stated.document_count == 0  # its publisher is known, and has no system
    small_world.execute_script("update document set publisher = null where title like 'Plan 1 %'")
    row = gaps_of(small_world)["XN", "service", ONLY_REPORTING]
    assert (row.document_count, row.sentence_count) == (1, 7)
    ladder = "select sum(claim_count) from out_ladder where organisation_id = 'first' and code = ?"
    assert small_world.query(ladder, ["all"]).rows == [(7,)]


def test_a_sentence_counts_for_the_body_it_names_where_no_publisher_is_known(
    small_world: Store,
) -> None:
    give_texts(small_world)
    small_world.append(DeploymentBody, [DeploymentBody("list-a", "d2", "harbour", "exact")])
    small_world.execute_script(
        "update claim_facet set organisation_id = 'harbour' where facet = 'actor' "
        "and claim_id in (select claim_id from claim where quote = 'predict')"
    )
    told = small_world.query(
        "select count(distinct c.sentence_id), count(distinct c.document_id) from claim c "
        "join claim_facet f using (claim_id, document_id) join document d using (document_id) "
        "where f.organisation_id = 'harbour' and d.country = 'XN' and not d.is_excerpt"
    ).rows[0]
    rows = gaps_of(small_world)
    row = rows["XN", "proactive", ONLY_REPORTING]
    assert told[0] > 0
    assert (row.sentence_count, row.document_count) == told
    # Each of these sentences predicts; those of other bodies in the same documents are left out.
    assert row.claim_count == row.sentence_count
    assert row.sentence_count < rows["XN", "proactive", AS_RECORDED].sentence_count


def test_a_country_without_a_register_has_no_gap_and_says_so(small_world: Store) -> None:
    rows = gaps_of(small_world)
    row = rows["SE", "service", AS_RECORDED]
    assert row.claim_count == 2
    assert (row.production_count, row.coded_production_share_least, row.gap) == (None, None, None)
    assert row.reason == "no register loaded"
    assert ("SE", "service", FOR_COVERAGE) not in rows


def test_a_register_without_production_has_bounds_only(small_world: Store) -> None:
    give_texts(small_world)
    small_world.execute_script("update deployment set status = 'pilot' where status = 'production'")
    rows = gaps_of(small_world)
    assert rows["XN", "efficiency", AS_RECORDED].reason == "no system in production on record"
    assert rows["XN", "efficiency", FOR_COVERAGE].gap_low is not None


def test_shares_that_no_draw_can_move_have_an_interval_all_the_same(small_world: Store) -> None:
    give_texts(small_world)
    row = gaps_of(small_world)["XN", "efficiency", AS_RECORDED]
    assert row.coded_production_share_low == 0
    assert row.coded_production_share_high is not None
    assert row.coded_production_share_high > 0.5  # none of two says little


def test_the_tables_hold_together_and_the_view_tells_the_finding(small_world: Store) -> None:
    give_texts(small_world)
    small_world.append(Gap, list(gaps_of(small_world).values()))
    for check in ("every_gap_lies_in_its_interval", "every_gap_and_spell_stands_once"):
        assert broken_rows(small_world, check) == 0
    open_questions(small_world)
    found = dict(small_world.query("select country, min(finding) from out_gap group by 1").rows)
    assert found["SE"] == "no register loaded"
    small_world.execute_script("update gap set gap_high = gap - 0.1 where gap is not null")
    assert broken_rows(small_world, "every_gap_lies_in_its_interval") > 0


def test_the_same_seed_gives_the_same_gaps(small_world: Store) -> None:
    assert gaps_of(small_world, 5) == gaps_of(small_world, 5)
    assert gaps_of(small_world, 5) != gaps_of(small_world, 6)


def test_the_same_record_has_the_same_interval_in_all_readings(small_world: Store) -> None:
    # Eight bodies with a tool each, every other with the code: enough to be drawn.
    small_world.execute_script("""
        insert into deployment
        select d.* replace ('x' || i as deployment_id, 'Board ' || i as organisation,
                            'Tool ' || i as name, 'production' as status, 'In use' as status_raw,
                            'Sorts letters' as purpose)
        from deployment d, range(8) r(i) where d.register_id = 'list-a' and d.deployment_id = 'd2';
        insert into deployment_claim
        select c.* replace ('x' || i as deployment_id)
        from deployment_claim c, range(0, 8, 2) r(i)
        where c.deployment_id = 'd0' and c.code = 'efficiency';
        delete from deployment_group
    """)
    link_rows(small_world)
    rows = gaps_of(small_world)
    recorded, reporting = (
        rows["XN", "efficiency", reading] for reading in (AS_RECORDED, ONLY_REPORTING)
    )
    assert recorded.body_count is not None
    assert recorded.body_count >= 5
    assert recorded.coded_production_share_low != recorded.coded_production_share_high
    assert (recorded.coded_production_share_low, recorded.coded_production_share_high) == (
        reporting.coded_production_share_low,
        reporting.coded_production_share_high,
    )


def test_each_codes_part_of_its_family_is_told_on_both_sides(small_world: Store) -> None:
    give_texts(small_world)
    small_world.execute_script("update deployment set status = 'production'")
    rows = [row for row in gaps_of(small_world).values() if row.country == "XN"]
    recorded = [row for row in rows if row.reading == AS_RECORDED]
    for family in ("imaginary", "constraint"):
        held = [row for row in recorded if row.family == family]
        claims = sum(row.claim_count for row in held)
        for row in held:
            assert row.claim_code_share == pytest.approx(row.claim_count / claims)
    held = [row for row in recorded if row.family == "imaginary"]
    systems = sum(row.coded_production_count or 0 for row in held)
    assert systems > 0
    for row in held:
        assert row.production_code_share == pytest.approx(
            (row.coded_production_count or 0) / systems
        )
    # No system carries a constraint: no part of nothing, and no zero either.
    silent = {row.production_code_share for row in recorded if row.family == "constraint"}
    assert silent == {None}
    assert {row.production_code_share for row in rows if row.reading == FOR_COVERAGE} == {None}


def test_drawing_bodies_is_wider_where_bodies_differ() -> None:
    import numpy as np  # noqa: PLC0415

    totals = np.full((10, 2), 100)
    counts = np.array([[20, 100], [20, 100], *([[20, 0]] * 8)])
    ends = bootstrap_ratios(totals, counts, (1,))
    assert ends[0] == pytest.approx([0.2, 0.2])
    assert ends[1, 1] - ends[1, 0] > 0.3


def test_the_interval_of_a_difference_is_newcombes() -> None:
    # Newcombe (1998), table II, example a: 56/70 - 48/80 by method 10 is .0524 to .3339.
    first = (56 / 70, *wilson_interval(56, 70))
    second = (48 / 80, *wilson_interval(48, 80))
    assert difference_interval(first, second) == pytest.approx((0.0524, 0.3339), abs=1e-4)
