"""Topics of different languages that are about the same, by their codes and by words they share.

A link lets a reader look from one language's topic to another's. It never adds them up: the
languages' documents differ, and so do the passages that a topic takes in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from models.stopwords import stop_words

LINKED_FROM = 0.35
"""The least score of a link; below it the matches of the corpus read like accidents."""

_CODE_PART = 0.6  # of the score; the rest is of words
_PRIOR_SENTENCES = 50.0  # of the language's mean: a code in two of three sentences is no profile
_LEAST_LIFT = 0.25  # in logarithms: a quarter more than the language has
_COMMON_LETTERS = 5  # "digital" and "digitala" begin alike, as "data" and "dato" do not
_ENOUGH_WORDS = 3.0  # words in common that no other topic has, for a full score
_LEAST_REASONS = 2  # codes and words together; one alone may be an accident
_LEAST_CLAIMS = 5  # sentences of a topic with a code, for it to count
_SHOWN_CODES = 3


@dataclass(frozen=True, slots=True)
class TopicProfile:
    """A topic with its words, its coded sentences, and of these how many carry each code."""

    topic_id: str
    model_id: str
    language: str
    words: tuple[str, ...]
    sentence_count: int
    code_counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Link:
    """Two topics, each the other's best match between the two languages."""

    first: TopicProfile
    second: TopicProfile
    score: float
    codes: tuple[str, ...]
    terms: tuple[str, ...]


def link_topics(profiles: Sequence[TopicProfile]) -> list[Link]:
    """Find the links between every two languages; topics of one model need none and get none."""
    by_language: dict[str, list[TopicProfile]] = {}
    for profile in profiles:
        by_language.setdefault(profile.language, []).append(profile)
    leanings = {
        language: [_leanings(topic, topics) for topic in topics]
        for language, topics in by_language.items()
    }
    return [
        link
        for one, other in combinations(sorted(by_language), 2)
        if by_language[one][0].model_id != by_language[other][0].model_id
        for link in _between(by_language[one], by_language[other], leanings[one], leanings[other])
    ]


def shared_terms(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """Words of the first that begin as one of the second does; `data` as `data`, equal if short."""
    return tuple(word for word in first if any(_begin_alike(word, other) for other in second))


def _between(
    firsts: Sequence[TopicProfile],
    seconds: Sequence[TopicProfile],
    first_leanings: Sequence[Mapping[str, float]],
    second_leanings: Sequence[Mapping[str, float]],
) -> list[Link]:
    """Pairs that are each other's best match, the strongest first."""
    scores = [
        [
            _CODE_PART * _cosine(first_leanings[row], second_leanings[column])
            + (1 - _CODE_PART) * _word_score(one, other, firsts)
            for column, other in enumerate(seconds)
        ]
        for row, one in enumerate(firsts)
    ]
    found = []
    for row, one in enumerate(firsts):
        column = max(range(len(seconds)), key=lambda place: scores[row][place])
        best_row = max(range(len(firsts)), key=lambda place: scores[place][column])
        if best_row != row or scores[row][column] < LINKED_FROM:
            continue
        codes = _common_codes(first_leanings[row], second_leanings[column])
        terms = shared_terms(_own_words(one), _own_words(seconds[column]))
        if len(codes) + len(terms) >= _LEAST_REASONS:
            found.append(Link(one, seconds[column], scores[row][column], codes, terms))
    return sorted(found, key=lambda link: (-link.score, link.first.topic_id))


def _leanings(topic: TopicProfile, topics: Sequence[TopicProfile]) -> dict[str, float]:
    """How much more of each code the topic carries than its language: logarithms above 0."""
    total = sum(one.sentence_count for one in topics)
    leanings = {}
    for code, count in topic.code_counts.items():
        mean = sum(one.code_counts.get(code, 0) for one in topics) / max(1, total)
        if not mean or count < _LEAST_CLAIMS:
            continue
        share = (count + _PRIOR_SENTENCES * mean) / (topic.sentence_count + _PRIOR_SENTENCES)
        if math.log(share / mean) >= _LEAST_LIFT:
            leanings[code] = math.log(share / mean)
    return leanings


def _word_score(one: TopicProfile, other: TopicProfile, topics: Sequence[TopicProfile]) -> float:
    """Words in common, each for the less the more topics of its language have it: from 0 to 1."""
    weights = [
        1 / sum(word in topic.words for topic in topics)
        for word in shared_terms(_own_words(one), _own_words(other))
    ]
    return min(1.0, sum(weights) / _ENOUGH_WORDS)


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    both = sum(value * other.get(code, 0.0) for code, value in one.items())
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return both / lengths if lengths else 0.0


def _common_codes(one: Mapping[str, float], other: Mapping[str, float]) -> tuple[str, ...]:
    common = {code: min(value, other[code]) for code, value in one.items() if code in other}
    return tuple(sorted(common, key=lambda code: (-common[code], code))[:_SHOWN_CODES])


def _own_words(topic: TopicProfile) -> list[str]:
    ignored = stop_words(topic.language) | stop_words("en")  # English is quoted everywhere
    return [word for word in topic.words if word not in ignored]


def _begin_alike(one: str, other: str) -> bool:
    return one == other or (
        min(len(one), len(other)) >= _COMMON_LETTERS
        and one[:_COMMON_LETTERS] == other[:_COMMON_LETTERS]
    )
