from __future__ import annotations

import random
import warnings
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from data.errors import UsageError
from data.records import TopicShare
from models.embed import TfidfSvdEmbedder, smooth_vectors, word_splitter
from models.grouping import group_distribution
from models.stems import stem_word
from models.stopwords import stop_words
from models.topics import (
    FittedTopics,
    TopicPassage,
    default_topic_count,
    fit_topics,
    is_topical,
    topic_model_id,
)

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
    assert fit_topics(passages, language="en", topic_count=4, seed=3) == fitted


def test_an_unchanged_topic_keeps_its_id_under_another_seed(planted):
    passages, _, fitted = planted
    again = fit_topics(passages, language="en", topic_count=4, seed=99)
    assert again.model_id != fitted.model_id
    assert {t.topic_id for t in again.topics} == {t.topic_id for t in fitted.topics}


def test_shares_of_a_period_sum_to_one_and_follow_what_was_planted(planted):
    passages, topics, fitted = planted
    by_period: defaultdict[int, list[TopicShare]] = defaultdict(list)
    for share in fitted.shares:
        by_period[share.period].append(share)
    assert sorted(by_period) == list(YEARS)
    for period, shares in by_period.items():
        assert len(shares) == len(fitted.topics)
        assert sum(share.share for share in shares) == pytest.approx(1)
        expected = [p for p in passages if p.year == period]
        assert {share.period_passage_count for share in shares} == {len(expected)}
        assert {s.document_count for s in shares} == {len({p.document_id for p in expected})}
    bakery = next(t.topic_id for t in fitted.topics if "dough" in t.words)
    counts = {s.period: s.passage_count for s in fitted.shares if s.topic_id == bakery}
    planted_counts = {
        year: sum(t == "bakery" and p.year == year for p, t in zip(passages, topics, strict=True))
        for year in YEARS
    }
    assert counts == planted_counts
    assert counts[2020] == counts[2021] == 0


def test_words_of_a_period_were_used_in_it(planted):
    passages, _, fitted = planted
    for share in fitted.shares:
        text = " ".join(p.text for p in passages if p.year == share.period)
        assert bool(share.words) == (share.passage_count > 0)
        assert all(word in text for word in share.words.split(", "))


def test_a_passage_without_a_year_counts_for_its_topic_and_for_no_share(planted):
    passages, _, _ = planted
    undated = [replace(p, year=None) if p.passage_id == "forest0" else p for p in passages]
    fitted = fit_topics(undated, language="en", topic_count=4, seed=3)
    assert_nothing_lost(undated, fitted)
    assert sum(share.passage_count for share in fitted.shares) == len(passages) - 1


def test_no_year_at_all_leaves_no_shares():
    passages = [replace(p, year=None) for p in plant(per_topic=6)[0]]
    fitted = fit_topics(passages, language="en", topic_count=4, seed=3)
    assert_nothing_lost(passages, fitted)
    assert fitted.shares == []


def test_a_topic_absent_from_the_dated_passages_keeps_the_years_words_apart():
    passages = [
        replace(p, year=None) if p.passage_id.startswith("bakery") else p for p in plant()[0]
    ]
    fitted = fit_topics(passages, language="en", topic_count=4, seed=3)
    words_of = {topic.topic_id: set(topic.words.split(", ")) for topic in fitted.topics}
    for share in fitted.shares:
        if share.words:
            assert set(share.words.split(", ")[:3]) <= words_of[share.topic_id]


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
    assert [share.share for share in fitted.shares] == [1]


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
    assert (fitted.topics, fitted.shares, fitted.assignments) == ([], [], [])
    assert f"the {len(texts)} passages have fewer than two known words" in fitted.note


def test_a_topic_count_below_one_is_refused():
    with pytest.raises(UsageError, match="0 topics"):
        fit_topics([passage(0, "timber")], language="en", topic_count=0, seed=1)


def test_the_model_id_names_what_the_model_was_learnt_from():
    passages = plant(per_topic=3)[0]
    asked = {"language": "en", "topic_count": 4, "seed": 3}
    model_id = topic_model_id(passages, **asked)
    assert model_id == fit_topics(passages, **asked).model_id
    others = [
        topic_model_id(passages[1:], **asked),
        topic_model_id([replace(passages[0], text="ferry"), *passages[1:]], **asked),
        topic_model_id(passages, **{**asked, "seed": 4}),
        topic_model_id(passages, **{**asked, "topic_count": 5}),
        topic_model_id(passages, **asked, embedder=TfidfSvdEmbedder("en", dimensions=7)),
    ]
    assert len({model_id, *others}) == 6


class UpsideDownEmbedder:
    """An embedder of another kind: every text points where its first letter does."""

    name = "first-letter"

    def embed(self, texts):
        return np.array([[t[0] < "m", t[0] >= "m"] for t in texts], dtype=np.float32)


def test_another_embedder_is_used_and_named():
    passages = [passage(n, word) for n, word in enumerate(["alpha", "zebra", "beta", "yellow"])]
    fitted = fit_topics(
        passages, language="en", topic_count=2, seed=1, embedder=UpsideDownEmbedder()
    )
    first = [a.topic_id == fitted.assignments[0].topic_id for a in fitted.assignments]
    assert first == [True, False, True, False]
    assert fitted.embedder == "first-letter"


