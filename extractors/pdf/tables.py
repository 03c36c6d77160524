"""Tables of a PDF page: ruled ones by pdfplumber's geometry, others by how their cells line up.

pdfplumber reads 5 to 15 pages a second, because it looks at every letter. Its table finder only
needs lines, and gets PDFium's, so that every ruled page is searched and the parser stays fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.pdf.aligned import find_aligned_tables
from extractors.pdf.columns import build_cells
from extractors.pdf.frames import find_open_sides
from extractors.pdf.grid import SNAP, Cell, find_grids
from extractors.pdf.rows import is_figure_text
from extractors.pdf.rulings import Ruling
from extractors.pdf.running_text import find_running_text
from extractors.pdf.segments import PageSegments, Segment

_MIN_CELLS = 4  # fewer make no two rows of two
_MAX_CELL_SHARE = 0.6  # a "table" with most of its text in one cell is a box around prose
_MAX_MEAN_CELL_CHARS = 600


class _Grid:
    """The cells of a ruled table, by the heights at which they were asked for."""

    __slots__ = ("_by_height", "cells")

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells
        self._by_height: dict[float, list[Cell]] = {}

    def at_height(self, y: float) -> list[Cell]:
        """The cells at this height of the page."""
        held = self._by_height.get(y)
        if held is None:
            held = [cell for cell in self.cells if cell[1] - 1 <= -y <= cell[3] + 1]
            self._by_height[y] = held
        return held


def take_ruled_tables(page: PageSegments) -> None:
    """Put one segment of rows and cells in the place of each ruled table's segments."""
    for cells in _find_cell_groups(page.rulings):
        left, low = min(c[0] for c in cells), -max(c[3] for c in cells)
        right, high = max(c[2] for c in cells), -min(c[1] for c in cells)
        grid = _Grid(cells)
        inside = [
            s
            for s in page.segments
            if low <= s.middle <= high
            and left - 2 <= (s.x0 + s.x1) / 2 <= right + 2
            and grid.at_height(s.middle)
        ]
        rows = _fill_cells(grid, inside)
        if _is_table(rows) and not _cuts_text(grid, inside):
            _replace(page, inside, rows)


def _cuts_text(grid: _Grid, segments: Sequence[Segment]) -> bool:
    """Whether running text goes on from cell to cell: then the boxes only mark its lines."""
    divided = {id(s) for s in segments if _ends_elsewhere(grid, s)}
    if len(divided) < 2:
        return False
    lines = [line for stretch in find_running_text(segments) for line in stretch.lines]
    return sum(1 for line in lines if id(line) in divided) >= 2


def _ends_elsewhere(grid: _Grid, segment: Segment) -> bool:
    cells = grid.at_height(segment.middle)
    return _cell_across(cells, segment.x0 + 2) != _cell_across(cells, segment.x1 - 2)


def _find_cell_groups(rulings: Sequence[Ruling]) -> list[list[Cell]]:
    """The cells of each grid that the lines make."""
    if not _has_grid(rulings, 1):
        return []
    rulings = [*rulings, *find_open_sides(rulings)]
    if not _has_grid(rulings, 3):
        return []  # two rows of two cells take three lines each way
    groups = find_grids(_different(rulings))
    return [group for group in groups if len(group) >= _MIN_CELLS]


def _has_grid(rulings: Sequence[Ruling], uprights: int) -> bool:
    """Whether there are three horizontal lines and so many vertical ones, at different places."""
    if len(rulings) < 3 + uprights:
        return False
    places = {(ruling.is_horizontal, round(ruling.at / SNAP)) for ruling in rulings}
    level = sum(1 for is_horizontal, _ in places if is_horizontal)
    return level >= 3 and len(places) - level >= uprights


