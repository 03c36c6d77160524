"""What each topic model is fitted from: its passages, its settings, and the model before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data.codebook import Codebook, load_codebook
from data.ids import content_id
from data.settings import DATA_FOLDER
from data.topic_settings import TopicSettings
from flows.modelling.work import TopicJob
from flows.stage import Stage
from flows.versions import version_of
from models.lineage import EarlierTopics
from models.stability import Trials
from models.topics import MULTILINGUAL, TopicPassage, default_topic_count

LEAST_PASSAGES = 60
"""Fewer passages than this in a language make no topics that a year could be compared by."""

TESTED_PASSAGES = 25_000
"""Stability of more passages is measured on documents drawn until they hold about so many."""

MANY_PASSAGES = 10_000
"""Of more passages the stage makes half as many fits: each takes some ten seconds or more."""


_NO_LETTER = re.compile(r"[^\w\s]")  # marks of the cues' own grammar


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """Passages that one model reads; `languages` gives each one's where it reads several."""

    key: str
    passages: tuple[TopicPassage, ...]
    languages: tuple[str, ...] | None


def group_passages(
    passages: Mapping[str, list[TopicPassage]], settings: TopicSettings
) -> dict[str, TopicGroup]:
    """A group for each language that has enough passages, or one of all languages."""
    if settings.is_multilingual:
        rows = [(language, row) for language, of in passages.items() for row in of]
        if len(rows) < LEAST_PASSAGES:
            return {}
        languages = tuple(language for language, _ in rows)
        return {MULTILINGUAL: TopicGroup(MULTILINGUAL, tuple(row for _, row in rows), languages)}
    return {
        language: TopicGroup(language, tuple(rows), None)
        for language, rows in passages.items()
        if len(rows) >= LEAST_PASSAGES
    }


def input_hash(stage: Stage, group: TopicGroup) -> str:
    """Everything that a group's topics rest on, but for the model before, which they follow."""
    settings = stage.settings.topics
    parts = [part for row in group.passages for part in (row.passage_id, row.year)]
    return content_id(
        *map(version_of, ("models.topics", "models.stability", "models.embedders")),
        stage.settings.seed,
        settings.embedder,
        settings.count,
        settings.is_count_searched,
        settings.seeds,
        settings.bootstraps,
        *read_seed_texts(group.key, settings),
        *parts,
    )


def build_job(stage: Stage, group: TopicGroup, fitted_at: datetime) -> TopicJob:
    """All that a worker needs to fit a group; a model before it is followed if there is one."""
    settings = stage.settings.topics
    earlier = read_earlier(stage, group.key)
    count, basis = settings.count, "set"
    if count is None and settings.is_count_searched:
        basis = "searched"
    elif count is None:
        before = earlier.topic_count if earlier else None
        count, basis = default_topic_count(len(group.passages), before), "size"
    return TopicJob(
        key=group.key,
        passages=group.passages,
        languages=group.languages,
        topic_count=count,
        count_basis=basis,
        seed=stage.settings.seed,
        embedder=settings.embedder,
        vectors=stage.settings.home.topic_vectors,
        seed_texts=read_seed_texts(group.key, settings),
        earlier=earlier,
        trials=choose_trials(len(group.passages), settings),
        fitted_at=fitted_at,
    )


def choose_trials(passage_count: int, settings: TopicSettings) -> Trials:
    """How often the stage fits again; `imaginaries topics stability` does it as often as asked."""
    parts = 2 if passage_count > MANY_PASSAGES else 1
    seeds, bootstraps = (-(-count // parts) for count in (settings.seeds, settings.bootstraps))
    return Trials(seeds, bootstraps, TESTED_PASSAGES)


def read_earlier(stage: Stage, key: str) -> EarlierTopics | None:
    """The topics that the tables have for a group, if any."""
    found = stage.store.query(
        """select model_id from topic_model
           where case when is_multilingual then ? else language end = ? limit 1""",
        [MULTILINGUAL, key],
    ).rows
    if not found:
        return None
    rows = stage.store.query(
        "select passage_id, topic_id from topic_assignment where model_id = ?", [found[0][0]]
    ).rows
    return EarlierTopics(found[0][0], dict(rows)) if rows else None


def read_seed_texts(key: str, settings: TopicSettings) -> tuple[str, ...]:
    """What the codebook says of each code, in words of the language, if topics are to have it."""
    return _describe_codes(load_codebook(DATA_FOLDER), key) if settings.is_seeded else ()


def _describe_codes(codebook: Codebook, key: str) -> tuple[str, ...]:
    """A text for each code that has cues in the language; definitions are in English."""
    texts = []
    for code in codebook.codes:
        is_english = key in ("en", MULTILINGUAL)
        if not (is_english or code.cues.get(key)):
            continue
        said = [code.title, code.definition] if is_english else []
        said += [_NO_LETTER.sub(" ", cue) for cue in code.cues.get(key, ())]
        said += [example.text for example in code.examples.get(key, ())]
        texts.append(" ".join(said))
    return tuple(texts)
