from __future__ import annotations

import numpy as np
import pytest

from models.stability import (
    UNSTABLE_BELOW,
    Trials,
    best_matches,
    measure_stability,
)

POSITIONS = [place // 10 for place in range(40)]
DOCUMENTS = [f"d{place % 8}" for place in range(40)]


def measure(refit, seeds=4, bootstraps=3, passages=1000, documents=DOCUMENTS):
    return measure_stability(
        POSITIONS, documents, refit, trials=Trials(seeds, bootstraps, passages), seed=5
    )


def test_the_index_of_a_topic_and_its_best_match():
    own, other = np.array([0, 0, 0, 0, 1, 1]), np.array([2, 2, 2, 0, 0, 0])
    assert best_matches(own, other, 3)[:2] == pytest.approx([3 / 4, 2 / 3])
    assert np.isnan(best_matches(own, other, 3)[2])


def test_topics_that_every_fit_finds_are_stable_whatever_they_are_numbered():
    def refit(places, seed):
        return (np.array(POSITIONS)[places] + seed) % 4

    found = measure(refit)
    assert found.by_seed == found.by_bootstrap == found.agreement == (1.0,) * 4
    assert (found.adjusted_rand, found.overall_agreement) == (1.0, 1.0)
    assert not any(found.is_unstable(position) for position in range(4))
    assert not found.is_unstable_overall
    assert (found.seed_count, found.bootstrap_count, found.tested_count) == (4, 3, 40)


def test_a_topic_that_fits_differ_in_is_marked_and_the_others_are_not():
    def refit(places, seed):
        drawn = np.random.default_rng(seed).integers(2, 4, len(places))
        own = np.array(POSITIONS)[places]
        return np.where(own >= 2, drawn, own)

    found = measure(refit)
    assert found.by_seed[:2] == (1.0, 1.0)
    assert max(found.by_seed[2:]) < UNSTABLE_BELOW
    assert [found.is_unstable(position) for position in range(4)] == [False, False, True, True]
    assert 0 < found.adjusted_rand < 1
    assert found.agreement[:2] == (1.0, 1.0)
    assert found.overall_agreement < 1


def test_a_topic_may_be_unstable_by_its_documents_alone():
    def refit(places, seed):
        own = np.array(POSITIONS)[places]
        return own if len(places) == 40 else np.zeros_like(own)

    found = measure(refit)
    assert found.by_seed == (1.0,) * 4
    assert found.is_unstable(0)


def test_samples_hold_four_documents_in_five_and_all_their_passages():
    seen = []

    def refit(places, seed):
        seen.append(places.tolist())
        return np.zeros(len(places), dtype=int)

    measure(refit, seeds=0, bootstraps=5)
    for places in seen:
        held = {DOCUMENTS[place] for place in places}
        assert len(held) == 6
        assert places == [place for place in range(40) if DOCUMENTS[place] in held]
    assert len({tuple(places) for places in seen}) > 1


def test_many_passages_are_tested_on_a_sample_of_whole_documents():
    def refit(places, seed):
        return np.array(POSITIONS)[places]

    found = measure(refit, passages=17)
    assert found.tested_count == 15
    assert found.by_seed == (1.0,) * 4


def test_few_documents_make_no_samples_and_no_fits_make_no_index():
    def refit(places, seed):
        return np.array(POSITIONS)[places]

    found = measure(refit, documents=["d"] * 40)
    assert (found.bootstrap_count, found.by_bootstrap) == (0, (None,) * 4)
    assert found.bootstrap_mean is None
    untested = measure(refit, seeds=0, bootstraps=0)
    assert (untested.seed_mean, untested.adjusted_rand, untested.tested_count) == (None, None, 0)
    assert not untested.is_unstable_overall
    nothing = measure_stability([], [], refit, trials=Trials(3, 3, 10), seed=1)
    assert (nothing.by_seed, nothing.seed_count) == ((), 0)


def test_the_same_input_gives_the_same_result():
    def refit(places, seed):
        return np.random.default_rng(seed).integers(0, 4, len(places))

    assert measure(refit) == measure(refit)
