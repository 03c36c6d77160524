"""A sheet of an Excel workbook to rows of text."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl

from data.errors import ParseFault, RegisterFault
from extractors.zip_files import BROKEN_ZIP, open_zip

MAX_CELLS = 50_000_000
"""Cells looked at in a sheet, empty ones too: a few bytes may claim 17,000 million of them."""

_BROKEN = (*BROKEN_ZIP, SyntaxError, LookupError, TypeError, AttributeError)
"""What openpyxl raises for files that are no workbooks, or damaged ones; both of its XML parsers'
errors are SyntaxErrors."""


def read_sheet(content: bytes, sheet: str | None, where: str) -> list[list[str]]:
    """The rows of one sheet, each as wide as the sheet; nothing is "", dates are ISO.

    Formulas give the value that was stored with them. White space around sheet names is no
    difference: publishers leave it in.

    Raises:
        RegisterFault: not a workbook, or the sheet is not told or not there.
    """
    try:
        open_zip(content, "the workbook").close()
        return _read_sheet(content, sheet, where)
    except ParseFault as fault:
        raise RegisterFault(
            f"{where}: not an Excel workbook: {fault.reason}", next_step=fault.next_step
        ) from fault
    except _BROKEN as error:
        raise RegisterFault(
            f"{where}: not an Excel workbook, or a damaged one: {error}",
            next_step="fetch the file again, or set `format: type:` in the declaration",
        ) from error


def _read_sheet(content: bytes, sheet: str | None, where: str) -> list[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    names = {name.strip(): name for name in book.sheetnames}
    wanted = sheet.strip() if sheet is not None else next(iter(names), "")
    if wanted not in names or (sheet is None and len(names) > 1):
        raise RegisterFault(
            f"{where}: the workbook has the sheets {', '.join(map(repr, names)) or 'none'}",
            next_step="set `format: sheet:` in the declaration to one of them",
        )
    records, looked_at = list[list[str]](), 0
    for row in book[names[wanted]].iter_rows(values_only=True):
        looked_at += max(len(row), 1)
        if looked_at > MAX_CELLS:
            raise RegisterFault(
                f"{where}: the sheet has more than {MAX_CELLS} cells, filled or not",
                next_step="check where the file comes from; no list of systems is like that",
            )
        records.append(_without_empty_end([cell_as_text(cell) for cell in row]))
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


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _without_empty_columns(records: list[list[str]]) -> list[list[str]]:
    """Rows cut at the last column with a cell: sheets remember columns once formatted."""
    width = max(map(len, records), default=0)
    return [row + [""] * (width - len(row)) for row in records]
