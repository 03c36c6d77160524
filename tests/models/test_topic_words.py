from __future__ import annotations

import math

import pytest

from models.topic_words import TopicText, find_period_words, measure_words


def test_the_words_of_a_year_are_those_that_year_and_topic_have_more_of() -> None:
    texts = [TopicText("sea", f"d{n}", 2020, "harbour vessel quay office") for n in range(2)] + [
        TopicText("sea", "d9", 2021, "harbour lighthouse lighthouse office"),
        TopicText("wood", "d9", 2021, "spruce sawmill office office"),
        TopicText("wood", "d9", None, "canopy canopy canopy"),
    ]
    found = find_period_words(texts, "en")
    assert set(found) == {("sea", 2020), ("sea", 2021), ("wood", 2021)}
    assert found["sea", 2021][0] == "lighthouse"
    assert "lighthouse" not in found["sea", 2020]
    assert set(found["sea", 2020][:2]) == {"vessel", "quay"}


def test_where_a_year_has_three_documents_one_documents_own_word_is_left_out() -> None:
    texts = [TopicText("sea", f"d{n}", 2020, "harbour vessel") for n in range(2)]
    texts.append(TopicText("sea", "d2", 2020, "harbour lantern lantern lantern"))
    assert "lantern" not in find_period_words(texts, "en")["sea", 2020]
    assert "lantern" in find_period_words(texts[1:], "en")["sea", 2020]


def test_forms_of_a_word_count_as_one_and_the_commonest_is_shown() -> None:
    texts = [TopicText("sea", "d", 2020, "vessels vessels vessel harbour")]
    assert find_period_words(texts, "en")["sea", 2020] == ["vessels", "harbour"]


def test_npmi_and_own_words_by_hand() -> None:
    words = {"sea": ["harbour", "quay"], "wood": ["spruce", "harbour"], "one": ["bark"]}
    texts = ["harbour quay", "harbour quay", "spruce bark", "office bark"]
    found = measure_words(words, texts, "en")
    # harbour and quay stand in the same half of the texts: log(.5 / .25) / -log(.5) = 1
    assert found["sea"].npmi == pytest.approx(1.0)
    assert found["wood"].npmi == -1.0  # never together
    assert found["one"].npmi is None
    assert found["sea"].own_word_share == 0.5
    assert found["one"].own_word_share == 1.0
    assert not math.isnan(found["sea"].npmi or 0)


def test_topics_without_words_and_no_texts_are_measured_as_nothing() -> None:
    assert measure_words({"sea": []}, ["harbour"], "en")["sea"].npmi is None
    assert measure_words({"sea": ["harbour", "quay"]}, [], "en")["sea"].npmi is None
    assert find_period_words([], "en") == {}
