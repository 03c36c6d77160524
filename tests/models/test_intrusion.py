from __future__ import annotations

from collections import Counter

from models.intrusion import SHOWN_WORDS, Riddle, build_riddles

WORDS = {
    "sea": ["harbour", "vessel", "quay", "captain", "anchor", "deck"],
    "wood": ["timber", "spruce", "sawmill", "canopy", "ranger", "bark"],
    "bread": ["dough", "oven", "flour", "yeast", "loaf", "vessels"],
}
FREQUENCIES = {topic: Counter(dict.fromkeys(words, 20)) for topic, words in WORDS.items()}


def build(seed: int = 1, each: int = 3, **words: list[str]) -> list[Riddle]:
    return build_riddles(words or WORDS, FREQUENCIES, language="en", each=each, seed=seed)


def test_a_riddle_has_five_words_of_its_topic_and_one_of_another() -> None:
    riddles = build()
    assert len(riddles) == 9
    for riddle in riddles:
        own = [word for word in riddle.words if word in WORDS[riddle.topic_id]]
        assert len(set(riddle.words)) == SHOWN_WORDS + 1
        assert len(own) == SHOWN_WORDS
        assert [word for word in riddle.words if word not in own] == [riddle.intruder]


def test_a_word_common_in_the_topic_or_a_form_of_its_words_is_no_intruder() -> None:
    frequencies = {**FREQUENCIES, "sea": Counter({**FREQUENCIES["sea"], "timber": 20})}
    riddles = build_riddles(WORDS, frequencies, language="en", each=20, seed=1)
    of_sea = {riddle.intruder for riddle in riddles if riddle.topic_id == "sea"}
    assert of_sea == {*WORDS["wood"], *WORDS["bread"]} - {"timber", "vessels"}


def test_the_same_seed_gives_the_same_sheet_and_another_seed_another() -> None:
    assert build(seed=1) == build(seed=1)
    assert build(seed=1) != build(seed=2)


def test_where_the_intruder_stands_tells_nothing() -> None:
    places = {
        riddle.words.index(riddle.intruder) for seed in range(10) for riddle in build(seed=seed)
    }
    assert places == set(range(SHOWN_WORDS + 1))


def test_topics_of_too_few_words_get_no_riddle() -> None:
    assert {riddle.topic_id for riddle in build(sea=["harbour"], wood=WORDS["wood"])} == {"wood"}
    assert build(wood=WORDS["wood"]) == []
