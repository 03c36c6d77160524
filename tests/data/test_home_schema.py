"""Homes of other schemas: brought up where nothing is lost, else named and refused."""

from __future__ import annotations

import pytest

from data.errors import StoreError
from data.home_schema import schema_version
from data.records import FaultRecord, Gap, HomeSchema, StageInput
from data.store import Store, open_memory, open_reading, open_work
from data.store_place import Place
from data.tables import RECORD_TYPES, table_name, tables_declared


def columns_of(store: Store, table: str) -> dict[str, str]:
    sql = "select column_name, data_type from duckdb_columns() where table_name = ?"
    return dict(store.query(sql, [table]).rows)


@pytest.fixture
def path(place: Place) -> Place:
    """A store with a fault, and inputs of two stages."""
    with open_work(place) as store:
        store.query(
            "insert into fault by name select 'f1' as fault_id, 'parse' as stage, 'a' as subject, "
            "'r' as reason, 'n' as next_step, now()::timestamp as first_seen_at, "
            "now()::timestamp as last_seen_at, 2 as tries"
        )
        store.query(
            "insert into stage_input values ('compare', 'all', 'h', now()::timestamp), "
            "('parse', 'd1', 'h', now()::timestamp)"
        )
    return place


def change(path: Place, sql: str, made_by: str | None = None) -> None:
    """Make the home one of another version."""
    with open_work(path) as store:
        store.execute_script(f"{sql}; delete from home_schema")
        if made_by:
            store.append(HomeSchema, [HomeSchema("another", made_by)])


def test_the_declared_tables_are_those_of_the_schema() -> None:
    with open_memory() as store:
        sql = (
            "select table_name, column_name from duckdb_columns() "
            "where is_nullable and not internal"
        )
        nullable = {tuple(row) for row in store.query(sql).rows}
        for table in tables_declared():
            assert columns_of(store, table.name) == dict(table.columns)
    assert {(t.name, c) for t in tables_declared() for c in t.nullable} == nullable
    assert len(tables_declared()) == len(RECORD_TYPES)


def test_a_column_that_may_be_null_is_added_and_the_rows_stay(
    path: Place, caplog: pytest.LogCaptureFixture
) -> None:
    change(path, "alter table fault drop retry_at; alter table fault drop given_up_at")
    with open_work(path) as store:
        (fault,) = store.read(FaultRecord)
        assert (fault.tries, fault.retry_at, fault.given_up_at) == (2, None, None)
        comment = "select comment from duckdb_columns() where column_name = 'given_up_at'"
        assert store.query(comment).rows[0][0]
        assert len(store.read(StageInput)) == 2
    assert "0.5.0 or older" in caplog.text
    assert "given_up_at" in caplog.text
    caplog.clear()
    open_work(path).close()
    assert caplog.text == ""


def test_a_table_that_a_stage_makes_is_made_anew(
    path: Place, caplog: pytest.LogCaptureFixture
) -> None:
    change(path, "alter table gap rename code to code_name")
    with open_work(path) as store:
        assert "code" in columns_of(store, table_name(Gap))
        assert [row.stage for row in store.read(StageInput)] == ["parse"]
    assert "imaginaries compare" in caplog.text


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("alter table snapshot drop sha256", "snapshot lacks sha256"),
        ("alter table coding add column mood varchar", "coding has mood"),
        (
            "alter table run drop done_count; alter table run add column done_count varchar",
            "run has other types",
        ),
    ],
)
def test_a_history_that_differs_is_refused_with_what_to_do(
    path: Place, sql: str, words: str
) -> None:
    change(path, f"{sql}; alter table gap drop code")
    with open_reading(path) as store:
        before = columns_of(store, "gap")
    with pytest.raises(StoreError, match=words) as refused:
        open_work(path)
    assert "--home" in str(refused.value)
    assert str(path) in str(refused.value)
    with open_reading(path) as store:
        assert columns_of(store, "gap") == before  # nothing was changed, and the file is free
        assert len(store.read(StageInput)) == 2


def test_the_maker_is_named(path: Place) -> None:
    change(path, "alter table snapshot drop sha256", "0.4.2")
    with pytest.raises(StoreError, match=r"made by version 0\.4\.2"):
        open_work(path)


def test_a_home_keeps_its_schema_and_is_set_up_once(path: Place) -> None:
    with open_work(path) as store:
        (mark,) = store.read(HomeSchema)
        store.query("comment on table fault is 'left alone'")
    with open_work(path) as store:
        assert store.read(HomeSchema) == [mark]
        sql = "select comment from duckdb_tables() where table_name = 'fault'"
        assert store.query(sql).rows == [("left alone",)]
    change(path, "select 1", "0.4.2")
    with open_work(path) as store:
        assert store.query(sql).rows != [("left alone",)]
        assert store.read(HomeSchema) == [mark]


def test_the_name_of_a_schema_changes_with_any_column() -> None:
    tables = tables_declared()
    assert schema_version(tables) == schema_version(tables[::-1])
    assert schema_version(tables) != schema_version(tables[1:])
