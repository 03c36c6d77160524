"""Puts a finished site in the place of the last one; a broken write leaves the last one whole."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from data.errors import StoreError
from reports.figures import Table
from reports.spreadsheet_text import guard_cell


def write_site(folder: Path, pages: Mapping[str, str | bytes], tables: Iterable[Table]) -> Path:
    """Write the pages, and each table as `data/KEY.csv`; returns the first page.

    All is written under another name beside the folder and then takes its place, so that neither
    a full disk nor a killed run leaves half a site.

    Raises:
        StoreError: the folder cannot be written.
    """
    try:
        with _new_folder(folder) as partial:
            for name, text in pages.items():
                (partial / name).write_bytes(text.encode() if isinstance(text, str) else text)
            data = partial / "data"
            data.mkdir()
            for table in tables:
                _write_table(data / f"{table.key}.csv", table)
    except OSError as error:
        raise StoreError(
            f"cannot write the report below {folder}: {error}. The last report stays as it was; "
            "free space or make the folder writable, then run `imaginaries report` again"
        ) from error
    return folder / "index.html"


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """An empty folder that takes the place of `folder` at the end of the block."""
    partial, last = (folder.with_name(f".{folder.name}.{state}") for state in ("partial", "last"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    if last.exists() and not folder.exists():
        last.rename(folder)  # an earlier run was killed between the two renames
    for left in (partial, last):
        if left.exists():
            shutil.rmtree(left)
    partial.mkdir()
    try:
        yield partial
        if folder.exists():
            folder.rename(last)
        partial.rename(folder)
    finally:
        if last.exists() and not folder.exists():
            last.rename(folder)
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(last, ignore_errors=True)


def _write_table(path: Path, table: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.columns)
        writer.writerows([guard_cell(value) for value in row] for row in table.rows)
