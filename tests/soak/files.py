"""The files of a home that every undisturbed run makes alike, byte by byte."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pyarrow.parquet as pq

from data.home_schema import STAGES_OF_PARTS
from data.tables import tables_declared
from tests.soak.tables import OF_CLOCKS, OF_RUNS

FOLDERS = ("codebooks", "editions", "models", "raw", "reports", "review")

_INSTANT = re.compile(rb"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?")
_COUNT_OF_RUNS = re.compile(rf"^\| ({'|'.join(OF_RUNS)}) \|.*$".encode(), re.MULTILINE)
"""A line of CHANGES.md on how many rows there are of what each run adds to."""
_TEXTS = (".cff", ".csv", ".html", ".json", ".md", ".svg", ".txt", ".yml")


def hash_files(home: Path) -> dict[str, str]:
    """A digest of each file that a run leaves for people, by its place; instants are masked.

    Rows that workers side by side have made come in no order: of those Parquet files the rows are
    compared, of all others the bytes.
    """
    ordered = {t.name for t in tables_declared() if STAGES_OF_PARTS.get(t.part) == "compare"}
    return {
        path.relative_to(home).as_posix(): _digest_rows(path)
        if path.suffix == ".parquet" and path.stem not in ordered
        else _digest(path)
        for folder in FOLDERS
        for path in sorted((home / folder).rglob("*"))
        if path.is_file()
    }


def keep_steady(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """Every file of two undisturbed runs; the digest only where theirs is the same.

    What differs has a clock in it, as databases do: those are compared by their tables beside
    this. Tables that tell of runs are not compared at all.
    """
    return {
        place: one[place]
        if one.get(place) == other.get(place) and Path(place).stem not in OF_RUNS
        else ""
        for place in sorted({*one, *other})
    }


def compare_files(steady: dict[str, str], found: dict[str, str]) -> list[str]:
    """The files that are missing, too many, or not the same where they are to be."""
    differing = [
        place
        for place in sorted({*steady, *found})
        if place not in found
        or place not in steady
        or (steady[place] and steady[place] != found[place])
    ]
    if not differing:
        return []
    return [f"{len(differing)} files differ: {', '.join(differing[:5])}"]


def _digest(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix in _TEXTS:
        content = _COUNT_OF_RUNS.sub(b"", _INSTANT.sub(b"", content))
    return hashlib.sha256(content).hexdigest()[:16]


def _digest_rows(path: Path) -> str:
    rows = pq.read_table(path)
    kept = [one for one in rows.column_names if not one.endswith("_at") and one not in OF_CLOCKS]
    lines = sorted(map(repr, rows.select(kept).to_pylist()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
