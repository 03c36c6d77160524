"""What a killed run leaves half written, which no later run would come across."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from data.settings import Home
from data.store import OVERFLOW
from data.store_place import Lake

HALF_WRITTEN = ".partial-*"
"""Files get their name when all of their bytes are there; until then they are called so."""


def remove_leftovers(home: Home) -> int:
    """Remove what the run before had not finished; returns how many files and folders that were.

    Only for whoever holds the home: a run at work has such files, too.
    """
    found = [
        file for folder in (home.archive, home.codebooks) for file in folder.rglob(HALF_WRITTEN)
    ]
    for file in found:
        file.unlink(missing_ok=True)
    overflow = [] if isinstance(home.work_database, Lake) else _find_overflow(home.work_database)
    for folder in overflow:
        shutil.rmtree(folder, ignore_errors=True)
    return len(found) + len(overflow)


def _find_overflow(database: Path) -> list[Path]:
    """What processes that are no more had no memory for; a reader at work keeps its own."""
    folders = database.parent.glob(f"{database.name}{OVERFLOW}*")
    return [one for one in folders if not _is_alive(one.name.rpartition("-")[2])]


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):  # the writer's folder has no process in its name
        return False
    except PermissionError:
        return True
    return True
