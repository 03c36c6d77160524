"""Rows of a register to deployments, each column and status used as its declaration says."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from data.ids import content_id
from data.records import Deployment, DeploymentStatus, Status
from data.register import Candidate, DateColumn, Register, normalise
from extractors.registers.coverage import check_coverage, is_no_date
from extractors.registers.dates import read_date
from extractors.registers.rows import Row, read_rows
from extractors.registers.texts import (
    cell_text,
    clean_text,
    first_link,
    one_line,
    readable_slug,
    without_addresses,
)

UNNAMED = "(no name in the register)"


@dataclass(frozen=True, slots=True)
class _When:
    """The dates of a row, and the year it counts for in comparisons."""

    start_on: str | None
    start_basis: str | None
    record_on: str | None
    year: int | None
    year_basis: str


def read_deployments(
    register_id: str,
    register: Register,
    content: bytes,
    edition_id: str,
    edition_on: str,
    source_file: str,
) -> list[Deployment]:
    """The systems of one edition, in the order of its rows.

    A blank status is `unknown` with basis `blank`, always. Dates are ISO at the grain known.
    `year` is the start's where that is known, else the record's, else none.

    Raises:
        RegisterFault: a row, column, status or date that the declaration does not cover; nothing
            of the edition is then taken.
    """
    where = f"register {register_id}, {source_file}"
    table = read_rows(content, register.format, where=where)
    check_coverage(register_id, register, table, where=where)
    deployment_ids = _identify(register, table.rows)
    status_by_raw = register.status_by_raw()
    found = []
    for row, deployment_id in zip(table.rows, deployment_ids, strict=True):
        status_raw = cell_text(row.cells.get(register.status_column)).strip()
        status = status_by_raw[normalise(status_raw)]
        when = _read_when(row, register, status, edition_on)
        found.append(
            Deployment(
                register_id=register_id,
                deployment_id=deployment_id,
                edition_id=edition_id,
                country=register.country,
                organisation=_organisation(row, register),
                name=_name(row, register),
                description=_text(row, register.columns.description),
                purpose=_text(row, register.columns.purpose),
                technology=_text(row, register.columns.technology),
                status=status,
                status_raw=status_raw,
                status_basis="stated" if normalise(status_raw) else "blank",
                start_on=when.start_on,
                start_basis=when.start_basis,
                record_on=when.record_on,
                year=when.year,
                year_basis=when.year_basis,
                url=_url(row, register),
                source_file=source_file,
                row_number=row.number,
                row_json=_row_json(row, register),
            )
        )
    return found


def statuses_of(deployments: Iterable[Deployment], edition_on: str) -> list[DeploymentStatus]:
    """What one edition says of each system, for the history."""
    return [
        DeploymentStatus(
            register_id=deployment.register_id,
            deployment_id=deployment.deployment_id,
            edition_id=deployment.edition_id,
            edition_on=edition_on,
            name=deployment.name,
            organisation=deployment.organisation,
            status=deployment.status,
            status_raw=deployment.status_raw,
        )
        for deployment in deployments
    ]


def _identify(register: Register, rows: Sequence[Row]) -> list[str]:
    """One id per row, the same for the same system in the next edition as far as rows allow.

    The register's own id is used where it stands and stands once. Else the id is a hash of
    organisation and name (or what `identity:` names), counted up where rows repeat it.
    """
    own = [one_line(_value(row, register.columns.id)) for row in rows]
    times = Counter(own)
    fields = tuple(field for field in register.identity if field != "id")
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for row, own_id in zip(rows, own, strict=True):
        if "id" in register.identity and own_id and times[own_id] == 1:
            found.append(own_id)
            continue
        key = _identity_key(row, register, fields or ("organisation", "name"))
        seen[key] += 1
        found.append(content_id(*key, *([seen[key]] if seen[key] > 1 else [])))
    return found


def _identity_key(row: Row, register: Register, fields: Sequence[str]) -> tuple[str, ...]:
    texts = {"organisation": _organisation(row, register), "name": _name(row, register)}
    return tuple(normalise(texts[field]) for field in fields)


def _value(row: Row, candidates: Sequence[Candidate] | None) -> Any:
    """The first candidate's value that has text; "" when none has."""
    for candidate in candidates or ():
        value = row.cells.get(candidate.column)
        if candidate.pattern:
            match = re.search(candidate.pattern, one_line(value))
            value = match.group(1) if match else ""
        if normalise(cell_text(value)):
            return readable_slug(cell_text(value)) if candidate.is_slug else value
    return ""


def _text(row: Row, candidates: Sequence[Candidate] | None) -> str | None:
    return clean_text(_value(row, candidates)) or None


def _name(row: Row, register: Register) -> str:
    return one_line(_value(row, register.columns.name)) or UNNAMED


def _organisation(row: Row, register: Register) -> str:
    return one_line(_value(row, register.columns.organisation)) or UNNAMED


def _url(row: Row, register: Register) -> str | None:
    address = cell_text(_value(row, register.columns.url)).strip()
    if register.url_base and address.startswith("/"):
        return urljoin(str(register.url_base), address)
    return first_link(address)


def _read_when(row: Row, register: Register, status: Status, edition_on: str) -> _When:
    start_on = _read_date_cell(row, register, register.start)
    record_on = _read_date_cell(row, register, register.record)
    if record_on is None and register.has_record_year:
        record_on = edition_on
    start_basis, is_expected = None, False
    if register.start and start_on:
        is_expected = status in register.start.expected_in
        start_basis = register.start.basis + (" (expected)" if is_expected else "")
    if start_on and not is_expected:
        return _When(start_on, start_basis, record_on, int(start_on[:4]), "start")
    if record_on:
        return _When(start_on, start_basis, record_on, int(record_on[:4]), "record")
    return _When(start_on, start_basis, None, None, "unknown")


def _read_date_cell(row: Row, register: Register, dates: DateColumn | None) -> str | None:
    if dates is None:
        return None
    raw = cell_text(row.cells.get(dates.column))
    return None if is_no_date(raw, dates) else read_date(raw, register.date_order)


def _row_json(row: Row, register: Register) -> str:
    kept = {column: value for column, value in row.cells.items() if column not in register.personal}
    return json.dumps(_without_addresses(kept), ensure_ascii=False)


def _without_addresses(value: Any) -> Any:
    if isinstance(value, str):
        return without_addresses(value)
    if isinstance(value, list):
        return [_without_addresses(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_addresses(item) for key, item in value.items()}
    return value
