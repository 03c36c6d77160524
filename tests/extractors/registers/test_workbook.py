from __future__ import annotations

import datetime
import io

import openpyxl
import pytest

from data.errors import RegisterFault
from data.register_layout import Format
from extractors.registers.rows import read_rows


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


SYSTEMS: list[list[object]] = [
    [" System ", "Since", "Share", "Is live", None],
    ["Letter\u00a0sorter", datetime.datetime(2024, 3, 9), 0.5, True, None],
    [None, None, None, None, None],
    ["Chatbot", 2021.0, 3, False, None],
]


def test_a_sheet_is_read_as_text_with_iso_dates_and_whole_years() -> None:
    content = workbook(("Notes", [["nothing"]]), (" Systems", SYSTEMS))
    table = read_rows(content, Format(type="xlsx", sheet="Systems"), where="here")
    assert table.columns == ("System", "Since", "Share", "Is live")
    assert [(row.number, list(row.cells.values())) for row in table.rows] == [
        (1, ["Letter\u00a0sorter", "2024-03-09", "0.5", "TRUE"]),
        (3, ["Chatbot", "2021", "3", "FALSE"]),
    ]


def test_the_header_may_stand_further_down() -> None:
    content = workbook(("Systems", [["List of May"], [], *SYSTEMS]))
    table = read_rows(content, Format(type="xlsx", header_row=3), where="here")
    assert [row.cells["System"] for row in table.rows] == ["Letter\u00a0sorter", "Chatbot"]


@pytest.mark.parametrize(
    ("content", "layout", "reason"),
    [
        (b"PK not a workbook", Format(type="xlsx"), "not an Excel workbook"),
        (b"a,b\n1,2\n", Format(type="xlsx"), "not an Excel workbook"),
        (
            workbook(("One", [["a"]]), ("Two", [["b"]])),
            Format(type="xlsx"),
            "the workbook has the sheets 'One', 'Two'",
        ),
        (workbook(("One", [["a"]])), Format(type="xlsx", sheet="Three"), "the sheets 'One'"),
        (workbook(("One", [])), Format(type="xlsx"), "the file is empty"),
    ],
)
def test_what_is_no_sheet_is_a_fault(content: bytes, layout: Format, reason: str) -> None:
    with pytest.raises(RegisterFault, match=reason):
        read_rows(content, layout, where="here")
