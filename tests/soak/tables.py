"""What two homes must have in common: every table but what tells of the runs themselves."""

from __future__ import annotations

import dataclasses
import hashlib

from data.store import open_reading
from data.store_place import Place
from data.tables import RECORD_TYPES, table_name

OF_RUNS = ("run", "run_manifest", "response", "edition_count")
"""Tables that tell what each run did; a run more is a row more."""

OF_CLOCKS = ("run_id", "snapshot_id")
"""Columns that differ from run to run beside those of instants, `_at`; an id of one among them."""


def hash_tables(database: Place) -> dict[str, str]:
    """Rows and a digest of each table's rows in order, without instants and runs, by table."""
    found = {}
    with open_reading(database) as store:
        there = {row[0] for row in store.query("select table_name from duckdb_tables()").rows}
        for record_type in RECORD_TYPES:
            table = table_name(record_type)
            if table in OF_RUNS or table not in there:
                continue
            names = [field.name for field in dataclasses.fields(record_type)]
            kept = [name for name in names if not name.endswith("_at") and name not in OF_CLOCKS]
            # Reports are compared as files: most of these runs leave them out.
            where = "where stage <> 'report'" if table == "stage_input" else ""
            rows = store.query(f"select {', '.join(kept)} from {table} {where} order by all").rows
            digest = hashlib.sha256(repr(rows).encode()).hexdigest()[:16]
            found[table] = f"{len(rows)} rows {digest}"
    return found


def find_differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The tables that differ, with both."""
    return [
        f"{table}: {one.get(table)} and {other.get(table)}"
        for table in sorted({*one, *other})
        if one.get(table) != other.get(table)
    ]
