"""An archive file that is damaged is found out and had again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from data.archive import archive_bytes
from data.records import FaultRecord
from data.settings import Home
from extractors.discover.door import Built, Found
from tests.flows.collecting.office import (
    collect_office,
    declare,
    look,
    open_office,
    paths,
    scope_for,
)
from tests.flows.collecting.test_doors_in_the_collector import put_door, ref
from tests.sites.server import serve


def test_a_file_that_is_cut_is_asked_for_again(tmp_path: Path) -> None:
    with serve(open_office(2)) as site:
        collect_office(scope_for(tmp_path, site), declare())
        (file, _) = sorted(Home(tmp_path).archive.rglob("*.txt"))
        whole = file.read_bytes()
        file.write_bytes(whole[:5])
        assert collect_office(scope_for(tmp_path, site), declare()).faults == 0
    assert file.read_bytes() == whole


def test_a_file_with_other_bytes_is_a_fault_once_and_then_had_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(found: Found, answered: Sequence[bytes]) -> Built:
        return Built(b"".join(answered), "paper.txt")

    parts = tuple(ref(f"{n:05}.txt").url for n in range(2))
    put_door(monkeypatch, [Found(ref("paper"), parts=parts)], build)
    with serve(open_office(2)) as site:
        scope = scope_for(tmp_path, site)
        collect_office(scope, declare())
        (file,) = [
            one for one in Home(tmp_path).archive.rglob("*") if one.is_file()
            and one.read_bytes() == b"Notice 1 on the sharing of data.\n"
        ]  # fmt: skip
        whole = file.read_bytes()
        file.write_bytes(whole.upper())
        assert collect_office(scope, declare()).faults == 1
        with look(tmp_path) as store:
            assert "damaged" in store.read(FaultRecord)[0].reason
        assert collect_office(scope, declare()).faults == 0
        assert paths(site).count("/notices/00001.txt") == 3
    assert file.read_bytes() == whole


@pytest.mark.parametrize("damage", [b"", b"PROMISE"])
def test_bytes_that_are_kept_again_mend_their_file(tmp_path: Path, damage: bytes) -> None:
    archive = tmp_path / "raw"
    file = tmp_path / archive_bytes(archive, b"promise", "a.txt")
    file.write_bytes(damage)
    assert tmp_path / archive_bytes(archive, b"promise", "a.txt") == file
    assert file.read_bytes() == b"promise"
    assert [one.name for one in file.parent.iterdir()] == [file.name]
