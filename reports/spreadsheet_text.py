"""Texts of CSV files that people open: none is taken for a formula, whoever wrote it.

A register's row or a document's sentence may begin with `=`, and a spreadsheet would run it. OWASP
(CSV injection) puts an apostrophe before such a text, and so do the CSV files that we write. The
published database, Parquet and JSON lines have every text as it is.
"""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute

_FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
_NUMBER = r"^[+\-][0-9 .,]+%?$"
"""Signed numbers, such as a change or a telephone number, compute nothing."""

_LIKE_FORMULA = re.compile(_FORMULA)
_LIKE_NUMBER = re.compile(_NUMBER)


def guard_cell(value: Any) -> Any:
    """The value; a text that begins like a formula has an apostrophe before it."""
    if not isinstance(value, str) or not _LIKE_FORMULA.match(value):
        return value
    return value if _LIKE_NUMBER.fullmatch(value) else f"'{value}"


def guard_table(table: pa.Table) -> pa.Table:
    """The table with each text as `guard_cell` has it."""
    for place, column in enumerate(table.columns):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            table = table.set_column(place, table.field(place), _guard_column(column))
    return table


def _guard_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    compute = pyarrow.compute
    is_formula = compute.match_substring_regex(column, _FORMULA)
    is_number = compute.match_substring_regex(column, _NUMBER)
    empty, mark = pa.scalar("", column.type), pa.scalar("'", column.type)
    before = compute.if_else(compute.and_not(is_formula, is_number), mark, empty)
    return compute.binary_join_element_wise(before, column, empty)
