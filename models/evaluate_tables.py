"""What a parser makes of tables: whether it finds their cells, and whether it calls them prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from data.errors import UsageError

MIN_CELL_CHARS = 4
"""A shorter cell, such as a number of two digits, stands everywhere by chance."""

_NOT_COMPARED = re.compile(r"[^a-z0-9%]+")
_REACH = 12.0  # points to the side: where in a line a sentence begins or ends is a guess
_REACH_UP = 1.0

Box = tuple[float, float, float, float]
"""Left, low, right, high in points, y upwards from the foot of the page."""


@dataclass(frozen=True, slots=True)
class GoldCell:
    """A cell of a table as a person marked it; `page` counts from 1."""

    page: int
    text: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class ReadStretch:
    """What a sentence has on one page; `text` is the whole sentence's, `box` where it stands."""

    page: int
    text: str
    is_prose: bool
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class TableScores:
    """Counts of gold cells: all, those found, and those inside a sentence of prose."""

    cell_count: int
    found_count: int
    in_prose_count: int


def read_cells(path: Path) -> list[GoldCell]:
    """The cells of a gold file of the ICDAR 2013 table competition (`*-str.xml`).

    Raises:
        UsageError: the file is not of this form.
    """
    try:
        root = ElementTree.parse(path).getroot()
        return [
            GoldCell(int(region.attrib["page"]), cell.findtext("content") or "", _box_of(cell))
            for region in root.iter("region")
            for cell in region.iter("cell")
        ]
    except (ElementTree.ParseError, KeyError, ValueError) as error:
        raise UsageError(f"{path} is no gold of the table competition: {error!r}") from error


def _box_of(cell: ElementTree.Element) -> Box | None:
    """Where the cell stands; nothing where a number is misspelt, as in one of the gold."""
    found = cell.find("bounding-box")
    sides = [found.get(name, "") for name in ("x1", "y1", "x2", "y2")] if found is not None else []
    if not sides or not all(side.lstrip("-").isdecimal() for side in sides):
        return None
    x1, y1, x2, y2 = (float(side) for side in sides)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def score_tables(cells: Sequence[GoldCell], read: Sequence[ReadStretch]) -> TableScores:
    """Compare what was read of one document with the cells of its tables.

    All text is compared in lower case with everything but a–z, 0–9 and the percent sign collapsed
    to one space; cells of fewer than MIN_CELL_CHARS characters are then left out.

    A cell is *found* when its text stands verbatim in the document's, whatever kind that is.

    It is *inside a sentence of prose* when a sentence of prose on its page holds its text, at word
    boundaries, and other words besides, and when it is this cell that stands there, not the same
    words in the text beside the table. Where the parser says where its sentences stand, that is so
    if the middle of the cell's box lies in the sentence's. Where no sentence stands at the cell's
    place (most parsers give no places, and a page printed sideways may have others), the words are
    counted: so often they stand on the page, so many cells have them; what is left over may stand
    in sentences beside the table and is taken off. The benefit of the doubt is the parser's.
    """
    compared = [(cell, collapse(cell.text)) for cell in cells]
    compared = [(cell, text) for cell, text in compared if len(text) >= MIN_CELL_CHARS]
    pages: dict[int, list[tuple[ReadStretch, str]]] = {}
    for stretch in read:
        pages.setdefault(stretch.page, []).append((stretch, collapse(stretch.text)))
    whole = " ".join(text for held in pages.values() for _, text in held)
    like = Counter((cell.page, text) for cell, text in compared)
    in_prose, unplaced = 0, Counter[tuple[int, str]]()
    for cell, text in compared:
        around = [(s, said) for s, said in pages.get(cell.page, ()) if _stands_at(s, cell)]
        if around:
            in_prose += any(s.is_prose and _holds_more(said, text) for s, said in around)
        else:
            unplaced[cell.page, text] += 1
    for (page, text), count in unplaced.items():
        in_prose += min(count, _count_in_prose(text, like[page, text], pages.get(page, ())))
    return TableScores(
        cell_count=len(compared),
        found_count=sum(1 for _, text in compared if text in whole),
        in_prose_count=in_prose,
    )


def collapse(text: str) -> str:
    """Lower case, and everything but a–z, 0–9 and the percent sign to single spaces."""
    return _NOT_COMPARED.sub(" ", text.lower()).strip()


def _stands_at(stretch: ReadStretch, cell: GoldCell) -> bool:
    """Whether the middle of the cell lies in the sentence's box."""
    if stretch.box is None or cell.box is None:
        return False
    left, low, right, high = stretch.box
    x, y = (cell.box[0] + cell.box[2]) / 2, (cell.box[1] + cell.box[3]) / 2
    is_beside = left - _REACH <= x <= right + _REACH
    return is_beside and low - _REACH_UP <= y <= high + _REACH_UP


def _count_in_prose(text: str, cell_count: int, page: Sequence[tuple[ReadStretch, str]]) -> int:
    """In how many places of a page's prose this text stands that must be a cell's."""
    times = sum(_count(said, text) for _, said in page)
    in_sentences = sum(
        _count(said, text) for stretch, said in page if stretch.is_prose and _holds_more(said, text)
    )
    return max(0, in_sentences - max(0, times - cell_count))


def _holds_more(said: str, text: str) -> bool:
    """Whether the text stands at word boundaries beside other words."""
    return len(said) > len(text) and f" {text} " in f" {said} "


def _count(said: str, text: str) -> int:
    """How often the text stands there at word boundaries."""
    return f" {said} ".replace(" ", "  ").count(f" {text.replace(' ', '  ')} ")
