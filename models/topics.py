"""What passages are about, year by year: one BERTopic model per language.

Topics of different languages are different topics and are never added up. There is no pile of
outliers: every passage belongs to a topic, with a weight that says how clearly.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from data.errors import UsageError
from data.ids import content_id
from data.records import Topic, TopicAssignment, TopicShare
from models.embed import Embedder, TfidfSvdEmbedder, word_splitter
from models.grouping import Grouping, group_texts

TOPICAL_KINDS = ("prose", "list_item", "table_row")
"""Kinds of passage that say something; titles, contents pages and running heads do not."""

MINIMUM_WORDS = 8
MINIMUM_GRADE = 0.5
MINIMUM_LETTER_SHARE = 0.6

_LABEL_WORD_COUNT = 4


@dataclass(frozen=True, slots=True)
class TopicPassage:
    """A passage to find the topic of.

    Without a year it counts for its topic and for no share: so pass what has no year, and
    excerpts, which count for quotes and not for rates.
    """

    passage_id: str
    document_id: str
    year: int | None
    text: str


@dataclass(frozen=True, slots=True)
class FittedTopics:
    """The topics of one language's passages; `note` says what a reader should know of the fit."""

    model_id: str
    language: str
    embedder: str
    topics: list[Topic]
    shares: list[TopicShare]
    assignments: list[TopicAssignment]
    note: str


def is_topical(kind: str, text: str, grade: float) -> bool:
    """Tell whether a passage takes part: prose, list items and table rows that are readable.

    It takes eight words of two letters or more, six letters in ten visible characters, and a
    parser's grade of at least 0.5.
    """
    if kind not in TOPICAL_KINDS or grade < MINIMUM_GRADE:
        return False
    visible = [character for character in text if not character.isspace()]
    letter_count = sum(character.isalpha() for character in visible)
    if letter_count < MINIMUM_LETTER_SHARE * len(visible):
        return False
    words = [word for word in text.split() if sum(letter.isalpha() for letter in word) >= 2]
    return len(words) >= MINIMUM_WORDS


def default_topic_count(passage_count: int) -> int:
    """Choose how many topics to fit: a quarter of the root of the passages, from 5 to 30.

    400 passages and fewer give 5 topics, 3,600 give 15, 14,400 and more give 30.
    """
    return min(30, max(5, round(math.sqrt(passage_count) / 4)))


def topic_model_id(
    passages: Sequence[TopicPassage],
    *,
    language: str,
    topic_count: int,
    seed: int,
    embedder: Embedder | None = None,
) -> str:
    """Name the model that `fit_topics` would fit, without fitting it."""
    used = embedder or TfidfSvdEmbedder(language, seed=seed)
    parts = [
        part
        for passage in passages
        for part in (passage.passage_id, passage.document_id, passage.year, passage.text)
    ]
    return content_id("topic model", used.name, language, topic_count, seed, *parts)


def fit_topics(
    passages: Sequence[TopicPassage],
    *,
    language: str,
    topic_count: int,
    seed: int,
    embedder: Embedder | None = None,
) -> FittedTopics:
    """Group one language's passages into topics and count these by year.

    Where the passages hold fewer different texts than `topic_count`, there are as many topics as
    different texts. A passage without a known word joins the most frequent topic of its document
    with weight 0. The same passages in the same order and the same seed give the same topics.
    Raises `UsageError` for a topic count below 1.
    """
    if topic_count < 1:
        raise UsageError(f"{topic_count} topics were asked for: ask for 1 or more")
    used = embedder or TfidfSvdEmbedder(language, seed=seed)
    model_id = topic_model_id(
        passages, language=language, topic_count=topic_count, seed=seed, embedder=used
    )
    # One thread: partial sums added in another order would make another topic of a close call.
    with threadpool_limits(limits=1):
        vectors = _embed(passages, used, language)
        if not vectors.any():
            note = f"{language}: the {len(passages)} passages have fewer than two known words"
            return FittedTopics(model_id, language, used.name, [], [], [], note)
        grouping = group_texts(
            [passage.text for passage in passages],
            vectors,
            document_ids=[passage.document_id for passage in passages],
            years=[passage.year for passage in passages],
            language=language,
            group_count=topic_count,
            seed=seed,
        )
    topics = _topics(passages, grouping, model_id, language)
    return FittedTopics(
        model_id=model_id,
        language=language,
        embedder=used.name,
        topics=topics,
        shares=_shares(passages, grouping, topics),
        assignments=[
            TopicAssignment(
                passage.passage_id,
                passage.document_id,
                topics[position].topic_id,
                model_id,
                weight,
            )
            for passage, position, weight in zip(
                passages, grouping.positions, grouping.weights, strict=True
            )
        ],
        note=_note(grouping, language, topic_count),
    )


def _embed(
    passages: Sequence[TopicPassage], embedder: Embedder, language: str
) -> npt.NDArray[np.float32]:
    """Embed the passages; those without a word of the language get no direction."""
    if not passages:
        return np.zeros((0, 1), dtype=np.float32)
    texts = [passage.text for passage in passages]
    vectors = embedder.embed(texts).copy()
    split = word_splitter(language)
    words = [split(text) for text in texts]
    vectors[[not listed for listed in words]] = 0
    if len(set().union(*words)) < 2:  # nothing tells one passage from another
        vectors[:] = 0
    return vectors


def _topics(
    passages: Sequence[TopicPassage], grouping: Grouping, model_id: str, language: str
) -> list[Topic]:
    members: defaultdict[int, list[str]] = defaultdict(list)
    for passage, position in zip(passages, grouping.positions, strict=True):
        members[position].append(passage.passage_id)
    return [
        Topic(
            # The members are the topic: an equal group of a later model is the same topic.
            topic_id=content_id("topic", language, *sorted(members[position])),
            model_id=model_id,
            language=language,
            position=position,
            label=", ".join(words[:_LABEL_WORD_COUNT]) or "(no words)",
            words=", ".join(words),
            passage_count=len(members[position]),
        )
        for position, words in enumerate(grouping.words)
    ]


def _shares(
    passages: Sequence[TopicPassage], grouping: Grouping, topics: list[Topic]
) -> list[TopicShare]:
    """One row for every topic and year, zeros included: the shares of a year sum to 1."""
    counted: Counter[tuple[int, int]] = Counter()
    in_period: Counter[int] = Counter()
    documents: defaultdict[int, set[str]] = defaultdict(set)
    for passage, position in zip(passages, grouping.positions, strict=True):
        if passage.year is not None:
            counted[position, passage.year] += 1
            in_period[passage.year] += 1
            documents[passage.year].add(passage.document_id)
    return [
        TopicShare(
            topic_id=topic.topic_id,
            model_id=topic.model_id,
            language=topic.language,
            period=period,
            passage_count=counted[topic.position, period],
            period_passage_count=in_period[period],
            document_count=len(documents[period]),
            share=counted[topic.position, period] / in_period[period],
            words=", ".join(grouping.words_by_year.get((topic.position, period), [])),
        )
        for topic in topics
        for period in sorted(in_period)
    ]


def _note(grouping: Grouping, language: str, topic_count: int) -> str:
    parts = [f"{language}: {len(grouping.words)} topics of {len(grouping.positions)} passages"]
    if len(grouping.words) < topic_count:
        parts.append(f"fewer than the {topic_count} asked for: too few different passages")
    if grouping.unknown_count:
        parts.append(
            f"{grouping.unknown_count} without a known word put with the rest of their document"
        )
    return "; ".join(parts)
