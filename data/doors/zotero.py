"""A library of references with attachments: Zotero's own folder, BibTeX, RIS or CSL-JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import model_validator

from data.declaration import Declaration


class ZoteroDoor(Declaration):
    """References, and the files or addresses attached to them."""

    adapter: Literal["zotero"]
    path: Path
    """A Zotero data folder, or a `.bib`, `.ris` or `.json` file; attachments lie beside it.

    Absolute, below `~`, or from the folder that the run is started in.
    """
    linked_files: Path | None = None
    """A folder for files that are not beside the library: Zotero's base folder for linked files,
    or where the whole paths in a `.bib`, `.ris` or `.json` file lead. No other folder is read."""
    collection: str | None = None
    """Only references in this collection of a Zotero folder, or in one below it."""
    tags: tuple[str, ...] = ()
    """Only references with one of these tags or keywords."""

    @model_validator(mode="after")
    def _only_a_folder_has_collections(self) -> ZoteroDoor:
        if self.collection and self.path.suffix.lower() in (".bib", ".ris", ".json"):
            raise ValueError("`collection` is only for a Zotero data folder")
        return self
