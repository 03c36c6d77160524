from __future__ import annotations

from pathlib import Path

import pytest

from data.archive import archive_bytes
from data.ids import bytes_sha256


def test_bytes_are_kept_by_their_hash(tmp_path: Path) -> None:
    place = archive_bytes(tmp_path / "raw", b"promise", "letters/2021.PDF")
    digest = bytes_sha256(b"promise")
    assert place == f"raw/{digest[:2]}/{digest}.pdf"
    assert (tmp_path / place).read_bytes() == b"promise"


@pytest.mark.parametrize(
    "name", ["a.b/../../etc/passwd", "x.p/df", "", "strategy.", "x.verylongending", "x.p df"]
)
def test_a_name_cannot_lead_out_of_the_archive(tmp_path: Path, name: str) -> None:
    place = archive_bytes(tmp_path / "raw", b"x", name)
    assert (tmp_path / place).resolve().is_relative_to(tmp_path / "raw")
    assert place.endswith(bytes_sha256(b"x"))


def test_bytes_in_the_archive_are_never_overwritten(tmp_path: Path) -> None:
    place = tmp_path / archive_bytes(tmp_path / "raw", b"x", "a.txt")
    written = place.stat().st_mtime_ns
    archive_bytes(tmp_path / "raw", b"x", "b.txt")
    assert place.stat().st_mtime_ns == written
    assert [file.name for file in place.parent.iterdir()] == [place.name]
