from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.records import TopicCode, TopicPartShare, TopicShare
from data.store import Store
from reports.intervals import wilson_interval
from reports.topic_counts import read_topic_counts
from reports.topic_shares import build_topic_shares, measure_topic_shares
from tests.topic_world import FEW_YEAR, WORDS, build_topic_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    home: Path = tmp_path_factory.mktemp("home")
    with build_topic_world(home) as store:
        yield store


def test_the_shares_of_a_language_and_year_add_to_one_with_zeros_included(world: Store) -> None:
    sums: defaultdict[tuple[str, int], float] = defaultdict(float)
    rows: list[TopicShare] = world.read(TopicShare)
    for row in rows:
        sums[row.language, row.period] += row.share
        assert row.share == pytest.approx(row.passage_count / row.period_passage_count)
    assert list(sums.values()) == pytest.approx([1.0] * len(sums))
    assert len(rows) == 7 * len(WORDS["en"]) + 6 * len(WORDS["nb"])  # no nb in the small year


def test_an_interval_holds_its_share_and_a_year_with_one_document_is_flagged(world: Store) -> None:
    for row in world.read(TopicShare, "language = 'en'"):
        assert row.share_low is not None
        assert row.share_high is not None
        assert row.share_low <= row.share <= row.share_high
        assert row.has_few_documents == (row.period == FEW_YEAR)
        assert row.interval == ("wilson" if row.period == FEW_YEAR else row.interval)


def test_parts_add_up_to_the_whole(world: Store) -> None:
    whole = {(row.topic_id, row.period): row.passage_count for row in world.read(TopicShare)}
    for part_by in ("country", "document_kind"):
        summed: defaultdict[tuple[str, int], int] = defaultdict(int)
        for row in world.read(TopicPartShare, "part_by = ?", [part_by]):
            summed[row.topic_id, row.period] += row.passage_count
        assert summed == whole


def test_documents_and_not_passages_are_drawn_anew() -> None:
    totals = np.full(20, 50)
    alike = np.full((20, 1), 25)
    apart = np.repeat([0, 50], 10)[:, None]
    (even,) = measure_topic_shares(totals, alike, (1,))
    (split,) = measure_topic_shares(totals, apart, (1,))
    assert even.share == split.share == 0.5
    assert (even.low, even.high) == (0.5, 0.5)
    assert (split.high or 0) - (split.low or 0) > 0.3


def test_few_documents_are_worth_fewer_passages_than_they_have() -> None:
    (few,) = measure_topic_shares(np.array([100, 100]), np.array([[30], [30]]), (1,))
    low, high = wilson_interval(60, 200)
    assert few.interval == "wilson"
    assert few.low is not None
    assert few.high is not None
    assert few.high - few.low > 2 * (high - low)
    assert few.low < 0.3 < few.high


def test_the_same_seed_gives_the_same_intervals_and_another_language_moves_none(
    world: Store,
) -> None:
    (english,) = (one for one in read_topic_counts(world) if one.language == "en")
    first = build_topic_shares(english, {}, 3)
    assert first == build_topic_shares(english, {}, 3)
    assert first != build_topic_shares(english, {}, 4)
    kept = [replace(row, words="") for row in world.read(TopicShare, "language = 'en'")]
    assert sorted(kept, key=repr) == sorted(first, key=repr)


def test_a_topics_codes_are_counted_in_sentences_beside_the_whole_language(world: Store) -> None:
    rows = {(row.topic_id, row.code): row for row in world.read(TopicCode, "language = 'en'")}
    bakery, ferry = rows["en-bakery", "growth"], rows["en-ferry", "growth"]
    assert bakery.claim_share == 1.0
    assert bakery.claim_share_low > bakery.language_claim_share
    assert (ferry.claim_count, ferry.claim_share) == (0, 0.0)
    assert ferry.claim_share_high > 0
    assert (
        bakery.sentence_count + ferry.sentence_count + rows["en-forest", "growth"].sentence_count
        == world.query("select count(*) from sentence where language = 'en'").rows[0][0]
    )


def test_excerpts_and_undated_documents_are_in_no_share(tmp_path: Path) -> None:
    with build_topic_world(tmp_path, is_measured=False) as store:
        store.execute_script(
            "update document set is_excerpt = true where year = 2020;"
            "update document set year = null where year = 2022"
        )
        years = {year for one in read_topic_counts(store) for year in one.years.tolist()}
    assert years == {2018, 2019, 2021, 2023, 2024}
