from __future__ import annotations

import json

import pytest

from data.errors import RegisterFault
from data.register_layout import Format
from extractors.registers.rows import read_rows, resolve_pointer

CSV = Format(type="csv")


def test_a_spreadsheet_csv_is_read_with_all_its_oddities() -> None:
    content = (
        "\ufeff, System ,If other,If other\r\n"
        '1,"Two\r\nlines",,\r\n'
        "\r\n"
        '2,"A ""quoted"" one",x,y\r\n'
        ",,,\r\n"
    ).encode()
    table = read_rows(content, CSV, where="here")
    assert table.columns == ("", "System", "If other", "If other.1")
    assert [row.number for row in table.rows] == [1, 3]
    assert table.rows[0].cells == {
        "": "1",
        "System": "Two\r\nlines",
        "If other": "",
        "If other.1": "",
    }
    assert table.rows[1].cells["System"] == 'A "quoted" one'


def test_cells_longer_than_the_csv_modules_limit_are_read() -> None:
    table = read_rows(b"a\n" + b"x" * 200_000 + b"\n", CSV, where="here")
    assert len(table.rows[0].cells["a"]) == 200_000


def test_another_encoding_and_delimiter_are_read_as_declared() -> None:
    layout = Format(type="csv", encoding="cp1252", delimiter=";")
    table = read_rows(
        "navn;st\u00f8rrelse\nS;\u2019x\u2019\n".encode("cp1252"), layout, where="here"
    )
    assert table.rows[0].cells == {"navn": "S", "st\u00f8rrelse": "\u2019x\u2019"}


@pytest.mark.parametrize(
    ("content", "layout", "reason", "next_step"),
    [
        (b"a,b\n\x92,2\n", CSV, "here: byte 4 (0x92) is not utf-8-sig", "cp1252"),
        (b"a,b\n1,2,3\n", CSV, "here, row 1: 3 cells under 2 columns", "delimiter"),
        (b"a,b\n1\n", CSV, "row 1: 1 cells under 2 columns", "delimiter"),
        (b'a,b\n1,"2\n', CSV, "is not CSV", "publisher"),
        (b"", CSV, "the file is empty", "fetch"),
        (b"<html>", Format(type="json"), "line 1 is not JSON", "error page"),
        (b'{"a": 1}', Format(type="json"), "no list of objects at 'the top'", "rows:"),
        (b'{"a": [1]}', Format(type="json", rows="/a"), "no list of objects at '/a'", "rows:"),
    ],
)
def test_what_is_not_a_table_is_a_fault(
    content: bytes, layout: Format, reason: str, next_step: str
) -> None:
    with pytest.raises(RegisterFault) as caught:
        read_rows(content, layout, where="here")
    assert reason in caught.value.reason
    assert next_step in caught.value.next_step


def test_json_rows_may_lack_keys_and_lie_deep() -> None:
    content = json.dumps({"page": {"a/b": [{"x": 1}, {"y": ["p", "q"]}, {"x": ""}]}}).encode()
    table = read_rows(content, Format(type="json", rows="/page/a~1b"), where="here")
    assert table.columns == ("x", "y")
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, {"x": 1}),
        (2, {"y": ["p", "q"]}),
    ]


@pytest.mark.parametrize(
    ("pointer", "found"),
    [("", {"a": [{"b": 0}]}), ("/a/0/b", 0), ("/a/1", None), ("/a/x", None), ("/c", None)],
)
def test_pointers_lead_to_values_or_to_nothing(pointer: str, found: object) -> None:
    assert resolve_pointer({"a": [{"b": 0}]}, pointer) == found
