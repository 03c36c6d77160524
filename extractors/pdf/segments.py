"""What a PDF page holds: stretches of one printed line, with box, size and weight, and lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.pdf.rulings import Ruling

RIGHT_TO_LEFT = re.compile("[\u0590-\u07bf\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(slots=True)
class Segment:
    """A stretch of one line without a wide gap; boxes in points, y upwards."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    is_bold: bool
    first_word_width: float
    is_table: bool = False  # text is rows of cells, and the box the whole table's
    begins_bold: bool = False  # as a lead does that goes on in ordinary type
    begins_raised: bool = False  # with a small number, as a note does
    middle: float = field(init=False)
    """Height of the line's middle on the page: read so often that it is kept."""

    def __post_init__(self) -> None:
        self.middle = (self.y0 + self.y1) / 2


@dataclass(slots=True)
class PageSegments:
    """What one page holds: its text by segments, and how large it is."""

    page: int
    width: float
    height: float
    segments: list[Segment]
    rulings: list[Ruling]
