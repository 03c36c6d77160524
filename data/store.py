"""The tables: the only module that imports DuckDB.

One process writes the work database; readers open the published edition. Writing is by
partition: `replace` deletes the rows of the given keys and inserts the new ones in one
transaction, so an empty result removes what was there before.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Protocol, get_type_hints

import duckdb
import pyarrow as pa

from data import records
from data.errors import StoreError, UsageError

SCHEMA = Path(__file__).with_name("schema.sql")

RECORD_TYPES: tuple[type, ...] = (
    records.DocumentRef,
    records.Sighting,
    records.Response,
    records.Snapshot,
    records.TextChange,
    records.Document,
    records.Page,
    records.Passage,
    records.Sentence,
    records.SentenceBox,
    records.Claim,
    records.ClaimCue,
    records.ClaimFacet,
    records.SystemMention,
    records.Topic,
    records.TopicShare,
    records.TopicAssignment,
    records.RegisterRecord,
    records.RegisterCoverage,
    records.RegisterColumn,
    records.RegisterEdition,
    records.Deployment,
    records.DeploymentStatus,
    records.EditionChange,
    records.DeploymentStatement,
    records.DeploymentClaim,
    records.OrganisationRecord,
    records.OrganisationPredecessor,
    records.OrganisationNameMatch,
    records.DeploymentBody,
    records.DeploymentLink,
    records.DeploymentGroup,
    records.Comparison,
    records.Prevalence,
    records.Gap,
    records.LagSpell,
    records.LagPoint,
    records.Promise,
    records.PromiseCandidate,
    records.Recommendation,
    records.RecommendationAddressee,
    records.RecommendationFollow,
    records.ScenarioIndex,
    records.SensitivityVariant,
    records.Coding,
    records.FaultRecord,
    records.StageInput,
    records.Run,
)

_NO_ROOM = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException)
"""What a full disk or too little memory looks like: no fault of the question."""

_ARROW = {
    str: pa.string(),
    int: pa.int32(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us"),
}


class Record(Protocol):
    """Any of the frozen dataclasses of `records`."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


def table_name(record_type: type) -> str:
    """The table that holds this record: its name in snake case, without a closing "Record"."""
    name = record_type.__name__.removesuffix("Record")
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer to a question: column names, and rows as tuples in their order."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def as_dicts(self) -> list[dict[str, Any]]:
        """The rows as objects, for JSON."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Store:
    """An open database. Use as a context manager; one writer at a time."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection
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

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside happen together, or none of them."""
        self._connection.execute("begin transaction")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._write("commit")

    def append(self, record_type: type, rows: Iterable[Record]) -> int:
        """Insert records; returns how many."""
        table = _arrow_table(record_type, rows)
        if table.num_rows:
            name = table_name(record_type)
            columns = ", ".join(table.column_names)
            self._connection.register("incoming", table)
            self._write(f"insert into {name} ({columns}) select {columns} from incoming")
            self._connection.unregister("incoming")
        return int(table.num_rows)

    def delete(self, record_type: type, key: str, values: Sequence[str]) -> None:
        """Delete the rows whose `key` column has one of the values."""
        if values:
            table = table_name(record_type)
            self._write(f"delete from {table} where {key} in (select unnest(?))", [list(values)])

    def replace(
        self, record_type: type, key: str, values: Sequence[str], rows: Iterable[Record]
    ) -> int:
        """Put these records in the place of all rows whose `key` column has one of the values."""
        self.delete(record_type, key, values)
        return self.append(record_type, rows)

    def replace_all(self, record_type: type, rows: Iterable[Record]) -> int:
        """Put these records in the place of the whole table."""
        self._write(f"delete from {table_name(record_type)}")
        return self.append(record_type, rows)

    def _write(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        try:
            self._connection.execute(sql, list(parameters))
        except duckdb.Error as error:
            raise StoreError(f"cannot write to {self.path}: {error}") from error

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> QueryResult:
        """Ask one question; values go in as `?` parameters, never into the text."""
        if not sql.strip():
            raise UsageError("the query is empty")
        try:
            cursor = self._connection.execute(sql, list(parameters))
        except _NO_ROOM as error:
            raise StoreError(f"{self.path} cannot be used: {error}") from error
        except duckdb.Error as error:
            raise UsageError(f"DuckDB refuses the query: {error}") from error
        names = tuple(column[0] for column in cursor.description or ())
        return QueryResult(names, cursor.fetchall() if names else [])

    def read(
        self, record_type: type[Any], where: str = "true", parameters: Sequence[Any] = ()
    ) -> list[Any]:
        """Read records back; `where` may hold `?` and an `order by`."""
        names = ", ".join(field.name for field in dataclasses.fields(record_type))
        sql = f"select {names} from {table_name(record_type)} where {where}"
        return [
            record_type(*row) for row in self._connection.execute(sql, list(parameters)).fetchall()
        ]

    def execute_script(self, sql: str) -> None:
        """Run several statements of our own, such as a schema."""
        self._connection.execute(sql)


def open_work(path: Path) -> Store:
    """Open the work database for writing, with all tables in place.

    Raises:
        StoreError: another process holds it, or the file is not a database of ours.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    store = Store(_connect(path, read_only=False), path)
    store.execute_script(SCHEMA.read_text(encoding="utf-8"))
    return store


