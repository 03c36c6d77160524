"""Verbs that answer from what runs have made: `query` and `status`."""

from __future__ import annotations

import csv
import json
import math
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from data.settings import Home, load_settings
from data.store import QueryResult, Store, open_published, open_reading

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="Folder for database, editions and reports.",
        envvar="IMAGINARIES_HOME",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(epilog='Example: imaginaries query "from out_code_share" --format csv')(query)
    app.command(epilog="Example: imaginaries status --json")(status)


def query(
    sql: Annotated[str, typer.Argument(help="One question in DuckDB's SQL.")],
    format: Annotated[
        Literal["table", "json", "csv"],
        typer.Option(help="How to print the answer; table rounds numbers to four decimals."),
    ] = "table",
    home: HomeOption = None,
) -> None:
    """Ask the published edition a question; it is opened for reading only."""
    with open_published(load_settings(home).home.published_database) as store:
        result = store.query(sql)
    if format == "json":
        rows = [
            {key: plain_value(value) for key, value in row.items()} for row in result.as_dicts()
        ]
        print(json.dumps(rows, ensure_ascii=False, default=str))
    elif format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows(result.rows)
    else:
        print_table(result)


def status(
    home: HomeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Say what is in the database, when each stage last ran, and which faults are open."""
    places = load_settings(home).home
    with open_reading(places.work_database) as store:
        state = read_state(store, places)
    if as_json:
        print(json.dumps(state, ensure_ascii=False, default=str))
    else:
        print_state(state)
    raise typer.Exit(1 if state["faults"] else 0)


def read_state(store: Store, home: Home) -> dict[str, Any]:
    """Counts, the last run of each stage, faults and disk use."""
    tables = ("document", "passage", "sentence", "claim", "topic", "deployment", "fault")
    last_runs = """
        select stage, finished_at, done_count, skipped_count, fault_count, detail
        from run qualify row_number() over (partition by stage order by finished_at desc) = 1
        order by finished_at
    """
    faults = "select stage, subject, reason, next_step, tries from fault order by stage, subject"
    return {
        "home": str(home.root),
        "edition": home.published.resolve().name if home.published.exists() else None,
        "counts": {name: store.query(f"select count(*) from {name}").rows[0][0] for name in tables},
        "last_runs": store.query(last_runs).as_dicts(),
        "faults": store.query(faults).as_dicts(),
        "disk_bytes": sum(f.stat().st_size for f in home.root.rglob("*") if f.is_file()),
    }


def print_state(state: dict[str, Any]) -> None:
    """One screen for a person."""
    print(f"home      {state['home']} ({state['disk_bytes'] / 1e6:.0f} MB)")
    print(f"edition   {state['edition'] or 'none published yet'}")
    print("tables    " + ", ".join(f"{name} {n:,}" for name, n in state["counts"].items()))
    for run in state["last_runs"]:
        print(f"{run['stage']:<10}{run['finished_at']:%Y-%m-%d %H:%M}  {run['detail']}")
    for fault in state["faults"]:
        print(f"fault     {fault['stage']}: {fault['subject']}: {fault['reason']}")
        print(f"          -> {fault['next_step']}")


def print_table(result: QueryResult) -> None:
    """Columns side by side, as wide as their content."""
    rows = [result.columns, *([show(value) for value in row] for row in result.rows)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(result.columns))]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(line.rstrip())


def show(value: Any) -> str:
    """A value on one line, to four decimals; nothing for null."""
    if isinstance(value, float):
        value = round(value, 4)
    return "" if value is None else " ".join(str(value).split())


def plain_value(value: Any) -> Any:
    """Dates as ISO text, decimals as numbers, and what JSON has no number for as null."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
