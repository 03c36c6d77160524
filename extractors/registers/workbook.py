"""A sheet of an Excel workbook to rows of text."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import openpyxl

from data.errors import RegisterFault

_BROKEN = (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError)
"""What openpyxl raises for files that are no workbooks, or damaged ones."""


def read_sheet(content: bytes, sheet: str | None, where: str) -> list[list[str]]:
    """The rows of one sheet, each as wide as the sheet; nothing is "", dates are ISO.

    Formulas give the value that was stored with them. White space around sheet names is no
    difference: publishers leave it in.

    Raises:
        RegisterFault: not a workbook, or the sheet is not told or not there.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except _BROKEN as error:
        raise RegisterFault(
            f"{where}: not an Excel workbook: {error}",
            next_step="fetch the file again, or set `format: type:` in the declaration",
        ) from error
    names = {name.strip(): name for name in book.sheetnames}
    wanted = sheet.strip() if sheet is not None else next(iter(names), "")
    if wanted not in names or (sheet is None and len(names) > 1):
        raise RegisterFault(
            f"{where}: the workbook has the sheets {', '.join(map(repr, names)) or 'none'}",
            next_step="set `format: sheet:` in the declaration to one of them",
        )
    records = [
        [cell_as_text(cell) for cell in row]
        for row in book[names[wanted]].iter_rows(values_only=True)
    ]
    book.close()
    return _without_empty_columns(records)


def cell_as_text(value: Any) -> str:
    """A cell's value as a person sees it: whole numbers without ".0", dates in ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        at_midnight = value.time() == datetime.time()
        return value.date().isoformat() if at_midnight else value.isoformat(" ")
    return str(value)


def _without_empty_columns(records: list[list[str]]) -> list[list[str]]:
    """Rows cut at the last column with a cell: sheets remember columns that were once formatted."""
    width = max(
        (place for row in records for place, cell in enumerate(row, start=1) if cell), default=0
    )
    return [row[:width] + [""] * (width - len(row)) for row in records]
