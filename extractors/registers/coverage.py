"""Whether a declaration covers what an edition holds: its columns, rows, statuses and dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from data.country import country_code
from data.errors import RegisterFault, UsageError
from data.records import STATUSES
from data.register import Register, normalise
from data.register_layout import DateColumn
from extractors.registers.dates import read_date, read_spreadsheet_date
from extractors.registers.rows import Row, Rows
from extractors.registers.texts import cell_text, one_line

_SHOWN = 10  # values named in one fault; more would hide the first


def check_columns(register_id: str, register: Register, table: Rows, *, where: str) -> None:
    """Refuse an edition with a column that is missing, or that the declaration does not list.

    The order of columns is no matter.

    Raises:
        RegisterFault: says what to add to the YAML.
    """
    present = set(table.columns)
    missing = register.used_columns() - present
    missing |= {
        column
        for column in _pointers(register)
        if not missing and all(row.cell(column) is None for row in table.rows)
    }
    if missing and table.rows:
        raise RegisterFault(
            f"{where}: missing column {_listed(sorted(missing))}; "
            f"the file has {_listed(sorted(present))}",
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


def check_rows(register_id: str, register: Register, rows: Sequence[Row], *, where: str) -> None:
    """Refuse an edition whose taken rows are too few or too many, or say what is not declared.

    Raises:
        RegisterFault: for a status, date or country, names the row, column and value, and what to
            add to the YAML.
    """
    _check_bounds(register_id, register, len(rows), where)
    _check_statuses(register_id, register, rows, where)
    for key, dates in register.dates().items():
        _check_dates(f"{_file(register_id)}, `{key}:`", register, dates, rows, where)
    _check_countries(register, rows, where)


def _check_bounds(register_id: str, register: Register, count: int, where: str) -> None:
    bounds = register.bounds
    if not bounds.least <= count <= bounds.most:
        raise RegisterFault(
            f"{where}: {count} rows, where {bounds.least} to {bounds.most} are expected",
            next_step="see whether the publisher's list was cut off or mixed with another; if it "
            f"is right, change `bounds:` in {_file(register_id)} and write the reason beside it",
        )


def _check_statuses(register_id: str, register: Register, rows: Sequence[Row], where: str) -> None:
    if register.status_column is None:
        return
    status_by_raw = register.status_by_raw()
    unmapped = _refused(
        rows, register.status_column, lambda raw: normalise(raw) not in status_by_raw
    )
    if unmapped:
        raise RegisterFault(
            f"{where}, {_placed(unmapped, register.status_column)}: status without a mapping",
            next_step=f"add under `statuses:` in {_file(register_id)}: "
            + ", ".join(f"`{raw.strip()}: …`" for raw in list(unmapped)[:_SHOWN])
            + f", each with one of {', '.join(STATUSES)}",
        )


def _check_dates(
    place: str, register: Register, dates: DateColumn, rows: Sequence[Row], where: str
) -> None:
    unreadable = _refused(
        rows,
        dates.column,
        lambda raw: not is_no_date(raw, dates) and read_cell_date(raw, register, dates) is None,
    )
    if unreadable:
        raise RegisterFault(
            f"{where}, {_placed(unreadable, dates.column)}: not a date that can be read for sure",
            next_step=f"in {place} list the value under `no_date:` if it stands for none; if it is "
            "a date, set `date_order:`, or `is_from_spreadsheet:` for days of the year 1905",
        )


def _check_countries(register: Register, rows: Sequence[Row], where: str) -> None:
    for candidate in register.columns.body_country or ():
        if unknown := _refused(rows, candidate.column, _is_no_country):
            raise RegisterFault(
                f"{where}, {_placed(unknown, candidate.column)}: no country of that name",
                next_step="add the name to its code in data/countries.yml",
            )


def _is_no_country(raw: str) -> bool:
    try:
        return bool(one_line(raw)) and not country_code(one_line(raw))
    except UsageError:
        return True


def is_no_date(raw: str, dates: DateColumn) -> bool:
    """Whether the cell is blank or one of the values that stand for "no date"."""
    return normalise(raw) in {"", *(normalise(value) for value in dates.no_date)}


def read_cell_date(raw: str, register: Register, dates: DateColumn) -> str | None:
    """The date of a cell as its column is declared."""
    read = read_spreadsheet_date if dates.is_from_spreadsheet else read_date
    return read(raw, register.date_order)


def _pointers(register: Register) -> set[str]:
    columns = [
        candidate.column
        for candidates in register.columns.candidates().values()
        for candidate in candidates
    ]
    columns += [dates.column for dates in register.dates().values()]
    columns += [register.status_column or ""]
    return {column for column in columns if column.startswith("/")}


def _refused(rows: Sequence[Row], column: str, is_refused: Callable[[str], bool]) -> dict[str, int]:
    """Each distinct text of a column that is refused, with the first row that has it."""
    found: dict[str, int] = {}
    for row in rows:
        found.setdefault(cell_text(row.cell(column)), row.number)
    return {raw: number for raw, number in found.items() if is_refused(raw)}


def _placed(rows_by_value: Mapping[str, int], column: str) -> str:
    values = list(rows_by_value.items())
    shown = ", ".join(f"{value!r} (row {row})" for value, row in values[:_SHOWN])
    more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
    return f"column {column!r}: {shown}{more}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)


def _file(register_id: str) -> str:
    return f"data/registers/{register_id}.yml"
