"""Freezes an edition: its files get checksums, can no longer be written, and are never removed."""

from __future__ import annotations

from pathlib import Path

from data.errors import StoreError
from reports.data_package import file_sha256

SUMS = "SHA256SUMS"
_READ_ONLY = 0o444


def is_frozen(edition: Path) -> bool:
    """Whether the edition is kept for ever."""
    return (edition / SUMS).exists()


def freeze_edition(edition: Path) -> int:
    """Write `SHA256SUMS` over all files of an edition, or check them against it if it is there.

    `sha256sum -c SHA256SUMS` checks them too.

    Returns:
        How many files the sums cover.

    Raises:
        StoreError: a file of a frozen edition is not what it was, or nothing can be written.
    """
    if is_frozen(edition):
        return _check(edition)
    files = sorted(path for path in edition.rglob("*") if path.is_file())
    lines = [f"{file_sha256(path)}  {path.relative_to(edition).as_posix()}\n" for path in files]
    half_written = edition / f".{SUMS}"
    try:
        half_written.write_text("".join(lines), encoding="utf-8")
        for path in (*files, half_written):
            path.chmod(_READ_ONLY)
        half_written.replace(edition / SUMS)
    except OSError as error:
        half_written.unlink(missing_ok=True)
        raise StoreError(f"cannot freeze {edition}: {error}") from error
    return len(files)


def _check(edition: Path) -> int:
    lines = (edition / SUMS).read_text(encoding="utf-8").splitlines()
    for line in lines:
        digest, _, name = line.partition("  ")
        path = edition / name
        if not path.is_file() or file_sha256(path) != digest:
            raise StoreError(
                f"{path} is not what {edition / SUMS} says: the frozen edition has been changed; "
                "take it from a copy"
            )
    return len(lines)
