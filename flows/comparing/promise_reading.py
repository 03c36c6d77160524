"""Reads promises from the store for the ledger: their texts, who is to act, and by when."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from data.ids import content_id
from data.organisation import Organisations
from data.store import Store
from extractors.named_bodies import BodyNames, find_bodies, index_bodies
from extractors.promised_systems import (
    can_name_system,
    find_described_systems,
    says_intelligent,
)
from extractors.registers.organisations import NameIndex, index_names, match_name
from flows.recording.recorded_systems import ReadRecords
from models.promise_records import PromiseText, normal_name
from models.promise_states import PromiseFacts

_PROMISES = """
    with told as (
        select c.sentence_id,
               list(distinct f.value) filter (f.facet = 'specificity') as specificity,
               list(distinct f.quote) filter (f.value in ('number', 'date')) as amounts,
               max(f.year) filter (f.value = 'dated_future') as due_year
        from claim c join claim_facet f using (claim_id, document_id)
        where f.facet in ('specificity', 'horizon')
        group by c.sentence_id
    ), named as (
        select sentence_id, list(distinct name order by name) as names
        from system_mention group by sentence_id
    )
    select s.sentence_id, s.document_id, d.country, d.year, s.language, s.type, s.position, s.text,
           d.kind, d.title, d.publisher, coalesce(t.specificity, []), coalesce(t.amounts, []),
           t.due_year, coalesce(n.names, [])
    from sentence s
    join document d using (document_id)
    left join told t using (sentence_id)
    left join named n using (sentence_id)
    where s.type in ('commitment', 'mandate') and (s.in_scope or n.names is not null)
    order by d.country, d.year nulls last, s.document_id, s.position
"""
_BEFORE = """
    select document_id, text from sentence
    where document_id in (select unnest(?)) order by document_id, position
"""
_SPEAKS_FOR_ALL = frozenset({"ministry", "parliament", "international", "association"})
_IN_LIST = re.compile(r"^\W{0,2}\(?(?:[ivx]{1,4}|[a-zA-Z]|\d{1,2})[.)]\s")
_LEAD_IN_REACH = 12


@dataclass(frozen=True, slots=True)
class ReadPromise:
    """A promise with all that the ledger tells of it."""

    text: PromiseText
    facts: PromiseFacts
    sentence_id: str
    document_id: str
    type: str
    specificity: tuple[str, ...]
    systems: tuple[str, ...]
    amounts: tuple[str, ...]
    body_basis: str
    printed_count: int = 1


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of `_PROMISES`."""

    sentence_id: str
    document_id: str
    country: str
    year: int | None
    language: str
    type: str
    position: int
    text: str
    document_kind: str
    title: str
    publisher: str | None
    specificity: list[str]
    amounts: list[str]
    due_year: int | None
    names: list[str]


def read_promises(
    store: Store, organisations: Organisations, records: ReadRecords
) -> list[ReadPromise]:
    """Every commitment and mandate that can be checked, once per country and wording."""
    rows = [_Row(*row) for row in store.query(_PROMISES).rows]
    bodies = _BodyReader(
        index_bodies(organisations),
        organisations,
        index_names(organisations),
        records.owners,
        _read_before(store, rows),
    )
    found: dict[str, ReadPromise] = {}
    for row in rows:
        promise = _read_promise(row, bodies)
        if promise is None:
            continue
        known = found.get(promise.text.promise_id)
        found[promise.text.promise_id] = (
            replace(known, printed_count=known.printed_count + 1) if known else promise
        )
    return list(found.values())


def _read_promise(row: _Row, bodies: _BodyReader) -> ReadPromise | None:
    described = find_described_systems(row.text)
    names = tuple(name for name in row.names if can_name_system(name, row.text))
    specificity = sorted({*row.specificity, *(("named_system",) if names else ())} - {"none"})
    if described:
        specificity.append("described_system")
    if not specificity:
        return None
    promise_id = content_id("promise", row.country, normal_name(row.text))
    named, basis = bodies.of(row)
    is_of_system = bool(described or names)
    return ReadPromise(
        PromiseText(
            promise_id,
            row.country,
            row.language,
            row.text,
            names,
            is_of_system,
            named,
            row.year,
        ),
        PromiseFacts(
            promise_id,
            row.country,
            row.year,
            row.due_year,
            bool(names),
            is_of_system,
            says_intelligent(row.text),
        ),
        row.sentence_id,
        row.document_id,
        row.type,
        tuple(specificity),
        tuple(dict.fromkeys((*names, *described))),
        tuple(sorted(row.amounts)),
        basis,
    )


def _read_before(store: Store, rows: Iterable[_Row]) -> dict[str, list[str]]:
    """The sentences of every document with a promise in a list, by position."""
    documents = sorted({row.document_id for row in rows if _IN_LIST.match(row.text)})
    texts: dict[str, list[str]] = defaultdict(list)
    for document_id, text in store.query(_BEFORE, [documents]).rows:
        texts[document_id].append(text)
    return texts


@dataclass(frozen=True, slots=True)
class _BodyReader:
    """Who is to act on a promise."""

    names: BodyNames
    organisations: Organisations
    index: NameIndex
    owners: Mapping[str, frozenset[str]]
    texts: Mapping[str, Sequence[str]]

    def of(self, row: _Row) -> tuple[frozenset[str], str]:
        """The bodies of a promise and how they are known."""
        if found := self._in(row.text, row.country):
            return found, "sentence"
        if _IN_LIST.match(row.text) and (found := self._in_lead(row)):
            return found, "lead-in"
        is_letter = row.document_kind == "mandate_letter"
        if is_letter and (found := self._in(row.title, row.country)):
            return found, "title"
        if row.publisher and (found := self._publisher(row.publisher, row.country)):
            return found, "publisher"
        return frozenset(), "none"

    def _in(self, text: str, country: str) -> frozenset[str]:
        known = {one.organisation_id for one in find_bodies(text, country, self.names)}
        written = f" {normal_name(text)} "
        named = {owner for owner in self.owners.get(country, ()) if f" {owner} " in written}
        return frozenset((*known, *(f"name:{one}" for one in named)))

    def _in_lead(self, row: _Row) -> frozenset[str]:
        """The bodies of the nearest sentence before that ends as the head of a list does."""
        texts = self.texts[row.document_id]
        for before in reversed(texts[max(0, row.position - _LEAD_IN_REACH) : row.position]):
            is_head = before.rstrip().endswith((":", "—"))
            if is_head and (found := self._in(before, row.country)):
                return found
        return frozenset()

    def _publisher(self, publisher: str, country: str) -> frozenset[str]:
        """An agency speaks for itself; a ministry's strategies are for the whole government."""
        match = match_name(publisher, country, self.index)
        if match.organisation_id is not None:
            body = self.organisations.by_id[match.organisation_id]
            is_own = body.kind not in _SPEAKS_FOR_ALL
            return frozenset({match.organisation_id}) if is_own else frozenset()
        owner = normal_name(publisher)
        is_owner = owner in self.owners.get(country, ())
        return frozenset({f"name:{owner}"}) if is_owner else frozenset()
