"""Passages that show what topics are about, as short quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.store import Store
from reports.quotes import LONGEST_PASSAGE, Quote, build_quote, mark_cues

_CHOICE = 5  # passages of a topic to choose among, so that topics do not quote one document only

_PASSAGES = """
    select t.topic_id, t.label, p.document_id, p.text, p.page, p.language, d.title, d.publisher,
           d.country, d.year, d.is_excerpt, d.archived_as, null as type,
           case when d.link is null then null
                when d.format = 'pdf' and p.page is not null then d.link || '#page=' || p.page
                else d.link end as link
    from topic_assignment a
    join passage p using (passage_id, document_id)
    join out_topic t on t.topic_id = a.topic_id and t.model_id = a.model_id
                    and t.language = p.language
    join out_document d using (document_id)
    where d.year = ? and t.language = ? and t.topic_id in (select unnest(?)) and not d.is_excerpt
    qualify row_number() over (partition by t.topic_id
                               order by a.weight desc, p.kind <> 'prose', p.passage_id) <= ?
    order by t.position, t.topic_id, a.weight desc, p.kind <> 'prose', p.passage_id
"""


def read_topic_quotes(
    store: Store, year: int, language: str, topic_ids: Sequence[str]
) -> tuple[Quote, ...]:
    """For each topic a passage of the year that fits it well, in the order of the topics.

    It is the best that is not of a document quoted already, or the best where all are.
    """
    rows = store.query(_PASSAGES, [year, language, list(topic_ids), _CHOICE]).as_dicts()
    by_topic: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_topic.setdefault(row["topic_id"], []).append(row)
    quoted: set[str] = set()
    quotes = []
    for fitting in by_topic.values():
        row = next((one for one in fitting if one["document_id"] not in quoted), fitting[0])
        quoted.add(row["document_id"])
        quotes.append(build_quote(row, row["label"], mark_cues(row["text"], [], LONGEST_PASSAGE)))
    return tuple(quotes)
