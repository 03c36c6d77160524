from __future__ import annotations

from models.topic_links import LINKED_FROM, TopicProfile, link_topics, shared_terms


def profile(language, name, words, model=None, sentences=400, **codes):
    return TopicProfile(
        f"{language}-{name}", model or f"m-{language}", language, tuple(words.split()),
        sentences, codes,
    )  # fmt: skip


ENGLISH = [
    profile("en", "health", "hospital patient digital clinic", ethics=80, growth=2),
    profile("en", "trade", "industry export innovation data", growth=90, ethics=3),
    profile("en", "roads", "tunnel asphalt lorry", growth=4, ethics=4),
]
NORWEGIAN = [
    profile("nb", "handel", "industri eksport innovasjon data", growth=70, ethics=5),
    profile("nb", "helse", "sykehus pasient digital", ethics=60, growth=3),
]


def test_topics_are_linked_by_codes_and_by_words_that_begin_alike():
    links = link_topics([*ENGLISH, *NORWEGIAN])
    assert {(link.first.topic_id, link.second.topic_id) for link in links} == {
        ("en-health", "nb-helse"),
        ("en-trade", "nb-handel"),
    }
    trade = next(link for link in links if link.first.topic_id == "en-trade")
    assert trade.codes == ("growth",)
    assert trade.terms == ("industry", "innovation", "data")
    assert all(LINKED_FROM <= link.score <= 1 for link in links)


def test_a_topic_has_one_link_to_a_language_at_most():
    twice = [*NORWEGIAN, profile("nb", "handel2", "industri eksport", growth=60, ethics=5)]
    links = link_topics([*ENGLISH, *twice])
    assert len({link.first.topic_id for link in links}) == len(links)


def test_one_reason_alone_is_an_accident():
    codes_only = [
        profile("en", "a", "tunnel", growth=90), profile("en", "b", "asphalt", ethics=40),
    ]  # fmt: skip
    other = [profile("sv", "c", "kanel", growth=90), profile("sv", "d", "mjöl", sentences=300)]
    assert link_topics([*codes_only, *other]) == []


def test_english_words_in_quotations_link_nothing():
    quoted = [profile("fr", "a", "and the for with"), profile("sv", "b", "and the for with")]
    assert link_topics(quoted) == []


def test_topics_of_one_model_and_of_one_language_are_not_linked():
    same = [profile(code, "a", "industri innovation", "m", growth=90) for code in ("nb", "sv")]
    assert link_topics(same) == []
    assert link_topics(ENGLISH) == []
    assert link_topics([]) == []


def test_short_words_are_shared_only_whole():
    assert shared_terms(["data", "digital"], ["dato", "digitalt"]) == ("digital",)
    assert shared_terms(["data"], ["data"]) == ("data",)
