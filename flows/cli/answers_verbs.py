"""Verbs that answer from what runs have made: `query`."""

from __future__ import annotations

import csv
import json
import math
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import typer

from data.settings import load_settings
from data.store import QueryResult, open_published
from flows.cli.options import HomeOption


def add_to(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(epilog='Example: imaginaries query "from out_code_share" --format csv')(query)


def query(
    sql: Annotated[str, typer.Argument(help="One question in DuckDB's SQL.")],
    format: Annotated[
        Literal["table", "json", "csv"],
        typer.Option(
            help="How to print the answer; table rounds numbers to four decimals, and csv puts an "
            "apostrophe before texts that a spreadsheet would take for a formula."
        ),
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
        from reports.spreadsheet_text import guard_cell

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(result.columns)
        writer.writerows([guard_cell(value) for value in row] for row in result.rows)
    else:
        print_table(result)


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
