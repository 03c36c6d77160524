from __future__ import annotations

import dataclasses

import pytest

from data.records import Prevalence
from data.store import Store
from flows.comparing.correction import build_prevalence
from flows.training.coded_corpus import sentence_digest
from models.confusion import TAUGHT, GoldCell
from models.prevalence import PREDICTION_POWERED
from reports.compare import build_comparisons
from tests.reports.conftest import ERRORS, open_small_world

NOT_MEASURED = "the coder's error was not measured in a language of the documents"


@pytest.fixture
def world() -> Store:
    return open_small_world()


def by_key(rows: list[Prevalence]) -> dict[tuple[str, int, str], Prevalence]:
    return {(row.country, row.year, row.code): row for row in rows}


def test_the_observed_share_is_that_of_the_comparison(world: Store) -> None:
    rows = by_key(build_prevalence(world, ERRORS, 1))
    compared = [row for row in build_comparisons(world, 1) if row.document_count]
    assert len(compared) > 50
    for row in compared:
        found = rows[row.country, row.year, row.code]
        for field in dataclasses.fields(row):
            if hasattr(found, field.name):
                assert getattr(found, field.name) == getattr(row, field.name)


def test_all_countries_together_are_a_place_of_their_own(world: Store) -> None:
    rows = by_key(build_prevalence(world, ERRORS, 1))
    row = rows["all", 2024, "efficiency"]
    assert (row.sentence_count, row.claim_count) == (41, 8)
    assert row.corrected_share == pytest.approx(0.3125, abs=0.002)
    # 11 sentences of Sweden are too few by themselves.
    assert rows["SE", 2024, "efficiency"].corrected_share is None
    assert rows["SE", 2024, "efficiency"].reason == "fewer than 30 sentences in scope"


def test_each_language_is_corrected_by_its_own_error(world: Store) -> None:
    # Bokmål claims would all be false alarms; English ones are corrected as before.
    poor = tuple(
        dataclasses.replace(row, fp=200, tn=700) if row.language_group == "scandinavian" else row
        for row in ERRORS.counts
    )
    before = by_key(build_prevalence(world, ERRORS, 1))["XN", 2024, "service"]
    after = by_key(build_prevalence(world, dataclasses.replace(ERRORS, counts=poor), 1))[
        "XN", 2024, "service"
    ]
    assert before.corrected_share is not None
    assert after.corrected_share is not None
    assert after.corrected_share < before.corrected_share


def test_a_language_without_measured_error_withholds_the_share(world: Store) -> None:
    english = tuple(row for row in ERRORS.counts if row.language_group == "english")
    for groups in ({"english": ("en",)}, ERRORS.language_groups):
        errors = dataclasses.replace(ERRORS, language_groups=groups, counts=english)
        row = by_key(build_prevalence(world, errors, 1))["XN", 2024, "efficiency"]
        assert (row.corrected_share, row.reason) == (None, NOT_MEASURED)


def test_languages_without_a_codebook_stay_out(world: Store) -> None:
    world.execute_script("update sentence set has_codebook = false where language = 'nb'")
    rows = by_key(build_prevalence(world, ERRORS, 1))
    assert rows["all", 2024, "efficiency"].sentence_count == 29  # 21 of XN and 8 of Sweden
    assert rows["XN", 2018, "efficiency"].reason == "no sentence in scope"


def test_gold_of_the_very_country_and_year_is_used(world: Store) -> None:
    cell = GoldCell("XN", 2024, "efficiency", 12, 150, shortfall=0.1, shortfall_error=0.02)
    rows = by_key(build_prevalence(world, dataclasses.replace(ERRORS, cells=(cell,)), 1))
    row = rows["XN", 2024, "efficiency"]
    assert row.method == PREDICTION_POWERED
    assert row.corrected_share == pytest.approx(0.2 + 0.1)
    assert rows["XN", 2023, "efficiency"].method != PREDICTION_POWERED
    assert rows["XN", 2024, "service"].method != PREDICTION_POWERED


def test_the_same_seed_gives_the_same_rows_and_another_country_does_not_move_them(
    world: Store,
) -> None:
    first = build_prevalence(world, ERRORS, 5)
    assert first == build_prevalence(world, ERRORS, 5)
    assert first != build_prevalence(world, ERRORS, 6)
    world.execute_script("delete from document where country = 'SE'")
    key = ("XN", 2024, "service")
    assert by_key(build_prevalence(world, ERRORS, 5))[key] == by_key(first)[key]


def test_without_a_confusion_there_are_rows_with_the_reason(world: Store) -> None:
    rows = build_prevalence(world, None, 1)
    assert {row.reason for row in rows} == {"the coder's error was not measured"}
    assert {row.corrected_share for row in rows} == {None}
    assert by_key(rows)["XN", 2024, "efficiency"].claim_share == pytest.approx(0.2)


def test_sentences_that_taught_the_coder_are_corrected_by_the_error_on_their_like(
    world: Store,
) -> None:
    taught = {sentence_digest(text) for (text,) in world.query("select text from sentence").rows}
    like = tuple(
        dataclasses.replace(row, language_group=f"{row.language_group}, taught", fp=0, fn=0)
        for row in ERRORS.counts
    )
    groups = {
        f"{group}, taught": tuple(language + TAUGHT for language in languages)
        for group, languages in ERRORS.language_groups.items()
    }
    both = dataclasses.replace(
        ERRORS,
        counts=(*ERRORS.counts, *like),
        language_groups={**ERRORS.language_groups, **groups},
    )
    key = ("all", 2024, "efficiency")
    others = by_key(build_prevalence(world, both, 1))[key]
    known = by_key(build_prevalence(world, both, 1, taught))[key]
    assert known.claim_share is not None
    assert known.corrected_share is not None
    assert others.corrected_share is not None
    distance = abs(known.corrected_share - known.claim_share)
    assert distance < abs(others.corrected_share - known.claim_share) / 2
    # Where the error on such sentences was not measured, nothing is corrected.
    assert by_key(build_prevalence(world, ERRORS, 1, taught))[key].reason == NOT_MEASURED
