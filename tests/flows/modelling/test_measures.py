from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records import Passage, TopicChange, TopicExample, TopicQuality, TopicShare
from data.store import Store
from flows.modelling.measures import EXAMPLES, measure_topics
from flows.modelling.units import read_units
from tests.topic_world import WORDS, build_topic_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Store]:
    with build_topic_world(tmp_path) as store:
        yield store


def test_the_planted_move_is_found_and_no_other(world: Store) -> None:
    moved = world.read(TopicChange, "is_change order by topic_id")
    assert [(row.topic_id, row.year) for row in moved] == [("en-bakery", 2021), ("en-ferry", 2021)]
    assert moved[0].share_after > moved[0].share_before
    assert moved[1].share_after < moved[1].share_before


def test_measuring_again_changes_nothing_and_adds_no_rows(world: Store, tmp_path: Path) -> None:
    tables = (TopicShare, TopicChange, TopicExample, TopicQuality)
    before = [sorted(map(repr, world.read(table))) for table in tables]
    measure_topics(world, tmp_path, 3)
    assert [sorted(map(repr, world.read(table))) for table in tables] == before


def test_examples_fit_best_and_no_two_are_of_a_document_while_others_are_left(
    world: Store,
) -> None:
    examples: list[TopicExample] = world.read(TopicExample, "topic_id = 'en-ferry'")
    assert len(examples) == EXAMPLES
    assert len({row.document_id for row in examples}) == EXAMPLES
    assert {row.weight for row in examples} == {1.0}


def test_every_topic_has_its_quality_and_words_of_its_years(world: Store) -> None:
    qualities = {row.topic_id: row for row in world.read(TopicQuality)}
    assert len(qualities) == sum(len(topics) for topics in WORDS.values())
    assert qualities["en-ferry"].own_word_share == 1.0
    (share,) = world.read(TopicShare, "topic_id = 'en-ferry' and period = 2018")
    assert share.words.split(", ")[0] in ["ferry", *WORDS["en"]["ferry"]]


def test_topics_that_are_gone_leave_no_measures(world: Store, tmp_path: Path) -> None:
    world.execute_script("delete from topic; delete from topic_assignment")
    assert measure_topics(world, tmp_path, 3).startswith("0 topics measured")
    for table in (TopicShare, TopicChange, TopicExample, TopicQuality):
        assert world.read(table) == []


def test_every_passage_is_a_unit_or_left_out_with_a_reason(world: Store) -> None:
    world.execute_script("update passage set kind = 'heading' where position = 0")
    world.execute_script("update document set is_excerpt = true where year = 2018")
    units = read_units(world)
    kept = [one.passage_id for of in units.passages.values() for one in of]
    left_out = [one.passage_id for one in units.exclusions]
    assert sorted([*kept, *left_out]) == sorted(one.passage_id for one in world.read(Passage))
    assert {one.reason for one in units.exclusions} >= {"not_prose"}
    years = {one.year for of in units.passages.values() for one in of}
    assert 2018 not in years
