"""A run whose workers read the database for as long as they are let."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from data.store import open_reading
from flows.lanes import open_lanes

MARK = ".reading"


def die_at_once(_: Sequence[str]) -> list[None]:
    """What a hostile document makes of a worker."""
    os._exit(1)


def read_for_ever(databases: Sequence[Path]) -> list[None]:
    """Hold the database open."""
    with open_reading(databases[0]):
        databases[0].with_suffix(MARK).touch()
        time.sleep(600)
    return [None]


def run_for_ever(database: str) -> None:
    """Have a worker read."""
    with open_lanes(1, seconds_per_item=600) as lanes:
        lanes.run(read_for_ever, [Path(database)])
