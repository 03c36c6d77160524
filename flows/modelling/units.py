"""The passages that topics are fitted to, and those left out, each with its reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from data.records import TopicExclusion
from data.store import Store
from models.topic_units import Candidate, find_exclusions
from models.topics import TopicPassage

# A folder of documents seldom says who published them; a country's own repeat each other most.
_PASSAGES = """
    select p.language, case when not d.is_excerpt then d.year end as year,
           p.passage_id, p.document_id, coalesce(d.publisher, 'country ' || d.country) as publisher,
           p.kind, p.heading_path, p.text, p.grade
    from passage p join document d using (document_id)
    order by p.language, p.document_id, p.position
"""


@dataclass(frozen=True, slots=True)
class TopicUnits:
    """The passages that take part, by language, and the others."""

    passages: dict[str, list[TopicPassage]]
    exclusions: list[TopicExclusion]


def read_units(store: Store) -> TopicUnits:
    """Choose among all passages; those of excerpts get no year, and so make no rate."""
    candidates: defaultdict[str, list[Candidate]] = defaultdict(list)
    years: dict[str, int | None] = {}
    for language, year, *row in store.query(_PASSAGES).rows:
        candidate = Candidate(*row)
        candidates[language].append(candidate)
        years[candidate.passage_id] = year
    passages: dict[str, list[TopicPassage]] = {}
    exclusions = []
    for language, of in candidates.items():
        reasons = find_exclusions(of, language)
        kept = [one for one, reason in zip(of, reasons, strict=True) if reason is None]
        if kept:
            passages[language] = [
                TopicPassage(one.passage_id, one.document_id, years[one.passage_id], one.text)
                for one in kept
            ]
        exclusions += [
            TopicExclusion(one.passage_id, one.document_id, language, reason)
            for one, reason in zip(of, reasons, strict=True)
            if reason is not None
        ]
    return TopicUnits(passages, exclusions)
