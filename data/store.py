"""The store: the only module that imports DuckDB.

The work database is a file that one process writes, or a lake that many write in turns (see
`data.lake`); readers open the published edition. Writing is by partition: `replace` deletes the
rows of the given keys and inserts the new ones in one transaction, so an empty result removes
what was there before.
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa

from data import lake, records
from data.arrow_rows import ArrowRows, Record, build_arrow_table
from data.duckdb_extension import find_extension
from data.errors import StoreError, UsageError
from data.home_schema import bring_up, held_mark
from data.ids import content_id
from data.sql_text import sql_text
from data.store_place import Lake, Place
from data.tables import SCHEMA, table_name, tables_declared

_NO_ROOM = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException)
"""What a full disk or too little memory looks like: no fault of the question."""

WRITER_MIB, READER_MIB = 1500, 400
"""What DuckDB may keep in memory, of a writer and of each reader beside others; the rest of what a
question needs goes to disk. By itself it would take four fifths of the machine."""

OVERFLOW = ".tmp"
"""Ends the name of the folder beside a file where DuckDB puts what it has no memory for; of those
who read it, each process has one of its own."""

FEW_KEYS = 100
"""Up to so many keys are looked up in a list, more by a join."""

_WRITING = {
    duckdb.StatementType.INSERT,
    duckdb.StatementType.UPDATE,
    duckdb.StatementType.DELETE,
}


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer to a question: column names, and rows as tuples in their order."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def as_dicts(self) -> list[dict[str, Any]]:
        """The rows as objects, for JSON."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Store:
    """An open database. Use as a context manager.

    A file has one writer at a time; the writers of a lake take `turns`.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        path: Place,
        turns: lake.Turns | None = None,
    ) -> None:
        self._connection = connection
        self._turns = turns
        self._has_turn = False
        self._is_in_transaction = False
        self.path = path

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; the file may then be opened by another process."""
        self._connection.close()
        if self._turns is not None:
            self._turns.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside happen together, or none of them; one within another is part of it.

        Raises:
            StoreError: they cannot be written, or other runs keep the lake for too long.
        """
        if self._is_in_transaction:
            yield
            return
        with self.alone():
            self._execute("begin transaction")
            self._is_in_transaction = True
            try:
                yield
            except BaseException:
                with suppress(duckdb.Error):  # the first error tells more
                    self._connection.execute("rollback")
                raise
            finally:
                self._is_in_transaction = False
            self._write("commit")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other run writes for the time of the block: what is read in it stays as it is.

        Raises:
            StoreError: other runs keep the lake for too long, or its server does not answer.
        """
        if self._turns is None or self._has_turn:
            yield
            return
        try:
            self._turns.begin()
        except duckdb.Error as error:
            raise _unreachable(self.path, error) from None
        self._has_turn = True
        try:
            yield
        finally:
            self._has_turn = False
            with suppress(duckdb.Error):  # a turn that cannot be ended has ended with its server
                self._turns.end()

    def append(self, record_type: type, rows: Iterable[Record]) -> int:
        """Insert records; returns how many."""
        table = build_arrow_table(record_type, rows)
        if table.num_rows:
            name = table_name(record_type)
            columns = ", ".join(table.column_names)
            self._connection.register("incoming", table)
            try:
                self._write(f"insert into {name} ({columns}) select {columns} from incoming")
            finally:
                with suppress(duckdb.Error):  # a transaction that failed takes it back itself
                    self._connection.unregister("incoming")
        return int(table.num_rows)

    def delete(self, record_type: type, key: str, values: Sequence[str]) -> None:
        """Delete the rows whose `key` column has one of the values."""
        if values:
            table = table_name(record_type)
            sql = f"delete from {table} where {key} in (select unnest(?))"
            if len(values) <= FEW_KEYS:  # a join reads more of a large table than a search does
                sql = f"delete from {table} where list_contains(?, {key})"
            self._write(sql, [list(values)])

    def replace(
        self, record_type: type, key: str, values: Sequence[str], rows: Iterable[Record]
    ) -> int:
        """Put these records in the place of all rows whose `key` column has one of the values."""
        with self.transaction():
            self.delete(record_type, key, values)
            return self.append(record_type, rows)

    def replace_all(self, record_type: type, rows: Iterable[Record]) -> int:
        """Put these records in the place of the whole table."""
        with self.transaction():
            self._write(f"delete from {table_name(record_type)}")
            return self.append(record_type, rows)

    def _write(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        with self.alone():
            try:
                self._execute(sql, parameters)
            except duckdb.Error as error:
                raise StoreError(f"cannot write to {self.path}: {error}") from error

    def _execute(self, sql: str, parameters: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql, list(parameters))
        except duckdb.Error as error:
            if not isinstance(self.path, Lake):
                raise
            raise type(error)(self.path.without_secrets(str(error))) from None

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> QueryResult:
        """Ask one question; values go in as `?` parameters, never into the text."""
        if not sql.strip():
            raise UsageError("the query is empty")
        try:
            if self._turns is not None and not self._has_turn and _is_writing(sql):
                with self.alone():
                    return _answer(self._execute(sql, parameters))
            return _answer(self._execute(sql, parameters))
        except _NO_ROOM as error:
            raise StoreError(f"{self.path} cannot be used: {error}") from error
        except duckdb.Error as error:
            raise UsageError(f"DuckDB refuses the query: {error}") from error

    def read(
        self, record_type: type[Any], where: str = "true", parameters: Sequence[Any] = ()
    ) -> list[Any]:
        """Read records back; `where` may hold `?` and an `order by`."""
        sql = _select(record_type, where)
        return [record_type(*row) for row in self._execute(sql, parameters).fetchall()]

    def read_rows(
        self, record_type: type[Any], where: str = "true", parameters: Sequence[Any] = ()
    ) -> ArrowRows:
        """Read records back as a table; `where` may hold `?` and an `order by`."""
        sql = _select(record_type, where)
        return ArrowRows(record_type, self._execute(sql, parameters).to_arrow_table())

    def execute_script(self, sql: str) -> None:
        """Run several statements of our own, such as a schema."""
        self._execute(sql)

    def write(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run one statement of our own that writes.

        Raises:
            StoreError: the disk is full, or the statement does not fit the tables.
        """
        self._write(sql, parameters)

    def read_table(self, sql: str) -> pa.Table:
        """Ask one question and keep its columns' types, for files that have types too."""
        try:
            return self._execute(sql).to_arrow_table()
        except duckdb.Error as error:
            raise UsageError(f"DuckDB refuses the query: {error}") from error

    @property
    def is_closed(self) -> bool:
        """Whether it is closed to the outside, here or for others of this process that read it."""
        return _is_closed(self._connection)

    def tidy(self) -> None:
        """Join a lake's small files and remove what is out of date; a file looks after itself.

        Raises:
            StoreError: the lake cannot be written.
        """
        for sql in lake.tidying_sql() if isinstance(self.path, Lake) else ():
            self._write(sql)

    def load_full_text(self) -> bool:
        """Load DuckDB's full-text search from its package; false where it is not installed."""
        file = find_extension("fts")
        if file is None:
            return False
        try:
            self._connection.execute(f"load {sql_text(str(file))}")
        except duckdb.Error:  # built for another DuckDB or another machine: as if not installed
            return False
        return True


def _select(record_type: type, where: str) -> str:
    names = ", ".join(field.name for field in dataclasses.fields(record_type))
    return f"select {names} from {table_name(record_type)} where {where}"


def _answer(cursor: duckdb.DuckDBPyConnection) -> QueryResult:
    names = tuple(column[0] for column in cursor.description or ())
    return QueryResult(names, cursor.fetchall() if names else [])


def _is_closed(connection: duckdb.DuckDBPyConnection) -> bool:
    answer = connection.execute("select current_setting('lock_configuration')").fetchone()
    return bool(answer and answer[0])


def _overflow_apart(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Have a reader put what it has no memory for into a folder of its process.

    By default all processes that read a file use one folder, the same names in it, and read or
    delete what is another's.
    """
    own = f"{path}{OVERFLOW}-{os.getpid()}"
    held = connection.execute("select current_setting('temp_directory')").fetchone()
    if held != (own,) and not _is_closed(connection):  # once used it cannot be set, even to this
        connection.execute(f"set temp_directory = {sql_text(own)}")


def _is_writing(sql: str) -> bool:
    return any(statement.type in _WRITING for statement in duckdb.extract_statements(sql))


def open_work(place: Place) -> Store:
    """Open the work database for writing, with all tables in place.

    Raises:
        StoreError: another process holds the file, it is not a database of ours, or its schema is
            another version's and cannot be brought up without loss; or the lake is out of reach.
        UsageError: a package that a lake needs is not installed.
    """
    if isinstance(place, Path):
        place.parent.mkdir(parents=True, exist_ok=True)
    store = _open(place, read_only=False)
    try:
        with store.alone():
            _set_up(store)
        store.execute_script(f"set memory_limit = '{WRITER_MIB}MiB'")
        # DuckDB's own bound is 16 MiB: the log goes into the file so often that replacing a
        # million sentences took nearly twice the CPU.
        store.execute_script("set checkpoint_threshold = '64MiB'")
    except BaseException:
        store.close()
        raise
    return store


def _set_up(store: Store) -> None:
    """All tables as this version has them; nothing if they were left so by it."""
    sql = SCHEMA.read_text(encoding="utf-8")
    mark = records.HomeSchema(content_id(sql), importlib.metadata.version("imaginaries"))
    if held_mark(store) == (mark.schema_version, mark.software_version):
        return
    with store.transaction():  # also far quicker than a thousand statements one by one
        bring_up(store, tables_declared(), store.path)
        store.execute_script(sql)
        store.replace_all(records.HomeSchema, [mark])


def open_reading(place: Place) -> Store:
    """Open a database for reading, beside others that read it.

    Raises:
        StoreError: there is none, or a run is writing the file; a lake can be read meanwhile.
    """
    if isinstance(place, Path) and not place.exists():
        raise StoreError(f"nothing at {place}: run `imaginaries run` first")
    return _open(place, read_only=True)


def open_new(path: Path) -> Store:
    """Create a database for an edition: the tables of the schema, all empty.

    Raises:
        StoreError: the file cannot be written.
    """
    store = Store(_connect(path, read_only=False), path)
    with store.transaction():
        store.write(SCHEMA.read_text(encoding="utf-8"))
    return store


def open_again(path: Path) -> Store:
    """Open a database that is being made, for writing.

    Raises:
        StoreError: it cannot be opened.
    """
    return Store(_connect(path, read_only=False), path)


def open_published(path: Path) -> Store:
    """Open an edition for reading only; nothing outside the file can be reached through it.

    Raises:
        StoreError: there is no such edition.
    """
    if not path.exists():
        raise StoreError(
            f"no published edition at {path}: run `imaginaries run` or `make demo` first"
        )
    store = Store(_connect(path, read_only=True), path)
    close_to_outside(store)
    return store


def open_searching(path: Path) -> tuple[Store, bool]:
    """Open an edition as `open_published` does, with full-text search where it is installed.

    Returns:
        The edition, and whether full-text search is there.

    Raises:
        StoreError: there is no such edition.
    """
    if not path.exists():
        raise StoreError(f"no published edition at {path}: run `imaginaries run` first")
    store = Store(_connect(path, read_only=True), path)
    has_full_text = store.load_full_text()  # first this, then the lock: the other order fails
    close_to_outside(store)
    return store, has_full_text


def close_to_outside(store: Store) -> None:
    """Keep what is asked of this connection from files and networks, and from undoing this."""
    if not store.is_closed:
        store.execute_script("set enable_external_access = false; set lock_configuration = true")


def open_closed(place: Place) -> Store:
    """Open an edition or the work database as `open_published` does, for one reader of several.

    Of a lake its files are within reach and, whatever is asked, servers of PostgreSQL.

    Raises:
        StoreError: there is none.
    """
    store = open_reading(place)
    if not store.is_closed:
        store.execute_script(f"set memory_limit = '{READER_MIB}MiB'")
        if isinstance(place, Path):
            close_to_outside(store)
        else:
            store.execute_script(lake.closing_sql(place))
    return store


def open_memory() -> Store:
    """An empty database in memory with all tables, for tests and for building editions."""
    store = Store(duckdb.connect(":memory:"), Path(":memory:"))
    store.execute_script(SCHEMA.read_text(encoding="utf-8"))
    return store


def _open(place: Place, *, read_only: bool) -> Store:
    if isinstance(place, Path):
        return Store(_connect(place, read_only=read_only), place)
    connection, asking = duckdb.connect(), duckdb.connect()
    try:
        store = Store(connection, place, None if read_only else lake.open_turns(asking, place))
        with store.alone():  # two runs that make a lake do so one after the other
            lake.attach(connection, place, read_only=read_only)
    except BaseException as error:
        connection.close()
        asking.close()
        if isinstance(error, duckdb.Error):  # not its cause: that would name the password
            raise _unreachable(place, error) from None
        raise
    return store


def _unreachable(place: Place, error: duckdb.Error) -> StoreError:
    said = place.without_secrets(str(error)) if isinstance(place, Lake) else str(error)
    return StoreError(f"cannot open {place}: {said}")


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=read_only)
        if read_only:
            _overflow_apart(connection, path)
        return connection
    except duckdb.Error as error:
        raise StoreError(
            f"cannot open {path}: {error}. Is another run still writing it?"
        ) from error
