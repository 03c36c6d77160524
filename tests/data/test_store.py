from __future__ import annotations

import dataclasses
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from data.errors import StoreError, UsageError
from data.records import Claim, ClaimCue, StageInput
from data.store import Store, open_closed, open_memory, open_published, open_reading, open_work
from data.store_place import Place
from data.tables import RECORD_TYPES, table_name

NOW = datetime(2025, 1, 2, 3, 4, 5)


def cue(claim_id: str, document_id: str = "d1") -> ClaimCue:
    return ClaimCue(claim_id, document_id, 0, 4, "gold", "gold")


def cues(store: Store) -> list[str]:
    return sorted(row.claim_id for row in store.read(ClaimCue))


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda kind: kind.__name__)
def test_one_record_is_one_commented_table(record_type: type) -> None:
    with open_memory() as store:
        sql = """
            select column_name, comment from duckdb_columns()
            where table_name = ? order by column_index
        """
        columns = store.query(sql, [table_name(record_type)]).rows
        comment = store.query(
            "select comment from duckdb_tables() where table_name = ?", [table_name(record_type)]
        ).rows[0][0]
    names = [field.name for field in dataclasses.fields(record_type)]
    assert [name for name, _ in columns] == names
    assert comment
    assert all(words for _, words in columns)


def test_no_table_is_without_a_record() -> None:
    with open_memory() as store:
        tables = {row[0] for row in store.query("select table_name from duckdb_tables()").rows}
    assert tables == {table_name(kind) for kind in RECORD_TYPES}


def test_replacing_by_nothing_removes_what_was_there(store: Store) -> None:
    store.append(ClaimCue, [cue("a"), cue("b", "d2")])
    assert store.replace(ClaimCue, "document_id", ["d1"], []) == 0
    assert cues(store) == ["b"]


def test_replacing_leaves_other_partitions_alone(store: Store) -> None:
    store.append(ClaimCue, [cue("a"), cue("b", "d2")])
    store.replace(ClaimCue, "document_id", ["d1"], [cue("c")])
    assert cues(store) == ["b", "c"]
    store.replace(ClaimCue, "document_id", [], [])
    assert cues(store) == ["b", "c"]


def test_a_transaction_that_fails_changes_nothing(store: Store) -> None:
    store.append(ClaimCue, [cue("a")])
    with pytest.raises(KeyboardInterrupt), store.transaction():
        store.replace_all(ClaimCue, [cue("b")])
        raise KeyboardInterrupt
    assert cues(store) == ["a"]


def test_records_come_back_as_they_went_in(store: Store) -> None:
    row = StageInput("parse", "d1", "æøå", NOW)
    store.append(StageInput, [row])
    assert store.read(StageInput, "subject_id = ?", ["d1"]) == [row]


def test_a_missing_value_is_refused_where_the_schema_wants_one(store: Store) -> None:
    claim = Claim("c", "s", "d", "efficiency", "imaginary", "vision", 0.5, "q", "h", "v")
    broken = dataclasses.replace(claim, code=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="NOT NULL"):
        store.append(Claim, [broken])


def test_a_bad_query_is_bad_usage(store: Store) -> None:
    with pytest.raises(UsageError, match="no_such_table"):
        store.query("from no_such_table")


def test_an_empty_query_is_bad_usage(store: Store) -> None:
    with pytest.raises(UsageError, match="empty"):
        store.query(" ")


def test_a_transaction_within_another_is_part_of_it(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt), store.transaction():
        store.replace(ClaimCue, "document_id", ["d1"], [cue("a")])
        with store.transaction():
            store.append(ClaimCue, [cue("b")])
        raise KeyboardInterrupt
    assert cues(store) == []


def test_a_replacement_that_fails_leaves_what_was_there(store: Store) -> None:
    store.append(ClaimCue, [cue("a")])
    broken = dataclasses.replace(cue("b"), quote=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="NOT NULL"):
        store.replace(ClaimCue, "document_id", ["d1"], [broken])
    with pytest.raises(StoreError, match="NOT NULL"):
        store.replace_all(ClaimCue, [broken])
    assert cues(store) == ["a"]


def test_rows_and_comments_are_there_when_it_is_opened_again(place: Place) -> None:
    with open_work(place) as store:
        store.append(ClaimCue, [cue(f"{number}") for number in range(50)])
        store.replace(ClaimCue, "claim_id", ["7"], [])
    with open_reading(place) as store:
        assert len(store.read(ClaimCue)) == 49
        sql = "select comment from duckdb_tables() where table_name = 'claim_cue'"
        assert store.query(sql).rows[0][0]
        with pytest.raises((StoreError, UsageError)):
            store.append(ClaimCue, [cue("new")])


def test_work_is_closed_to_the_outside_for_reports(place: Place, tmp_path: Path) -> None:
    open_work(place).close()
    with open_closed(place) as store:
        assert store.read(ClaimCue) == []
        assert_closed(store, tmp_path)


def test_tidying_changes_no_row(store: Store) -> None:
    for number in range(12):
        store.append(ClaimCue, [cue(f"{number}", f"d{number}")])
    store.delete(ClaimCue, "document_id", ["d3"])
    before = cues(store)
    store.tidy()
    assert cues(store) == before


def test_a_published_edition_cannot_be_written_nor_reach_out(tmp_path: Path) -> None:
    path = tmp_path / "edition.duckdb"
    open_work(path).close()
    with open_published(path) as store:
        assert_closed(store, tmp_path)


def assert_closed(store: Store, folder: Path) -> None:
    """Nothing is written, no file is read or made, and the settings stay."""
    secret = folder / "secret.csv"
    secret.write_text("a\n1\n")
    for sql in (
        "delete from claim",
        f"select * from read_csv('{secret}')",
        f"copy claim to '{folder / 'out.csv'}'",
        "set enable_external_access = true",
    ):
        with pytest.raises(UsageError):
            store.query(sql)


def test_a_missing_edition_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="imaginaries run"):
        open_published(tmp_path / "none.duckdb")


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    script = "import sys, pathlib, data.store; data.store.open_work(pathlib.Path(sys.argv[1]))"
    with open_work(path):
        other = subprocess.run(
            [sys.executable, "-c", script, path], capture_output=True, text=True, check=False
        )
    assert other.returncode != 0
    assert "StoreError" in other.stderr
    assert "Is another run still writing it?" in other.stderr


SPILLING = """
import pathlib, sys
from data.store import open_reading
with open_reading(pathlib.Path(sys.argv[1])) as store:
    store.execute_script("set memory_limit = '60MiB'; set threads = 2")
    sys.stdin.readline()  # both begin at once
    for _ in range(4):
        ranked = "select row_number() over (partition by code order by description) n from code"
        print(store.query(f"select count(*), max(n) from ({ranked})").rows)
"""


def test_readers_with_little_memory_do_not_read_each_others_overflow(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    with open_work(path) as store:
        store.execute_script(
            """create or replace table code as
               select i % 97 as code, repeat(md5(i::varchar), 4) as description
               from range(600000) as t (i)"""
        )
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", SPILLING, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        for reader in readers:
            assert reader.stdin is not None
            reader.stdin.write("go\n")
            reader.stdin.flush()
        said = [reader.communicate(timeout=120) for reader in readers]
    finally:
        for reader in readers:
            reader.kill()
    assert [reader.returncode for reader in readers] == [0, 0], said
    assert said[0][0] == said[1][0] == "[(600000, 6186)]\n" * 4
    assert list(tmp_path.glob("*.tmp*")) == []
