"""Rows of a list of incidents to incidents, and the names of who deployed or developed what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from data.country import country_code
from data.errors import RegisterFault, UsageError
from data.ids import content_id
from data.incident_list import IncidentListDeclaration
from data.records import Incident, IncidentBody
from data.register import normalise
from extractors.registers.organisations import NameIndex, match_name
from extractors.registers.rows import Row, Rows, read_rows
from extractors.registers.texts import (
    cell_text,
    clean_text,
    first_link,
    one_line,
    without_addresses,
)

DEPLOYER, DEVELOPER = "deployer", "developer"

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHOWN = 10  # values named in one fault; more would hide the first


@dataclass(frozen=True, slots=True)
class IncidentReading:
    """The incidents of a list, and the names in their cells, not yet matched with bodies."""

    incidents: list[Incident]
    parties: list[IncidentBody]


def read_incidents(
    list_id: str, declared: IncidentListDeclaration, content: bytes, source_file: str
) -> IncidentReading:
    """The incidents of one file, in the order of its rows.

    Raises:
        RegisterFault: a column, country or time that the declaration does not cover, or too few or
            too many rows; nothing of the list is then taken.
    """
    where = f"incidents {list_id}, {source_file}"
    table = read_rows(content, declared.format, where=where)
    columns = _present_columns(list_id, declared, table, where)
    rows = table.rows[declared.sub_header_rows :]
    _check(list_id, declared, rows, columns, where)
    incidents: list[Incident] = []
    parties: list[IncidentBody] = []
    for row in rows:
        texts = {field: clean_text(row.cell(column)) for field, column in columns.items()}
        incident = _incident(list_id, declared, row, texts, source_file)
        incidents.append(incident)
        for party in (DEPLOYER, DEVELOPER):
            names = _split(texts.get(party, ""), declared, declared.no_body)
            parties += [
                IncidentBody(
                    list_id, incident.incident_id, party, at, name, None, None, "unmatched"
                )
                for at, name in enumerate(names)
            ]
    _check_ids(incidents, where)
    return IncidentReading(incidents, parties)


def _incident(
    list_id: str,
    declared: IncidentListDeclaration,
    row: Row,
    texts: dict[str, str],
    source_file: str,
) -> Incident:
    headline, occurred = texts["headline"], texts.get("occurred", "")
    return Incident(
        list_id=list_id,
        incident_id=texts.get("id") or content_id(headline, occurred),
        headline=one_line(headline),
        description=texts.get("description") or None,
        occurred_year=_year(occurred),
        occurred_raw=one_line(occurred),
        countries="; ".join(_countries(texts.get("country", ""), declared)) or None,
        sector=texts.get("sector") or None,
        system_name=texts.get("system_name") or None,
        technology=texts.get("technology") or None,
        purpose=texts.get("purpose") or None,
        issues=texts.get("issues") or None,
        url=first_link(texts.get("url", "")),
        source_file=source_file,
        row_number=row.number,
        row_json=_row_json(row, declared),
    )


def _check_ids(incidents: list[Incident], where: str) -> None:
    rows: dict[str, int] = {}
    for one in incidents:
        if other := rows.get(one.incident_id):
            raise RegisterFault(
                f"{where}, rows {other} and {one.row_number}: {one.incident_id!r} stands twice",
                next_step="take one of them out of the file, or leave `id:` out of the declaration",
            )
        rows[one.incident_id] = one.row_number


def match_parties(
    parties: Iterable[IncidentBody], incidents: Iterable[Incident], index: NameIndex
) -> Iterator[IncidentBody]:
    """Say of each name which public body of the incident's countries it stands for, if any."""
    countries = {(one.list_id, one.incident_id): one.countries for one in incidents}
    for party in parties:
        codes = (countries[party.list_id, party.incident_id] or "").split("; ")
        found = [(code, match_name(party.name, code, index)) for code in codes if code]
        found.sort(key=lambda one: (one[1].organisation_id is None, one[1].basis == "unmatched"))
        code, match = found[0] if found else (None, None)
        yield IncidentBody(
            list_id=party.list_id,
            incident_id=party.incident_id,
            party=party.party,
            position=party.position,
            name=party.name,
            country=code,
            organisation_id=match.organisation_id if match else None,
            basis=match.basis if match else "unmatched",
        )


