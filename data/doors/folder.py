"""A folder of files on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from data.declaration import Declaration


class FolderDoor(Declaration):
    """Files with or without a manifest `MANIFEST.tsv`."""

    adapter: Literal["folder"]
    path: Path
    """Absolute, below `~`, or from the folder that the run is started in."""
