"""Topics of one language's passages, over the years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
    share_low: float | None = None
    share_high: float | None = None
    interval: str = "none"
    has_few_documents: bool = False


@dataclass(frozen=True, slots=True)
class TopicAssignment:
    """The topic of a passage."""

    passage_id: str
    document_id: str
    topic_id: str
    model_id: str
    weight: float
    is_weak: bool


@dataclass(frozen=True, slots=True)
class TopicModel:
    """How a language's topics were fitted, and how much of them another fit would find again."""

    model_id: str
    language: str
    embedder: str
    topic_count: int
    count_basis: str
    is_seeded: bool
    is_multilingual: bool
    seed: int
    earlier_model_id: str | None
    kept_topic_share: float | None
    passage_count: int
    document_count: int
    unknown_passage_count: int
    weak_passage_count: int
    seed_count: int
    bootstrap_count: int
    tested_passage_count: int
    seed_jaccard_share: float | None
    bootstrap_jaccard_share: float | None
    adjusted_rand: float | None
    agreement_share: float | None
    is_unstable: bool
    note: str
    fitted_at: datetime


@dataclass(frozen=True, slots=True)
class TopicStability:
    """How much of a topic is found again under other seeds and with other documents."""

    topic_id: str
    model_id: str
    language: str
    seed_jaccard_share: float | None
    bootstrap_jaccard_share: float | None
    agreement_share: float | None
    is_unstable: bool


@dataclass(frozen=True, slots=True)
class TopicLineage:
    """What became of an earlier model's topic, by the passages that both models hold."""

    language: str
    model_id: str
    earlier_model_id: str
    topic_id: str | None
    earlier_topic_id: str | None
    relation: str
    shared_passage_count: int
    jaccard_share: float
    topic_part_share: float
    earlier_part_share: float


@dataclass(frozen=True, slots=True)
class TopicLink:
    """Two topics of two languages that are about the same; never a reason to add them up."""

    topic_id: str
    model_id: str
    language: str
    other_topic_id: str
    other_model_id: str
    other_language: str
    score_share: float
    shared_codes: str
    shared_terms: str


@dataclass(frozen=True, slots=True)
class TopicPartShare:
    """How much of a period's passages a topic takes in one country, or one kind of document."""

    topic_id: str
    model_id: str
    language: str
    period: int
    part_by: str
    part: str
    passage_count: int
    period_passage_count: int
    document_count: int
    share: float
    share_low: float
    share_high: float
    interval: str
    has_few_documents: bool


@dataclass(frozen=True, slots=True)
class TopicCode:
    """How many of a topic's sentences carry a code, beside those of all topics of the language."""

    topic_id: str
    model_id: str
    language: str
    code: str
    family: str
    document_count: int
    sentence_count: int
    claim_count: int
    claim_share: float
    claim_share_low: float
    claim_share_high: float
    interval: str
    language_claim_share: float


@dataclass(frozen=True, slots=True)
class TopicChange:
    """A year from which a topic's share seems to be on another level, and how sure that is."""

    topic_id: str
    model_id: str
    language: str
    year: int
    year_low: int
    year_high: int
    year_share: float
    document_count_before: int
    document_count_after: int
    share_before: float
    share_after: float
    chance_share: float
    is_change: bool


@dataclass(frozen=True, slots=True)
class TopicExample:
    """A passage that shows what a topic is about."""

    topic_id: str
    model_id: str
    language: str
    position: int
    passage_id: str
    document_id: str
    weight: float


@dataclass(frozen=True, slots=True)
class TopicQuality:
    """Whether a topic's words belong together, and whether they are its own."""

    topic_id: str
    model_id: str
    language: str
    npmi: float | None
    own_word_share: float


@dataclass(frozen=True, slots=True)
class TopicLabel:
    """What a person calls a topic; it stays with the topic from model to model."""

    topic_id: str
    language: str
    given_label: str
    note: str


@dataclass(frozen=True, slots=True)
class TopicExclusion:
    """A passage that takes part in no topic, and why."""

    passage_id: str
    document_id: str
    language: str
    reason: str


@dataclass(frozen=True, slots=True)
class TopicIntrusion:
    """A riddle for a person: which of these words does not belong to the topic?"""

    item_id: str
    topic_id: str
    model_id: str
    language: str
    words: str
    intruder: str


@dataclass(frozen=True, slots=True)
class TopicIntrusionAnswer:
    """What a person answered, and whether it was the intruder."""

    item_id: str
    topic_id: str
    model_id: str
    language: str
    reader: str
    answer: str
    is_found: bool
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class TopicIntrusionScore:
    """How many intruders people found, by topic and in a whole model (`topic_id` is null)."""

    topic_id: str | None
    model_id: str
    language: str
    reader_count: int
    answer_count: int
    found_count: int
    found_share: float
    found_share_low: float
    found_share_high: float
