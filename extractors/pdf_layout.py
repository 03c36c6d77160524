"""Segments of a page to lines in reading order: columns first, then from top to bottom."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.pdf_segments import RIGHT_TO_LEFT, Segment

_MIN_COLUMN_LINES = 3
_MAX_DEPTH = 4  # columns within columns: more is a table
_NOTE_NUMBER = re.compile(r"\d{1,3}")


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


def order_regions(segments: Sequence[Segment]) -> list[list[Line]]:
    """Regions of a page in reading order, each one column of lines from top to bottom."""
    return [lines for region in _split(list(segments), 0) if (lines := _build_lines(region))]


def _split(segments: list[Segment], depth: int) -> Iterator[list[Segment]]:
    """Divide where a gutter stands; what crosses it separates what is above from what is below."""
    gutter = _find_gutter(segments) if depth < _MAX_DEPTH else None
    if gutter is None:
        yield segments
        return
    crossing = sorted(
        (s for s in segments if s.x0 < gutter - 1 and s.x1 > gutter + 1), key=lambda s: -s.middle
    )
    rest = [s for s in segments if s.x0 >= gutter - 1 or s.x1 <= gutter + 1]
    undivided: list[Segment] = []  # a full-width paragraph's short last line crosses nothing
    for band in _bands(crossing, rest):
        left = [s for s in band if s.x1 <= gutter + 1]
        right = [s for s in band if s.x0 >= gutter - 1]
        if not _stand_beside(left, right):
            undivided.extend(band)
            continue
        if undivided:
            yield undivided
            undivided = []
        yield from _split(left, depth + 1)
        yield from _split(right, depth + 1)
    if undivided:
        yield undivided


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


def _find_gutter(segments: Sequence[Segment]) -> float | None:
    """The x at which lines begin that have other lines beside them, or nothing.

    Candidates are left edges that several lines share; the one that puts most lines beside each
    other wins, less the lines it cuts through.
    """
    if len(segments) < 2 * _MIN_COLUMN_LINES:
        return None
    edges: dict[int, int] = {}
    for segment in segments:
        edges[round(segment.x0 / 3)] = edges.get(round(segment.x0 / 3), 0) + 1
    first = min(s.x0 for s in segments)
    best, best_score = None, 0.0
    for edge, count in edges.items():
        near = count + edges.get(edge - 1, 0) + edges.get(edge + 1, 0)
        if near < _MIN_COLUMN_LINES or edge * 3 < first + 30:
            continue
        gutter = edge * 3 - 4.5
        score = _gutter_score(segments, gutter)
        if score > best_score:
            best, best_score = gutter, score
    return best


def _gutter_score(segments: Sequence[Segment], gutter: float) -> float:
    """Lines that stand beside others across the gutter, less twice those it cuts among them."""
    left = [s for s in segments if s.x1 <= gutter + 1]
    right = [s for s in segments if s.x0 >= gutter - 1]
    if not _stand_beside(left, right):
        return 0.0
    crossing = [s for s in segments if s.x0 < gutter - 1 and s.x1 > gutter + 1]
    low = max(min(s.middle for s in left), min(s.middle for s in right))
    high = min(max(s.middle for s in left), max(s.middle for s in right))
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
    return min(_text_width(lefts), _text_width(rights)) >= 40.0


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
    return [_build_line(_in_reading_direction(row)) for row in rows]


def _is_same_row(row: Sequence[Segment], segment: Segment) -> bool:
    if segment.is_table or row[0].is_table:
        return False
    anchor = max(row, key=lambda s: s.y1 - s.y0)
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
    return Line(
        text,
        min(s.x0 for s in held),
        max(s.x1 for s in held),
        main.y0,
        main.y1,
        main.size,
        main.is_bold,
        held[0].first_word_width,
        main.is_table,
    )
