"""What a killed run leaves half written, which no later run would come across."""

from __future__ import annotations

from data.settings import Home

HALF_WRITTEN = ".partial-*"
"""Files get their name when all of their bytes are there; until then they are called so."""


def remove_leftovers(home: Home) -> int:
    """Remove what the run before had not finished writing; returns how many files that were.

    Only for whoever holds the home: a run at work has such files, too.
    """
    found = [
        file for folder in (home.archive, home.codebooks) for file in folder.rglob(HALF_WRITTEN)
    ]
    for file in found:
        file.unlink(missing_ok=True)
    return len(found)
