"""`python -m tests.soak [--folder PLACE] [--kills N] [--seed N] [--readme]`: prints what it finds.

Results are kept in the folder, so that a soak that was broken off goes on where it stopped.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.conftest import PROJECT
from tests.soak.full_disk import DISKS, can_mount, try_full_disk
from tests.soak.kills import (
    Nursery,
    Undisturbed,
    open_nursery,
    plan_kills,
    run_undisturbed,
    try_kill,
)
from tests.soak.readers import read_through_publishes
from tests.soak.results import Result, add_result, read_results, render_results, write_readme

READERS, EDITIONS = 20, 10

Attempt = Callable[[], Result]


def main() -> None:
    """Disturb runs as often as is asked; end with 1 if anything was left of it."""
    told = read_options()
    with tempfile.TemporaryDirectory() as scratch:
        folder = told.folder or Path(scratch)
        with open_nursery(folder) as nursery:
            stages = nursery.stages
            soak(nursery, told)
        results = read_results(folder / "results.jsonl")
    text = render_results(results, stages, describe_machine())
    print(f"\n{text}")
    if told.readme:
        write_readme(PROJECT / "README.md", text)
    sys.exit(0 if all(one.is_good for one in results) else 1)


def read_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    options = argparse.ArgumentParser(prog="python -m tests.soak")
    options.add_argument("--kills", type=int, default=40)
    options.add_argument("--only", type=int, nargs="*", help="these of them, in this order")
    options.add_argument("--without-reports", action="store_true", help="but where they matter")
    options.add_argument("--seed", type=int, default=20)
    options.add_argument("--folder", type=Path, default=None)
    options.add_argument("--disks", action=argparse.BooleanOptionalAction, default=True)
    options.add_argument("--readers", action=argparse.BooleanOptionalAction, default=True)
    options.add_argument("--readme", action="store_true", help="write the table into the README")
    return options.parse_args()


def soak(nursery: Nursery, told: argparse.Namespace) -> None:
    """Do what is asked for and has not been done in this folder."""
    file = nursery.folder / "results.jsonl"
    done = {one.name for one in read_results(file)}
    undisturbed = run_undisturbed(nursery)
    for name, attempt in plan(nursery, undisturbed, told):
        if name not in done:
            add_result(file, attempt())


def plan(
    nursery: Nursery, undisturbed: Undisturbed, told: argparse.Namespace
) -> Iterator[tuple[str, Attempt]]:
    """Everything that is asked for, by name."""
    kills, whole = plan_kills(nursery.stages, told.kills, told.seed), not told.without_reports
    for number in range(len(kills)) if told.only is None else told.only:
        kill = kills[number]
        yield (
            f"kill {number}",
            partial(try_kill, nursery, undisturbed, kill, number, with_reports=whole),
        )
    if told.disks and not can_mount():
        print("no disk is filled: that needs a small file system, and so root")
    elif told.disks:
        for number, (after, spare) in enumerate(DISKS):
            yield (
                f"disk {number}",
                partial(try_full_disk, nursery, undisturbed, number, after, spare),
            )
    if told.readers:
        yield "readers", partial(try_readers, nursery.folder / "readers")


def try_readers(folder: Path) -> Result:
    """Many readers through many publishes."""
    folder.mkdir(exist_ok=True)
    readings = read_through_publishes(folder, READERS, EDITIONS)
    faults = tuple(fault for one in readings for fault in one.faults)
    unread = sum(one.last < EDITIONS - 1 or not one.reads for one in readings)
    if unread:
        faults = (*faults, f"{unread} readers did not come to the last edition")
    reads = sum(one.reads for one in readings)
    said = (
        f"**Readers**: {READERS} processes read the published edition {reads:,} times while "
        f"{EDITIONS} editions were published; {len(faults)} reads failed or saw two editions mixed."
    )
    return Result("readers", "readers", "publish", said, faults, 0, 0.0)


def describe_machine() -> str:
    """Today's date, and on what."""
    python = platform.python_version()
    cores = os.cpu_count()
    return f"{datetime.now(UTC):%Y-%m-%d}, {cores} cores, {platform.machine()}, Python {python}"


if __name__ == "__main__":
    main()
