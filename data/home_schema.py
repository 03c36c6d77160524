"""Homes of an older schema: brought up where nothing is lost by it, else named and refused.

A home keeps the hash of the schema it was last brought up to, and the version that did it; what
has to be done is told by the tables' own columns. A number raised by hand would be forgotten.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping, Sequence
from typing import Protocol, get_type_hints

from data.errors import StoreError
from data.ids import content_id

STAGES_OF_PARTS = {
    "read": "parse",
    "coded": "code",
    "topical": "topics",
    "recorded": "registers",
    "named": "registers",
    "compared": "compare",
    "followed": "compare",
}
"""Part of `records` to the stage that makes its tables: they can be made anew."""

HISTORY = frozenset(("Coding", "RegisterEdition", "TopicIntrusion", "TopicIntrusionAnswer"))
"""Records of those parts that no stage can make anew: what people said, what was collected."""

_SQL_TYPES = {
    "str": "VARCHAR",
    "int": "INTEGER",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "datetime": "TIMESTAMP",
}


class _Answer(Protocol):
    @property
    def rows(self) -> list[tuple[object, ...]]: ...


class _Database(Protocol):
    def query(self, sql: str, parameters: Sequence[object] = ()) -> _Answer: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table as this software writes it: column to its type in SQL, and which may be null."""

    name: str
    part: str
    columns: Mapping[str, str]
    nullable: frozenset[str]
    is_history: bool


def table_of(name: str, record_type: type) -> Table:
    """What the table of a record has to be."""
    hints = get_type_hints(record_type)
    columns, nullable = {}, set()
    for field in dataclasses.fields(record_type):
        kinds = getattr(hints[field.name], "__args__", (hints[field.name],))
        (plain,) = [kind for kind in kinds if kind is not type(None)]
        columns[field.name] = _SQL_TYPES[plain.__name__]
        if len(kinds) > 1:
            nullable.add(field.name)
    part = record_type.__module__.rsplit(".", 1)[-1]
    is_history = part not in STAGES_OF_PARTS or record_type.__name__ in HISTORY
    return Table(name, part, columns, frozenset(nullable), is_history)


def schema_version(tables: Sequence[Table]) -> str:
    """Hash of all tables' columns: the name of a schema."""
    columns = ((table.name, *column) for table in tables for column in table.columns.items())
    return content_id(*(part for column in sorted(columns) for part in column))


def bring_up(store: _Database, tables: Sequence[Table], place: object) -> list[str]:
    """Bring an older database up to these tables; returns what was done, in words.

    A column that may be null is added. A table that a stage makes of others is dropped, and the
    stage forgets what it worked from, so that the next run makes it anew.

    Raises:
        StoreError: a table of history differs otherwise; nothing has been changed.
    """
    held = _held_columns(store)
    different = {table.name: table for table in tables if _lacks_or_differs(table, held)}
    lost = [
        table
        for table in different.values()
        if table.is_history and not _is_addition(table, held[table.name])
    ]
    if lost:
        raise StoreError(_refusal(store, lost, held, place))
    done = []
    for table in different.values():
        if _is_addition(table, held[table.name]):
            new = [name for name in table.columns if name not in held[table.name]]
            for name in new:
                store.query(f"alter table {table.name} add column {name} {table.columns[name]}")
            done.append(f"{table.name} has got {', '.join(new)}")
        else:
            stage = STAGES_OF_PARTS[table.part]
            store.query(f"drop table {table.name}")
            store.query("delete from stage_input where stage = ?", [stage])
            done.append(f"{table.name} is made anew by the next `imaginaries {stage}`")
    if done:
        logging.getLogger("imaginaries").warning(
            "%s was made by %s: %s", place, _maker(store), "; ".join(done)
        )
    return done


def _held_columns(store: _Database) -> dict[str, dict[str, str]]:
    sql = "select table_name, column_name, data_type from duckdb_columns() where not internal"
    held: dict[str, dict[str, str]] = {}
    for table, column, kind in store.query(sql).rows:
        held.setdefault(str(table), {})[str(column)] = str(kind)
    return held


def _lacks_or_differs(table: Table, held: Mapping[str, Mapping[str, str]]) -> bool:
    return table.name in held and dict(held[table.name]) != dict(table.columns)


def _is_addition(table: Table, held: Mapping[str, str]) -> bool:
    missing = table.columns.keys() - held.keys()
    same = all(table.columns.get(name) == kind for name, kind in held.items())
    return same and missing <= table.nullable


def _refusal(
    store: _Database, lost: Sequence[Table], held: Mapping[str, Mapping[str, str]], place: object
) -> str:
    """What is said of a home whose history is kept otherwise."""
    differences = []
    for table in lost:
        lacks = sorted(table.columns.keys() - held[table.name].keys())
        strange = sorted(held[table.name].keys() - table.columns.keys())
        words = [f"lacks {', '.join(lacks)}"] if lacks else []
        words += [f"has {', '.join(strange)}, which are unknown here"] if strange else []
        differences.append(f"{table.name} {' and '.join(words) or 'has other types'}")
    return (
        f"{place} was made by {_maker(store)}, whose tables are not those of this version: "
        f"{'; '.join(differences)}. Nothing was changed. Go on with the version that made it, or "
        "give this version a --home of its own (what was collected can be taken along with "
        "`imaginaries archive export` and `archive import`)"
    )


def held_mark(store: _Database) -> tuple[str, str] | None:
    """The schema and the version of the software that the database was last brought up to."""
    # Not of duckdb_tables(): a lake would count the rows of every table for it.
    sql = "select 1 from duckdb_columns() where table_name = 'home_schema' limit 1"
    if not store.query(sql).rows:
        return None
    rows = store.query("select schema_version, software_version from home_schema").rows
    return (str(rows[0][0]), str(rows[0][1])) if rows else None


def _maker(store: _Database) -> str:
    mark = held_mark(store)
    return f"version {mark[1]}" if mark else "version 0.5.0 or older"
