"""The counts that headline numbers are made of: per document and code, and per system and code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.store import Store

ALL = "all"
"""In place of a code: every sentence in scope, and every system."""
ANY = {"imaginary": "any_imaginary", "constraint": "any_constraint"}
"""In place of a code, by family: at least one code of the family."""

BASE = 0
READINGS = (
    "as it stands",
    "only passages read with grade 0.5 or more",
    "only passages read with grade 0.7 or more",
    "only passages read with grade 0.9 or more",
    "sentences that a document repeats counted once",
)
"""Which sentences count, each with its condition below."""

Counts = NDArray[np.int64]

_CONDITIONS = ("true", "grade >= 0.5", "grade >= 0.7", "grade >= 0.9", "is_first")
_SAID = """
    select d.document_id, d.country, s.sentence_id, p.grade,
           s.type in ('vision', 'commitment') as is_hope,
           row_number() over (
               partition by s.document_id, s.text order by s.page, p.position, s.start_char
           ) = 1 as is_first
    from sentence s join passage p using (passage_id, document_id)
    join document d on d.document_id = s.document_id
    where s.in_scope and s.has_codebook and d.year is not null
"""
_CODED = """
    select distinct sentence_id, document_id, code from claim
    union all
    select distinct sentence_id, document_id, 'any_' || family from claim
    union all
    select sentence_id, document_id, 'all' from said
"""
_DOCUMENTS = """
    select d.document_id, d.country, d.language, coalesce(d.note, '') as note, d.is_excerpt,
           count(*) as covered_count
    from document d join sentence s using (document_id)
    where d.year is not null and s.has_codebook
    group by all order by d.country, d.document_id
"""
_CODES = """
    select code, family from (
        select code, family from claim union select code, family from deployment_claim
    ) order by family desc, code
"""
_SYSTEMS = """
    with coded as (
        select country, system_key, code, family from out_system_code
    ), carried as (
        select country, system_key, code from coded
        union all select distinct country, system_key, 'any_' || family from coded
        union all select country, system_key, 'all' from out_national_system
    )
    select n.country, c.code, count(*) as system_count,
           count(*) filter (n.status = 'production') as production_count,
           count(*) filter (n.status = 'unknown') as unknown_count,
           count(*) filter (n.status = 'production' and n.is_codable) as codable_count
    from carried c join out_national_system n using (country, system_key)
    where n.status <> 'no longer listed'
    group by n.country, c.code
"""


@dataclass(frozen=True, slots=True)
class Talk:
    """Documents of one country with what they say, excerpts too; arrays are per document."""

    document_ids: tuple[str, ...]
    languages: tuple[str, ...]
    notes: tuple[str, ...]
    is_excerpt: NDArray[np.bool_]
    covered: Counts  # sentences in languages with a codebook, in scope or not
    claims: Counts  # shape (documents, codes, readings): sentences that carry the code
    hopes: Counts  # likewise: those of them that are a vision or a commitment


@dataclass(frozen=True, slots=True)
class Record:
    """Systems in a country's own registers, each counted once; arrays are per code."""

    systems: Counts
    productions: Counts  # of them, those in production
    unknowns: Counts  # of them, those whose status is blank
    codables: Counts  # of those in production, those with a text that can be coded


def read_families(store: Store) -> dict[str, str | None]:
    """The family of every code, after "all" and "any_…"; `None` for "all".

    Their order is the order of the code axis of all arrays here.
    """
    return {
        ALL: None,
        **{name: family for family, name in ANY.items()},
        **dict(store.query(_CODES).rows),
    }


def read_talk(store: Store, codes: Sequence[str]) -> dict[str, Talk]:
    """What each country's documents say, in languages that have a codebook."""
    column = {code: number for number, code in enumerate(codes)}
    held = _read_claims(store, column)
    nothing = np.zeros((2, len(column), len(READINGS)), np.int64)
    grouped: dict[str, list[tuple[str, str, str, bool, int]]] = defaultdict(list)
    for document_id, country, *rest in store.query(_DOCUMENTS).rows:
        grouped[country].append((document_id, *rest))
    talks = {}
    for country, rows in grouped.items():
        ids, languages, notes, excerpts, covered = zip(*rows, strict=True)
        counts = np.array([held.get(document_id, nothing) for document_id in ids])
        talks[country] = Talk(
            document_ids=ids,
            languages=languages,
            notes=notes,
            is_excerpt=np.array(excerpts, bool),
            covered=np.array(covered, np.int64),
            claims=counts[:, 0],
            hopes=counts[:, 1],
        )
    return talks


def _read_claims(store: Store, column: dict[str, int]) -> dict[str, Counts]:
    """Claims and hopes of each document, shape (2, codes, readings)."""
    counted = ", ".join(
        f"count(*) filter ({reading} and {kind})"
        for kind in ("true", "is_hope")
        for reading in _CONDITIONS
    )
    sql = f"""
        with said as ({_SAID}), coded as ({_CODED})
        select document_id, code, {counted}
        from coded join said using (sentence_id, document_id) group by document_id, code
    """
    held: dict[str, Counts] = {}
    for document_id, code, *counts in store.query(sql).rows:
        block = held.setdefault(document_id, np.zeros((2, len(column), len(READINGS)), np.int64))
        block[:, column[code]] = np.array(counts).reshape(2, len(READINGS))
    return held


def empty_record(code_count: int) -> Record:
    """A register that is loaded and has no system."""
    return Record(*np.zeros((4, code_count), np.int64))


def read_record(store: Store, codes: Sequence[str]) -> dict[str, Record]:
    """The systems of each country that has a national register; the questions must be open."""
    column = {code: number for number, code in enumerate(codes)}
    records: dict[str, Record] = {}
    for country, code, *counts in store.query(_SYSTEMS).rows:
        record = records.setdefault(country, empty_record(len(column)))
        kinds = (record.systems, record.productions, record.unknowns, record.codables)
        for kind, count in zip(kinds, counts, strict=True):
            kind[column[code]] = count
    return records


def read_records_without(
    store: Store, codes: Sequence[str], register_ids: Sequence[str]
) -> Iterator[tuple[str, dict[str, Record]]]:
    """Each register with the record as it would be had that register not been loaded."""
    (database,) = store.query("select current_database()").rows[0]
    for register_id in register_ids:
        name = register_id.replace("'", "''")
        # The questions read `deployment`; a temporary view of that name stands before the table.
        store.execute_script(
            f'create or replace temp view deployment as select * from "{database}".main.deployment '
            f"where register_id <> '{name}'"
        )
        try:
            yield register_id, read_record(store, codes)
        finally:
            store.execute_script("drop view temp.deployment")
