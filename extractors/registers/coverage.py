"""Whether a declaration covers what an edition holds: its columns, rows, statuses and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.errors import RegisterFault
from data.records import STATUSES
from data.register import DateColumn, Register, normalise
from extractors.registers.dates import read_date
from extractors.registers.rows import Rows
from extractors.registers.texts import cell_text

_SHOWN = 10  # values named in one fault; more would hide the first


def check_coverage(register_id: str, register: Register, table: Rows, *, where: str) -> None:
    """Refuse an edition that the declaration does not cover in full.

    Raises:
        RegisterFault: a column is missing or new, there are too few or too many rows, or a status
            or date is not one the declaration knows; says what to add to the YAML.
    """
    _check_columns(register_id, register, table, where)
    _check_bounds(register_id, register, table, where)
    _check_statuses(register_id, register, table, where)
    for key, dates in (("start", register.start), ("record", register.record)):
        if dates:
            _check_dates(f"{_file(register_id)}, `{key}:`", register, dates, table, where)


def _check_columns(register_id: str, register: Register, table: Rows, where: str) -> None:
    present = set(table.columns)
    if missing := sorted(register.used_columns() - present):
        raise RegisterFault(
            f"{where}: missing column {_listed(missing)}; the file has {_listed(sorted(present))}",
            next_step=f"name the column's successor under `columns:`, `status_column:` or a date "
            f"in {_file(register_id)}",
        )
    known = register.used_columns() | {*register.ignore, *register.personal}
    if new := sorted(present - known):
        raise RegisterFault(
            f"{where}: new column {_listed(new)}",
            next_step=f"add it in {_file(register_id)} under `columns:` to use it, `ignore:` to "
            "keep it in the row only, or `personal:` if it names or reaches a person",
        )


def _check_bounds(register_id: str, register: Register, table: Rows, where: str) -> None:
    count, bounds = len(table.rows), register.bounds
    if not bounds.least <= count <= bounds.most:
        raise RegisterFault(
            f"{where}: {count} rows, where {bounds.least} to {bounds.most} are expected",
            next_step="see whether the publisher's list was cut off or mixed with another; if it "
            f"is right, change `bounds:` in {_file(register_id)} and write the reason beside it",
        )


def _check_statuses(register_id: str, register: Register, table: Rows, where: str) -> None:
    status_by_raw = register.status_by_raw()
    cells = _first_rows(table, register.status_column)
    unmapped = {raw: row for raw, row in cells.items() if normalise(raw) not in status_by_raw}
    if unmapped:
        raise RegisterFault(
            f"{where}, {_placed(unmapped, register.status_column)}: status without a mapping",
            next_step=f"add under `statuses:` in {_file(register_id)}: "
            + ", ".join(f"`{raw.strip()}: …`" for raw in list(unmapped)[:_SHOWN])
            + f", each with one of {', '.join(STATUSES)}",
        )


def _check_dates(
    place: str, register: Register, dates: DateColumn, table: Rows, where: str
) -> None:
    unreadable = {
        raw: row
        for raw, row in _first_rows(table, dates.column).items()
        if not is_no_date(raw, dates) and read_date(raw, register.date_order) is None
    }
    if unreadable:
        raise RegisterFault(
            f"{where}, {_placed(unreadable, dates.column)}: not a date that can be read for sure",
            next_step=f"in {place} list the value under `no_date:` if it stands for none; if it is "
            "a date, set `date_order:`",
        )


def is_no_date(raw: str, dates: DateColumn) -> bool:
    """Whether the cell is blank or one of the values that stand for "no date"."""
    return normalise(raw) in {"", *(normalise(value) for value in dates.no_date)}


def _first_rows(table: Rows, column: str) -> dict[str, int]:
    """Each distinct text of a column with the first row that has it."""
    found: dict[str, int] = {}
    for row in table.rows:
        found.setdefault(cell_text(row.cells.get(column)), row.number)
    return found


def _placed(rows_by_value: Mapping[str, int], column: str) -> str:
    values = list(rows_by_value.items())
    shown = ", ".join(f"{value!r} (row {row})" for value, row in values[:_SHOWN])
    more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
    return f"column {column!r}: {shown}{more}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)


def _file(register_id: str) -> str:
    return f"data/registers/{register_id}.yml"
