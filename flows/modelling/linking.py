"""Links between the topics of different languages, from the tables."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from data.ids import content_id, files_version
from data.records import TopicLink
from data.store import Store
from flows.versions import version_of
from models.topic_links import TopicProfile, link_topics

_TOPICS = "select topic_id, model_id, language, words from topic order by language, position"
_SENTENCES = """
    select a.topic_id, p.language, count(*)
    from topic_assignment a join passage p using (passage_id) join sentence s using (passage_id)
    where s.has_codebook group by all
"""
_CODES = """
    select a.topic_id, p.language, c.code, count(distinct c.sentence_id)
    from topic_assignment a join passage p using (passage_id) join sentence s using (passage_id)
    join claim c using (sentence_id) group by all
"""


def link_inputs(store: Store) -> str:
    """Hash of all that the links rest on."""
    tables = [
        store.query(f"select bit_xor(hash(t)), count(*) from {table} t").rows[0]
        for table in ("topic", "topic_assignment", "claim")
    ]
    return content_id(files_version([Path(__file__)]), version_of("models.topic_links"), *tables)


def link_languages(store: Store) -> str:
    """Put the links of the topics in the store in the place of all earlier ones."""
    links = link_topics(read_profiles(store))
    rows = [
        TopicLink(
            topic_id=link.first.topic_id,
            model_id=link.first.model_id,
            language=link.first.language,
            other_topic_id=link.second.topic_id,
            other_model_id=link.second.model_id,
            other_language=link.second.language,
            score_share=link.score,
            shared_codes=", ".join(link.codes),
            shared_terms=", ".join(link.terms),
        )
        for link in links
    ]
    store.replace_all(TopicLink, rows)
    return f"{len(rows)} links between languages"


def read_profiles(store: Store) -> list[TopicProfile]:
    """Words and coded sentences of every topic; a sentence in no codebook's language has none."""
    totals = {
        (topic_id, language): count for topic_id, language, count in store.query(_SENTENCES).rows
    }
    codes: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for topic_id, language, code, count in store.query(_CODES).rows:
        codes[topic_id, language][code] = count
    return [
        TopicProfile(
            topic_id,
            model_id,
            language,
            tuple(words.split(", ")) if words else (),
            totals.get((topic_id, language), 0),
            codes[topic_id, language],
        )
        for topic_id, model_id, language, words in store.query(_TOPICS).rows
    ]
