"""Tables without a grid of lines: told by how their cells line up, or by the lines above and below.

Running text belongs to no table, even beside one; see pdf_running_text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from extractors.pdf.frames import Frame, find_frames
from extractors.pdf.rows import Row, build_rows, goes_on_low, is_leftward, row_of
from extractors.pdf.running_text import TextStretch, find_running_text
from extractors.pdf.segments import PageSegments, Segment
from extractors.text_lines import LIST_MARKER

_MIN_ROWS = 3
_MAX_LONE_CHARS = 60  # of a row with one cell
_MAX_BETWEEN = 2  # rows of one cell between two rows of more
_MAX_HEADER_ROWS = 10
_MAX_HEADER_CHARS = 40
_OVERHANG = 50.0  # points by which a header's cells may be wider than their columns
_LINE_STEP = 1.5  # font sizes: lines of one cell stand closer
_TITLE = re.compile(r"(?:table|figure|fig\.|tabell?|tabelle|tableau|figur|tabla|box)\s*\S?\d", re.I)


def find_aligned_tables(page: PageSegments) -> list[list[Row]]:
    """The rows of each table, from top to bottom.

    Three rows in a row must look like a table's: three short cells, or mostly figures, or a label
    with a figure at its end. Between horizontal lines of one length two cells are enough.
    """
    every = build_rows(page.segments)
    frames = find_frames(page.rulings)
    ruled_off = list(_find_ruled_off(every, frames))
    if sum(row.is_tabular for row in every) < _MIN_ROWS:
        return ruled_off
    stretches = find_running_text(page.segments)
    running = {id(line) for stretch in stretches for line in stretch.lines}
    rows = build_rows(s for s in page.segments if id(s) not in running and not s.is_table)
    found: list[list[Row]] = []
    done = 0
    for first, last in _find_runs(rows, stretches):
        core = _clear_of_text(rows[first : last + 1], stretches)
        if _is_table(core):
            header = _header_above(rows[done:first], core, frames, stretches)
            rest = _rest_below(rows[last + 1 :], core, frames)
            found.append([*header, *core, *rest])
            done = last + 1 + len(rest)
    for table in ruled_off:
        found = _add(found, table)
    return found


def _add(tables: Sequence[list[Row]], table: Sequence[Row]) -> list[list[Row]]:
    """The tables with one more, joined with those that it shares cells with."""
    cells = {id(cell): cell for row in table for cell in row.cells}
    kept: list[list[Row]] = []
    for other in tables:
        held = {id(cell): cell for row in other for cell in row.cells}
        if held.keys() & cells.keys():
            cells |= held
        else:
            kept.append(other)
    return [*kept, build_rows(cells.values())]


def _find_runs(rows: Sequence[Row], stretches: Sequence[TextStretch]) -> list[tuple[int, int]]:
    """First and last place of each run of tabular rows; rows of one short cell may lie between."""
    runs: list[tuple[int, int]] = []
    first = last = -1
    for place, row in enumerate(rows):
        if not row.is_tabular:
            continue
        if first >= 0 and _goes_on(rows[last : place + 1], stretches):
            last = place
            continue
        if first >= 0:
            runs.append((first, last))
        first = last = place
    return [*runs, (first, last)] if first >= 0 else runs


def _goes_on(rows: Sequence[Row], stretches: Sequence[TextStretch]) -> bool:
    """Whether the last of these rows belongs to the table of the first, over those between."""
    above, between, below = rows[0], rows[1:-1], rows[-1]
    if len(between) > _MAX_BETWEEN or any(_is_apart(row, above) for row in between):
        return False
    steps = [one.middle - other.middle for one, other in itertools.pairwise(rows)]
    limit = 4.0 if not between else 2.8
    if max(steps) > limit * below.size:
        return False
    left, right = above.cells[0].x0, above.cells[-1].x1
    return not any(
        below.middle < stretch.low
        and stretch.high < above.middle
        and stretch.left < right
        and stretch.right > left
        for stretch in stretches
    )


def _is_apart(row: Row, table_row: Row) -> bool:
    """Whether a row of few cells is a title, a heading or a note, and no part of the table."""
    text = " ".join(cell.text for cell in row.cells)
    return (
        len(text) > _MAX_LONE_CHARS
        or bool(_TITLE.match(text) or LIST_MARKER.match(text))
        or row.size > 1.15 * table_row.size
        or (text.endswith(".") and text.count(" ") > 4)
    )


def _clear_of_text(run: Sequence[Row], stretches: Sequence[TextStretch]) -> list[Row]:
    """The rows without the cells that stand in a column of running text beside them."""
    low, high = min(row.middle for row in run), max(row.middle for row in run)
    beside = [s for s in stretches if s.low < high and s.high > low]
    if not beside:
        return list(run)
    kept = [[c for c in row.cells if not _is_within(c, beside)] for row in run]
    cleared = [row_of(cells) for cells in kept if cells]
    while cleared and not cleared[0].is_tabular:
        cleared.pop(0)
    while cleared and not cleared[-1].is_tabular:
        cleared.pop()
    return cleared


def _is_within(cell: Segment, stretches: Sequence[TextStretch]) -> bool:
    return any(cell.x0 < stretch.right and cell.x1 > stretch.left for stretch in stretches)


def _is_table(run: Sequence[Row]) -> bool:
    tabular = [row for row in run if row.is_tabular]
    if len(tabular) < _MIN_ROWS:
        return False
    two = [row for row in tabular if len(row.cells) == 2]
    return len(two) < len(tabular) or (_is_aligned(two) and not _counts_up(two))


def _is_aligned(rows: Sequence[Row]) -> bool:
    """Whether the last cells of most rows share their left or right edge or their middle."""
    last = [row.cells[-1] for row in rows]
    edges = [c.x1 for c in last], [c.x0 for c in last], [(c.x0 + c.x1) / 2 for c in last]
    for places in edges:
        middle = sorted(places)[len(places) // 2]
        if sum(1 for place in places if abs(place - middle) < 4) >= 0.7 * len(rows):
            return True
    return False


def _counts_up(rows: Sequence[Row]) -> bool:
    """Whether the figures are the page numbers of a contents page."""
    texts = [row.cells[-1].text for row in rows]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= 3]
    return len(numbers) >= 0.8 * len(texts) and numbers == sorted(numbers)


def _find_ruled_off(rows: Sequence[Row], frames: Sequence[Frame]) -> Iterator[list[Row]]:
    """The rows in each frame that begins with a header between two lines.

    Such a table may be all words: what tells it from columns of text are short cells above the
    first, each over a column.
    """
    for frame in frames:
        bottom, *_, below, top = frame.heights if len(frame.heights) > 2 else (0.0, 0.0, 0.0)
        head = [row for row in rows if below < row.middle < top and _is_inside(row, frame)]
        if not head or top - below > _MAX_HEADER_ROWS * head[0].size or below <= bottom:
            continue
        body = [row for row in rows if bottom < row.middle < below]
        wide = sum(1 for row in body if len(row.cells) >= 2)
        is_headed = len(head[-1].cells) >= 2 and all(
            len(cell.text) <= _MAX_HEADER_CHARS for row in head for cell in row.cells
        )
        is_filled = len(body) >= 2 and wide >= 0.5 * len(body)
        if is_headed and is_filled and all(_is_inside(row, frame) for row in body):
            yield [*head, *body]


def _is_inside(row: Row, frame: Frame) -> bool:
    if any(is_leftward(cell) for cell in row.cells):
        return False
    return row.cells[0].x0 > frame.left - 6 and row.cells[-1].x1 < frame.right + 6


def _header_above(
    above: Sequence[Row],
    core: Sequence[Row],
    frames: Sequence[Frame],
    stretches: Sequence[TextStretch],
) -> list[Row]:
    """The rows of the header: short cells over the columns, or all below the line that tops it."""
    left, right = _extent(core)
    top = _top_line(core, frames)
    beside = [s for s in stretches if s.low < core[0].middle and s.high > core[-1].middle]
    header: list[Row] = []
    for row in reversed(above[-_MAX_HEADER_ROWS:]):
        cells = [cell for cell in row.cells if not _is_within(cell, beside)]
        if not cells:
            continue
        last = header[0] if header else core[0]
        step = row.middle - last.middle
        is_under_line = top is not None and row.middle < top
        if step > (5.0 if is_under_line else 2.2) * core[0].size:
            break
        if row.size > 1.15 * core[0].size and not is_under_line:
            break
        if not _is_over(cells, left, right) or _is_title(cells):
            break
        stands_over = len(cells) >= 2 or cells[0].x0 > left + 0.15 * (right - left)
        begins_label = not header and goes_on_low(core[0]) and step < _LINE_STEP * row.size
        if not (is_under_line or stands_over or begins_label):
            break
        header.insert(0, Row(cells, False))
    return header


def _is_over(cells: Sequence[Segment], left: float, right: float) -> bool:
    """Whether a row stands over a table between these sides; its cells may be the wider ones."""
    reach = _OVERHANG if len(cells) >= 2 else 8.0
    is_near = cells[0].x0 > left - reach and cells[-1].x1 < right + reach
    return is_near and cells[0].x1 > left and cells[-1].x0 < right


def _is_title(cells: Sequence[Segment]) -> bool:
    text = cells[0].text
    longest = max(len(cell.text) for cell in cells)
    return longest > _MAX_LONE_CHARS or bool(_TITLE.match(text)) or text.endswith(".")


def _top_line(core: Sequence[Row], frames: Sequence[Frame]) -> float | None:
    """The highest line close above the run, of a frame as wide as it."""
    left, right = _extent(core)
    tops = [
        at
        for frame in frames
        if frame.left < left + 20 and frame.right > right - 20
        for at in frame.heights
        if 0 < at - core[0].middle < 12 * core[0].size
    ]
    return max(tops, default=None)


def _rest_below(below: Sequence[Row], table: Sequence[Row], frames: Sequence[Frame]) -> list[Row]:
    """Rows after the last figures that still stand above the table's lowest line."""
    left, right = _extent(table)
    last = table[-1]
    lows = [
        at
        for frame in frames
        if abs(frame.left - left) < 20 and frame.right > right - 20
        for at in frame.heights
        if 0 < last.middle - at < 6 * last.size
    ]
    if not lows:
        return []
    rest = [row for row in below if row.middle > min(lows)]
    is_part = all(not _is_title(row.cells) and row.cells[0].x0 > left - 8 for row in rest)
    return rest if is_part else []


def _extent(rows: Sequence[Row]) -> tuple[float, float]:
    return min(row.cells[0].x0 for row in rows), max(row.cells[-1].x1 for row in rows)
