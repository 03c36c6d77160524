"""Content ids: the same content gets the same id, on every machine and in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

_SEPARATOR = b"\x1f"  # between parts, so that ("ab", "c") and ("a", "bc") differ


def content_id(*parts: object) -> str:
    """Hash the parts' text into 16 hexadecimal digits (64 bits)."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(str(part).encode())
        digest.update(_SEPARATOR)
    return digest.hexdigest()[:16]


def bytes_sha256(content: bytes) -> str:
    """The archive's name for these bytes: 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def files_version(paths: Iterable[Path]) -> str:
    """A version that changes when any of the files' bytes does; the order given does not matter."""
    named = sorted((path.name, bytes_sha256(path.read_bytes())) for path in paths)
    return content_id(*(part for pair in named for part in pair))
