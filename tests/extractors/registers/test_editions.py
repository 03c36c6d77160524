from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import RegisterFault
from data.register import Register
from extractors.registers.editions import edition_of, find_edition_files

Declare = Callable[..., Register]

DATED = r"(?P<date>\d{4}-\d{2}-\d{2})(_(?P<mark>\w+))?"


def test_editions_come_oldest_first_and_are_marked_where_dates_repeat(
    tmp_path: Path, declare: Declare
) -> None:
    folder = tmp_path / "eastland"
    folder.mkdir()
    for name in ("2024-05-01_bb", "2023-01-02_cc", "2024-05-01_aa", "2024-05-01_dd"):
        (folder / f"{name}.csv").write_text("x")
    (folder / "notes.txt").write_text("x")
    register = declare(edition={"pattern": DATED, "same_day": ["bb", "aa"]})
    found = find_edition_files(register, tmp_path)
    assert [(file.edition_id, file.edition_on) for file in found] == [
        ("2023-01-02", "2023-01-02"),
        ("2024-05-01_bb", "2024-05-01"),
        ("2024-05-01_aa", "2024-05-01"),
        ("2024-05-01_dd", "2024-05-01"),
    ]
    assert found[1].path == folder / "2024-05-01_bb.csv"


def test_a_folder_without_the_register_has_no_editions(tmp_path: Path, declare: Declare) -> None:
    assert find_edition_files(declare(), tmp_path) == []


def test_a_file_without_a_date_is_a_fault(tmp_path: Path, declare: Declare) -> None:
    (tmp_path / "eastland").mkdir()
    (tmp_path / "eastland" / "latest.csv").write_text("x")
    with pytest.raises(RegisterFault, match=r"latest\.csv.*tells no date"):
        find_edition_files(declare(), tmp_path)


def test_a_download_is_dated_by_its_name_then_by_the_day_it_was_fetched(declare: Declare) -> None:
    register = declare()
    address = "https://lists.example/x%20y/2022-02-03_ab.csv?as=2001-01-01"
    assert edition_of(register, address, b"", fetched_on="2024-06-01") == ("2022-02-03", "ab")
    other = "https://lists.example/systems.csv"
    assert edition_of(register, other, b"", fetched_on="2024-06-01") == ("2024-06-01", "")


def test_a_list_may_tell_in_its_content_when_it_was_taken(tmp_path: Path, declare: Declare) -> None:
    register = declare(
        files=["*.json"],
        edition={"pointer": "/about/taken"},
        format={"type": "json", "rows": "/rows"},
    )
    file = tmp_path / "any.json"
    file.write_text('{"about": {"taken": "2024-03-09T21:13:33+00:00"}, "rows": []}')
    assert [one.edition_id for one in find_edition_files(register, tmp_path)] == ["2024-03-09"]
    assert (
        edition_of(register, "x.json", b'{"rows": []}', fetched_on="2024-06-01")[0] == "2024-06-01"
    )


def test_a_declared_date_holds_for_every_copy(declare: Declare) -> None:
    register = declare(edition={"date": "2024"})
    assert edition_of(register, "2019-01-01.csv", b"", fetched_on="2026-01-01") == ("2024", "")
