"""What is worked out of the fitted topics: shares, codes, changes, words, examples and labels."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from data.ids import content_id, files_version
from data.records import (
    Topic,
    TopicChange,
    TopicCode,
    TopicExample,
    TopicLabel,
    TopicPartShare,
    TopicQuality,
    TopicShare,
)
from data.store import Store
from flows.modelling.labels import read_topic_labels, write_topic_labels
from flows.versions import version_of
from models.topic_words import TopicText, find_period_words, measure_words
from reports.change_points import find_changes
from reports.topic_counts import TopicCounts, read_topic_counts
from reports.topic_shares import build_part_shares, build_topic_codes, build_topic_shares

EXAMPLES = 5
"""Passages kept to show a topic."""

MODULES = ("models.topic_words", "reports.change_points", "reports.topic_shares")

_RESTED_ON = ("topic", "topic_assignment", "document", "claim")
_TEXTS = """
    select a.topic_id, a.document_id, case when not d.is_excerpt then d.year end, p.text
    from topic_assignment a
    join passage p using (passage_id, document_id)
    join document d using (document_id)
    where p.language = ? order by p.document_id, p.position
"""
_EXAMPLES = """
    with spread as (
        select p.language, a.*, row_number() over (
            partition by a.topic_id, p.language, a.document_id
            order by a.weight desc, p.kind <> 'prose', a.passage_id) as turn
        from topic_assignment a join passage p using (passage_id, document_id)
    )
    select topic_id, model_id, language, row_number() over (
               partition by topic_id, language order by turn, weight desc, passage_id) - 1 as place,
           passage_id, document_id, weight
    from spread qualify place < ? order by language, topic_id, place
"""
_WORDS = "select topic_id, words from topic where language = ? order by position, topic_id"


def measure_inputs(store: Store, home: Path, seed: int) -> str:
    """Hash of all that the measures rest on."""
    tables = [
        store.query(f"select bit_xor(hash(t)), count(*) from {table} t").rows[0]
        for table in _RESTED_ON
    ]
    labels = read_topic_labels(home).labels
    own = files_version([Path(__file__)])
    return content_id(seed, own, *map(version_of, MODULES), *tables, *labels)


def measure_topics(store: Store, home: Path, seed: int) -> str:
    """Put the measures of the topics that are in the store in the place of all earlier ones.

    Writes the file of labels too, with the topics that there are now. Not in a transaction of its
    own. Returns what was found, in words.
    """
    topics = store.read(Topic, "true order by language, position, topic_id")
    labels = read_topic_labels(home)
    store.replace_all(TopicLabel, labels.labels)
    shares: list[TopicShare] = []
    parts: list[TopicPartShare] = []
    changes: list[TopicChange] = []
    qualities: list[TopicQuality] = []
    counted = {one.language: one for one in read_topic_counts(store)}
    models: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for topic in topics:
        models[topic.language][topic.topic_id] = topic.model_id
    for language, model_ids in models.items():
        texts = [TopicText(*row) for row in store.query(_TEXTS, [language]).rows]
        qualities += _measure_words(store, language, model_ids, texts)
        if language in counted:
            words = find_period_words(texts, language)
            shares += build_topic_shares(counted[language], words, seed)
            parts += build_part_shares(counted[language], seed)
            changes += _find_changes(counted[language], seed)
    store.replace_all(TopicShare, shares)
    store.replace_all(TopicPartShare, parts)
    store.replace_all(TopicChange, changes)
    store.replace_all(TopicQuality, qualities)
    store.replace_all(TopicCode, build_topic_codes(store, seed))
    examples = [TopicExample(*row) for row in store.query(_EXAMPLES, [EXAMPLES]).rows]
    store.replace_all(TopicExample, examples)
    write_topic_labels(home, topics, labels)
    moved = sum(change.is_change for change in changes)
    return f"{len(topics)} topics measured, {moved} moves to another level"


def _measure_words(
    store: Store, language: str, model_ids: dict[str, str], texts: list[TopicText]
) -> list[TopicQuality]:
    words = {
        topic_id: [word for word in listed.split(", ") if word]
        for topic_id, listed in store.query(_WORDS, [language]).rows
    }
    measured = measure_words(words, [one.text for one in texts], language)
    return [
        TopicQuality(topic_id, model_ids[topic_id], language, found.npmi, found.own_word_share)
        for topic_id, found in measured.items()
    ]


def _find_changes(counted: TopicCounts, seed: int) -> list[TopicChange]:
    entropy = (seed, int.from_bytes(counted.language.encode(), "big"))
    found = find_changes(counted.years, counted.totals, counted.counts, entropy)
    return [
        TopicChange(
            topic_id=topic_id,
            model_id=model_id,
            language=counted.language,
            year=change.year,
            year_low=change.year_low,
            year_high=change.year_high,
            year_share=change.year_share,
            document_count_before=change.document_count_before,
            document_count_after=change.document_count_after,
            share_before=change.share_before,
            share_after=change.share_after,
            chance_share=change.chance,
            is_change=change.is_change,
        )
        for (topic_id, model_id), changes in zip(counted.topics, found, strict=True)
        for change in changes
    ]
