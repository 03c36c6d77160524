"""`python -m tests.soak.lake [--folder PLACE]`: the demo on a file and on a lake, side by side.

Debian's PostgreSQL is started for it. Prints the seconds of each stage and of a second run that
finds nothing new, and ends with 1 if any table differs.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from data.settings import load_settings
from tests.postgres import find_programs, run_postgres
from tests.soak.kills import YEARS, open_nursery
from tests.soak.tables import find_differences, hash_tables

SETTING = "IMAGINARIES_STORE"
DATABASE = "lake"
_STAGE = re.compile(r"^([a-z]+) +([0-9.]+) s  ", re.MULTILINE)

Seconds = dict[str, float]


def main() -> None:
    """Run the demo twice on each kind of store and compare."""
    options = argparse.ArgumentParser(prog="python -m tests.soak.lake")
    options.add_argument("--folder", type=Path, default=None)
    told = options.parse_args()
    programs = find_programs()
    if programs is None:
        sys.exit("PostgreSQL is not installed here: no lake is made")
    with tempfile.TemporaryDirectory() as scratch, run_postgres(programs) as server:
        folder = (told.folder or Path(scratch)).resolve()
        server.create(DATABASE)
        place = f"ducklake:postgres:{server.conninfo(DATABASE)};data={folder / 'files'}"
        file, file_tables = run_twice(folder / "on-a-file", "")
        lake, lake_tables = run_twice(folder / "on-a-lake", place)
    print("| stage | file, s | lake, s | again, file | again, lake |\n|--|--|--|--|--|")
    for stage in file[0]:
        cells = (file[0][stage], lake[0][stage], file[1][stage], lake[1][stage])
        print(f"| {stage} | {' | '.join(f'{seconds:.1f}' for seconds in cells)} |")
    differences = find_differences(file_tables, lake_tables)
    print(f"\n{len(file_tables)} tables; different: {'; '.join(differences) or 'none'}")
    sys.exit(1 if differences else 0)


def run_twice(folder: Path, store: str) -> tuple[list[Seconds], dict[str, str]]:
    """Run the demo on a store, and again on what it made: seconds by stage, and the tables."""
    os.environ[SETTING] = store
    with open_nursery(folder) as nursery:
        home, runs = folder / "home", []
        for _ in range(2):
            log = folder / "runs.log"
            start = log.stat().st_size if log.exists() else 0
            began = time.monotonic()
            if code := nursery.run(home, years=YEARS):
                sys.exit(f"the run ended with {code}: see {log}")
            seconds = read_seconds(log.read_bytes()[start:].decode("utf-8", "replace"))
            runs.append({**seconds, "all": time.monotonic() - began})
    return runs, hash_tables(load_settings(home).home.work_database)


def read_seconds(log: str) -> Seconds:
    """The seconds that each stage says it took."""
    return {stage: float(seconds) for stage, seconds in _STAGE.findall(log)}


if __name__ == "__main__":
    main()
