from __future__ import annotations

import numpy as np
import pytest

from data.records import Comparison, Sentence
from data.store import Store
from reports.compare import build_comparisons
from reports.headline_counts import read_record
from reports.intervals import bootstrap_intervals, wilson_interval
from tests.reports.test_ladder import add_register, link_rows


@pytest.fixture
def small_world(small_world: Store) -> Store:
    link_rows(small_world)
    return small_world


def by_key(rows: list[Comparison]) -> dict[tuple[str, int, str], Comparison]:
    return {(row.country, row.year, row.code): row for row in rows}


def test_shares_are_sentences_with_the_code_over_sentences_in_scope(small_world: Store) -> None:
    row = by_key(build_comparisons(small_world, 1))["XN", 2024, "efficiency"]
    # Documents 0, 2, 4 (bokmål) have 4, 2, 3 sentences; 1, 3, 5 (English) have 7, 8, 6.
    assert (row.document_count, row.sentence_count, row.claim_count) == (6, 30, 6)
    assert row.claim_share == pytest.approx(0.2)
    assert row.claim_interval == "bootstrap"
    assert row.claim_share_low is not None
    assert row.claim_share_high is not None
    assert 0 < row.claim_share_low < 0.2 < row.claim_share_high < 0.4


def test_every_code_has_a_row_also_where_it_is_not_found(small_world: Store) -> None:
    rows = by_key(build_comparisons(small_world, 1))
    row = rows["XN", 2018, "efficiency"]  # the only document of 2018 is in bokmål
    assert row.claim_count == 0
    assert row.claim_share == 0
    assert row.claim_interval == "wilson"
    assert {code for country, year, code in rows if (country, year) == ("XN", 2018)} == {
        code for _, _, code in rows
    }


def test_a_country_without_a_register_has_no_deployment_number(small_world: Store) -> None:
    row = by_key(build_comparisons(small_world, 1))["SE", 2024, "efficiency"]
    assert row.claim_count == 2
    assert row.deployment_count is None
    assert row.production_count is None
    assert row.deployment_share is None


def test_a_country_with_a_register_and_no_system_that_year_has_zero(small_world: Store) -> None:
    row = by_key(build_comparisons(small_world, 1))["XN", 2020, "efficiency"]
    assert row.deployment_count == 0
    assert row.deployment_share is None


def test_a_system_in_two_registers_counts_once_and_never_twice_over(small_world: Store) -> None:
    row = by_key(build_comparisons(small_world, 1))["XN", 2024, "efficiency"]
    # Lantern and Tide model stand in both registers, Net watch in one.
    assert row.deployment_count == 3
    # Lantern is contradicted; Tide model is blank in one register and in use in the other.
    assert row.production_count == 1
    assert row.coded_deployment_count == 1


def test_a_system_without_a_year_is_in_no_year(small_world: Store) -> None:
    rows = build_comparisons(small_world, 1)
    per_year = {row.year: row.deployment_count for row in rows if row.country == "XN"}
    assert sum(count for count in per_year.values() if count) == 4  # five systems, one undated


def test_a_system_that_is_listed_no_longer_is_on_record_for_no_year(small_world: Store) -> None:
    # The newest year of the inventory has Lantern and the tide model; the others are gone.
    add_register(small_world, "list-a", series_id="lists", edition_on="2024")
    add_register(small_world, "list-b", series_id="lists", edition_on="2025")
    rows = by_key(build_comparisons(small_world, 1))
    row = rows["XN", 2024, "proactive"]
    assert (row.deployment_count, row.production_count) == (2, 1)
    assert (row.coded_deployment_count, row.deployment_share) == (0, 0)  # Net watch had carried it
    assert rows["XN", 2024, "efficiency"].deployment_share == 0.5
    gone = rows["XN", 2023, "efficiency"]
    assert (gone.deployment_count, gone.deployment_share) == (0, None)
    codes = ("all", "efficiency", "proactive", "any_imaginary", "any_constraint")
    record = read_record(small_world, codes)["XN"]
    assert (record.systems.tolist(), record.productions.tolist()) == (
        [2, 1, 0, 1, 0],
        [1, 0, 0, 0, 0],
    )


def test_languages_without_a_codebook_stay_out_of_rates(small_world: Store) -> None:
    before = by_key(build_comparisons(small_world, 1))["SE", 2024, "service"]
    document = small_world.query(
        "select document_id from document where country = 'SE' and language = 'nb'"
    ).rows[0][0]
    small_world.execute_script(
        "update sentence set has_codebook = false, in_scope = null "
        f"where document_id = '{document}'"
    )
    after = by_key(build_comparisons(small_world, 1))["SE", 2024, "service"]
    assert (before.document_count, before.sentence_count) == (2, 11)
    assert (after.document_count, after.sentence_count) == (1, 8)


def test_the_same_seed_gives_the_same_intervals(small_world: Store) -> None:
    assert build_comparisons(small_world, 5) == build_comparisons(small_world, 5)
    assert build_comparisons(small_world, 5) != build_comparisons(small_world, 6)


def test_another_country_does_not_move_an_interval(small_world: Store) -> None:
    before = by_key(build_comparisons(small_world, 5))
    small_world.execute_script("delete from document where country = 'SE'")
    after = by_key(build_comparisons(small_world, 5))
    assert after["XN", 2024, "service"] == before["XN", 2024, "service"]


def test_an_empty_store_has_nothing_to_compare(small_world: Store) -> None:
    for table in ("document", "sentence", "claim", "deployment", "deployment_claim"):
        small_world.execute_script(f"delete from {table}")
    assert build_comparisons(small_world, 1) == []


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)],
)
def test_wilson_intervals_of_the_textbook(count: int, total: int, low: float, high: float) -> None:
    assert wilson_interval(count, total) == pytest.approx((low, high), abs=1e-4)


def test_resampling_documents_is_wider_where_documents_differ() -> None:
    sentences = np.full(10, 100)
    alike = np.full((10, 1), 20)
    unlike = np.array([[100], [100], *([[0]] * 8)])
    even = bootstrap_intervals(sentences, alike, (1,))[0]
    uneven = bootstrap_intervals(sentences, unlike, (1,))[0]
    assert even[1] - even[0] == pytest.approx(0)
    assert uneven[1] - uneven[0] > 0.3


def test_a_sentence_out_of_scope_is_in_no_share(small_world: Store) -> None:
    small_world.execute_script("update sentence set in_scope = false where text like 'The island%'")
    row = by_key(build_comparisons(small_world, 1))["XN", 2024, "efficiency"]
    kept = small_world.read(Sentence, "in_scope and text like 'The island%'")
    assert kept == []
    assert row.sentence_count == 28
