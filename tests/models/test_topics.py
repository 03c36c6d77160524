from __future__ import annotations

import random
import warnings
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from data.errors import UsageError
from models.embed import TfidfSvdEmbedder
from models.lineage import EarlierTopics, kept_share
from models.topics import FittedTopics, TopicPassage, default_topic_count, fit_topics

PLANTED = {
    "forest": "timber spruce logging seedling sawmill canopy ranger woodland bark thicket",
    "ferry": "harbour vessel quay captain crossing deck anchor timetable mooring ferry",
    "bakery": "dough oven flour yeast loaf pastry kneading crust baker crumb",
    "clinic": "nurse patient ward surgery triage vaccine dosage recovery clinic therapy",
}
SHARED_WORDS = ["agency", "yearly", "plan", "report", "office", "budget"]
YEARS = range(2018, 2022)


def plant(per_topic: int = 30, seed: int = 4) -> tuple[list[TopicPassage], list[str]]:
    """Passages of known topics; the forest grows by the year and the bakery ends in 2019."""
    draw = random.Random(seed)
    passages, topics = [], []
    for topic, words in PLANTED.items():
        for n in range(per_topic):
            year = YEARS[int(len(YEARS) * (n / per_topic) ** (0.5 if topic == "forest" else 1))]
            if topic == "bakery":
                year = min(year, 2019)
            text = " ".join(draw.choices(words.split(), k=14) + draw.choices(SHARED_WORDS, k=4))
            passages.append(TopicPassage(f"{topic}{n}", f"{topic}-{year}", year, text))
            topics.append(topic)
    order = list(range(len(passages)))
    draw.shuffle(order)
    return [passages[n] for n in order], [topics[n] for n in order]


@pytest.fixture(scope="module")
def planted() -> tuple[list[TopicPassage], list[str], FittedTopics]:
    passages, topics = plant()
    return passages, topics, fit_topics(passages, language="en", topic_count=4, seed=3)


def passage(number: int, text: str, year: int | None = 2020, document: str = "d") -> TopicPassage:
    return TopicPassage(f"p{number}", document, year, text)


def assert_nothing_lost(passages: list[TopicPassage], fitted: FittedTopics) -> None:
    assert [a.passage_id for a in fitted.assignments] == [p.passage_id for p in passages]
    assert sum(topic.passage_count for topic in fitted.topics) == len(passages)
    assert {a.topic_id for a in fitted.assignments} == {t.topic_id for t in fitted.topics}
    assert all(0 <= a.weight <= 1 for a in fitted.assignments)


def test_planted_topics_are_found(planted):
    passages, topics, fitted = planted
    topic_of = {a.passage_id: a.topic_id for a in fitted.assignments}
    found = defaultdict(set)
    for one, topic in zip(passages, topics, strict=True):
        found[topic].add(topic_of[one.passage_id])
    assert all(len(ids) == 1 for ids in found.values())
    assert len(set.union(*found.values())) == 4
    words_of = {topic.topic_id: topic.words.split(", ") for topic in fitted.topics}
    for topic, ids in found.items():
        assert set(words_of[ids.pop()][:5]) <= set(PLANTED[topic].split())


def test_clear_passages_have_more_weight_than_mixed_ones():
    passages, _ = plant()
    mixed = passage(1, " ".join(PLANTED["forest"].split()[:5] + PLANTED["ferry"].split()[:5]))
    fitted = fit_topics([*passages, mixed], language="en", topic_count=4, seed=3)
    weights = [a.weight for a in fitted.assignments]
    assert weights[-1] < min(weights[:-1])


def test_topics_are_ordered_by_size(planted):
    _, _, fitted = planted
    sizes = [topic.passage_count for topic in fitted.topics]
    assert sizes == sorted(sizes, reverse=True)
    assert [topic.position for topic in fitted.topics] == [0, 1, 2, 3]


def test_same_seed_same_topics(planted):
    passages, _, fitted = planted
    again = fit_topics(passages, language="en", topic_count=4, seed=3)
    assert (again.model_id, again.topics) == (fitted.model_id, fitted.topics)
    assert again.assignments == fitted.assignments
    assert np.array_equal(again.vectors, fitted.vectors)


def test_an_unchanged_topic_keeps_its_id_under_another_seed(planted):
    passages, _, fitted = planted
    again = fit_topics(passages, language="en", topic_count=4, seed=99)
    assert again.model_id != fitted.model_id
    assert {t.topic_id for t in again.topics} == {t.topic_id for t in fitted.topics}


