"""Bytes of a register's file to its rows, read as its declaration says and not otherwise."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from data.errors import RegisterFault
from data.register_layout import Format
from extractors.registers.workbook import read_sheet

_LONGEST_CELL = 10_000_000  # characters; the csv module's own limit is 131,072


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands: the place of it and its cells by column."""

    number: int  # from 1 after the header
    cells: dict[str, Any]

    def cell(self, column: str) -> Any:
        """The cell of a column, or what a JSON pointer into the row leads to; else `None`."""
        return resolve_pointer(self.cells, column) if column[:1] == "/" else self.cells.get(column)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file, without empty ones, and every column that it has."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_rows(content: bytes, layout: Format, *, where: str) -> Rows:
    """Read a CSV, JSON, JSON Lines or Excel file; `where` names register and file in faults.

    Columns are named as in the file, with white space trimmed and repeated names numbered
    (`If other`, `If other.1`). Cells of a CSV or sheet are text; cells of JSON are what they are.

    Raises:
        RegisterFault: wrong encoding, a row longer or shorter than the header, or no list of rows.
    """
    if layout.type == "xlsx":
        return _as_rows(read_sheet(content, layout.sheet, where), layout, where)
    text = _decode(content, layout.encoding, where)
    if layout.type == "csv":
        return _as_rows(_read_csv(text, layout.delimiter, where), layout, where)
    if layout.type == "jsonl":
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        listed = [_parse_json(line, f"{where}, line {number}") for number, line in lines]
        return _as_objects(listed, "", where)
    return _as_objects(resolve_pointer(_parse_json(text, where), layout.rows), layout.rows, where)


def resolve_pointer(content: Any, pointer: str) -> Any:
    """What a JSON pointer (RFC 6901) points to; `None` where there is nothing."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(content, dict) and key in content:
            content = content[key]
        elif isinstance(content, list) and key.isdigit() and int(key) < len(content):
            content = content[int(key)]
        else:
            return None
    return content


def read_json(content: bytes, layout: Format, *, where: str) -> Any:
    """The whole of a JSON file.

    Raises:
        RegisterFault: wrong encoding, or not JSON.
    """
    return _parse_json(_decode(content, layout.encoding, where), where)


def _decode(content: bytes, encoding: str, where: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RegisterFault(
            f"{where}: byte {error.start} (0x{content[error.start]:02x}) is not {encoding}",
            next_step="set `format: encoding:` in the register's declaration (often cp1252)",
        ) from error


def _read_csv(text: str, delimiter: str, where: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    # newline="" keeps the line ends inside cells, and strict refuses a quote that never closes.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise RegisterFault(
            f"{where}: line {reader.line_num} is not CSV: {error}",
            next_step="compare the file with the publisher's, or set `format: delimiter:`",
        ) from error


def _as_rows(records: Sequence[Sequence[str]], layout: Format, where: str) -> Rows:
    if len(records) < layout.header_row:
        raise RegisterFault(
            f"{where}: the file is empty"
            + (f" above row {layout.header_row}" if layout.header_row > 1 else ""),
            next_step="fetch the file again from the publisher, or set `format: header_row:`",
        )
    columns = _name_columns(records[layout.header_row - 1])
    rows = []
    for number, cells in enumerate(records[layout.header_row :], start=1):
        if not any(cell.strip() for cell in cells):
            continue  # blank lines at the end of a file are no rows and need no mention
        if len(cells) != len(columns):
            raise RegisterFault(
                f"{where}, row {number}: {len(cells)} cells under {len(columns)} columns",
                next_step="compare the row with the publisher's, or set `format: delimiter:`",
            )
        rows.append(Row(number, dict(zip(columns, cells, strict=True))))
    return Rows(columns, tuple(rows))


def _as_objects(listed: Any, pointer: str, where: str) -> Rows:
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise RegisterFault(
            f"{where}: no list of objects at {pointer or 'the top'!r}",
            next_step="set `format: rows:` to the JSON pointer of the list",
        )
    columns = tuple(dict.fromkeys(key for item in listed for key in item))
    rows = tuple(
        Row(number, item) for number, item in enumerate(listed, start=1) if _has_text(item.values())
    )
    return Rows(columns, rows)


def _parse_json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise RegisterFault(
            f"{where}: line {error.lineno} is not JSON: {error.msg}",
            next_step="fetch the file again; an error page may have been stored in its place",
        ) from error
    except (RecursionError, ValueError) as error:  # nested without end; a number without end
        raise RegisterFault(
            f"{where}: JSON that cannot be read: {error}",
            next_step="check where the file comes from; no list of systems is like that",
        ) from error


def _name_columns(header: Sequence[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    columns = []
    for cell in header:
        name = " ".join(cell.split())
        columns.append(f"{name}.{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return tuple(columns)


def _has_text(values: Iterable[Any]) -> bool:
    return any(value not in (None, "", [], {}) for value in values)
