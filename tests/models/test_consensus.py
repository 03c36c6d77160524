from __future__ import annotations

import numpy as np
import pytest

import models.consensus
from models.best_match import mean_best_jaccard, mean_stability
from models.consensus import cluster_vectors, draw_to_seeds, find_centres
from models.embed import TfidfSvdEmbedder
from models.group_count import search_group_count
from models.neighbours import neighbour_graph, smooth_vectors
from models.placing import place_vectors, weak_rows
from tests.models.planted_texts import PLANTED, plant_texts


def same_groups(labels, topics):
    return len(set(zip(labels, topics, strict=True))) == len(set(topics)) == len(set(labels))


@pytest.fixture(scope="module")
def planted():
    texts, topics = plant_texts(sizes={"forest": 80, "ferry": 40, "bakery": 20, "clinic": 12})
    space = TfidfSvdEmbedder("en", seed=1).fit(texts)
    return space, space.embed(texts), topics


@pytest.mark.parametrize("seed", [0, 1])
def test_planted_groups_are_found_though_they_are_of_unequal_size(planted, seed):
    _, vectors, topics = planted
    assert same_groups(cluster_vectors(vectors, 4, seed=seed).tolist(), topics)


def test_many_texts_are_packed_first_and_found_all_the_same(planted, monkeypatch):
    _, vectors, topics = planted
    monkeypatch.setattr(models.consensus, "_MAXIMUM_UNITS", 40)
    assert same_groups(cluster_vectors(vectors, 4, seed=0).tolist(), topics)


def test_a_group_goes_on_from_an_earlier_model(planted):
    _, vectors, topics = planted
    names = list(PLANTED)
    start = [names.index(topic) if topic != "clinic" else None for topic in topics]
    labels = cluster_vectors(vectors, 4, seed=0, start=start)
    assert same_groups(labels.tolist(), topics)
    merged = [None if one is None else min(one, 1) for one in start]
    two = cluster_vectors(vectors, 2, seed=0, start=merged)
    assert set(two.tolist()) == {0, 1}
    nothing = cluster_vectors(vectors, 4, seed=0, start=[None] * len(topics))
    assert same_groups(nothing.tolist(), topics)


@pytest.mark.parametrize(("rows", "asked", "found"), [(1, 3, 1), (2, 9, 2), (6, 1, 1)])
def test_there_are_no_more_groups_than_different_vectors(rows, asked, found):
    vectors = np.eye(7, dtype=np.float32)[:rows]
    labels = cluster_vectors(np.vstack([vectors, vectors]), asked, seed=0)
    assert len(set(labels.tolist())) == found
    assert len(labels) == 2 * rows


def test_vectors_near_a_seed_are_drawn_to_it():
    vectors = np.array([[1, 0, 0], [0.6, 0.8, 0], [0, 0, 1]], dtype=np.float32)
    seed_vectors = np.array([[0, 1, 0]], dtype=np.float32)
    drawn = draw_to_seeds(vectors, seed_vectors)
    assert drawn[1, 1] > vectors[1, 1]
    assert np.linalg.norm(drawn, axis=1) == pytest.approx([1, 1, 1])
    assert np.array_equal(drawn[[0, 2]], vectors[[0, 2]])
    assert draw_to_seeds(vectors, None) is vectors
    assert draw_to_seeds(vectors, -seed_vectors) is vectors


def test_a_seed_makes_a_group_of_what_it_means(planted):
    space, vectors, topics = planted
    labels = cluster_vectors(
        vectors, 4, seed=0, seed_vectors=space.embed([PLANTED["bakery"], PLANTED["clinic"]])
    )
    assert same_groups(labels.tolist(), topics)


def test_texts_that_were_grouped_are_placed_where_they_were(planted):
    _, vectors, _ = planted
    labels, centres = find_centres(vectors, 4, seed=0)
    shares = place_vectors(vectors, centres)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(vectors)), abs=1e-5)
    assert np.array_equal(shares.argmax(axis=1), labels)


def test_a_text_between_two_groups_is_weak():
    centres = np.eye(2, dtype=np.float32)
    vectors = np.array([[1, 0], [0.72, 0.69], [0, 0]], dtype=np.float32)
    shares = place_vectors(vectors, centres)
    assert weak_rows(shares).tolist() == [False, True, True]
    assert shares[2].tolist() == [0.5, 0.5]
    assert weak_rows(shares[:, :1]).tolist() == [False, False, False]


def test_neighbours_bring_texts_on_one_matter_together(planted):
    _, vectors, topics = planted
    graph = neighbour_graph(vectors, neighbour_count=30)
    assert np.asarray(graph.sum(axis=1)).ravel() == pytest.approx(np.ones(len(topics)))
    smoothed = smooth_vectors(vectors, graph, pull_share=0.8)
    same = np.equal.outer(np.array(topics), np.array(topics))
    before, after = vectors @ vectors.T, smoothed @ smoothed.T
    assert after[same].mean() > before[same].mean() + 0.1
    assert np.linalg.norm(smoothed, axis=1) == pytest.approx(np.ones(len(topics)), abs=1e-5)
    assert neighbour_graph(vectors[:20], neighbour_count=30) is None
    assert smooth_vectors(vectors, None, pull_share=0.8) is vectors


def test_best_match_by_hand():
    # Group 0 (3 texts) shares 2 with a group of 2: 2/3; group 1 (1 text) is in a group of 2: 1/2.
    assert mean_best_jaccard([0, 0, 0, 1], [5, 5, 7, 7]) == pytest.approx([2 / 3, 1 / 2])
    assert mean_stability([[0, 0, 1, 1], [1, 1, 0, 0]]) == 1
    # The one group finds half of itself; each of the two is half of the one.
    assert mean_stability([[0, 0, 0, 0], [0, 0, 1, 1]]) == pytest.approx(0.5)
    assert mean_stability([[0, 1]]) == 1


def test_the_count_is_one_that_halves_agree_on():
    centres = np.eye(12, dtype=np.float32)
    draw = np.random.default_rng(3)
    vectors = np.repeat(centres, 25, axis=0) + draw.normal(0, 0.05, (300, 12)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    search = search_group_count(vectors, seed=0)
    assert search.count == 12
    assert [one.count for one in search.tried] == [5, 8, 12]
    assert search_group_count(vectors[:30], seed=0).count == 5
