"""`python -m tests.soak [--kills N] [--seed N] [--folder PLACE]`: prints tables of findings."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.soak.full_disk import can_mount, try_full_disk
from tests.soak.kills import (
    Nursery,
    Undisturbed,
    open_nursery,
    plan_kills,
    run_undisturbed,
    try_kill,
)

FAILED = 3
"""Exit code of a run that failed."""

DISKS = (
    ("compare", 1.0),
    ("report", 20.0),
    ("registers", 0.5),
    ("", 2.0),
    ("", 8.0),
    ("parse", 0.5),
    ("code", 0.5),
    ("topics", 0.5),
)
"""After which stage the disk has how much room left, in MiB."""


def main() -> None:
    """Kill runs and fill disks as often as is asked; end with 1 if any table differed."""
    options = argparse.ArgumentParser(prog="python -m tests.soak")
    options.add_argument("--kills", type=int, default=40)
    options.add_argument("--only", type=int, nargs="*", help="these of them, in this order")
    options.add_argument("--without-reports", action="store_true", help="but where they matter")
    options.add_argument("--seed", type=int, default=20)
    options.add_argument("--folder", type=Path, default=None)
    options.add_argument("--disks", action=argparse.BooleanOptionalAction, default=True)
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = told.folder or Path(scratch)
        with open_nursery(folder) as nursery:
            undisturbed = run_undisturbed(nursery)
            bad = kill_runs(nursery, undisturbed, told) if told.kills else 0
            bad += fill_disks(nursery, undisturbed) if told.disks else 0
        sys.exit(1 if bad else 0)


def kill_runs(nursery: Nursery, undisturbed: Undisturbed, told: argparse.Namespace) -> int:
    """Print a table of kills; returns how many were not made good by the next run."""
    bad = 0
    kills = plan_kills(nursery.stages, told.kills, told.seed)
    print("| | aimed at | how | killed in | next run | left running | tables |", flush=True)
    print("|--|--|--|--|--|--|--|", flush=True)
    for number in told.only or range(len(kills)):
        kill, whole = kills[number], not told.without_reports
        result = try_kill(nursery, undisturbed, kill, number, with_reports=whole)
        said = "; ".join(result.differences) or "same"
        print(
            f"| {number} | {kill.stage} | {kill.kind} | {result.died_in} | {result.seconds:.0f} s "
            f"| {result.left_running} | {said} |",
            flush=True,
        )
        bad += bool(result.differences or result.left_running)
    return bad


def fill_disks(nursery: Nursery, undisturbed: Undisturbed) -> int:
    """Print a table of full disks; returns how many did not end as they should."""
    if not can_mount():
        print("no disk is filled: that needs a small file system, and so root")
        return 0
    bad = 0
    print("| after | room | exit code | said | tables after the next run |", flush=True)
    print("|--|--|--|--|--|", flush=True)
    for after, spare_mib in DISKS:
        result = try_full_disk(nursery, undisturbed, after, spare_mib)
        said = "; ".join(result.differences) or "same"
        print(
            f"| {after or 'nothing'} | {spare_mib} MiB | {result.code} | {result.said} | {said} |",
            flush=True,
        )
        bad += bool(result.differences) or result.code != FAILED
    return bad


if __name__ == "__main__":
    main()
