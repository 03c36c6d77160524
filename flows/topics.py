"""Topics: what the passages of each language are about, and how that shifts from year to year."""

from __future__ import annotations

from collections import defaultdict

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.errors import Fault
from data.ids import content_id
from data.records import Topic, TopicAssignment, TopicShare
from flows.lanes import Lanes, open_lanes
from flows.progress import follow
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, open_stage, outcome_of
from flows.topic_work import TopicJob, fit_batch
from flows.versions import version_of
from models.topics import FittedTopics, TopicPassage, default_topic_count, is_topical

SECONDS_PER_LANGUAGE = 1800.0
LEAST_PASSAGES = 60
"""Fewer passages than this in a language make no topics that a year could be compared by."""


@flow(name="topics", persist_result=False)
def topics(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Fit one model per language whose passages have changed; languages are never added up."""
    with open_stage(scope, "topics", run_id) as stage:
        passages = read_passages(stage)
        enough = {key: rows for key, rows in passages.items() if len(rows) >= LEAST_PASSAGES}
        inputs = {key: input_hash(stage, rows) for key, rows in enough.items()}
        changed = stage.changed(inputs)
        drop_languages(stage, set(inputs))
        stage.skipped = len(inputs) - len(changed)
        jobs = [
            TopicJob(key, tuple(rows), default_topic_count(len(rows)), stage.settings.seed)
            for key, rows in enough.items()
            if key in changed
        ]
        jobs.sort(key=lambda job: len(job.passages), reverse=True)
        with open_lanes(stage.settings.workers, seconds_per_item=SECONDS_PER_LANGUAGE) as lanes:
            # One language a task, the largest first: both cores end at about the same time.
            running = [
                fit_language.submit(stage, lanes, Quiet(job), inputs[job.language]) for job in jobs
            ]
            for future in follow("topics", running):
                future.result()
        few = sorted(set(passages) - set(enough))
        stage.detail = f"{stage.done} languages fitted, {stage.skipped} unchanged" + (
            f", too few passages in {', '.join(few)}" if few else ""
        )
        return outcome_of(stage)


class Quiet:
    """Carries a job past Prefect, which would look through each of its thousands of passages."""

    def __init__(self, job: TopicJob) -> None:
        self.job = job


@task(name="fit-language", cache_policy=NO_CACHE)
def fit_language(stage: Stage, lanes: Lanes, carried: Quiet, input_hash: str) -> None:
    """Fit one language in a worker process and put its topics in the place of the old ones."""
    language = carried.job.language
    result = lanes.run(fit_batch, [carried.job])[0]
    with stage.lock, stage.store.transaction():
        if isinstance(result, Fault):
            stage.fault(language, result)
            return
        stage.clear_faults([language])
        delete_language(stage, language)
        keep_topics(stage, result)
        stage.remember({language: input_hash})
        stage.done += 1


def read_passages(stage: Stage) -> dict[str, list[TopicPassage]]:
    """Passages that take part, by language; those of excerpts get no year, so make no rate."""
    sql = """
        select p.language, p.passage_id, p.document_id, p.kind, p.text, p.grade,
               case when not d.is_excerpt then d.year end as year
        from passage p join document d using (document_id)
        order by p.document_id, p.position
    """
    found: dict[str, list[TopicPassage]] = defaultdict(list)
    for language, passage_id, document_id, kind, text, grade, year in stage.store.query(sql).rows:
        if is_topical(kind, text, grade):
            found[language].append(TopicPassage(passage_id, document_id, year, text))
    return dict(sorted(found.items()))


def input_hash(stage: Stage, passages: list[TopicPassage]) -> str:
    """Everything that a language's topics rest on."""
    parts = [part for row in passages for part in (row.passage_id, row.year)]
    return content_id(version_of("models.topics"), stage.settings.seed, *parts)


def drop_languages(stage: Stage, present: set[str]) -> None:
    """Remove the topics of languages that have no passages, or too few, any more."""
    known = {row[0] for row in stage.store.query("select distinct language from topic").rows}
    for language in sorted(known - present):
        with stage.store.transaction():
            delete_language(stage, language)
            stage.forget([language])


def delete_language(stage: Stage, language: str) -> None:
    """Remove a language's topics, shares and assignments."""
    sql = "select distinct model_id from topic where language = ?"
    models = [row[0] for row in stage.store.query(sql, [language]).rows]
    for table in (Topic, TopicShare, TopicAssignment):
        stage.store.delete(table, "model_id", models)


def keep_topics(stage: Stage, fitted: FittedTopics) -> None:
    """Insert what was fitted."""
    stage.store.append(Topic, fitted.topics)
    stage.store.append(TopicShare, fitted.shares)
    stage.store.append(TopicAssignment, fitted.assignments)
