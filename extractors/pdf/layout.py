"""Segments of a page to lines in reading order: columns first, then from top to bottom."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.pdf.asides import part_asides, usual_size
from extractors.pdf.segments import RIGHT_TO_LEFT, Segment

_MIN_COLUMN_LINES = 3
_MAX_DEPTH = 4  # columns within columns: more is a table
_HANG = 12  # edges: how far the text of a list's item may stand from its mark
_EDGE_WIDTH = 3  # points: lines that begin closer together begin at one edge
_MIN_COLUMN_WIDTH = 40.0  # points
_TITLE_SIZE = 1.25  # of the page's usual size
_NOTE_NUMBER = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class _PageShape:
    """What holds for a whole page: its usual size of type, and where its lines begin."""

    usual: float
    edges: Counter[int]


@dataclass(slots=True)
class Line:
    """A printed line of one column; boxes in points, y upwards."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    is_bold: bool
    first_word_width: float
    is_table: bool
    begins_bold: bool = False
    begins_raised: bool = False


def order_regions(segments: Sequence[Segment]) -> list[list[Line]]:
    """Regions of a page in reading order, each one column of lines from top to bottom."""
    shape = _PageShape(usual_size(segments), _count_edges(segments))
    return [
        lines
        for region in _split(list(segments), 0, shape)
        for part in part_asides(region)
        if (lines := _build_lines(part))
    ]


def _split(segments: list[Segment], depth: int, shape: _PageShape) -> Iterator[list[Segment]]:
    """Divide where a gutter stands; what crosses it separates what is above from what is below."""
    gutter = _find_gutter(segments, shape) if depth < _MAX_DEPTH else None
    if gutter is None:
        yield segments
        return
    left = [s for s in segments if s.x1 <= gutter + 1]
    right = [s for s in segments if s.x0 >= gutter - 1]
    titles = {
        id(s) for s in (*_titles(left, right, shape.usual), *_titles(right, left, shape.usual))
    }
    crossing = [s for s in segments if s.x0 < gutter - 1 and s.x1 > gutter + 1]
    crossing += [s for s in (*left, *right) if id(s) in titles]
    rest = [s for s in (*left, *right) if id(s) not in titles]
    undivided: list[Segment] = []  # a full-width paragraph's short last line crosses nothing
    for band in _bands(crossing, rest):
        left = [s for s in band if s.x1 <= gutter + 1 and id(s) not in titles]
        right = [s for s in band if s.x0 >= gutter - 1 and id(s) not in titles]
        if not (_stand_beside(left, right) or _share_row(left, right, gutter)):
            undivided.extend(band)
            continue
        if undivided:
            yield undivided
            undivided = []
        yield from _split(left, depth + 1, shape)
        yield from _split(right, depth + 1, shape)
    if undivided:
        yield undivided


def _titles(side: Sequence[Segment], other: Sequence[Segment], usual: float) -> list[Segment]:
    """Large lines of one column with the other one empty beside them: they stand over both."""
    return [
        s
        for s in side
        if s.size >= _TITLE_SIZE * usual
        and not any(o.y0 < s.y1 + 0.1 * s.size and o.y1 > s.y0 - 0.1 * s.size for o in other)
    ]


def _share_row(left: Sequence[Segment], right: Sequence[Segment], gutter: float) -> bool:
    """Whether a line stands beside another across a known gutter: the end of two columns."""
    return any(
        abs(one.middle - other.middle) < 0.5 * one.size
        and other.x0 < gutter + 2 * other.size
        and 0.8 < one.size / other.size < 1.25
        and min(one.x1 - one.x0, other.x1 - other.x0) >= _MIN_COLUMN_WIDTH / 2
        for one in left
        for other in right
    )


