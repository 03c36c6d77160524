"""Topics of one language's passages, over the years."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of one language's passages."""

    topic_id: str
    model_id: str
    language: str
    position: int
    label: str
    words: str
    passage_count: int


@dataclass(frozen=True, slots=True)
class TopicShare:
    """How much of a period's passages in the topic's language a topic takes."""

    topic_id: str
    model_id: str
    language: str
    period: int
    passage_count: int
    period_passage_count: int
    document_count: int
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class TopicAssignment:
    """The topic of a passage."""

    passage_id: str
    document_id: str
    topic_id: str
    model_id: str
    weight: float
