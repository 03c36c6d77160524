"""CSV to blocks: a table with a column of prose is read as one statement a row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from data.errors import ParseFault
from extractors.blocks import Block, FileBlocks, clean_text

_ADDRESS = re.compile(r"https?://\S+")
_BODY_COLUMN = re.compile(
    r"(?:reporting )?lead|department|agency|organi[sz]ation|body|ministry|etat|virksomhet"
    r"|myndighet",
    re.I,
)
_MIN_PROSE_WORDS = 6.0


def read_csv(text: str, name: str) -> FileBlocks:
    """Read each row's prose as a passage, below the body that the row names.

    Raises:
        ParseFault: no column holds prose; a list of addresses is a source, not a document.
    """
    header, rows = _read_rows(text, name)
    column = _find_prose_column(header, rows)
    if column is None:
        raise _no_prose(header, rows, name)
    body = next((i for i, cell in enumerate(header) if _BODY_COLUMN.fullmatch(cell.strip())), None)
    blocks = tuple(
        Block("table_row", said, heading=clean_text(row[body]) if body is not None else "")
        for row in rows
        if (said := clean_text(row[column]))
    )
    return FileBlocks("csv", None, None, blocks)


def _read_rows(text: str, name: str) -> tuple[list[str], list[list[str]]]:
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first_line.count)
    try:
        table = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter))
    except csv.Error as error:
        raise ParseFault(
            f"{name} is no readable CSV: {error}", next_step="open it and save it as CSV again"
        ) from error
    if len(table) < 2 or not table[0]:
        raise ParseFault(
            f"{name} has no rows below its header", next_step="fetch it again or leave it out"
        )
    width = len(table[0])
    rows = [(row + [""] * width)[:width] for row in table[1:] if any(cell.strip() for cell in row)]
    return table[0], rows


def _find_prose_column(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The column with most words a cell; none where even that one holds names or addresses."""

    def words_per_cell(column: int) -> float:
        cells = [row[column] for row in rows if row[column].strip()]
        if not cells or sum(1 for cell in cells if _ADDRESS.match(cell)) > len(cells) / 2:
            return 0.0
        words = [word for cell in cells for word in cell.split()]
        small = sum(1 for word in words if word[0].islower())
        # Prose differs from row to row and is mostly in lower case; a long label is neither.
        different = len(set(cells)) / len(cells)
        return different * len(words) / len(cells) if small > len(words) / 2 else 0.0

    best = max(range(len(header)), key=words_per_cell, default=None)
    if best is None or words_per_cell(best) < _MIN_PROSE_WORDS:
        return None
    return best


def _no_prose(header: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> ParseFault:
    columns = ", ".join(header)
    if any(_ADDRESS.match(cell) for row in rows for cell in row):
        return ParseFault(
            f"{name} is a list of addresses and holds no text of its own (columns: {columns})",
            next_step="declare it as a source in data/sources, so that its addresses are collected",
        )
    return ParseFault(
        f"{name} has no column of prose (columns: {columns})",
        next_step="declare it as a register in data/registers, if it records systems",
    )
