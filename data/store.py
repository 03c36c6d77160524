"""The tables: the only module that imports DuckDB.

One process writes the work database; readers open the published edition. Writing is by
partition: `replace` deletes the rows of the given keys and inserts the new ones in one
transaction, so an empty result removes what was there before.
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import importlib.util
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa

from data import records
from data.arrow_rows import Record, build_arrow_table
from data.errors import StoreError, UsageError
from data.home_schema import Table, bring_up, held_mark, table_of
from data.ids import content_id

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
    records.TopicModel,
    records.TopicStability,
    records.TopicLineage,
    records.TopicLink,
    records.TopicPartShare,
    records.TopicCode,
    records.TopicChange,
    records.TopicExample,
    records.TopicQuality,
    records.TopicLabel,
    records.TopicExclusion,
    records.TopicIntrusion,
    records.TopicIntrusionAnswer,
    records.TopicIntrusionScore,
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
    records.IncidentList,
    records.Incident,
    records.IncidentBody,
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
    records.SoughtGroup,
    records.GroupMention,
    records.WordChange,
    records.CountryWord,
    records.Coding,
    records.FaultRecord,
    records.StageInput,
    records.Run,
    records.Edition,
    records.RunManifest,
    records.HomeSchema,
    records.EditionCount,
    records.CheckAcceptance,
)

_NO_ROOM = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException)
"""What a full disk or too little memory looks like: no fault of the question."""


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
        table = build_arrow_table(record_type, rows)
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

    def write(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run one statement of our own that writes.

        Raises:
            StoreError: the disk is full, or the statement does not fit the tables.
        """
        self._write(sql, parameters)

    def read_table(self, sql: str) -> pa.Table:
        """Ask one question and keep its columns' types, for files that have types too."""
        try:
            return self._connection.execute(sql).to_arrow_table()
        except duckdb.Error as error:
            raise UsageError(f"DuckDB refuses the query: {error}") from error

    def load_full_text(self) -> bool:
        """Load DuckDB's full-text search from its package; false where it is not installed."""
        found = importlib.util.find_spec("duckdb_extension_fts")
        if found is None or found.origin is None:
            return False
        place = Path(found.origin).parent / "extensions" / f"v{duckdb.__version__}"
        file = place / "fts.duckdb_extension"
        try:
            self._connection.execute(f"load {sql_text(str(file))}")
        except duckdb.Error:  # built for another DuckDB or another machine: as if not installed
            return False
        return True


def open_work(path: Path) -> Store:
    """Open the work database for writing, with all tables in place.

    Raises:
        StoreError: another process holds it, the file is not a database of ours, or its schema is
            another version's and cannot be brought up without loss.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    store = Store(_connect(path, read_only=False), path)
    try:
        _set_up(store)
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


def tables_declared() -> list[Table]:
    """The tables as this version's records have them."""
    return [table_of(table_name(record_type), record_type) for record_type in RECORD_TYPES]


def open_reading(path: Path) -> Store:
    """Open a database for reading, beside others that read it.

    Raises:
        StoreError: there is none, or a run is writing it.
    """
    if not path.exists():
        raise StoreError(f"nothing at {path}: run `imaginaries run` first")
    return Store(_connect(path, read_only=True), path)


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
    # Within one process a file that is open already is shared, with its settings.
    if not store.query("select current_setting('lock_configuration')").rows[0][0]:
        store.execute_script("set enable_external_access = false; set lock_configuration = true")


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


def sql_text(text: str) -> str:
    """Text as an SQL string, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
