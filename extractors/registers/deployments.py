"""Rows of a register to deployments, each column and status used as its declaration says."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from data.country import country_code
from data.ids import content_id
from data.records import Deployment, DeploymentStatus, RegisterColumn, Status
from data.register import Register, StatusBasis, normalise
from data.register_layout import Candidate, DateColumn
from extractors.registers.coverage import check_columns, check_rows, is_no_date, read_cell_date
from extractors.registers.rows import Row, read_rows
from extractors.registers.selection import count_blanks, select_rows
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


@dataclass(frozen=True, slots=True)
class _Status:
    """A row's status, the register's own word for it, and how it is known."""

    status: Status
    raw: str
    basis: StatusBasis


@dataclass(frozen=True, slots=True)
class EditionReading:
    """What one edition of a register holds."""

    deployments: list[Deployment]
    excluded_count: int
    columns: list[RegisterColumn]


def read_deployments(
    register_id: str,
    register: Register,
    content: bytes,
    edition_id: str,
    edition_on: str,
    source_file: str,
) -> list[Deployment]:
    """The systems of one edition, in the order of its rows; see `read_edition`."""
    reading = read_edition(register_id, register, content, edition_id, edition_on, source_file)
    return reading.deployments


def read_edition(
    register_id: str,
    register: Register,
    content: bytes,
    edition_id: str,
    edition_on: str,
    source_file: str,
) -> EditionReading:
    """The systems of one edition, how many rows were left out, and how often columns are blank.

    A blank status is `unknown` with basis `blank`, always. Dates are ISO at the grain known.
    `year` is the start's where that is known, else the record's, else none.

    Raises:
        RegisterFault: a row, column, status, date or country that the declaration does not cover;
            nothing of the edition is then taken.
    """
    where = f"register {register_id}, {source_file}"
    table = read_rows(content, register.format, where=where)
    check_columns(register_id, register, table, where=where)
    selection = select_rows(register_id, register, table, where=where)
    check_rows(register_id, register, selection.rows, where=where)
    read_status = _status_reader(register)
    found = []
    for row, deployment_id in zip(selection.rows, _identify(register, selection.rows), strict=True):
        status = read_status(row)
        when = _read_when(row, register, status.status, edition_on)
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
                status=status.status,
                status_raw=status.raw,
                status_basis=status.basis,
                start_on=when.start_on,
                start_basis=when.start_basis,
                record_on=when.record_on,
                year=when.year,
                year_basis=when.year_basis,
                url=_url(row, register),
                source_file=source_file,
                row_number=row.number,
                row_json=_row_json(row, register),
                body_country=_body_country(row, register),
                is_from_strategy=_is_from_strategy(row, register),
            )
        )
    columns = count_blanks(register_id, register, table.columns, selection.rows)
    return EditionReading(found, selection.excluded_count, columns)


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


def _status_reader(register: Register) -> Callable[[Row], _Status]:
    if (fixed := register.fixed_status) is not None:
        same = _Status(fixed.status, fixed.raw, "assumed")
        return lambda row: same
    status_by_raw, column = register.status_by_raw(), register.status_column or ""

    def read(row: Row) -> _Status:
        raw = cell_text(row.cell(column)).strip()
        basis = register.status_basis if normalise(raw) else "blank"
        return _Status(status_by_raw[normalise(raw)], raw, basis)

    return read


def _body_country(row: Row, register: Register) -> str | None:
    named = one_line(_value(row, register.columns.body_country))
    return country_code(named) if named else None


def _is_from_strategy(row: Row, register: Register) -> bool:
    source = register.from_strategy
    return source is not None and any(
        re.search(source.pattern, cell_text(row.cell(column)), re.IGNORECASE)
        for column in source.columns
    )


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
        value = row.cell(candidate.column)
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
    raw = cell_text(row.cell(dates.column))
    return None if is_no_date(raw, dates) else read_cell_date(raw, register, dates)


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
