"""Writes an answer as a file: Parquet, CSV, JSON lines or an Excel workbook."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from data.errors import StoreError, UsageError
from reports.spreadsheet_text import guard_table

XLSX_ROWS, XLSX_COLUMNS, XLSX_CHARACTERS = 1_048_576, 16_384, 32_767
"""Limits of a sheet: rows with the heading, columns, and characters of a cell."""
_ROWS_AT_ONCE = 10_000
_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def write_export(table: pa.Table, path: Path, format: str) -> None:
    """Write a table to a file that is there whole or not at all.

    Raises:
        UsageError: the file is there already, or the table does not fit the format.
        StoreError: the file cannot be written.
    """
    if path.exists():
        raise UsageError(f"{path} is there already: remove it, or give another file by --to")
    half_written = path.with_name(f".{path.name}.making")
    try:
        WRITERS[format](table, half_written)
        half_written.replace(path)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error}") from error
    finally:
        half_written.unlink(missing_ok=True)


def _write_parquet(table: pa.Table, path: Path) -> None:
    pyarrow.parquet.write_table(table, path, compression="zstd")


def _write_csv(table: pa.Table, path: Path) -> None:
    """Texts in quotation marks, null as nothing between commas, line feeds, UTF-8; no formulas."""
    pyarrow.csv.write_csv(guard_table(table), path)


def _write_jsonl(table: pa.Table, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for batch in table.to_batches(max_chunksize=_ROWS_AT_ONCE):
            for row in batch.to_pylist():
                plain = {name: plain_value(value) for name, value in row.items()}
                file.write(json.dumps(plain, ensure_ascii=False) + "\n")


def _write_xlsx(table: pa.Table, path: Path) -> None:
    if table.num_rows >= XLSX_ROWS or table.num_columns > XLSX_COLUMNS:
        raise UsageError(
            f"{table.num_rows:,} rows of {table.num_columns:,} columns do not fit a sheet, which "
            f"has {XLSX_ROWS:,} rows with the heading and {XLSX_COLUMNS:,} columns: ask for fewer, "
            "or export as parquet or csv"
        )
    _check_lengths(table)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("answer")
    sheet.append(table.column_names)
    for batch in table.to_batches(max_chunksize=_ROWS_AT_ONCE):
        for row in batch.to_pylist():
            sheet.append([_cell(sheet, value) for value in row.values()])
    book.save(path)


def _check_lengths(table: pa.Table) -> None:
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            longest = pyarrow.compute.max(pyarrow.compute.utf8_length(column)).as_py() or 0
            if longest > XLSX_CHARACTERS:
                raise UsageError(
                    f"{name}: a text of {longest:,} characters does not fit a cell, which has "
                    f"{XLSX_CHARACTERS:,}: leave the column out, or export as parquet, csv or jsonl"
                )


def _cell(sheet: Any, value: Any) -> Any:
    """A value as a sheet takes it; a text that begins like a formula stays a text."""
    value = plain_value(value) if not isinstance(value, date | datetime) else value
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)
    if not value.startswith(_LIKE_FORMULAS):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


WRITERS: Mapping[str, Callable[[pa.Table, Path], None]] = {
    "parquet": _write_parquet,
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "xlsx": _write_xlsx,
}


def plain_value(value: Any) -> Any:
    """Dates as ISO text, decimals as numbers, lists as JSON, and null for what is no number."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value
