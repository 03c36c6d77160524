"""What the code stage hands to its workers: each document's sentences, and what bears on them."""

from __future__ import annotations

from collections import defaultdict

from data.records import CODED_KINDS, Document, Sentence
from flows.stage import Stage
from flows.work import CodeJob

BADLY_READ = "badly read"
"""In the place of a passage's kind: such passages are not coded."""


def make_jobs(stage: Stage, document_ids: list[str], version: str) -> list[CodeJob]:
    """The sentences of each document in order, with what else bears on their coding.

    Passages below the least grade of the settings keep their place and are of no kind that is
    coded, so that they still stand before the sentences that follow them.
    """
    chosen = "list_contains(?, document_id)"  # a join would read all columns of all rows
    in_order = f"{chosen} order by document_id, position"
    sentences = stage.store.read_rows(Sentence, in_order, [document_ids]).split("document_id")
    kinds: dict[str, dict[str, str]] = defaultdict(dict)
    sql = f"select document_id, passage_id, kind, grade from passage where {chosen}"
    for document_id, passage_id, kind, grade in stage.store.query(sql, [document_ids]).rows:
        kinds[document_id][passage_id] = kind if grade >= stage.settings.min_grade else BADLY_READ
    known = {row.document_id: row for row in stage.store.read(Document, chosen, [document_ids])}
    return [
        CodeJob(
            key,
            sentences.get(key, ()),
            kinds[key],
            version,
            year=known[key].year,
            country=known[key].country,
            document_kind=known[key].kind,
        )
        for key in document_ids
    ]


def count_sentences(stage: Stage) -> dict[str, int]:
    """How many sentences each document has."""
    sql = "select document_id, count(*) from sentence group by all"
    return dict(stage.store.query(sql).rows)


def count_badly_read(stage: Stage) -> int:
    """How many sentences stay uncoded because their passages were read worse than asked for."""
    kinds = ", ".join(f"'{kind}'" for kind in CODED_KINDS)
    sql = f"""select count(*) from sentence join passage using (passage_id, document_id)
        where passage.grade < ? and passage.kind in ({kinds})"""
    return int(stage.store.query(sql, [stage.settings.min_grade]).rows[0][0])
