from __future__ import annotations

import numpy as np
import pytest

from models.embed import TfidfSvdEmbedder
from models.grouping import describe_groups, group_texts
from models.placing import place_vectors
from tests.models.planted_texts import PLANTED, plant_texts


@pytest.fixture(scope="module")
def grouped():
    texts, topics = plant_texts(sizes={"forest": 40, "ferry": 30, "bakery": 20, "clinic": 10})
    texts += ["12 34 %% §", "the of and"]
    documents = [*topics, "ferry", "nowhere"]
    vectors = TfidfSvdEmbedder("en", seed=1).fit(texts).embed(texts)
    names = list(PLANTED)
    grouping = group_texts(
        texts,
        vectors,
        document_ids=documents,
        years=[2020] * len(texts),
        language="en",
        group_count=4,
        seed=0,
        start=[names.index(topic) for topic in topics] + [None, None],
    )
    return texts, topics, vectors, grouping


def test_groups_are_numbered_by_size_and_described_by_their_own_words(grouped):
    _, topics, _, grouping = grouped
    expected = [list(PLANTED).index(topic) for topic in topics]
    assert grouping.positions[: len(topics)] == expected
    for listed, topic in zip(grouping.words, PLANTED, strict=True):
        assert set(listed[:5]) <= set(PLANTED[topic].split())
    assert set(grouping.words_by_year) == {(position, 2020) for position in range(4)}
    assert grouping.started_from == [0, 1, 2, 3]


def test_every_text_has_a_distribution_and_nothing_is_lost(grouped):
    texts, _, _, grouping = grouped
    assert len(grouping.positions) == len(grouping.weights) == len(grouping.is_weak) == len(texts)
    assert grouping.distribution.sum(axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)
    assert set(grouping.positions) == {0, 1, 2, 3}


def test_texts_without_a_known_word_follow_their_document_and_are_weak(grouped):
    _, _, _, grouping = grouped
    assert grouping.unknown_count == 2
    assert grouping.positions[-2:] == [1, 0]
    assert grouping.weights[-2:] == [0, 0]
    assert grouping.is_weak[-2:] == [True, True]
    assert not any(grouping.is_weak[:-2])


def test_kept_centres_place_texts_where_they_were_grouped(grouped):
    _, topics, vectors, grouping = grouped
    placed = place_vectors(vectors, grouping.centres)[: len(topics)]
    assert placed.argmax(axis=1).tolist() == grouping.positions[: len(topics)]
    assert np.array_equal(placed, grouping.distribution[: len(topics)])


def test_words_are_those_of_the_group_that_was_given():
    texts = ["dough oven", "ferry quay", "ferry harbour", "ferries vessel"]
    words, by_year = describe_groups(texts, [1, 0, 0, 0], [2020, 2020, 2021, None], "en")
    assert set(words[1]) == {"dough", "oven"}
    assert "ferry" in words[0]
    assert "ferries" not in words[0]
    assert set(by_year) == {(1, 2020), (0, 2020), (0, 2021)}
    assert set(by_year[0, 2021]) == {"ferry", "harbour"}