def test_passages_without_a_known_word_stay_with_their_document(planted):
    passages, _, _ = planted
    lost = [passage(1, "12 34 %% §", document="ferry-2019"), passage(2, "the of and", document="x")]
    fitted = fit_topics([*passages, *lost], language="en", topic_count=4, seed=3)
    assert_nothing_lost([*passages, *lost], fitted)
    words_of = {topic.topic_id: topic.words for topic in fitted.topics}
    *_, numbers, stops = fitted.assignments
    assert "harbour" in words_of[numbers.topic_id]
    assert (numbers.weight, stops.weight) == (0, 0)
    assert "2 without a known word" in fitted.note


def test_fewer_passages_than_topics():
    passages = [passage(0, "timber and spruce at the sawmill"), passage(1, "dough in the oven")]
    fitted = fit_topics(passages, language="en", topic_count=9, seed=1)
    assert_nothing_lost(passages, fitted)
    assert len(fitted.topics) == 2
    assert "fewer than the 9 asked for" in fitted.note


def test_all_duplicate_text_is_one_topic():
    passages = [passage(n, "The harbour office sells the ferry tickets.") for n in range(12)]
    fitted = fit_topics(passages, language="en", topic_count=5, seed=1)
    assert_nothing_lost(passages, fitted)
    assert len(fitted.topics) == 1
    assert fitted.assignments[0].weight == 1


def test_a_pile_of_duplicates_does_not_hide_the_others():
    passages = [passage(n, "The harbour office sells the ferry tickets.") for n in range(60)]
    passages += [passage(60, "Yeast dough in the oven"), passage(61, "Flour dough on the table")]
    fitted = fit_topics(passages, language="en", topic_count=2, seed=1)
    assert_nothing_lost(passages, fitted)
    assert sorted(topic.passage_count for topic in fitted.topics) == [2, 60]
    assert "without a known word" not in fitted.note


@pytest.mark.parametrize("language", ["en", "nb", "xx"])
def test_one_passage_of_one_document(language):
    passages = [passage(0, "sawmill timber spruce bark")]
    fitted = fit_topics(passages, language=language, topic_count=5, seed=1)
    assert_nothing_lost(passages, fitted)
    assert set(fitted.topics[0].words.split(", ")) == {"sawmill", "timber", "spruce", "bark"}


@pytest.mark.parametrize("texts", [[], ["og det som", "2019 2020"], ["ferje", "ferje"]])
def test_nothing_to_learn_from_is_an_empty_result_with_a_message(texts):
    passages = [passage(n, text) for n, text in enumerate(texts)]
    fitted = fit_topics(passages, language="nb", topic_count=5, seed=1)
    assert (fitted.topics, fitted.assignments, fitted.grouping) == ([], [], None)
    assert f"the {len(texts)} passages have fewer than two known words" in fitted.note


def test_a_topic_count_below_one_is_refused():
    with pytest.raises(UsageError, match="0 topics"):
        fit_topics([passage(0, "timber")], language="en", topic_count=0, seed=1)


def test_the_model_id_names_what_the_model_was_learnt_from():
    passages = plant(per_topic=3)[0]

    def model_id(passages, **changed):
        asked = {"language": "en", "topic_count": 4, "seed": 3} | changed
        return fit_topics(passages, **asked).model_id

    earlier = EarlierTopics("before", {passages[0].passage_id: "t"})
    ids = {
        model_id(passages),
        model_id(passages[1:]),
        model_id([replace(passages[0], text="ferry"), *passages[1:]]),
        model_id(passages, seed=4),
        model_id(passages, topic_count=5),
        model_id(passages, earlier=earlier),
        model_id(passages, seed_texts=("ferry harbour",)),
        model_id(passages, embedder=TfidfSvdEmbedder("en", dimensions=7)),
    }
    assert len(ids) == 8
    assert model_id(passages) in ids


class FirstLetters:
    """An embedder of another kind: every text points where its first letter does."""

    name = "first-letter"

    def fit(self, texts):
        return self

    def embed(self, texts):
        return np.array([[t[0] < "m", t[0] >= "m"] for t in texts], dtype=np.float32)

    def to_arrays(self):
        return {}


def test_another_embedder_is_used_and_named():
    passages = [passage(n, word) for n, word in enumerate(["alpha", "zebra", "beta", "yellow"])]
    fitted = fit_topics(passages, language="en", topic_count=2, seed=1, embedder=FirstLetters())
    first = [a.topic_id == fitted.assignments[0].topic_id for a in fitted.assignments]
    assert first == [True, False, True, False]
    assert fitted.embedder == "first-letter"


