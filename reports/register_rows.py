"""The register rows behind a figure about the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.store import Store
from reports.links import web_address

_STATUSES = """
    select name, organisation, register_id, status, status_raw, year, url
    from out_system_record
    qualify row_number() over (partition by register_id, country, status
                               order by url is null, deployment_id) = 1
    order by row_number() over (partition by status order by register_id, country), status,
             register_id, country
    limit ?
"""
_CODED = """
    select r.name, r.organisation, r.register_id, r.status, r.status_raw, r.year, r.url
    from deployment_claim c join out_system_record r using (register_id, deployment_id)
    where r.year = ? and r.country in (select unnest(?)) and c.family = 'imaginary'
    qualify row_number() over (partition by c.code
                               order by c.score desc, r.url is null, r.system_key) = 1
        and row_number() over (partition by r.register_id, r.deployment_id order by c.code) = 1
    order by c.code, r.register_id, r.deployment_id
    limit ?
"""
_PRODUCTION = """
    select r.name, r.organisation, r.register_id, r.status, r.status_raw, r.year, r.url
    from out_system_record r
    where r.is_national and r.status in ('production', 'unknown')
      and r.country in (select unnest(?))
    qualify row_number() over (partition by r.country, r.status
                               order by r.url is null, r.register_id, r.deployment_id) = 1
    order by r.status, r.country
    limit ?
"""
_NAMED = """
    select distinct r.name, r.organisation, r.register_id, r.status, r.status_raw, r.year, r.url
    from out_promise p
    join out_system o on o.country = p.country and o.name in (
        select unnest(string_split(p.record_name, '; ')))
    join out_system_record r on r.system_key = o.system_key
    where p.year = ? and not p.is_excerpt
    order by r.name, r.register_id
    limit ?
"""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of a register as evidence; `status_raw` is empty where the register is blank."""

    name: str
    organisation: str
    register_id: str
    status: str
    status_raw: str
    year: int | None
    link: str | None


def read_rows_by_status(store: Store, most: int = 6) -> tuple[RegisterRow, ...]:
    """One row per register and status, every status before a second one of any."""
    return _read(store, _STATUSES, most)


def read_coded_rows(
    store: Store, year: int, countries: list[str], most: int = 6
) -> tuple[RegisterRow, ...]:
    """Rows of the year in these countries whose text carries an imaginary, one per code."""
    return _read(store, _CODED, year, countries, most)


def read_production_rows(
    store: Store, countries: list[str], most: int = 8
) -> tuple[RegisterRow, ...]:
    """One row in production and one with a blank status of each country."""
    return _read(store, _PRODUCTION, countries, most)


def read_promised_rows(store: Store, year: int, most: int = 6) -> tuple[RegisterRow, ...]:
    """The rows that were found for systems promised in the year."""
    return _read(store, _NAMED, year, most)


def _read(store: Store, sql: str, *parameters: Any) -> tuple[RegisterRow, ...]:
    return tuple(
        RegisterRow(
            name=row["name"],
            organisation=row["organisation"],
            register_id=row["register_id"],
            status=row["status"],
            status_raw=row["status_raw"],
            year=row["year"],
            link=web_address(row["url"]),
        )
        for row in store.query(sql, parameters).as_dicts()
    )
