"""All registers loaded, linked and compared in a fresh home, as a person would: seconds by stage.

No documents are in the home: what comparing them with the talk takes stands in `run`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from data.settings import Home
from data.store import open_reading

LIMIT_SECONDS = 60


def measure(shared: Path) -> list[dict[str, object]]:
    """One row per command, one for both together, and one with nothing changed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        registers = ("registers", "--registers", str(shared / "registers"))
        rows = [time_command(home, *registers), time_command(home, "compare")]
        both = sum(float(str(row["seconds"])) for row in rows)
        total = {
            "what": f"both (limit {LIMIT_SECONDS} s)",
            "seconds": round(both, 1),
            "of them the stage": round(
                sum(float(str(row["of them the stage"])) for row in rows), 1
            ),
        }
        again = time_command(home, *registers)
        return [*rows, total, again | {"what": "registers, nothing changed"}]


def time_command(home: Path, stage: str, *options: str) -> dict[str, object]:
    """Run one command; the rest of its time beside the stage's is the start of Prefect's server.

    Raises:
        CalledProcessError: the command failed.
    """
    command = [str(Path(sys.executable).with_name("imaginaries")), stage, *options]
    started = time.perf_counter()
    subprocess.run([*command, "--home", str(home)], check=True, capture_output=True)
    seconds = time.perf_counter() - started
    with open_reading(Home(home).work_database) as store:
        sql = """
            select epoch(finished_at) - epoch(started_at), detail from run
            where stage = ? order by started_at desc limit 1
        """
        (at_work, detail) = store.query(sql, [stage]).rows[0]
    return {
        "what": stage,
        "seconds": round(seconds, 1),
        "of them the stage": round(at_work, 1),
        "what was done": detail.split(" doubtful pairs in")[0],
    }
