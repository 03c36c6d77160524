"""Keeps every codebook that claims were made by, as its files were, named by its content hash."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

from data.codebook import FOLDERS, Codebook, load_codebook
from data.errors import DeclarationError, UsageError
from data.settings import Home

HASH = re.compile(r"[0-9a-f]{16}")
"""What the hash of a codebook looks like."""

_FOLDERS = (*FOLDERS.values(), "languages")


def keep_codebook(home: Home, folder: Path, codebook_hash: str) -> None:
    """Keep the declarations below the folder as one JSON object of path and text, if they are new.

    Files that differ in nothing that codes, such as in a comment, have one hash: the first stay.
    """
    kept = home.codebooks / f"{codebook_hash}.json"
    if kept.exists():
        return
    texts = {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for name in _FOLDERS
        for file in sorted((folder / name).glob("*.yml"))
    }
    home.codebooks.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=home.codebooks, prefix=".partial-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(texts, stream, ensure_ascii=False, indent=0)
        Path(partial).replace(kept)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def kept_hashes(home: Home) -> list[str]:
    """The hashes of all codebooks that the home keeps, the oldest first."""
    files = home.codebooks.glob("*.json")
    return [file.stem for file in sorted(files, key=lambda file: (file.stat().st_mtime, file.name))]


def load_kept_codebook(home: Home, codebook_hash: str) -> Codebook:
    """Read a kept codebook again.

    Raises:
        UsageError: the home keeps none with this hash.
        DeclarationError: today's loader refuses the files of that time.
    """
    kept = home.codebooks / f"{codebook_hash}.json"
    if not kept.exists():
        known = ", ".join(kept_hashes(home)) or "none yet: `imaginaries code` keeps what it uses"
        raise UsageError(f"{home.root} keeps no codebook {codebook_hash!r}; kept are: {known}")
    texts = json.loads(kept.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="codebook-") as written:
        folder = Path(written)
        for name, text in texts.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        try:
            return load_codebook(folder)
        except DeclarationError as error:
            raise DeclarationError(
                f"{kept}: written for an older version of the software, which must be checked out "
                f"to read it: {error}"
            ) from error