def _bands(crossing: Sequence[Segment], rest: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Crossing lines one below another, and what stands between them, from top to bottom."""
    marked = sorted(
        [(s, True) for s in crossing] + [(s, False) for s in rest], key=lambda pair: -pair[0].middle
    )
    band: list[Segment] = []
    is_crossing_band = False
    for segment, is_crossing in marked:
        if band and is_crossing != is_crossing_band:
            yield band
            band = []
        is_crossing_band = is_crossing
        band.append(segment)
    if band:
        yield band


def _find_gutter(segments: Sequence[Segment], shape: _PageShape) -> float | None:
    """The x at which lines begin that have other lines beside them, or nothing.

    Candidates are left edges that several lines share, here or on the whole page; the one that
    puts most lines beside each other wins, less the lines it cuts through.
    """
    if len(segments) < 2:
        return None
    edges = _count_edges(segments)
    first = min(s.x0 for s in segments)
    best, best_score = None, 0.0
    marked = {round(s.x0 / _EDGE_WIDTH) for s in segments if not s.text[0].isalpha()}
    for edge in edges:
        is_known = _near(shape.edges, edge) >= 2 * _MIN_COLUMN_LINES
        is_shared = _near(edges, edge) >= _MIN_COLUMN_LINES
        is_hung = edge in marked and _has_edge_right_of(edges, edge)
        if not (is_known or is_shared or is_hung) or edge * _EDGE_WIDTH < first + 30:
            continue
        gutter = (edge - 1.5) * _EDGE_WIDTH
        score = _gutter_score(segments, gutter, is_known)
        if score > best_score:
            best, best_score = gutter, score
    return best


def _has_edge_right_of(edges: Counter[int], edge: int) -> bool:
    """Whether lines share an edge to which an item's mark here could hang out."""
    return any(_near(edges, edge + step) >= _MIN_COLUMN_LINES for step in range(3, _HANG, 2))


def _count_edges(segments: Sequence[Segment]) -> Counter[int]:
    """How many lines begin at each x, in steps of some points."""
    return Counter(round(s.x0 / _EDGE_WIDTH) for s in segments)


def _near(edges: Counter[int], edge: int) -> int:
    return edges[edge] + edges[edge - 1] + edges[edge + 1]


def _gutter_score(segments: Sequence[Segment], gutter: float, is_known: bool) -> float:
    """Lines that stand beside others across the gutter, less twice those it cuts among them."""
    left = [s for s in segments if s.x1 <= gutter + 1]
    right = [s for s in segments if s.x0 >= gutter - 1]
    if not (_stand_beside(left, right) or (is_known and _share_row(left, right, gutter))):
        return 0.0
    crossing = [s for s in segments if s.x0 < gutter - 1 and s.x1 > gutter + 1]
    low = max(min(s.middle for s in left), min(s.middle for s in right)) - 1
    high = min(max(s.middle for s in left), max(s.middle for s in right)) + 1
    beside = sum(1 for s in (*left, *right) if low <= s.middle <= high)
    cut = sum(1 for s in crossing if low <= s.middle <= high)
    return beside - 2.0 * cut


def _stand_beside(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether both sides have lines at the same heights, and enough text to be columns."""
    if len(left) < _MIN_COLUMN_LINES or len(right) < _MIN_COLUMN_LINES:
        return False
    low = max(min(s.middle for s in left), min(s.middle for s in right))
    high = min(max(s.middle for s in left), max(s.middle for s in right))
    lefts = [s for s in left if low - s.size <= s.middle <= high + s.size]
    rights = [s for s in right if low - s.size <= s.middle <= high + s.size]
    if high <= low or min(len(lefts), len(rights)) < 2:
        return False
    # Numbers before items or a column of marks is no column of text.
    return min(_text_width(lefts), _text_width(rights)) >= _MIN_COLUMN_WIDTH


def _text_width(segments: Sequence[Segment]) -> float:
    """The middle one of the segments' widths."""
    widths = sorted(s.x1 - s.x0 for s in segments)
    return widths[len(widths) // 2]


def _build_lines(segments: Sequence[Segment]) -> list[Line]:
    """Segments at the same height become one line, from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.middle, s.x0)):
        if rows and _is_same_row(rows[-1], segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [
        _build_line(_in_reading_direction(row)) if len(row) > 1 else _line_of(row[0].text, row)
        for row in rows
    ]


def _is_same_row(row: Sequence[Segment], segment: Segment) -> bool:
    if segment.is_table or row[0].is_table:
        return False
    anchor = max(row, key=lambda s: s.y1 - s.y0) if len(row) > 1 else row[0]
    if max(anchor.size, segment.size) > 2.2 * min(anchor.size, segment.size):
        return False  # a large heading's box reaches over the lines below it
    overlap = min(anchor.y1, segment.y1) - max(anchor.y0, segment.y0)
    shorter = min(anchor.y1 - anchor.y0, segment.y1 - segment.y0)
    return overlap > 0.55 * shorter


def _in_reading_direction(row: Sequence[Segment]) -> list[Segment]:
    is_leftward = any(not s.text.isascii() and RIGHT_TO_LEFT.search(s.text) for s in row)
    return sorted(row, key=lambda s: -s.x0 if is_leftward else s.x0)


def _build_line(row: Sequence[Segment]) -> Line:
    main = max(row, key=lambda s: len(s.text))
    held = [
        s
        for i, s in enumerate(row)
        if i == 0 or s.size >= 0.8 * main.size or not _NOTE_NUMBER.fullmatch(s.text.strip())
    ]
    text = held[0].text
    for before, segment in itertools.pairwise(held):
        gap = segment.x0 - before.x1
        is_tight = gap < 0.12 * main.size and not segment.text[0].isalnum()
        text += ("" if is_tight else " ") + segment.text
    return _line_of(text, held, main)


def _line_of(text: str, row: Sequence[Segment], main: Segment | None = None) -> Line:
    """The line that these segments make, of the type of the main one."""
    first = row[0]
    main = main or first
    return Line(
        text,
        first.x0 if len(row) == 1 else min(s.x0 for s in row),
        first.x1 if len(row) == 1 else max(s.x1 for s in row),
        main.y0,
        main.y1,
        main.size,
        main.is_bold,
        first.first_word_width,
        main.is_table,
        first.begins_bold,
        first.begins_raised,
    )