def open_reading(path: Path) -> Store:
    """Open a database for reading, beside others that read it.

    Raises:
        StoreError: there is none, or a run is writing it.
    """
    if not path.exists():
        raise StoreError(f"nothing at {path}: run `imaginaries run` first")
    return Store(_connect(path, read_only=True), path)


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
    store.execute_script("set enable_external_access = false; set lock_configuration = true")
    return store


def open_memory() -> Store:
    """An empty database in memory with all tables, for tests and for building editions."""
    store = Store(duckdb.connect(":memory:"), Path(":memory:"))
    store.execute_script(SCHEMA.read_text(encoding="utf-8"))
    return store


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as error:
        raise StoreError(
            f"cannot open {path}: {error}. Is another run still writing it?"
        ) from error


def _arrow_table(record_type: type, rows: Iterable[Record]) -> pa.Table:
    hints = get_type_hints(record_type)
    names = [field.name for field in dataclasses.fields(record_type)]
    schema = pa.schema([(name, _ARROW[_plain(hints[name])]) for name in names])
    held = list(rows)
    columns = {name: [getattr(row, name) for row in held] for name in names}
    return pa.Table.from_pydict(columns, schema=schema)


def _plain(hint: Any) -> type:
    """`str | None` to `str`."""
    arguments = [kind for kind in getattr(hint, "__args__", (hint,)) if kind is not type(None)]
    plain: type = arguments[0]
    return plain


@dataclass(frozen=True, slots=True)
class View:
    """A named question to store in an edition, with comments for people."""

    name: str
    sql: str
    comment: str
    column_comments: tuple[tuple[str, str], ...]


def write_edition(store: Store, path: Path, tables: Sequence[str], views: Sequence[View]) -> None:
    """Write a fresh database at `path` with these tables, their comments, and these views.

    Raises:
        StoreError: the file cannot be written, or a view does not fit the tables.
    """
    try:
        with duckdb.connect(str(path)) as edition:
            edition.execute(SCHEMA.read_text(encoding="utf-8"))
            for record_type in RECORD_TYPES:
                if table_name(record_type) not in tables:
                    edition.execute(f"drop table {table_name(record_type)}")
        _copy_tables(store, path, tables)
        with duckdb.connect(str(path)) as edition:
            for view in views:
                _create_view(edition, view)
    except duckdb.Error as error:
        raise StoreError(
            f"cannot write the edition {path}: {error}. The last edition stays as it was; "
            "free space or correct the view, then publish again"
        ) from error


def write_parquet(store: Store, path: Path, table: str) -> None:
    """Write one table or view as a Parquet file.

    Raises:
        StoreError: the file cannot be written.
    """
    try:
        store.execute_script(
            f"copy (select * from {table}) to {_literal(str(path))} "
            "(format parquet, compression zstd)"
        )
    except duckdb.Error as error:
        raise StoreError(f"cannot write {path}: {error}. Is the disk full?") from error


def _copy_tables(store: Store, path: Path, tables: Sequence[str]) -> None:
    store.execute_script(f"attach {_literal(str(path))} as edition")
    try:
        for table in tables:
            store.execute_script(f"insert into edition.{table} by name select * from {table}")
    finally:
        store.execute_script("detach edition")


def _create_view(edition: duckdb.DuckDBPyConnection, view: View) -> None:
    edition.execute(f"create view {view.name} as {view.sql}")
    edition.execute(f"comment on view {view.name} is {_literal(view.comment)}")
    described = edition.execute(f"describe {view.name}").fetchall()
    comments = dict(view.column_comments)
    strange = comments.keys() - {row[0] for row in described}
    if strange:
        raise StoreError(f"{view.name} has comments on columns it lacks: {sorted(strange)}")
    for name, comment in comments.items():
        edition.execute(f"comment on column {view.name}.{name} is {_literal(comment)}")


def _literal(text: str) -> str:
    """Text as an SQL string, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
