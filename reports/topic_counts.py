"""How many passages of each document belong to each topic: what shares and changes are made of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.store import Store

_COUNTS = """
    select p.language, d.document_id, d.year, d.country, d.kind, a.topic_id, count(*)
    from topic_assignment a
    join passage p using (passage_id, document_id)
    join document d using (document_id)
    join topic t on t.topic_id = a.topic_id and t.model_id = a.model_id and t.language = p.language
    where d.year is not null and not d.is_excerpt
    group by all order by p.language, d.document_id
"""
_TOPICS = "select language, topic_id, model_id from topic order by language, position, topic_id"


@dataclass(frozen=True, slots=True)
class TopicCounts:
    """The passages of one language: n documents, k topics; excerpts and undated texts left out."""

    language: str
    topics: tuple[tuple[str, str], ...]
    """Topic id and model id of each column."""
    document_ids: tuple[str, ...]
    years: NDArray[np.int64]
    countries: NDArray[np.str_]
    kinds: NDArray[np.str_]
    counts: NDArray[np.int64]
    """Passages, shape (n, k); each document has one at least."""

    @property
    def totals(self) -> NDArray[np.int64]:
        """Passages of each document."""
        totals: NDArray[np.int64] = self.counts.sum(axis=1)
        return totals


def read_topic_counts(store: Store) -> list[TopicCounts]:
    """The counts of each language that has topics and dated documents."""
    topics: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for language, topic_id, model_id in store.query(_TOPICS).rows:
        topics[language].append((topic_id, model_id))
    rows: defaultdict[str, dict[str, tuple[int, str, str]]] = defaultdict(dict)
    found: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for language, document_id, year, country, kind, topic_id, count in store.query(_COUNTS).rows:
        rows[language][document_id] = (year, country, kind)
        found[language].append((document_id, topic_id, count))
    counted = []
    for language, documents in rows.items():
        row_of = {document_id: row for row, document_id in enumerate(documents)}
        column_of = {topic_id: column for column, (topic_id, _) in enumerate(topics[language])}
        counts = np.zeros((len(row_of), len(column_of)), np.int64)
        for document_id, topic_id, count in found[language]:
            counts[row_of[document_id], column_of[topic_id]] = count
        counted.append(
            TopicCounts(
                language=language,
                topics=tuple(topics[language]),
                document_ids=tuple(documents),
                years=np.array([year for year, _, _ in documents.values()], np.int64),
                countries=np.array([country for _, country, _ in documents.values()], np.str_),
                kinds=np.array([kind for _, _, kind in documents.values()], np.str_),
                counts=counts,
            )
        )
    return counted
