"""Texts that a spreadsheet would take for formulas, marked alike cell by cell and by column."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.spreadsheet_text import guard_cell, guard_table


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ('=HYPERLINK("https://a.example/")', '\'=HYPERLINK("https://a.example/")'),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("-5+cmd|' /C calc'!A0", "'-5+cmd|' /C calc'!A0"),
        ("- a point of a list", "'- a point of a list"),
        ("-12.5", "-12.5"),
        ("+47 22 00", "+47 22 00"),
        ("-3 %", "-3 %"),
        ("-3\n", "'-3\n"),
        ("one\n=two", "one\n=two"),
        ("", ""),
        (None, None),
        (-5, -5),
        (1.5, 1.5),
    ],
)
def test_a_text_like_a_formula_has_an_apostrophe(value: Any, written: Any) -> None:
    assert guard_cell(value) == written
    column = pa.chunked_array([pa.array([value])])
    assert guard_table(pa.table({"a": column}))["a"].to_pylist() == [written]


@given(st.lists(st.none() | st.text("=+-@\t\r\n＝＋－＠ 1a.,%é'")))
def test_columns_and_cells_are_marked_alike(texts: list[str | None]) -> None:
    table = pa.table({"a": pa.array(texts, pa.string()), "b": pa.array(texts, pa.large_string())})
    guarded = guard_table(table)
    assert guarded.schema == table.schema
    assert guarded["a"].to_pylist() == [guard_cell(text) for text in texts]
    assert guarded["b"].to_pylist() == guarded["a"].to_pylist()
