"""What worker processes do to fit topics; apart, so that other workers never load scikit-learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from data.errors import Fault
from data.records import Topic, TopicAssignment, TopicLineage, TopicModel, TopicStability
from flows.lanes import guarded
from models.consensus import Ground, cluster_vectors, lay_ground
from models.embed import Embedder
from models.embedders import make_embedder
from models.fitted import FittedModel, KeptTopic
from models.lineage import EarlierTopics, kept_share
from models.stability import Places, Stability, Trials, measure_stability
from models.topics import FittedTopics, TopicPassage, fit_topics

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TopicJob:
    """Passages to be grouped into topics: of one language, or of several by one model."""

    key: str
    passages: tuple[TopicPassage, ...]
    languages: tuple[str, ...] | None
    """Of each passage, where the model reads several."""

    topic_count: int | None
    count_basis: str
    seed: int
    embedder: str
    vectors: Path
    """Where vectors of a downloaded model are kept."""

    seed_texts: tuple[str, ...]
    earlier: EarlierTopics | None
    trials: Trials
    fitted_at: datetime


@dataclass(frozen=True, slots=True)
class TopicFit:
    """What a job came to: rows for the tables, and the model to keep, if there is one."""

    key: str
    models: list[TopicModel]
    topics: list[Topic]
    assignments: list[TopicAssignment]
    stability: list[TopicStability]
    lineage: list[TopicLineage]
    kept: FittedModel | None
    note: str


def fit_batch(jobs: Sequence[TopicJob]) -> list[TopicFit | Fault]:
    """Fit the topics of each job."""
    return [guarded(_fit_one, job) for job in jobs]


def make_job_embedder(job: TopicJob) -> Embedder:
    """The embedder that the job's settings name."""
    return make_embedder(job.embedder, language=job.key, seed=job.seed, cache=job.vectors)


def fit_again(
    vectors: Vectors,
    positions: Sequence[int],
    document_ids: Sequence[str],
    seed_vectors: Vectors | None,
    *,
    trials: Trials,
    seed: int,
) -> Stability:
    """Stability of the topics at `positions`, by fits under other seeds and on fewer documents.

    These start from no earlier model, and group the passages in the space that the model has.
    Passages without a known word have no place of their own there and take no part.
    """
    known = np.flatnonzero(vectors.any(axis=1))
    topic_count = max(positions, default=-1) + 1

    laid: list[tuple[Places, Ground]] = []

    def refit(places: Places, seed: int) -> Places:
        chosen = vectors[known[places]]
        if not laid or laid[0][0] is not places:  # else the same passages under another seed
            laid[:] = [(places, lay_ground(chosen, seed_vectors))]
        return cluster_vectors(
            chosen, topic_count, seed=seed, seed_vectors=seed_vectors, ground=laid[0][1]
        )

    with threadpool_limits(limits=1):
        return measure_stability(
            [positions[place] for place in known.tolist()],
            [document_ids[place] for place in known.tolist()],
            refit,
            trials=trials,
            seed=seed,
        )


def _fit_one(job: TopicJob) -> TopicFit:
    fitted = fit_topics(
        job.passages,
        language=job.key,
        topic_count=job.topic_count,
        seed=job.seed,
        embedder=make_job_embedder(job),
        seed_texts=job.seed_texts,
        earlier=job.earlier,
        languages=job.languages,
    )
    stability = None
    if fitted.grouping is not None and fitted.space is not None:
        stability = fit_again(
            fitted.vectors,
            fitted.grouping.positions,
            [passage.document_id for passage in job.passages],
            fitted.space.embed(job.seed_texts) if job.seed_texts else None,
            trials=job.trials,
            seed=job.seed,
        )
    return TopicFit(
        key=job.key,
        models=_model_rows(job, fitted, stability),
        topics=fitted.topics,
        assignments=fitted.assignments,
        stability=_stability_rows(fitted, stability),
        lineage=_lineage_rows(job, fitted),
        kept=_kept_model(job, fitted),
        note=fitted.note,
    )


