from __future__ import annotations

import json
import random

import pytest

from data.errors import UsageError
from flows.modelling.table import render_topic_table
from models.evaluate_topics import evaluate, score_topics, topic_coherence, topic_diversity

PLANTED = {
    "forest": "timber spruce logging seedling sawmill canopy ranger woodland bark thicket",
    "ferry": "harbour vessel quay captain crossing deck anchor timetable mooring ferry",
    "bakery": "dough oven flour yeast loaf pastry kneading crust baker crumb",
    "clinic": "nurse patient ward surgery triage vaccine dosage recovery clinic therapy",
}
FAST = ("nmf", "lda", "svd_kmeans")  # BERTopic's UMAP takes ten seconds to compile
FIGURES = {"p1", "ari", "nmi", "npmi", "diversity", "stability", "seconds"}


def test_perfect_topics_score_one_whatever_their_numbers():
    scores = score_topics(["a", "a", "b", "c"], [7, 7, 0, 2])
    assert (scores.p1, scores.ari, scores.nmi) == pytest.approx((1, 1, 1))


def test_one_topic_for_all_scores_nothing_but_its_share():
    scores = score_topics(["a", "a", "b", "b"], [0, 0, 0, 0])
    # Each class of 2 meets one topic of 4: F1 = 2·2 / (2 + 4)
    assert scores.p1 == pytest.approx(2 / 3)
    assert (scores.ari, scores.nmi) == pytest.approx((0, 0))


def test_harmonic_purity_by_hand():
    # Class a (3): topic 0 holds 2 of it and 1 other, F1 = 4/6; topic 1 holds 1 of 1, F1 = 2/4.
    # Class b (1): topic 0 holds 1 of 3, F1 = 2/4.
    scores = score_topics(["a", "a", "a", "b"], [0, 0, 1, 0])
    assert scores.p1 == pytest.approx(3 / 4 * 4 / 6 + 1 / 4 * 2 / 4)


@pytest.mark.parametrize(("labels", "assigned"), [([], []), (["a"], [0, 1])])
def test_a_label_for_every_text_is_needed(labels, assigned):
    with pytest.raises(UsageError, match="label"):
        score_topics(labels, assigned)


def test_coherence_is_high_for_words_that_meet_and_lowest_for_words_that_do_not():
    texts = ["ferry harbour", "ferry harbour", "dough oven", "dough oven"]
    assert topic_coherence(texts, [["ferry", "harbour"], ["dough", "oven"]], "en") == 1
    assert topic_coherence(texts, [["ferry", "oven"]], "en") == -1
    assert topic_coherence(texts, [["ferry"], []], "en") == 0
    assert topic_coherence([*texts, "ferry oven"], [["ferry", "oven"]], "en") < 0


def test_diversity_is_the_share_of_different_words():
    assert topic_diversity([["ferry", "harbour"], ["ferry", "oven"]]) == 0.75
    assert topic_diversity([]) == 0


def test_ours_and_the_peers_are_measured_on_the_same_texts():
    draw = random.Random(4)
    topics = [topic for topic in PLANTED for _ in range(15)]
    texts = [" ".join(draw.choices(PLANTED[topic].split(), k=14)) for topic in topics]
    result = evaluate(texts, topics, language="en", topic_count=4, seeds=[1, 2], peers=FAST)
    assert result.ours.p1.mean == pytest.approx(1)
    assert result.ours.ari.sd == 0
    assert set(result.peers) == set(FAST)
    assert result.peers["svd_kmeans"].p1.mean == pytest.approx(1)
    assert result.ours.seconds.mean > 0
    written = json.loads(json.dumps(result.as_dict()))
    assert set(written["ours"]) == FIGURES
    assert set(written["ours"]["nmi"]) == {"mean", "sd"}
    assert (written["text_count"], written["class_count"]) == (60, 4)
    assert written["ours"]["stability"]["mean"] == 1
    title, heading, *rows, _ = render_topic_table(result).splitlines()
    assert "60 texts, 4 classes, 4 topics, 2 seeds" in title
    assert heading.split() == ["P1", "ARI", "NMI", "NPMI", "diversity", "stability", "seconds"]
    assert [row.split()[0] for row in rows] == ["ours", *FAST]
    assert rows[0].split()[1:4] == ["1.000", "±", "0.000"]


@pytest.mark.parametrize(
    ("texts", "labels", "seeds", "message"),
    [
        ([], [], [1], "0 labels for 0 texts"),
        (["ferry"], [], [1], "0 labels for 1 texts"),
        (["ferry", "oven"], ["a", "b"], [], "no seed"),
        (["ferry"], ["a"], [1], "2 topics of 1 texts"),
        (["the 12", "of 34"], ["a", "b"], [1], "no word tells the 2 texts apart"),
    ],
)
def test_what_cannot_be_measured_is_refused(texts, labels, seeds, message):
    with pytest.raises(UsageError, match=message):
        evaluate(texts, labels, language="en", topic_count=2, seeds=seeds)


def test_human_topics_of_bills_are_met_above_the_floor(shared):
    lines = (shared / "benchmarks/topics/bills.jsonl").read_text(encoding="utf-8").splitlines()
    bills = [json.loads(line) for line in lines[:500]]
    result = evaluate(
        [bill["summary"] for bill in bills],
        [bill["topic"] for bill in bills],
        language="en",
        topic_count=21,
        seeds=[0],
        peers=(),
    )
    # Floors a little below what half of the bills give; the whole is in tests/benchmarks
    assert result.ours.p1.mean > 0.46
    assert result.ours.ari.mean > 0.25
    assert result.ours.nmi.mean > 0.48
