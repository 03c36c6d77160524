"""Whatever bytes a publisher sends as a register: rows, or a RegisterFault that says why not."""

from __future__ import annotations

import io
import json
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import RegisterFault
from data.register_layout import Format
from extractors.registers import workbook as reading
from extractors.registers.rows import read_rows
from tests.extractors.registers.test_workbook import SYSTEMS, workbook
from tests.extractors.test_fuzz import FUZZ, LONGER, damaged_files

SECONDS = 10.0
WORKBOOK = workbook(("Systems", SYSTEMS * 3))
TEXTS = {
    "csv": b'No,System,About\n1,Sorter,"Sorts ""all"" letters,\nand more"\n2,Chatbot,\n',
    "json": json.dumps([{"id": 1, "name": "Sorter", "parts": [{"a": None}]}, {"id": 2}]).encode(),
    "jsonl": b'{"id": 1, "name": "Sorter"}\n\n{"id": 2, "name": "Chatbot"}\n',
}


def read(content: bytes, type_: str) -> None:
    """Read; anything but a RegisterFault fails the test."""
    began = time.monotonic()
    with suppress(RegisterFault):
        rows = read_rows(content, Format.model_validate({"type": type_}), where="here")
        assert all(set(row.cells) <= set(rows.columns) for row in rows.rows)
    assert time.monotonic() - began < SECONDS


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@settings(FUZZ, max_examples=250 * LONGER)
@given(damaged_files({"systems.xlsx": lambda: WORKBOOK}))
def test_damaged_workbooks(spoiled: tuple[str, bytes]) -> None:
    read(spoiled[1], "xlsx")


@FUZZ
@given(damaged_files({name: (lambda text=text: text) for name, text in TEXTS.items()}))
def test_damaged_lists(spoiled: tuple[str, bytes]) -> None:
    read(spoiled[1], spoiled[0])


@FUZZ
@given(st.binary(max_size=2000), st.sampled_from(("csv", "json", "jsonl", "xlsx")))
def test_random_bytes(content: bytes, type_: str) -> None:
    read(content, type_)


def with_sheet(sheet: str) -> bytes:
    """The workbook with another text for its sheet."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as book, zipfile.ZipFile(held, "w", 8) as made:
        for name in book.namelist():
            is_sheet = name.startswith("xl/worksheets/sheet")
            made.writestr(name, sheet.encode() if is_sheet else book.read(name))
    return held.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
SHEETS = {
    "rows without end": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c>'
    '</row><row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData></worksheet>',
    "a billion laughs": f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{LAUGHS}]>'
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is>'
    "</c></row></sheetData></worksheet>",
    "a bomb": "<a>" * 60_000_000,
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_hostile_sheets(sheet: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_CELLS", 200_000)
    content, began = with_sheet(sheet), time.monotonic()
    with pytest.raises(RegisterFault):
        read_rows(content, Format(type="xlsx"), where="here")
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("content", [b"[" * 100_000, b'[{"a":' + b"9" * 5000 + b"}]"])
def test_json_without_end(content: bytes) -> None:
    with pytest.raises(RegisterFault, match="cannot be read"):
        read_rows(content, Format(type="json"), where="here")
