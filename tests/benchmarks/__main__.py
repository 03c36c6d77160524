"""Print every measurement as a Markdown table: `make bench`, or `… benchmarks NAME` for one.

`--readme` writes the parse tables into the README as well.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
from datetime import UTC, datetime

from tests.benchmarks.bench_parse import write_readme
from tests.conftest import PROJECT, SHARED

NAMES = (
    *("parse", "reading", "corpus", "code", "memory", "topics", "collect", "link", "registers"),
    *("views", "run", "growth", "cluster"),
)
README = "--readme"
IN_README = ("parse", "reading")


def main(arguments: list[str]) -> int:
    """Measure what was asked for, or everything."""
    if not (SHARED / "README.md").exists():
        print("the folder ../shared is not here: there is nothing to measure on")
        return 0
    when = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, "
    when += f"Python {platform.python_version()}"
    print(when)
    names = [name for name in arguments if name != README]
    if README in arguments:
        names = list(dict.fromkeys((*IN_README, *names)))
    printed: dict[str, str] = {}
    for name in names or NAMES:
        rows = importlib.import_module(f"tests.benchmarks.bench_{name}").measure(SHARED)
        printed[name] = render_table(rows)
        print(f"\n### {name}\n\n{printed[name]}", flush=True)
    if README in arguments:
        tables = "\n\n".join(printed[name] for name in IN_README)
        write_readme(PROJECT / "README.md", f"{tables}\n\nMeasured {when}.")
    return 0


def render_table(rows: list[dict[str, object]]) -> str:
    """Rows as Markdown; the columns are those of all rows, in the order in which they come."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += [
        "| " + " | ".join(str(row.get(column, "")) for column in columns) + " |" for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
