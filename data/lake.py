"""A store that many processes write at once: DuckLake, with its catalogue in PostgreSQL.

The catalogue knows the tables and, for each moment, the Parquet files that make them up; the files
lie in a folder that all machines see, or in object storage. Where a file has one writer, here any
number of runs write. They take turns: a transaction starts when no other run is in one, so it
sees all that the others have written, and none of them can take back what it does. The long work
of a stage, reading and coding, lies outside of transactions and goes on side by side.

What runs share besides: the declarations, the version of this software, and the folder of raw
bytes, to which HOME/raw is a link; each has a home of its own otherwise. A run that has worked from
what another replaced meanwhile has noted what it worked from, so the next run does that part anew;
until then the checks keep what does not fit together from being published.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from data.duckdb_extension import find_extension
from data.errors import UsageError
from data.sql_text import sql_text
from data.store_place import Lake

NAME = "home"
"""What the lake is called on a connection."""

INLINED_ROWS = 10
"""So few rows are kept in the catalogue in place of a file of their own."""

KEEP_SNAPSHOTS = "7 days"
KEEP_FILES = "1 day"
"""Longer than any reading takes: a file that a reader may have open is not removed."""

SECONDS_FOR_A_TURN = 3600
_TURN = 0x494D4147
"""The number of PostgreSQL's advisory lock that a writer holds."""


class Connection(Protocol):
    """What is used of a connection to DuckDB."""

    def execute(self, query: str, /) -> Any: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


def attach(connection: Connection, lake: Lake, *, read_only: bool) -> None:
    """Open the lake and make its tables those that are asked; a writer makes one that is missing.

    Raises:
        UsageError: a package that it needs is missing; names the extra that brings it.
    """
    _load_extensions(connection, lake)
    if lake.is_in_objects:
        _find_bucket(connection)
    options = [f"data_path {sql_text(lake.files)}"]
    options += ["read_only", "create_if_not_exists false"] if read_only else []
    made_of = ", ".join(options)
    catalogue = f"ducklake:{lake.catalogue}"
    connection.execute(f"attach {sql_text(catalogue)} as {NAME} ({made_of})")
    connection.execute(f"use {NAME}")
    if not read_only:
        connection.execute(f"set ducklake_default_data_inlining_row_limit = {INLINED_ROWS}")


def _load_extensions(connection: Connection, lake: Lake) -> None:
    connection.execute("set enable_progress_bar = false")  # it would stand among the answers
    needed = ["ducklake"]
    needed += ["postgres_scanner"] if lake.server is not None else []
    needed += ["httpfs"] if lake.is_in_objects else []
    for name in needed:
        file = find_extension(name)
        if file is None:
            package = f"duckdb-extension-{name.replace('_', '-')}"
            raise UsageError(
                f"IMAGINARIES_STORE names a DuckLake, and {package} is not installed: install the "
                'extra "lake" (pip install "imaginaries[lake]")'
            )
        connection.execute(f"load {sql_text(str(file))}")


def _find_bucket(connection: Connection) -> None:
    """Name the bucket in the path where the storage is not Amazon's, as all such storage allows.

    Its address and keys are those of the environment: httpfs reads them as it is loaded.
    """
    endpoint = connection.execute("select current_setting('s3_endpoint')").fetchone()[0]
    if endpoint and not endpoint.endswith("amazonaws.com"):
        connection.execute("set global s3_url_style = 'path'")


def closing_sql(lake: Lake) -> str:
    """What leaves a connection no files but the lake's."""
    return (
        f"set allowed_directories = [{sql_text(lake.files)}]; "
        "set enable_external_access = false; set lock_configuration = true"
    )


def tidying_sql() -> Sequence[str]:
    """Join small files, forget what the lake was long ago, and remove files that nobody needs.

    DuckLake's `checkpoint` does the same in more than twice the time.
    """
    unused = f"older_than => now() - interval '{KEEP_FILES}'"
    return (
        f"call ducklake_flush_inlined_data('{NAME}')",
        f"call ducklake_expire_snapshots('{NAME}', older_than => now() - "
        f"interval '{KEEP_SNAPSHOTS}')",
        f"call ducklake_merge_adjacent_files('{NAME}')",
        f"call ducklake_rewrite_data_files('{NAME}')",
        f"call ducklake_cleanup_old_files('{NAME}', {unused})",
        f"call ducklake_delete_orphaned_files('{NAME}', {unused})",
    )


class Turns:
    """The turns that writers of one lake take; the server ends that of a writer that dies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self) -> None:
        """Wait for the turn, at most as long as SECONDS_FOR_A_TURN, and take it."""
        wait = (
            f"set local lock_timeout = '{SECONDS_FOR_A_TURN}s'; "
            "set local idle_in_transaction_session_timeout = 0; "
            f"do 'begin perform pg_advisory_xact_lock({_TURN}); end'"
        )
        self._connection.execute("begin transaction")
        try:
            self._connection.execute(f"call postgres_execute('turns', {sql_text(wait)})")
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Let the next writer have it."""
        self._connection.execute("rollback")

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()


def open_turns(connection: Connection, lake: Lake) -> Turns | None:
    """The turns at this lake, asked of its server; None where the catalogue is a file.

    A catalogue in a file is held by one process at a time, as any database of DuckDB.
    """
    if lake.server is None:
        return None
    _load_extensions(connection, lake)
    connection.execute(f"attach {sql_text(lake.server)} as turns (type postgres)")
    return Turns(connection)
