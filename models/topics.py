"""What passages are about: one BERTopic model per language, or one for all of them.

Topics of different languages are never added up. There is no pile of outliers: every passage
has a distribution over the topics, and a mark where it fits none of them clearly. A model that
follows an earlier one starts from its topics, and topics that are still the same keep their ids.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from data.errors import UsageError
from data.ids import content_id
from data.records import Topic, TopicAssignment
from models.embed import Embedder, Space, TfidfSvdEmbedder
from models.group_count import search_group_count
from models.grouping import Grouping, describe_groups, group_texts
from models.lineage import Descent, EarlierTopics
from models.topic_identity import name_topics
from models.word_counts import word_splitter

MULTILINGUAL = "mul"
"""What ISO 639-2 calls several languages: one model reads them all."""

_LABEL_WORD_COUNT = 4
_COUNT_TOLERANCE = 0.2


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
class _Plan:
    """What a fit rests on beside the passages."""

    language: str
    topic_count: int | None
    seed: int
    embedder: Embedder
    seed_texts: tuple[str, ...]
    earlier: EarlierTopics | None


@dataclass(frozen=True, slots=True)
class FittedTopics:
    """The topics of some passages; `note` says what a reader should know of the fit.

    `topics` has a row for every topic and language; `topic_ids`, `grouping` and `vectors` go by
    position, and by the order of the passages. Nothing to learn from leaves all of them empty.
    """

    model_id: str
    language: str
    embedder: str
    topics: list[Topic]
    assignments: list[TopicAssignment]
    descents: list[Descent]
    topic_ids: list[str]
    grouping: Grouping | None
    vectors: npt.NDArray[np.float32]
    space: Space | None
    note: str


def default_topic_count(passage_count: int, earlier_count: int | None = None) -> int:
    """Choose how many topics to fit: a quarter of the root of the passages, from 5 to 30.

    400 passages and fewer give 5 topics, 3,600 give 15, 14,400 and more give 30. A number that
    an earlier model had stays until it is a fifth off, so that growth does not move all topics.
    """
    count = min(30, max(5, round(math.sqrt(passage_count) / 4)))
    if earlier_count and abs(count - earlier_count) <= _COUNT_TOLERANCE * earlier_count:
        return earlier_count
    return count


def fit_topics(
    passages: Sequence[TopicPassage],
    *,
    language: str,
    topic_count: int | None,
    seed: int,
    embedder: Embedder | None = None,
    seed_texts: Sequence[str] = (),
    earlier: EarlierTopics | None = None,
    languages: Sequence[str] | None = None,
) -> FittedTopics:
    """Group passages into topics, from the earlier model's topics on if there is one.

    The number of topics is searched for where none is given. `seed_texts`, such as the
    definitions of codes, are what the first topics start from. `languages` gives each passage's
    own where the model reads several.

    Where the passages hold fewer different texts than there should be topics, there are as many
    topics as different texts. A passage without a known word joins the most frequent topic of
    its document with weight 0. The same input in the same order gives the same topics.
    Raises `UsageError` for a topic count below 1.
    """
    if topic_count is not None and topic_count < 1:
        raise UsageError(f"{topic_count} topics were asked for: ask for 1 or more")
    used = embedder or TfidfSvdEmbedder(language, seed=seed)
    plan = _Plan(language, topic_count, seed, used, tuple(seed_texts), earlier)
    model_id = _model_id(passages, plan)
    if _word_count(passages, language) < 2:  # nothing tells one passage from another
        return _nothing(passages, language, model_id, used.name)
    # One thread: partial sums added in another order would make another topic of a close call.
    with threadpool_limits(limits=1):
        space = used.fit([passage.text for passage in passages])
        vectors = embed_passages(passages, space, language)
        if not vectors.any():
            return _nothing(passages, language, model_id, used.name)
        grouping = _group(passages, vectors, space, plan)
    descents, topic_ids = name_topics(
        [passage.passage_id for passage in passages],
        grouping.positions,
        earlier,
        language=language,
        model_id=model_id,
    )
    return FittedTopics(
        model_id=model_id,
        language=language,
        embedder=space.name,
        topics=_topics(passages, grouping, topic_ids, model_id, languages or language),
        assignments=_assignments(passages, grouping, topic_ids, model_id),
        descents=descents,
        topic_ids=topic_ids,
        grouping=grouping,
        vectors=vectors,
        space=space,
        note=_note(grouping, plan),
    )


def _model_id(passages: Sequence[TopicPassage], plan: _Plan) -> str:
    """Name a model after all that it rests on."""
    parts = [
        part
        for passage in passages
        for part in (passage.passage_id, passage.document_id, passage.year, passage.text)
    ]
    return content_id(
        "topic model",
        plan.embedder.name,
        plan.language,
        plan.topic_count,
        plan.seed,
        plan.earlier.model_id if plan.earlier else "",
        len(plan.seed_texts),
        *plan.seed_texts,
        *parts,
    )


def embed_passages(
    passages: Sequence[TopicPassage], space: Space, language: str
) -> npt.NDArray[np.float32]:
    """Vectors of the passages; those without a word of the language get no direction."""
    vectors = space.embed([passage.text for passage in passages]).copy()
    split = word_splitter(language)
    vectors[[not split(passage.text) for passage in passages]] = 0
    return vectors


def _nothing(
    passages: Sequence[TopicPassage], language: str, model_id: str, embedder: str
) -> FittedTopics:
    note = f"{language}: the {len(passages)} passages have fewer than two known words"
    vectors = np.zeros((len(passages), 1), dtype=np.float32)
    return FittedTopics(model_id, language, embedder, [], [], [], [], None, vectors, None, note)


def _word_count(passages: Sequence[TopicPassage], language: str) -> int:
    """How many different words the passages have, stop words left out."""
    split = word_splitter(language)
    return len({word for passage in passages for word in split(passage.text)})


def _group(
    passages: Sequence[TopicPassage],
    vectors: npt.NDArray[np.float32],
    space: Space,
    plan: _Plan,
) -> Grouping:
    count = plan.topic_count
    if count is None:
        known = vectors[vectors.any(axis=1)]
        count = search_group_count(known, seed=plan.seed).count
    return group_texts(
        [passage.text for passage in passages],
        vectors,
        document_ids=[passage.document_id for passage in passages],
        years=[passage.year for passage in passages],
        language=plan.language,
        group_count=count,
        seed=plan.seed,
        start=plan.earlier.as_start([one.passage_id for one in passages]) if plan.earlier else None,
        seed_vectors=space.embed(plan.seed_texts) if plan.seed_texts else None,
    )


def _topics(
    passages: Sequence[TopicPassage],
    grouping: Grouping,
    topic_ids: Sequence[str],
    model_id: str,
    languages: str | Sequence[str],
) -> list[Topic]:
    """A row per topic; of a model of several languages, one for every language that has it."""
    described = []
    if isinstance(languages, str):
        words = dict(enumerate(grouping.words))
        described.append((languages, words, Counter(grouping.positions)))
    else:
        for language in sorted(set(languages)):
            own = [place for place, spoken in enumerate(languages) if spoken == language]
            positions = [grouping.positions[place] for place in own]
            texts = [passages[place].text for place in own]
            described.append((language, _words(texts, positions, language), Counter(positions)))
    return [
        Topic(
            topic_id=topic_ids[position],
            model_id=model_id,
            language=language,
            position=rank,
            label=", ".join(words[position][:_LABEL_WORD_COUNT]) or "(no words)",
            words=", ".join(words[position]),
            passage_count=sizes[position],
        )
        for language, words, sizes in described
        for rank, position in enumerate(sorted(sizes, key=lambda one: (-sizes[one], one)))
    ]


def _words(texts: list[str], positions: list[int], language: str) -> dict[int, list[str]]:
    """The words of each topic in one language, which need not have a text of every topic."""
    present = sorted(set(positions))
    number_of = {position: number for number, position in enumerate(present)}
    words, _ = describe_groups(
        texts, [number_of[position] for position in positions], [None] * len(texts), language
    )
    return dict(zip(present, words, strict=True))


def _assignments(
    passages: Sequence[TopicPassage],
    grouping: Grouping,
    topic_ids: Sequence[str],
    model_id: str,
) -> list[TopicAssignment]:
    return [
        TopicAssignment(
            passage.passage_id,
            passage.document_id,
            topic_ids[position],
            model_id,
            weight,
            is_weak,
        )
        for passage, position, weight, is_weak in zip(
            passages, grouping.positions, grouping.weights, grouping.is_weak, strict=True
        )
    ]


def _note(grouping: Grouping, plan: _Plan) -> str:
    parts = [f"{plan.language}: {len(grouping.words)} topics of {len(grouping.positions)} passages"]
    if plan.topic_count is not None and len(grouping.words) < plan.topic_count:
        parts.append(f"fewer than the {plan.topic_count} asked for: too few different passages")
    if grouping.unknown_count:
        parts.append(
            f"{grouping.unknown_count} without a known word put with the rest of their document"
        )
    return "; ".join(parts)
