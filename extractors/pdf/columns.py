"""Rows of segments to rows of cells: columns by place, cells of several lines joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pdf.rows import Row, goes_on_low, is_figure
from extractors.pdf.segments import Segment

_LINE_STEP = 1.5  # font sizes: lines of one cell stand closer
_HALF_STEP = 0.75  # rows closer than this are one, whose cells have different numbers of lines


@dataclass(slots=True)
class _Cell:
    """A cell's lines, the columns that it stands over, and the height of its last line."""

    lines: list[str]
    columns: tuple[int, ...]
    middle: float
    size: float


def build_cells(rows: Sequence[Row]) -> list[list[str]]:
    """The texts of a table's cells, row by row, empty where a row has none in a column."""
    columns = _find_columns(rows)
    start = next((place for place, row in enumerate(rows) if _has_figures(row)), 1)
    while 0 < start < len(rows) and goes_on_low(rows[start]) and len(rows[start - 1].cells) == 1:
        start -= 1
    head = _build_header(rows[:start], columns)
    return [*head, *_build_body(rows[start:], columns)]


def _has_figures(row: Row) -> bool:
    later = row.cells[1:] or row.cells
    return row.is_tabular and 2 * sum(is_figure(cell) for cell in later) >= len(later)


def _find_columns(rows: Sequence[Row]) -> list[list[float]]:
    """Left and right of each column; a cell over several narrower ones makes none of its own."""
    columns: list[list[float]] = []
    cells = [cell for row in rows if row.is_tabular for cell in row.cells]
    cells = cells or [cell for row in rows for cell in row.cells]
    for cell in sorted(cells, key=lambda c: c.x1 - c.x0):
        held = [column for column in columns if column[0] < cell.x1 and cell.x0 < column[1]]
        if not held:
            columns.append([cell.x0, cell.x1])
        elif len(held) == 1:
            held[0][:] = [min(held[0][0], cell.x0), max(held[0][1], cell.x1)]
    return sorted(columns)


def _columns_of(cell: Segment, columns: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """The columns that a cell stands over, or else the nearest one."""
    held = [place for place, (x0, x1) in enumerate(columns) if x0 < cell.x1 and cell.x0 < x1]
    if held:
        return tuple(held)
    middle = (cell.x0 + cell.x1) / 2
    return (min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle)),)


def _build_header(rows: Sequence[Row], columns: Sequence[Sequence[float]]) -> list[list[str]]:
    """Lines of one header cell are joined; cells go by the height of their last line."""
    cells: list[_Cell] = []
    for row in rows:
        for segment in row.cells:
            over = _columns_of(segment, columns)
            above = next((c for c in reversed(cells) if c.columns == over), None)
            step = above.middle - segment.middle if above else 0.0
            if above and 0 < step <= _LINE_STEP * max(above.size, segment.size):
                above.lines.append(segment.text)
                above.middle = segment.middle
            else:
                cells.append(_Cell([segment.text], over, segment.middle, segment.size))
    made: list[list[str]] = []
    height = 0.0
    for cell in sorted(cells, key=lambda c: (-c.middle, c.columns)):
        if not made or height - cell.middle > 0.4 * cell.size:
            made.append([""] * len(columns))
            height = cell.middle
        _put(made[-1], cell.columns[0], " ".join(cell.lines))
    return made


def _build_body(rows: Sequence[Row], columns: Sequence[Sequence[float]]) -> list[list[str]]:
    made: list[list[str]] = []
    last: Row | None = None
    for row in rows:
        cells = [""] * len(columns)
        for segment in row.cells:
            _put(cells, _columns_of(segment, columns)[0], segment.text)
        if last and _continues(last, row, made[-1], cells):
            for place, text in enumerate(cells):
                _put(made[-1], place, text)
        else:
            made.append(cells)
        last = row
    return made


def _continues(last: Row, row: Row, before: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row is the next line of the cells above it."""
    step = last.middle - row.middle
    size = max(last.size, row.size)
    if step < _HALF_STEP * size:
        return True
    if step > _LINE_STEP * size or not goes_on_low(row):
        return False
    if any(text and not above for text, above in zip(cells, before, strict=True)):
        return not any(before[1:])  # a label's first line stands alone above its figures
    return not any(is_figure(cell) for cell in row.cells)


def _put(cells: list[str], place: int, text: str) -> None:
    cells[place] = f"{cells[place]} {text}".strip()