def _different(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Each line once: neighbouring cells often draw the border between them twice."""
    held = {
        (ruling.is_horizontal, round(ruling.at), round(ruling.start), round(ruling.end)): ruling
        for ruling in rulings
    }
    return list(held.values())


def _fill_cells(grid: _Grid, segments: Sequence[Segment]) -> list[list[str]]:
    """Rows of cell texts; a segment over several cells is divided at its words."""
    lines: dict[Cell, dict[float, str]] = {cell: {} for cell in grid.cells}
    for segment in sorted(segments, key=lambda s: (-s.middle, s.x0)):
        for cell, text in _divide(segment, grid.at_height(segment.middle)):
            held = lines[cell]
            level = next((y for y in held if abs(y - segment.middle) < 2), segment.middle)
            held[level] = f"{held.get(level, '')} {text}".strip()
    bands: dict[float, list[Cell]] = {}
    for cell in sorted(grid.cells):
        bands.setdefault(cell[1], []).append(cell)
    filled = [[lines[cell] for cell in bands[top]] for top in sorted(bands)]
    return [row for band in filled for row in _band_rows(band)]


def _divide(segment: Segment, cells: Sequence[Cell]) -> Iterator[tuple[Cell, str]]:
    """The segment's words by the cells, of those at its height, in which their middles stand."""
    words = segment.text.split(" ")
    first = segment.x0
    width = (segment.x1 - first) / max(1, len(segment.text))
    position = start = 0
    last: Cell | None = None
    for index, word in enumerate(words):
        middle = first + (position + len(word) / 2) * width
        position += len(word) + 1
        cell = _cell_across(cells, middle)
        if index and cell != last:
            if last is not None:
                yield last, " ".join(filter(None, words[start:index]))
            start = index
        last = cell
    if last is not None:
        yield last, " ".join(filter(None, words[start:]))


def _band_rows(band: Sequence[dict[float, str]]) -> list[list[str]]:
    """The row between two lines, or its rows where columns of figures stand there undivided."""
    levels: list[float] = []
    for level in sorted({y for cell in band for y in cell}, reverse=True):
        if not levels or levels[-1] - level >= 2:
            levels.append(level)
    texts = [text for cell in band for text in cell.values()]
    figures = sum(1 for text in texts if is_figure_text(text))
    filled = [cell for cell in band if cell]
    are_even = all(2 * len(cell) > len(levels) for cell in filled)
    if len(levels) < 2 or len(filled) < 2 or 2 * figures < len(texts) or not are_even:
        return [[" ".join(cell.values()) for cell in band]]
    return [
        [next((text for y, text in cell.items() if abs(y - at) < 2), "") for cell in band]
        for at in levels
    ]


def _cell_across(cells: Sequence[Cell], x: float) -> Cell | None:
    """Of the cells at one height the one at this place, or the nearest beside it."""
    for cell in cells:
        if cell[0] - 1 <= x <= cell[2] + 1:
            return cell
    return min(cells, key=lambda cell: max(cell[0] - x, x - cell[2]), default=None)


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    texts = [text for row in rows for text in row if text]
    whole = sum(len(text) for text in texts)
    wide_rows = sum(1 for row in rows if sum(1 for text in row if text) >= 2)
    if len(texts) < _MIN_CELLS or wide_rows < 2:
        return False
    is_box = max(len(text) for text in texts) > _MAX_CELL_SHARE * whole and whole > 400
    return not is_box and whole / len(texts) <= _MAX_MEAN_CELL_CHARS


def take_aligned_tables(page: PageSegments) -> None:
    """The same for tables that are told by how their cells line up."""
    for table in find_aligned_tables(page):
        _replace(page, [cell for row in table for cell in row.cells], build_cells(table))


def _replace(page: PageSegments, inside: Sequence[Segment], rows: Sequence[Sequence[str]]) -> None:
    taken = {id(s) for s in inside}
    text = "\n".join(" | ".join(row) for row in rows if any(row))
    first = min(inside, key=lambda s: s.size)
    table = Segment(
        text,
        min(s.x0 for s in inside),
        max(s.x1 for s in inside),
        min(s.y0 for s in inside),
        max(s.y1 for s in inside),
        first.size,
        False,
        0.0,
        True,
    )
    page.segments = [*(s for s in page.segments if id(s) not in taken), table]