def _present_columns(
    list_id: str, declared: IncidentListDeclaration, table: Rows, where: str
) -> dict[str, str]:
    """The column that each field is read from in this file: exports rename theirs."""
    present, found, missing = set(table.columns), {}, []
    known = {*declared.ignore, *declared.personal}
    for field, columns in declared.columns.names():
        known |= set(columns)
        if there := [column for column in columns if column in present]:
            found[field] = there[0]
        else:
            missing.append(" or ".join(map(repr, columns)))
    if missing:
        raise RegisterFault(
            f"{where}: missing column {', '.join(missing)}; the file has "
            + ", ".join(map(repr, sorted(present))),
            next_step=f"name the column under `columns:` in data/incidents/{list_id}.yml",
        )
    if new := sorted(present - known):
        raise RegisterFault(
            f"{where}: new column {', '.join(map(repr, new))}",
            next_step=f"add it in data/incidents/{list_id}.yml under `columns:`, `ignore:`, or "
            "`personal:` if it names or reaches a person",
        )
    return found


def _check(
    list_id: str,
    declared: IncidentListDeclaration,
    rows: tuple[Row, ...],
    columns: dict[str, str],
    where: str,
) -> None:
    place, bounds = f"data/incidents/{list_id}.yml", declared.bounds
    if not bounds.least <= len(rows) <= bounds.most:
        raise RegisterFault(
            f"{where}: {len(rows)} rows, where {bounds.least} to {bounds.most} are expected",
            next_step="see whether the file was cut off; if it is right, change `bounds:` in "
            f"{place}",
        )
    refused: dict[str, dict[str, int]] = {"headline": {}, "occurred": {}, "country": {}}
    for row in rows:
        texts = {field: one_line(row.cell(columns[field])) for field in refused if field in columns}
        if not texts["headline"]:
            refused["headline"].setdefault("", row.number)
        if (said := texts.get("occurred", "")) and not _names_year(said, declared):
            refused["occurred"].setdefault(said, row.number)
        for name in _split(texts.get("country", ""), declared, declared.no_country):
            if not _is_country(name):
                refused["country"].setdefault(name, row.number)
    steps = {
        "headline": "correct the file: an incident without a headline cannot be told from others",
        "occurred": f"list the value under `no_year:` in {place}, or correct the file",
        "country": f"list the value under `no_country:` in {place}, or add the name to its code in "
        "data/countries.yml",
    }
    for field, values in refused.items():
        if values:
            shown = ", ".join(f"{v!r} (row {n})" for v, n in list(values.items())[:_SHOWN])
            raise RegisterFault(
                f"{where}, column {columns[field]!r}: {shown}"
                + (f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""),
                next_step=steps[field],
            )


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found.group()) if found else None


def _names_year(text: str, declared: IncidentListDeclaration) -> bool:
    return _year(text) is not None or normalise(text) in {
        normalise(one) for one in declared.no_year
    }


def _split(text: str, declared: IncidentListDeclaration, nothing: tuple[str, ...]) -> list[str]:
    """The names in a cell, each once, without those that stand for none."""
    none = {"", *(normalise(one) for one in nothing)}
    names = (one_line(name) for name in text.split(declared.separator))
    return list(dict.fromkeys(name for name in names if normalise(name) not in none))


def _countries(text: str, declared: IncidentListDeclaration) -> list[str]:
    names = _split(text, declared, declared.no_country)
    return list(dict.fromkeys(country_code(name) for name in names))


def _is_country(name: str) -> bool:
    try:
        return bool(country_code(name))
    except UsageError:
        return False


def _row_json(row: Row, declared: IncidentListDeclaration) -> str:
    kept = {
        column: without_addresses(cell_text(value))
        for column, value in row.cells.items()
        if column not in declared.personal
    }
    return json.dumps(kept, ensure_ascii=False)
