"""Print every measurement as a Markdown table: `make bench`, or `… bench NAME` for one."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from datetime import UTC, datetime

from tests.conftest import SHARED

NAMES = ("parse", "code", "memory", "topics", "run")


def main(names: list[str]) -> int:
    """Measure what was asked for, or everything."""
    if not (SHARED / "README.md").exists():
        print("the folder ../shared is not here: there is nothing to measure on")
        return 0
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, ", end="")
    print(f"Python {platform.python_version()}")
    for name in names or NAMES:
        rows = importlib.import_module(f"tests.benchmarks.bench_{name}").measure(SHARED)
        print(f"\n### {name}\n")
        print_table(rows)
    return 0


def print_table(rows: list[dict[str, object]]) -> None:
    """Rows as Markdown; the columns are those of the first row."""
    columns = list(rows[0])
    print("| " + " | ".join(columns) + " |")
    print("|" + "---|" * len(columns))
    for row in rows:
        print("| " + " | ".join(str(row.get(column, "")) for column in columns) + " |", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
