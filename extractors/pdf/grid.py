"""The lines drawn on a page to the cells between them: pdfplumber's table finder, given lines.

pdfplumber joins the lines and groups the cells. Where lines cross and which cells they enclose is
found here by its rules, since it compares every pair of lines and builds the lines through a point
anew for each pair of points; tests compare the two.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from extractors.pdf.rulings import Ruling

Point = tuple[float, float]
"""x and y in points, y downwards."""
Cell = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Line = tuple[float, float, float]
"""Where a line stands (the x of an upright one, the y of a level one), and from where to where."""

SNAP = 3.0
"""Points: lines closer than this are one, as in pdfplumber's own settings."""
_MIN_POINTS = 6
_MAX_POINTS = 900  # crossings; finding cells takes their square


def find_grids(rulings: Sequence[Ruling]) -> list[list[Cell]]:
    """The cells of each grid, from the topmost to the lowest; none where lines are too many."""
    from pdfplumber import table  # noqa: PLC0415 — takes half a second, and few files need it

    edges = table.merge_edges([_edge(ruling) for ruling in rulings], SNAP, SNAP, SNAP, SNAP)
    upright = [(e["x0"], e["top"], e["bottom"]) for e in edges if e["orientation"] == "v"]
    level = [(e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h"]
    crossings = find_crossings(upright, level)
    if not _MIN_POINTS <= len(crossings) <= _MAX_POINTS:
        return []
    groups: list[list[Cell]] = table.cells_to_tables(find_cells(crossings))
    return groups


def _edge(ruling: Ruling) -> dict[str, float | str]:
    """The line as pdfplumber describes one; y is negated, because it counts downwards."""
    if ruling.is_horizontal:
        x0, x1, top, bottom = ruling.start, ruling.end, -ruling.at, -ruling.at
    else:
        x0, x1, top, bottom = ruling.at, ruling.at, -ruling.end, -ruling.start
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if ruling.is_horizontal else "v",
    }


def find_crossings(
    upright: Sequence[Line], level: Sequence[Line]
) -> dict[Point, tuple[set[int], set[int]]]:
    """Where lines cross or nearly do, with the places of the upright and level ones that do."""
    level = sorted(level, key=lambda line: line[:2])
    heights = [line[0] for line in level]
    found: dict[Point, tuple[set[int], set[int]]] = {}
    for number, (x, top, bottom) in enumerate(sorted(upright, key=lambda line: line[:2])):
        first = bisect_left(heights, top - 2 * SNAP)
        for place in range(first, bisect_right(heights, bottom + 2 * SNAP)):
            y, left, right = level[place]
            is_level_met = top <= y + SNAP and bottom >= y - SNAP
            if is_level_met and x >= left - SNAP and x <= right + SNAP:
                uprights, levels = found.setdefault((x, y), (set(), set()))
                uprights.add(number)
                levels.add(place)
    return found


def find_cells(crossings: Mapping[Point, tuple[set[int], set[int]]]) -> list[Cell]:
    """The smallest cell to the right of and below each crossing, in the order of the crossings."""
    points = sorted(crossings)
    columns: dict[float, list[Point]] = {}
    rows: dict[float, list[Point]] = {}
    for point in points:
        columns.setdefault(point[0], []).append(point)
        rows.setdefault(point[1], []).append(point)
    found: list[Cell] = []
    for point in points:
        column, row = columns[point[0]], rows[point[1]]
        below = column[column.index(point) + 1 :]
        right = row[row.index(point) + 1 :]
        corner = _first_corner(point, below, right, crossings)
        if corner is not None:
            found.append((*point, *corner))
    return found


def _first_corner(
    point: Point,
    below: Sequence[Point],
    right: Sequence[Point],
    crossings: Mapping[Point, tuple[set[int], set[int]]],
) -> Point | None:
    """The nearest point that lines lead to both from one below and from one to the right."""
    uprights, levels = crossings[point]
    for low in below:
        if uprights.isdisjoint(crossings[low][0]):
            continue
        for far in right:
            met = crossings.get((far[0], low[1]))
            if met is None or levels.isdisjoint(crossings[far][1]):
                continue
            if not (met[0].isdisjoint(crossings[far][0]) or met[1].isdisjoint(crossings[low][1])):
                return far[0], low[1]
    return None
