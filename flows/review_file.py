"""The files below HOME/review in which people decide, read line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from data.errors import UsageError


def read_review_lines(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The number of each line and its cells by column; cells that are missing are empty.

    Raises:
        UsageError: cannot be read, not UTF-8, no CSV, or a column is missing; names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: byte {error.start} is not UTF-8: save it as `CSV UTF-8`"
        ) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        if missing := [name for name in columns if name not in (reader.fieldnames or ())]:
            raise UsageError(f"{path}:1: columns are missing: {', '.join(missing)}")
        for line in reader:
            yield reader.line_num, {name: line[name] or "" for name in columns}
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num + 1}: not readable as CSV: {error}") from error
