"""What an edition holds as far as its headline numbers go: documents, sentences and systems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from data.errors import UsageError
from data.store import Store
from reports.headline_counts import ALL, ANY

NEEDED = ("out_national_system", "out_system_record", "out_system_code")

TEXT_DIGEST = "s.text_sha256"
"""What stands for a sentence's words: an edition may withhold the words themselves."""
TEXT_DIGEST_BEFORE = "sha256(s.text)"
"""The same in editions from before there was such a column."""

_DOCUMENTS = """
    with made as (
        select document_id, min(codebook_hash) as codebook_hash, min(coder_version) as coder_version
        from claim group by document_id
    ), held as (
        select s.document_id,
               sum(hash({text}, s.in_scope, s.has_codebook, s.type, c.codes)::hugeint)::varchar
                   as content
        from sentence s left join (
            select sentence_id, string_agg(code, ' ' order by code) as codes
            from claim group by sentence_id
        ) c using (sentence_id)
        group by s.document_id
    )
    select d.document_id, d.country, d.title, d.sha256, d.parser_version,
           coalesce(m.codebook_hash, (select mode(codebook_hash) from claim)),
           coalesce(m.coder_version, (select mode(coder_version) from claim)),
           not d.is_excerpt and d.year is not null, h.content
    from document d join held h using (document_id) left join made m using (document_id)
    order by d.document_id
"""
_SENTENCES = """
    select s.document_id, hash({text}), coalesce(s.in_scope and s.has_codebook, false),
           coalesce(s.type in ('vision', 'commitment'), false), c.codes
    from sentence s left join (
        select sentence_id, list_sort(list(distinct code)) as codes from claim group by sentence_id
    ) c using (sentence_id)
    where s.document_id in (select unnest(?))
    order by s.document_id, s.page, s.passage_id, s.start_char
"""
_SYSTEMS = """
    select n.country, n.system_key, n.name, n.status, r.register_id, r.deployment_id,
           hash(d.name, d.organisation, d.description, d.purpose, d.status)
    from out_national_system n
    join out_system_record r using (country, system_key)
    join deployment d using (register_id, deployment_id)
    where n.status <> 'no longer listed'
    order by n.country, n.system_key, r.register_id, r.deployment_id
"""
_ANSWERS = """
    select view_name from duckdb_views() union select table_name from duckdb_tables()
"""
_CODED_BY = """
    select coalesce(mode(codebook_hash), ''), coalesce(mode(coder_version), '')
    from deployment_claim
"""


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document of an edition: what it was made by, and a digest of all that it says."""

    document_id: str
    country: str
    title: str
    sha256: str
    parser_version: str
    codebook_hash: str | None
    coder_version: str | None
    is_counted: bool
    content: str


@dataclass(frozen=True, slots=True)
class HeldSentence:
    """A sentence by the hash of its text, and what it counts for."""

    text: int
    is_counted: bool
    is_hope: bool
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class HeldSystem:
    """A system on record in a country's own registers; its rows with a hash of what they say."""

    country: str
    system_key: str
    name: str
    is_production: bool
    codes: frozenset[str]
    rows: frozenset[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class EditionUnits:
    """An edition, open, with its documents and systems; sentences are read when asked for."""

    store: Store
    families: dict[str, str]
    documents: dict[str, HeldDocument]
    systems: tuple[HeldSystem, ...]
    registered: frozenset[str]
    coded_by: tuple[str, str]
    text_digest: str

    def sentences(self, document_ids: Sequence[str]) -> dict[str, list[HeldSentence]]:
        """The sentences of these documents in reading order."""
        held: dict[str, list[HeldSentence]] = defaultdict(list)
        families = self.families
        for document_id, text, is_counted, is_hope, codes in self.store.query(
            _SENTENCES.format(text=self.text_digest), [list(document_ids)]
        ).rows:
            carried = with_families(codes or (), families) if is_counted else frozenset()
            held[document_id].append(HeldSentence(text, is_counted, is_hope, carried))
        return held


def read_edition(store: Store) -> EditionUnits:
    """Read an edition by its own stored views.

    Raises:
        UsageError: it was published by a version that had not yet these views.
    """
    views = {row[0] for row in store.query(_ANSWERS).rows}
    missing = [name for name in NEEDED if name not in views]
    if missing:
        raise UsageError(
            f"{store.path} has no {', '.join(missing)}: an earlier version published it. "
            "Publish again and compare the editions from then on"
        )
    codes = store.query(
        "select code, family from claim union select code, family from deployment_claim"
    ).rows
    families = dict(sorted(codes))
    has_digests = "select 1 from duckdb_columns() where column_name = 'text_sha256'"
    digest = TEXT_DIGEST if store.query(has_digests).rows else TEXT_DIGEST_BEFORE
    documents = [HeldDocument(*row) for row in store.query(_DOCUMENTS.format(text=digest)).rows]
    registered = store.query(
        "select country from out_national_system union "
        "select country from register where is_national"
    )
    return EditionUnits(
        store=store,
        families=families,
        documents={document.document_id: document for document in documents},
        systems=tuple(_read_systems(store, families)),
        registered=frozenset(row[0] for row in registered.rows),
        coded_by=store.query(_CODED_BY).rows[0],
        text_digest=digest,
    )


def with_families(codes: Sequence[str], families: dict[str, str]) -> frozenset[str]:
    """The codes, "any_…" of their families, and "all", which everything carries."""
    return frozenset((ALL, *codes, *(ANY[families[code]] for code in codes)))


def _read_systems(store: Store, families: dict[str, str]) -> list[HeldSystem]:
    codes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for country, key, code in store.query(
        "select distinct country, system_key, code from out_system_code"
    ).rows:
        codes[country, key].append(code)
    rows: dict[tuple[str, str], set[tuple[str, str, int]]] = defaultdict(set)
    about: dict[tuple[str, str], tuple[str, bool]] = {}
    for country, key, name, status, register_id, deployment_id, digest in store.query(
        _SYSTEMS
    ).rows:
        rows[country, key].add((register_id, deployment_id, digest))
        about[country, key] = (name, status == "production")
    return [
        HeldSystem(
            country,
            key,
            *about[country, key],
            with_families(codes[country, key], families),
            frozenset(held),
        )
        for (country, key), held in rows.items()
    ]
