"""Which lines of a page are running text: filled to the right edge, one below the other."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pdf.rows import is_figure
from extractors.pdf.segments import Segment

_MIN_LINES = 3
_MIN_WORDS = 4  # a line, on the mean: the labels of a table's rows have fewer
_MAX_DIGITS = 0.25  # of the letters
_LEVEL = 1.0  # points
_LOOKED_BACK = 12  # columns: a page of text has fewer


@dataclass(frozen=True, slots=True)
class TextStretch:
    """Lines that follow each other in one column, and the box around them."""

    lines: tuple[Segment, ...]
    left: float
    low: float
    right: float
    high: float


def find_running_text(segments: Sequence[Segment]) -> list[TextStretch]:
    """Stretches of three lines or more that are filled: their next word would not have fitted.

    The lines of a table's cells are not: each ends where its words do. Nor are labels that happen
    to fill their column, for the figures of their rows stand beside them.
    """
    figures = sorted((s for s in segments if is_figure(s)), key=lambda s: s.y0)
    bases = [figure.y0 for figure in figures]
    found: list[TextStretch] = []
    for column in _find_columns(segments):
        for lines in _filled_lines(column):
            if _reads_on(lines) and 2 * _count_labels(lines, figures, bases) < len(lines):
                found.append(_stretch_of(lines))
    return found


def _count_labels(
    lines: Sequence[Segment], figures: Sequence[Segment], bases: Sequence[float]
) -> int:
    """How many of the lines have figures to their right, on their base line or amid two of them."""
    labelled = {
        place for place, line in enumerate(lines) if _has_figure(line, line.y0, figures, bases)
    }
    for place, (line, following) in enumerate(itertools.pairwise(lines)):
        if _has_figure(line, (line.y0 + following.y0) / 2, figures, bases):
            labelled |= {place, place + 1}
    return len(labelled)


def _has_figure(
    line: Segment, base: float, figures: Sequence[Segment], bases: Sequence[float]
) -> bool:
    """Whether a figure of the line's own size stands to its right, on this very base line."""
    first, last = bisect_left(bases, base - _LEVEL), bisect_right(bases, base + _LEVEL)
    return any(
        figure.x0 > line.x1 and 0.94 < figure.size / line.size < 1.06
        for figure in figures[first:last]
    )


def _find_columns(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Lines of one size below each other, evenly spaced, that begin near one left edge."""
    columns: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: -s.middle):
        if segment.is_table:
            continue
        for column in reversed(columns[-_LOOKED_BACK:]):
            if _follows(column[-1], segment):
                column.append(segment)
                break
        else:
            columns.append([segment])
    return columns


def _follows(last: Segment, segment: Segment) -> bool:
    step = last.middle - segment.middle
    size = max(last.size, segment.size)
    return (
        0.8 * size < step < 2.2 * size
        and min(last.size, segment.size) > 0.8 * size
        and abs(last.x0 - segment.x0) < 3 * size
    )


def _filled_lines(column: Sequence[Segment]) -> list[list[Segment]]:
    """The column's stretches of filled lines, each with the line that ends it."""
    found: list[list[Segment]] = []
    if len(column) < _MIN_LINES:
        return found
    right = max(segment.x1 for segment in column)
    stretch: list[Segment] = []
    for line, following in itertools.pairwise(column):
        stretch.append(line)
        room = right - line.x1 - 0.3 * line.size
        if room > following.first_word_width:
            found.append(stretch)
            stretch = []
    stretch.append(column[-1])
    found.append(stretch)
    return [lines for lines in found if len(lines) >= _MIN_LINES]


def _reads_on(lines: Sequence[Segment]) -> bool:
    text = " ".join(line.text for line in lines)
    digits = sum(sign.isdigit() for sign in text)
    return text.count(" ") + 1 >= _MIN_WORDS * len(lines) and digits < _MAX_DIGITS * len(text)


def _stretch_of(lines: Sequence[Segment]) -> TextStretch:
    return TextStretch(
        tuple(lines),
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
    )