def _model_rows(
    job: TopicJob, fitted: FittedTopics, stability: Stability | None
) -> list[TopicModel]:
    """One row for each language of the model."""
    languages = job.languages or (job.key,) * len(job.passages)
    is_known = [bool(vector.any()) for vector in fitted.vectors]
    passages = Counter(languages)
    unknown = Counter(one for one, known in zip(languages, is_known, strict=True) if not known)
    weak = Counter(
        one
        for one, assignment in zip(languages, fitted.assignments, strict=False)
        if assignment.is_weak
    )
    row = TopicModel(
        model_id=fitted.model_id,
        language=job.key,
        embedder=fitted.embedder,
        topic_count=len(fitted.topic_ids),
        count_basis=job.count_basis,
        is_seeded=bool(job.seed_texts),
        is_multilingual=job.languages is not None,
        seed=job.seed,
        earlier_model_id=job.earlier.model_id if job.earlier else None,
        kept_topic_share=kept_share(fitted.descents),
        passage_count=0,
        document_count=0,
        unknown_passage_count=0,
        weak_passage_count=0,
        seed_count=stability.seed_count if stability else 0,
        bootstrap_count=stability.bootstrap_count if stability else 0,
        tested_passage_count=stability.tested_count if stability else 0,
        seed_jaccard_share=stability.seed_mean if stability else None,
        bootstrap_jaccard_share=stability.bootstrap_mean if stability else None,
        adjusted_rand=stability.adjusted_rand if stability else None,
        agreement_share=stability.overall_agreement if stability else None,
        is_unstable=bool(stability and stability.is_unstable_overall),
        note=fitted.note,
        fitted_at=job.fitted_at,
    )
    documents = {(one, row.document_id) for one, row in zip(languages, job.passages, strict=True)}
    return [
        replace(
            row,
            language=language,
            passage_count=passages[language],
            document_count=sum(one == language for one, _ in documents),
            unknown_passage_count=unknown[language],
            weak_passage_count=weak[language],
        )
        for language in sorted(passages)
    ]


def _stability_rows(fitted: FittedTopics, stability: Stability | None) -> list[TopicStability]:
    if stability is None:
        return []
    place = {topic_id: position for position, topic_id in enumerate(fitted.topic_ids)}
    return [
        TopicStability(
            topic.topic_id,
            topic.model_id,
            topic.language,
            stability.by_seed[place[topic.topic_id]],
            stability.by_bootstrap[place[topic.topic_id]],
            stability.agreement[place[topic.topic_id]],
            stability.is_unstable(place[topic.topic_id]),
        )
        for topic in fitted.topics
    ]


def _lineage_rows(job: TopicJob, fitted: FittedTopics) -> list[TopicLineage]:
    if job.earlier is None:
        return []
    return [
        TopicLineage(
            language=job.key,
            model_id=fitted.model_id,
            earlier_model_id=job.earlier.model_id,
            topic_id=row.topic,
            earlier_topic_id=row.earlier,
            relation=row.relation,
            shared_passage_count=row.shared_count,
            jaccard_share=row.jaccard,
            topic_part_share=row.topic_part,
            earlier_part_share=row.earlier_part,
        )
        for row in fitted.descents
    ]


def _kept_model(job: TopicJob, fitted: FittedTopics) -> FittedModel | None:
    if fitted.grouping is None or fitted.space is None:
        return None
    described = {topic.topic_id: topic for topic in reversed(fitted.topics)}
    return FittedModel(
        model_id=fitted.model_id,
        language=job.key,
        embedder=fitted.embedder,
        settings={
            "embedder": job.embedder,
            "topic_count": len(fitted.topic_ids),
            "count_basis": job.count_basis,
            "is_seeded": bool(job.seed_texts),
            "seed": job.seed,
            "earlier_model_id": job.earlier.model_id if job.earlier else None,
        },
        fitted_at=job.fitted_at.isoformat(),
        topics=tuple(
            KeptTopic(topic_id, described[topic_id].label, described[topic_id].words)
            for topic_id in fitted.topic_ids
        ),
        passage_ids=tuple(passage.passage_id for passage in job.passages),
        positions=np.array(fitted.grouping.positions, dtype=np.int32),
        distribution=fitted.grouping.distribution,
        centres=fitted.grouping.centres,
        space=fitted.space,
    )
