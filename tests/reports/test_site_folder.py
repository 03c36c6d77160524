"""A site takes its folder's place whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import StoreError
from reports.figures import build_table
from reports.site_folder import write_site

TABLE = build_table("fish", "Fish", [{"name": "cod, dried", "count": 3}], {"count": "Count"})


def test_a_site_takes_the_place_of_the_last_one(tmp_path: Path) -> None:
    folder = tmp_path / "2024"
    write_site(folder, {"index.html": "old", "gone.html": "old"}, [TABLE])
    index = write_site(folder, {"index.html": "new"}, [TABLE])
    assert index.read_text(encoding="utf-8") == "new"
    assert (folder / "data" / "fish.csv").read_text(encoding="utf-8") == "count\n3\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2024"]
    assert not (folder / "gone.html").exists()


def test_a_broken_write_leaves_the_last_site_whole(tmp_path: Path) -> None:
    folder = tmp_path / "2024"
    write_site(folder, {"index.html": "old"}, [TABLE])
    with pytest.raises(StoreError, match=r"cannot write the report below .*2024.*stays as it was"):
        write_site(folder, {"index.html": "new", "no/such/place.html": "new"}, [TABLE])
    assert (folder / "index.html").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2024"]


def test_a_folder_that_is_a_file_is_said_to_be_unwritable(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match="make the folder writable"):
        write_site(tmp_path / "reports" / "2024", {"index.html": "new"}, [])


def test_what_a_killed_run_left_between_its_renames_is_put_back(tmp_path: Path) -> None:
    folder = tmp_path / "2024"
    write_site(folder, {"index.html": "old"}, [])
    folder.rename(tmp_path / ".2024.last")
    (tmp_path / ".2024.partial").mkdir()
    with pytest.raises(StoreError):
        write_site(folder, {"no/such/place.html": "new"}, [])
    assert (folder / "index.html").read_text(encoding="utf-8") == "old"
