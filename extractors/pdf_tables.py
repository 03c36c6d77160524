"""Tables of a PDF page: ruled ones by pdfplumber's geometry, others by how their cells line up.

pdfplumber reads 5 to 12 pages a second, because it looks at every letter; its table functions only
need lines. They get PDFium's, so that every ruled page is searched and the parser stays fast.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pdf_rulings import Ruling
from extractors.pdf_segments import RIGHT_TO_LEFT, PageSegments, Segment

Cell = tuple[float, float, float, float]
"""Left, top, right, bottom in points, y downwards, as pdfplumber has it."""

_SNAP = 3.0  # points: lines closer than this are one, as in pdfplumber's own settings
_MAX_POINTS = 900  # crossings; finding cells takes their square
_MAX_CELL_SHARE = 0.6  # a "table" with most of its text in one cell is a box around prose
_MAX_MEAN_CELL_CHARS = 600
_MIN_ALIGNED_ROWS = 3
_MAX_ALIGNED_CELL_CHARS = 24


def take_ruled_tables(page: PageSegments) -> None:
    """Put one segment of rows and cells in the place of each ruled table's segments."""
    for cells in _find_cell_groups(page.rulings):
        left, low = min(c[0] for c in cells), -max(c[3] for c in cells)
        right, high = max(c[2] for c in cells), -min(c[1] for c in cells)
        inside = [
            s
            for s in page.segments
            if low <= s.middle <= high and left - 2 <= (s.x0 + s.x1) / 2 <= right + 2
        ]
        rows = _fill_cells(cells, inside)
        if _is_table(rows):
            _replace(page, inside, rows)


def _find_cell_groups(rulings: Sequence[Ruling]) -> list[list[Cell]]:
    """The cells of each grid that the lines make."""
    places = {(ruling.is_horizontal, round(ruling.at / _SNAP)) for ruling in rulings}
    horizontal_count = sum(1 for is_horizontal, _ in places if is_horizontal)
    if horizontal_count < 3 or len(places) - horizontal_count < 3:
        return []  # two rows of two cells take three lines each way
    from pdfplumber import table  # noqa: PLC0415 — takes half a second, and few files need it

    edges = table.merge_edges(
        [_edge(ruling) for ruling in _different(rulings)], _SNAP, _SNAP, _SNAP, _SNAP
    )
    points = table.edges_to_intersections(edges, _SNAP, _SNAP)
    if not 6 <= len(points) <= _MAX_POINTS:
        return []
    groups: list[list[Cell]] = table.cells_to_tables(table.intersections_to_cells(points))
    return groups


def _different(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Each line once: neighbouring cells often draw the border between them twice."""
    held = {
        (ruling.is_horizontal, round(ruling.at), round(ruling.start), round(ruling.end)): ruling
        for ruling in rulings
    }
    return list(held.values())


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


def _fill_cells(cells: Sequence[Cell], segments: Sequence[Segment]) -> list[list[str]]:
    """Rows of cell texts; a segment over several cells is divided at its words."""
    texts: dict[Cell, list[str]] = {cell: [] for cell in cells}
    for segment in sorted(segments, key=lambda s: (-s.middle, s.x0)):
        width = (segment.x1 - segment.x0) / max(1, len(segment.text))
        position = 0
        for word in segment.text.split(" "):
            middle = segment.x0 + (position + len(word) / 2) * width
            position += len(word) + 1
            cell = _cell_at(cells, middle, -segment.middle)
            if cell is not None:
                texts[cell].append(word)
    tops = sorted({cell[1] for cell in cells})
    return [[" ".join(texts[cell]) for cell in sorted(cells) if cell[1] == top] for top in tops]


def _cell_at(cells: Sequence[Cell], x: float, y: float) -> Cell | None:
    for cell in cells:
        if cell[0] - 1 <= x <= cell[2] + 1 and cell[1] - 1 <= y <= cell[3] + 1:
            return cell
    return None


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    texts = [text for row in rows for text in row if text]
    whole = sum(len(text) for text in texts)
    wide_rows = sum(1 for row in rows if sum(1 for text in row if text) >= 2)
    if len(texts) < 4 or wide_rows < 2:
        return False
    is_box = max(len(text) for text in texts) > _MAX_CELL_SHARE * whole and whole > 400
    return not is_box and whole / len(texts) <= _MAX_MEAN_CELL_CHARS


def take_aligned_tables(page: PageSegments) -> None:
    """The same for runs of rows of three or more short cells each, without any lines drawn."""
    run: list[list[Segment]] = []
    for row in [*_rows_of(page.segments), []]:
        if row and _looks_tabular(row) and (not run or _is_next(run[-1], row)):
            run.append(row)
            continue
        if len(run) >= _MIN_ALIGNED_ROWS:
            rows = [[s.text for s in sorted(held, key=lambda s: s.x0)] for held in run]
            _replace(page, [s for held in run for s in held], rows)
        run = [row] if row and _looks_tabular(row) else []


def _rows_of(segments: Sequence[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: -s.middle):
        is_same = rows and abs(rows[-1][0].middle - segment.middle) < 0.4 * segment.size
        if is_same and not segment.is_table and not rows[-1][0].is_table:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return rows


def _looks_tabular(row: Sequence[Segment]) -> bool:
    lengths = sorted(len(s.text) for s in row)
    if any(RIGHT_TO_LEFT.search(s.text) for s in row):
        return False  # vowel signs stand apart from their words
    return len(row) >= 3 and lengths[len(lengths) // 2] <= _MAX_ALIGNED_CELL_CHARS


def _is_next(last: Sequence[Segment], row: Sequence[Segment]) -> bool:
    return last[0].middle - row[0].middle < 4 * row[0].size


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
