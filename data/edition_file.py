"""The files of an edition: a fresh database with its questions, and Parquet beside it.

An edition has what the work database has, but for two things. Whole sentences stand only in
documents whose licence is declared open, and each text has its SHA-256 beside it, so that a reader
who has the document can find the sentence again. Answers that take long are stored.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from data.errors import StoreError
from data.licence import plain_licence
from data.records import Edition
from data.sql_text import sql_text
from data.store import Store, open_again, open_new
from data.tables import RECORD_TYPES, table_name

TEXTS: Mapping[str, tuple[str, ...]] = {
    "sentence": ("text",),
    "passage": ("text",),
    "promise": ("quote",),
    "recommendation": ("quote",),
    "recommendation_follow": ("quote",),
    "text_change": ("difference",),
    "coding": ("text", "text_before"),
}
"""Columns that hold whole sentences of documents. A test holds it against the schema."""
HASHED = ("sentence", "passage")
WITHHELD = "; null where the document's licence is not declared open"

Keeping = Literal["asked", "stored", "stored from all text"]
"""A question is asked anew by each reader, or its answer is stored; the last kind compares whole
sentences, and so is answered before any is withheld."""


@dataclass(frozen=True, slots=True)
class View:
    """A named question to keep in an edition, with comments for people."""

    name: str
    sql: str
    comment: str
    column_comments: tuple[tuple[str, str], ...]
    keeping: Keeping = "asked"


def write_edition(
    store: Store,
    path: Path,
    tables: Sequence[str],
    views: Sequence[View],
    edition: Edition,
    open_licences: Collection[str],
) -> None:
    """Write a fresh database at `path` with these tables, their comments, and these views.

    Args:
        store: the open work database, with the views as temporary ones.
        path: the file to write.
        tables: those to copy.
        views: questions, each after those that it reads.
        edition: what the edition says of itself; `has_all_text` publishes every text.
        open_licences: licences as `plain_licence` spells them.

    Raises:
        StoreError: the file cannot be written, or a view does not fit the tables.
    """
    with open_new(path) as made, made.transaction():
        for record_type in RECORD_TYPES:
            if table_name(record_type) not in tables:
                made.write(f"drop table {table_name(record_type)}")
        _shape_texts(made, tables)
    _copy(store, path, tables, views, None if edition.has_all_text else open_licences)
    with open_again(path) as made:
        made.append(Edition, [edition])
        with made.transaction():  # a thousand comments, each on disk by itself, take seconds
            for view in views:
                _keep_answer(made, view)
        made.write("checkpoint")


def write_parquet(edition: Store, path: Path, table: str) -> None:
    """Write one table of an edition as a Parquet file.

    Raises:
        StoreError: the file cannot be written.
    """
    edition.write(
        f"copy (select * from {table}) to {sql_text(str(path))} (format parquet, compression zstd)"
    )


def _shape_texts(made: Store, tables: Sequence[str]) -> None:
    """Let texts be null, and add what tells of them in their place."""
    made.write("alter table document add column is_text_open boolean")
    made.write(
        "comment on column document.is_text_open is 'Whether this edition has the document''s "
        "sentences whole: its licence is declared open, or everything is published'"
    )
    for table in HASHED:
        made.write(f"alter table {table} add column text_sha256 varchar")
        made.write(
            f"comment on column {table}.text_sha256 is 'SHA-256 of the text in UTF-8, which is "
            "there where the text itself is withheld, too'"
        )
    for table in set(TEXTS) & set(tables):
        for column in TEXTS[table]:
            made.write(f"alter table {table} alter column {column} drop not null")
            found = made.query(
                "select comment from duckdb_columns() where table_name = ? and column_name = ?",
                [table, column],
            )
            comment = sql_text(f"{found.rows[0][0]}{WITHHELD}")
            made.write(f"comment on column {table}.{column} is {comment}")


def _copy(
    store: Store,
    path: Path,
    tables: Sequence[str],
    views: Sequence[View],
    open_licences: Collection[str] | None,
) -> None:
    store.write(f"attach {sql_text(str(path))} as made")
    try:
        _find_open_documents(store, open_licences)
        for table in tables:
            store.write(f"insert into made.{table} by name select {_columns(table)} from {table}")
        for view in views:
            if view.keeping == "stored from all text":
                store.write(f"create table made.{view.name} as select * from {view.name}")
    finally:
        store.write("drop table if exists temp.open_document")
        store.write("detach made")


def _find_open_documents(store: Store, open_licences: Collection[str] | None) -> None:
    rows = store.query("select document_id, coalesce(licence, '') from document").rows
    ids = [
        document_id
        for document_id, licence in rows
        if open_licences is None or plain_licence(licence) in open_licences
    ]
    store.write(
        "create or replace temp table open_document as select unnest(?::varchar[]) as document_id",
        [ids],
    )


_IS_OPEN = "document_id in (select document_id from temp.open_document)"
_IS_OPEN_SENTENCE = f"text in (select text from sentence where {_IS_OPEN})"
"""Codings name their sentence by its words."""


def _columns(table: str) -> str:
    condition = _IS_OPEN_SENTENCE if table == "coding" else _IS_OPEN
    kept = [f"if({condition}, {name}, null) as {name}" for name in TEXTS.get(table, ())]
    columns = f"* replace ({', '.join(kept)})" if kept else "*"
    if table in HASHED:
        columns += ", sha256(text) as text_sha256"
    if table == "document":
        columns += f", {_IS_OPEN} as is_text_open"
    return columns


def _keep_answer(made: Store, view: View) -> None:
    kind = "view" if view.keeping == "asked" else "table"
    if view.keeping != "stored from all text":
        made.write(f"create {kind} {view.name} as {view.sql}")
    made.write(f"comment on {kind} {view.name} is {sql_text(view.comment)}")
    there = {row[0] for row in made.query(f"describe {view.name}").rows}
    comments = dict(view.column_comments)
    if strange := comments.keys() - there:
        raise StoreError(f"{view.name} has comments on columns it lacks: {sorted(strange)}")
    for name, comment in comments.items():
        made.write(f"comment on column {view.name}.{name} is {sql_text(comment)}")
