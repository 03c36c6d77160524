"""Reads the systems on record that may answer a promise: texts, bodies, statuses, registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from data.ids import content_id
from data.organisation import Organisations
from data.store import Store
from models.promise_records import RecordText, normal_name
from models.promise_states import CountryRegister, Statuses

_RECORDS = """
    select o.register_id, o.deployment_id, coalesce(o.body_country, o.country), o.organisation,
           o.name, o.description, o.purpose, o.year, o.year_basis, o.status, b.organisation_id,
           r.language, g.group_id, o.start_on, coalesce(r.series_id, o.register_id),
           coalesce(r.edition_on, o.edition_id)
    from deployment o
    left join deployment_body b using (register_id, deployment_id)
    left join register r using (register_id)
    left join deployment_group g using (register_id, deployment_id)
    where not o.is_from_strategy
    order by o.register_id, o.deployment_id
"""
_WAS_IN_USE = """
    select distinct register_id, deployment_id from deployment_status where status = 'production'
"""
_REGISTERS = """
    select r.register_id, r.country, r.edition_on, c.reporting_since_on
    from register r left join register_coverage c using (register_id)
    where r.is_national
"""


@dataclass(frozen=True, slots=True)
class ReadRecords:
    """The register rows, what each is on record as, and which registers could hold a promise."""

    texts: tuple[RecordText, ...]
    statuses: Mapping[tuple[str, str], Statuses]
    registers: tuple[CountryRegister, ...]
    owners: Mapping[str, frozenset[str]]
    """Names of unknown bodies that own rows, comparable, by country."""


def read_records(store: Store, organisations: Organisations) -> ReadRecords:
    """The systems on record that may answer a promise: none that was taken from a strategy."""
    rows = store.query(_RECORDS).rows
    keys: dict[tuple[str, str], str] = {}
    owners: dict[str, set[str]] = defaultdict(set)
    texts: list[RecordText] = []
    for row in rows:
        register_id, deployment_id, country, organisation = row[:4]
        key = row[12] or content_id(country, normal_name(organisation), normal_name(row[4]))
        keys[register_id, deployment_id] = key
        if row[10] is None:
            owners[country].add(normal_name(organisation))
        texts.append(_record_text(row, key, organisations))
    return ReadRecords(
        tuple(texts),
        _read_statuses(rows, keys, set(store.query(_WAS_IN_USE).rows)),
        _read_registers(store),
        {country: frozenset(names) for country, names in owners.items()},
    )


def _read_statuses(
    rows: Iterable[Sequence[Any]],
    keys: Mapping[tuple[str, str], str],
    used: Set[tuple[str, str]],
) -> dict[tuple[str, str], Statuses]:
    """What each system is on record as; of the years of one inventory the newest counts."""
    newest: dict[tuple[str, str], tuple[str, set[str]]] = {}
    in_use: set[str] = set()
    for row in rows:
        one, status, series_id, edition_on = (row[0], row[1]), row[9], row[14], row[15]
        place = (keys[one], series_id)
        held = newest.get(place)
        if held is None or edition_on > held[0]:
            newest[place] = (edition_on, {status})
        elif edition_on == held[0]:
            held[1].add(status)
        if one in used or status == "production":
            in_use.add(keys[one])
    now: dict[str, set[str]] = defaultdict(set)
    for (key, _), (_, statuses) in newest.items():
        now[key] |= statuses
    return {one: Statuses(frozenset(now[key]), key in in_use) for one, key in keys.items()}


def _record_text(row: Sequence[Any], key: str, organisations: Organisations) -> RecordText:
    register_id, deployment_id, country, organisation, name = row[:5]
    description, purpose, year, year_basis, _, body, language = row[5:12]
    start_on = row[13]
    parts = [str(part) for part in (name, description, purpose) if part]
    bodies = _with_kin(body, organisations) if body else set()
    return RecordText(
        register_id,
        deployment_id,
        country,
        language or "en",
        name,
        ". ".join(parts),
        frozenset(bodies or {f"name:{normal_name(organisation)}"}),
        year if start_on and year_basis != "record" else None,
        key,
    )


def _with_kin(organisation_id: str, organisations: Organisations) -> set[str]:
    """A body, those above it and those it took over from: a promise may name any of them."""
    found: set[str] = set()
    waiting = [organisation_id]
    while waiting:
        one = waiting.pop()
        body = organisations.by_id.get(one)
        if one in found or body is None:
            continue
        found.add(one)
        waiting += [earlier.id for earlier in body.predecessors]
        waiting += [body.parent] if body.parent else []
    return found


def _read_registers(store: Store) -> tuple[CountryRegister, ...]:
    return tuple(
        CountryRegister(
            register_id, country, int(edition_on[:4]), int(since[:4]) if since else None
        )
        for register_id, country, edition_on, since in store.query(_REGISTERS).rows
    )
