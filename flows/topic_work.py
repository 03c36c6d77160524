"""What worker processes do to fit topics; apart, so that other workers never load scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.errors import Fault
from flows.lanes import guarded
from models.topics import FittedTopics, TopicPassage, fit_topics


@dataclass(frozen=True, slots=True)
class TopicJob:
    """One language whose passages are to be grouped into topics."""

    language: str
    passages: tuple[TopicPassage, ...]
    topic_count: int
    seed: int


def fit_batch(jobs: Sequence[TopicJob]) -> list[FittedTopics | Fault]:
    """Fit the topics of each language."""
    return [guarded(_fit_one, job) for job in jobs]


def _fit_one(job: TopicJob) -> FittedTopics:
    return fit_topics(
        job.passages, language=job.language, topic_count=job.topic_count, seed=job.seed
    )