def test_fitting_leaves_the_programs_warnings_as_they_were():
    before = list(warnings.filters)
    fit_topics([passage(0, "timber"), passage(1, "dough")], language="en", topic_count=2, seed=1)
    assert list(warnings.filters) == before


def test_a_distribution_sums_to_one_and_leans_to_the_nearest_topic():
    vectors = np.array([[1, 0], [0, 1], [0.8, 0.6]], dtype=np.float32)
    shares = group_distribution(vectors, np.array([0, 1, 0]))
    assert shares.sum(axis=1) == pytest.approx([1, 1, 1])
    assert shares.argmax(axis=1).tolist() == [0, 1, 0]


@pytest.mark.parametrize(("passages", "topics"), [(0, 5), (400, 5), (3600, 15), (25_000, 30)])
def test_default_topic_count(passages, topics):
    assert default_topic_count(passages) == topics


LONG_ENOUGH = "The harbour office sells tickets for the evening ferry."


@pytest.mark.parametrize(
    ("kind", "text", "grade", "expected"),
    [
        ("prose", LONG_ENOUGH, 0.9, True),
        ("list_item", LONG_ENOUGH, 0.5, True),
        ("table_row", LONG_ENOUGH, 0.9, True),
        ("heading", LONG_ENOUGH, 0.9, False),
        ("contents", LONG_ENOUGH, 0.9, False),
        ("prose", LONG_ENOUGH, 0.4, False),
        ("prose", "Tickets for the evening ferry.", 0.9, False),
        ("prose", "12 34 56 78 90 11 22 33 44 tons of timber in all the eight years", 0.9, True),
        ("prose", "aa 1234 bb 5678 cc 9012 dd 3456 ee 7890 ff 1234 gg 5678 hh 9012", 0.9, False),
        ("prose", "", 0.9, False),
    ],
)
def test_is_topical(kind, text, grade, expected):
    assert is_topical(kind, text, grade) is expected


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The 24 ferries of COVID19 sail in it", ["ferries", "sail"]),
        ("nb", "Også bærekraftige tjenester skal være åpne", ["bærekraftige", "tjenester", "åpne"]),
        ("nn", "Kommunane skal ikkje gløyme tenestene", ["kommunane", "gløyme", "tenestene"]),
        ("sv", "Även ökande förvaltning är här", ["ökande", "förvaltning"]),
        ("xx", "Kawo 3 selu https://sted.example/side", ["kawo", "selu"]),
    ],
)
def test_words_of_a_language(language, text, words):
    assert word_splitter(language)(text) == words


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["strategy", "strategies"]),
        ("en", ["service", "services"]),
        ("en", ["process", "processes"]),
        ("en", ["train", "trained", "training"]),
        ("nb", ["tjeneste", "tjenester", "tjenesten", "tjenestene"]),
        ("nn", ["teneste", "tenester", "tenesta", "tenestene"]),
        ("nb", ["virksomhet", "virksomheter", "virksomhetene"]),
        ("nn", ["brukar", "brukarar", "brukarane"]),
        ("sv", ["användare", "användaren", "användarna", "användarnas"]),
        ("sv", ["myndighet", "myndigheter", "myndigheten", "myndigheterna"]),
        ("da", ["borger", "borgere", "borgerne", "borgernes"]),
    ],
)
def test_forms_of_a_word_have_one_stem(language, forms):
    assert len({stem_word(form, language) for form in forms}) == 1


@pytest.mark.parametrize(("language", "word"), [("en", "status"), ("en", "uses"), ("xx", "kawos")])
def test_a_word_that_is_not_inflected_stays(language, word):
    assert stem_word(word, language) == word


def test_a_topics_words_are_different_words():
    texts = ["ferry ferries ferry harbour quay", "ferries ferry harbour", "dough oven doughs"]
    passages = [passage(n, text) for n, text in enumerate(texts)]
    fitted = fit_topics(passages, language="en", topic_count=2, seed=1)
    assert {"ferry, harbour, quay", "dough, oven"} == {t.words for t in fitted.topics}


def test_neighbours_bring_texts_on_one_matter_together():
    rows = [[1, 0.2, 0], [1, -0.2, 0], [1, 0, 0.1], [0, 0.2, 1], [0, -0.2, 1], [0.1, 0, 1]]
    vectors = np.array(rows, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    smoothed = smooth_vectors(vectors, neighbour_count=2, rounds=3)
    assert np.linalg.norm(smoothed, axis=1) == pytest.approx([1] * 6)
    before, after = vectors @ vectors.T, smoothed @ smoothed.T
    assert after[0, 1] > before[0, 1]
    assert after[0, 3] < 0.2
    assert smooth_vectors(vectors, neighbour_count=0, rounds=3) is vectors


def test_stop_words_of_nynorsk_include_those_of_bokmal():
    assert stop_words("nb") < stop_words("nn")
    assert stop_words("../en") == frozenset()


def test_vectors_are_of_length_one_and_zero_without_a_known_word():
    texts = [p.text for p in plant()[0]] + ["the 1984"]
    vectors = TfidfSvdEmbedder("en", dimensions=20, seed=1).embed(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(texts), 20)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1] * (len(texts) - 1) + [0], abs=1e-5)
