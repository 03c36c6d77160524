"""What only a lake does: many runs write it at once, from any machine, and it is read meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from data import lake as lake_module
from data.edition_file import write_edition
from data.errors import StoreError, UsageError
from data.records import ClaimCue, Edition, StageInput
from data.store import open_published, open_reading, open_work
from data.store_place import Lake
from data.tables import RECORD_TYPES, table_name
from tests.postgres import Server

pytestmark = pytest.mark.xdist_group("postgres")

PASSWORD = "s3cret-of-ours"
NOW = datetime(2025, 1, 2, 3, 4, 5)
ROUNDS, ROWS = 4, 30

WRITER = """
import sys
from pathlib import Path
from data.records import ClaimCue
from data.store import open_work
from data.store_place import Lake

name, catalogue, files, rounds, rows = sys.argv[1:]
with open_work(Lake(catalogue, files)) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for turn in range(int(rounds)):
        for document_id in (name, "shared"):
            cues = [
                ClaimCue(f"{name} {turn} {row}", document_id, 0, 4, "gold", "gold")
                for row in range(int(rows))
            ]
            store.replace(ClaimCue, "document_id", [document_id], cues)
"""

HOLDER = """
import sys
from data.records import ClaimCue
from data.store import open_work
from data.store_place import Lake

with open_work(Lake(*sys.argv[1:])) as store, store.transaction():
    store.delete(ClaimCue, "document_id", ["d1"])
    print("ready", flush=True)
    sys.stdin.readline()
"""


def cue(claim_id: str, document_id: str = "d1") -> ClaimCue:
    return ClaimCue(claim_id, document_id, 0, 4, "gold", "gold")


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def hear_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", process.communicate()[1]


def test_two_processes_write_at_once_and_lose_nothing(lake: Lake) -> None:
    names = ("one", "two")
    told = (lake.catalogue, lake.files, str(ROUNDS), str(ROWS))
    writers = [start(WRITER, name, *told) for name in names]
    for writer in writers:
        hear_ready(writer)
    for writer in writers:
        _, said = writer.communicate("go\n", timeout=120)
        assert writer.returncode == 0, said
    with open_reading(lake) as store:
        for name in names:
            last = {f"{name} {ROUNDS - 1} {row}" for row in range(ROWS)}
            found = store.read(ClaimCue, "document_id = ?", [name])
            assert sorted(row.claim_id for row in found) == sorted(last)
        both = store.read(ClaimCue, "document_id = 'shared'")
    # Whoever wrote last has replaced the other's rows, and not added to them.
    assert len(both) == ROWS
    assert len({row.claim_id.split()[0] for row in both}) == 1


def test_a_writer_that_is_killed_leaves_its_turn_and_no_change(lake: Lake) -> None:
    with open_work(lake) as store:
        store.append(ClaimCue, [cue("a")])
        holder = start(HOLDER, lake.catalogue, lake.files)
        hear_ready(holder)
        assert [row.claim_id for row in store.read(ClaimCue)] == ["a"]  # reading needs no turn
        holder.kill()
        holder.communicate()
        store.append(ClaimCue, [cue("b")])
        assert sorted(row.claim_id for row in store.read(ClaimCue)) == ["a", "b"]


def test_a_turn_that_does_not_come_is_an_error_that_says_so(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake_module, "SECONDS_FOR_A_TURN", 1)
    with open_work(lake) as one, open_work(lake) as other:
        with one.alone(), pytest.raises(StoreError, match="lock timeout"):
            other.append(ClaimCue, [cue("a")])
        with one.alone(), pytest.raises(StoreError, match="lock timeout"):
            other.query("delete from claim_cue")
        other.append(ClaimCue, [cue("b")])
        assert [row.claim_id for row in one.read(ClaimCue)] == ["b"]


def test_it_is_read_as_it_was_while_another_writes(lake: Lake) -> None:
    with open_work(lake) as writer, open_reading(lake) as reader:
        writer.append(StageInput, [StageInput("parse", "d1", "h", NOW)])
        with writer.transaction():
            writer.replace_all(StageInput, [])
            assert len(reader.read(StageInput)) == 1
        assert reader.read(StageInput) == []


def test_an_edition_in_one_file_is_made_from_it(lake: Lake, tmp_path: Path) -> None:
    path = tmp_path / "edition.duckdb"
    edition = Edition("2025.01.02", NOW, "hash", "1.0", True)
    with open_work(lake) as store:
        store.append(ClaimCue, [cue(f"{number}") for number in range(40)])
        tables = [table_name(kind) for kind in RECORD_TYPES]
        write_edition(store, path, tables, [], edition, [])
    with open_published(path) as made:
        assert len(made.read(ClaimCue)) == 40
        assert made.read(Edition) == [edition]


def test_a_lake_that_nobody_has_made_is_not_made_by_reading(
    postgres: Server, tmp_path: Path
) -> None:
    postgres.create("empty")
    lake = Lake(f"postgres:{postgres.conninfo('empty')}", f"{tmp_path}/lake/")
    with pytest.raises(StoreError, match="cannot open the DuckLake"):
        open_reading(lake)
    with open_work(lake):
        pass
    with open_reading(lake) as store:
        assert store.read(ClaimCue) == []


def test_a_server_out_of_reach_is_named_without_the_password(tmp_path: Path) -> None:
    pytest.importorskip("duckdb_extension_ducklake")
    told = f"dbname=talk host={tmp_path} user=someone password={PASSWORD}"
    lake = Lake(f"postgres:{told}", f"{tmp_path}/lake/")
    for opening in (open_work, open_reading):
        with pytest.raises(StoreError, match="No such file or directory") as refused:
            opening(lake)
        assert PASSWORD not in str(refused.value)
        assert refused.value.__suppress_context__  # a traceback would show the first error, too


def test_a_missing_package_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake_module, "find_extension", lambda name: None)
    for catalogue in ("postgres:dbname=talk", str(tmp_path / "talk.ducklake")):
        with pytest.raises(UsageError, match=r"imaginaries\[lake\]"):
            open_work(Lake(catalogue, f"{tmp_path}/lake/"))


def test_a_catalogue_may_be_a_file_for_trying_it_out(tmp_path: Path) -> None:
    pytest.importorskip("duckdb_extension_ducklake")
    lake = Lake(str(tmp_path / "talk.ducklake"), f"{tmp_path}/lake/")
    with open_work(lake) as store:
        store.append(ClaimCue, [cue(f"{number}") for number in range(40)])
    with open_reading(lake) as store:
        assert len(store.read(ClaimCue)) == 40
    assert any(os.scandir(lake.files))
