"""The tables of topic models: what is in them, and a new model in the place of the old."""

from __future__ import annotations

from data.records import Topic, TopicAssignment, TopicLineage, TopicModel, TopicStability
from flows.modelling.models import why_unusable
from flows.modelling.work import TopicFit
from flows.stage import Stage
from models.topics import MULTILINGUAL

_TABLES = (Topic, TopicAssignment, TopicModel, TopicStability, TopicLineage)
_MODELS = """
    select distinct case when is_multilingual then ? else language end as key, model_id
    from topic_model order by key
"""
_NAMELESS = """
    select distinct model_id from topic where model_id not in (select model_id from topic_model)
"""


def keep_topics(stage: Stage, fitted: TopicFit) -> None:
    """Put what was fitted in the place of the group's model before."""
    delete_models(stage, [model_id for key, model_id in known_models(stage) if key == fitted.key])
    stage.store.append(TopicModel, fitted.models)
    stage.store.append(Topic, fitted.topics)
    stage.store.append(TopicAssignment, fitted.assignments)
    stage.store.append(TopicStability, fitted.stability)
    stage.store.append(TopicLineage, fitted.lineage)


def known_models(stage: Stage) -> list[tuple[str, str]]:
    """Group and model of all topics in the tables."""
    return [(key, model_id) for key, model_id in stage.store.query(_MODELS, [MULTILINGUAL]).rows]


def find_unusable(stage: Stage) -> dict[str, str]:
    """Groups whose kept model is missing, damaged or of other versions, and what is wrong."""
    fitted = {row[0] for row in stage.store.query("select distinct model_id from topic").rows}
    reasons = {
        key: why_unusable(stage.settings.home, key, model_id)
        for key, model_id in known_models(stage)
        if model_id in fitted
    }
    return {key: reason for key, reason in reasons.items() if reason is not None}


def drop_groups(stage: Stage, present: set[str]) -> None:
    """Remove the topics of groups that have no passages, or too few, any more.

    And those of no model that is told of, as versions before 0.6 left them.
    """
    gone = [(key, model_id) for key, model_id in known_models(stage) if key not in present]
    nameless = stage.store.query(_NAMELESS).rows
    delete_models(stage, [model_id for _, model_id in gone] + [row[0] for row in nameless])
    stage.forget([key for key, _ in gone])


def delete_models(stage: Stage, model_ids: list[str]) -> None:
    """Remove all that the tables have of these models."""
    for table in _TABLES:
        stage.store.delete(table, "model_id", model_ids)
