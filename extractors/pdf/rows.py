"""Segments of a page by height, and which of these rows look like a table's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.pdf.segments import RIGHT_TO_LEFT, Segment
from extractors.text_lines import is_contents_line

_MAX_LABEL_CHARS = 90
_MAX_CELL_CHARS = 24  # of the middle cell of three or more: lines of columns are longer
_WITH_DIGIT = re.compile(r"\d\S*")
_MIN_LEADING = 4
LEADERS = re.compile(rf"(?:\s?[.…_]){{{_MIN_LEADING},}}")
"""Dots or lines that lead from a label to its figure."""
FIGURE = re.compile(
    r"[^\w\s•●○▪■□◦[]*\d[\d\W]*[^\W\d_]?\W*"  # a number with its signs, perhaps a note's letter
    r"|[-–—−*$€£%.…]+"  # nothing, zero, or a leader
    r"|\W*[xX]\W*|[nN]/?[aA]\.?"
)
"""A word that is a number, or stands where one would."""


@dataclass(slots=True)
class Row:
    """Segments at one height, from left to right."""

    cells: list[Segment]
    is_tabular: bool

    @property
    def middle(self) -> float:
        """Height of the row's middle on the page."""
        return self.cells[0].middle

    @property
    def size(self) -> float:
        """The size of its type."""
        return self.cells[0].size


def build_rows(segments: Iterable[Segment]) -> list[Row]:
    """Segments by height, from top to bottom."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: -s.middle):
        if rows and abs(rows[-1][0].middle - segment.middle) < 0.4 * segment.size:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [row_of(row) for row in rows]


def row_of(cells: Iterable[Segment]) -> Row:
    """These cells as a row."""
    ordered = sorted(cells, key=lambda s: s.x0)
    return Row(ordered, _looks_tabular(ordered))


def _looks_tabular(cells: Sequence[Segment]) -> bool:
    if len(cells) == 1 and len(_WITH_DIGIT.findall(cells[0].text)) < 3:
        return False
    if any(cell.is_table or is_leftward(cell) for cell in cells):
        return False  # vowel signs stand apart from their words
    lengths = sorted(len(cell.text) for cell in cells)
    if len(cells) >= 3 and lengths[len(lengths) // 2] <= _MAX_CELL_CHARS:
        return True
    words = [word for cell in cells for word in _words_of(cell.text)]
    figures = sum(1 for word in words if FIGURE.fullmatch(word))
    if figures >= 3 and figures >= 0.6 * len(words):
        return True
    is_labelled = len(cells) >= 2 and is_figure(cells[-1]) and len(cells[0].text) > 2
    return (
        is_labelled
        and not is_contents_line(cells[0].text)
        and all(len(cell.text) <= _MAX_LABEL_CHARS for cell in cells)
    )


def goes_on_low(row: Row) -> bool:
    """Whether its first cell begins as the next line of the one above would."""
    return row.cells[0].text[0].islower() or row.cells[0].text[0] == "("


def is_leftward(cell: Segment) -> bool:
    """Whether it is written from right to left."""
    return not cell.text.isascii() and bool(RIGHT_TO_LEFT.search(cell.text))


def is_figure(segment: Segment) -> bool:
    """Whether it holds numbers or signs for them, and no words."""
    return is_figure_text(segment.text)


def is_figure_text(text: str) -> bool:
    """The same for its text."""
    words = _words_of(text)
    return bool(words) and all(map(FIGURE.fullmatch, words))


def _words_of(text: str) -> list[str]:
    may_lead = "…" in text or "_" in text or text.count(".") >= _MIN_LEADING
    return (LEADERS.sub(" ", text) if may_lead else text).split()
