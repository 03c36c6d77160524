from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

import reports.export
from data.errors import StoreError, UsageError
from reports.export import XLSX_CHARACTERS, write_export

TABLE = pa.table(
    {
        "text": ["=1+1", "+47", "-x", "@name", 'øre, "å"\nto', "bell \x07", None],
        "count": [1, 2, 3, 4, 5, 6, None],
        "share": [0.5, float("nan"), 0.1, 0.2, 0.3, 0.4, None],
        "at": [datetime(2026, 3, 1, 12)] * 6 + [None],
        "sum": [Decimal(12)] * 6 + [None],
    }
)


def test_parquet_keeps_types(tmp_path: Path) -> None:
    write_export(TABLE, tmp_path / "a.parquet", "parquet")
    assert pyarrow.parquet.read_table(tmp_path / "a.parquet").schema.equals(TABLE.schema)


def test_csv_comes_back_as_it_was_but_for_formulas(tmp_path: Path) -> None:
    write_export(TABLE.select(["text", "count"]), tmp_path / "a.csv", "csv")
    options = pyarrow.csv.ParseOptions(newlines_in_values=True)
    nulls = pyarrow.csv.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=False)
    back = pyarrow.csv.read_csv(tmp_path / "a.csv", parse_options=options, convert_options=nulls)
    assert back["count"].to_pylist() == TABLE["count"].to_pylist()
    held = TABLE["text"].to_pylist()
    assert back["text"].to_pylist() == ["'=1+1", "+47", "'-x", "'@name", *held[4:]]


def test_jsonl_has_a_row_on_each_line(tmp_path: Path) -> None:
    write_export(TABLE, tmp_path / "a.jsonl", "jsonl")
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert rows[1] == {
        "text": "+47",
        "count": 2,
        "share": None,
        "at": "2026-03-01T12:00:00",
        "sum": 12.0,
    }
    assert rows[6] == dict.fromkeys(rows[6])


def test_a_sheet_has_texts_and_no_formulas(tmp_path: Path) -> None:
    write_export(TABLE, tmp_path / "a.xlsx", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows[:5]] == TABLE["text"].to_pylist()[:5]
    assert {row[0].data_type for row in rows[:4]} == {"s"}
    assert rows[5][0].value == "bell \ufffd"
    assert rows[1][2].value is None  # no number
    assert rows[0][3].value == datetime(2026, 3, 1, 12)


def test_a_sheet_names_its_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = pa.table({"text": ["x", "x" * (XLSX_CHARACTERS + 1)]})
    with pytest.raises(UsageError, match="text: a text of 32,768 characters"):
        write_export(long, tmp_path / "a.xlsx", "xlsx")
    monkeypatch.setattr(reports.export, "XLSX_ROWS", 7)
    with pytest.raises(UsageError, match="7 rows of 5 columns do not fit"):
        write_export(TABLE, tmp_path / "a.xlsx", "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over_or_half_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine")
    with pytest.raises(UsageError, match="there already"):
        write_export(TABLE, tmp_path / "a.csv", "csv")
    assert (tmp_path / "a.csv").read_text() == "mine"
    with pytest.raises(StoreError, match="cannot write"):
        write_export(TABLE, tmp_path / "no folder" / "a.csv", "csv")