def test_fitting_leaves_the_programs_warnings_as_they_were():
    before = list(warnings.filters)
    fit_topics([passage(0, "timber"), passage(1, "dough")], language="en", topic_count=2, seed=1)
    assert list(warnings.filters) == before


def test_every_passage_has_a_distribution_over_the_topics_and_weak_ones_a_mark(planted):
    passages, _, _ = planted
    mixed = passage(1, " ".join(PLANTED["forest"].split()[:5] + PLANTED["ferry"].split()[:5]))
    fitted = fit_topics([*passages, mixed], language="en", topic_count=4, seed=3)
    shares = fitted.grouping.distribution
    assert shares.shape == (len(passages) + 1, 4)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(shares)), abs=1e-4)
    assert fitted.assignments[-1].is_weak
    assert sum(a.is_weak for a in fitted.assignments) < len(passages) / 10


def earlier_of(fitted: FittedTopics) -> EarlierTopics:
    return EarlierTopics(fitted.model_id, {a.passage_id: a.topic_id for a in fitted.assignments})


def test_topics_keep_their_ids_when_documents_are_added():
    passages, _ = plant()
    old = [one for one in passages if one.year != YEARS[-1]]
    before = fit_topics(old, language="en", topic_count=4, seed=3)
    after = fit_topics(passages, language="en", topic_count=4, seed=77, earlier=earlier_of(before))
    assert_nothing_lost(passages, after)
    assert {t.topic_id for t in after.topics} == {t.topic_id for t in before.topics}
    assert kept_share(after.descents) == 1
    words_of = {topic.topic_id: topic.words for topic in after.topics}
    for topic in before.topics:
        assert topic.words.split(", ")[0] in words_of[topic.topic_id]


def test_a_topic_that_comes_with_the_new_documents_is_born_with_a_new_id():
    passages, topics = plant()
    old = [one for one, topic in zip(passages, topics, strict=True) if topic != "clinic"]
    before = fit_topics(old, language="en", topic_count=3, seed=3)
    after = fit_topics(passages, language="en", topic_count=4, seed=3, earlier=earlier_of(before))
    born = [row for row in after.descents if row.relation == "born"]
    clinic = next(topic.topic_id for topic in after.topics if "nurse" in topic.words)
    assert [row.topic for row in born] == [clinic]
    assert kept_share(after.descents) == 1


def test_a_model_of_other_passages_is_nothing_to_start_from():
    passages, _ = plant(per_topic=6)
    other = EarlierTopics("elsewhere", {"unknown": "t1", "unknown2": "t2"})
    fitted = fit_topics(passages, language="en", topic_count=4, seed=3, earlier=other)
    assert_nothing_lost(passages, fitted)
    assert {row.relation for row in fitted.descents} == {"born", "died"}


def test_one_model_of_several_languages_describes_its_topics_in_each():
    passages = [passage(n, text) for n, text in enumerate(["alpha ark", "zebra yes"] * 2)]
    languages = ["en", "en", "sv", "sv"]
    fitted = fit_topics(
        passages,
        language="mul",
        topic_count=2,
        seed=1,
        embedder=FirstLetters(),
        languages=languages,
    )
    rows = {(topic.language, topic.topic_id, topic.passage_count) for topic in fitted.topics}
    assert rows == {(code, name, 1) for code in ("en", "sv") for name in fitted.topic_ids}
    assert len(set(fitted.topic_ids)) == 2


def test_seed_texts_are_what_topics_start_from():
    passages, _ = plant(per_topic=8)
    seeded = fit_topics(
        passages, language="en", topic_count=4, seed=3, seed_texts=("timber spruce", "dough")
    )
    assert_nothing_lost(passages, seeded)


@pytest.mark.parametrize(("passages", "topics"), [(0, 5), (400, 5), (3600, 15), (25_000, 30)])
def test_default_topic_count(passages, topics):
    assert default_topic_count(passages) == topics


@pytest.mark.parametrize(("before", "topics"), [(13, 13), (12, 15), (18, 18), (30, 15)])
def test_a_number_of_topics_stays_until_it_is_far_off(before, topics):
    assert default_topic_count(3600, before) == topics


def test_a_topics_words_are_different_words():
    texts = ["ferry ferries ferry harbour quay", "ferries ferry harbour", "dough oven doughs"]
    passages = [passage(n, text) for n, text in enumerate(texts)]
    fitted = fit_topics(passages, language="en", topic_count=2, seed=1)
    assert {"ferry, harbour, quay", "dough, oven"} == {t.words for t in fitted.topics}
