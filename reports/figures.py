"""What a report is made of: chapters with figures, tables and quotes; drawing a chart as SVG."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import vl_convert

from reports.amounts import interval as interval  # noqa: PLC0414 - chapters take it from here
from reports.amounts import percent as percent  # noqa: PLC0414 - likewise
from reports.charts import Spec
from reports.explorer import Explorer
from reports.links import stored_path, web_address
from reports.marks import add_tips, show_tips
from reports.quotes import Quote
from reports.register_rows import RegisterRow
from reports.year import Corrected, name_country

_NOISE = re.compile(
    r' (?:role|aria-roledescription|aria-hidden|pointer-events|xmlns:xlink|font-family)="[^"]*"'
    r'|<path class="(?:background|foreground)"[^>]*d="(?:M0,0h0v0h0Z)?"[^>]*/>'
    r'| opacity="1"| stroke-miterlimit="10"'
)
_LONG_NUMBER = re.compile(r"(\d+\.\d{2})\d+")
_LONG_WORD = re.compile(r"\S{25}")
_CLIP = re.compile(r'(?:(?<=id=")|(?<=url\(#))clip\d+')


_TERMS = ("code", "part", "type", "status", "state", "kind", "language", "label", "range", "reason")
"""How the columns end whose cells hold our own words."""

MOST_ROWS = 120
"""Rows of a table that the page shows: ten codes over the twelve years of a figure."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a table as people read it, with the publisher's address and our copy of it."""

    text: str
    link: str | None = None
    stored: str | None = None
    is_number: bool = False
    is_term: bool = False
    """One of our own words, such as a status or a code, which a report may translate."""
    claim_id: str | None = None
    document_id: str | None = None
    """The claim or the document whose evidence the cell leads to."""

    @property
    def has_long_word(self) -> bool:
        """Whether a word, such as a path, may be broken; others never are."""
        return bool(_LONG_WORD.search(self.text))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as shown, and the same rows as data for the CSV file `key`.csv."""

    key: str
    caption: str
    headings: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def shown(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows that the page has room for; the CSV file has all."""
        return self.cells[:MOST_ROWS]

    @property
    def heads(self) -> tuple[tuple[str, bool], ...]:
        """Each heading, and whether numbers stand below it."""
        columns = zip(*self.shown, strict=True) if self.cells else [()] * len(self.headings)
        numbers = (any(cell.is_number for cell in column) for column in columns)
        return tuple(zip(self.headings, numbers, strict=True))


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing in two widths, with its description, its n, its data and what stands behind it."""

    key: str
    title: str
    description: str
    note: str
    wide_svg: str
    narrow_svg: str
    table: Table
    quotes: tuple[Quote, ...] = ()
    register_rows: tuple[RegisterRow, ...] = ()
    codes: tuple[str, ...] = ()
    """Codes whose sentences stand behind the figure; if none are named, those of its table."""
    explorer: Explorer | None = None
    """What a reader may choose among when scripts run."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One number of the year, or the reason why it is withheld."""

    value: str
    label: str
    note: str
    is_withheld: bool = False
    chapter: str = ""
    """Key of the chapter that shows what stands behind it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: what it says, what it shows, and what is missing, in words."""

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    missing: tuple[str, ...] = ()
    headlines: tuple[Headline, ...] = ()
    quotes: tuple[Quote, ...] = ()
    lead: str = ""
    """The sentence that the first page shows; else the first paragraph's first one."""
    key_figure: str = ""
    """Key of the figure that the first page shows."""


def draw_svg(spec: Spec, key: str) -> str:
    """Render a specification; `key` keeps ids apart where several drawings share a page.

    Points, bars and cells tell their row in words (`data-tip`) and which sentences stand behind
    it (`data-to`). Nothing is fetched: the data stand in the specification and no address is
    allowed.
    """
    svg: str = vl_convert.vegalite_to_svg(add_tips(spec), allowed_base_urls=[])
    svg = show_tips(_LONG_NUMBER.sub(r"\1", _NOISE.sub("", svg)))
    # Vega numbers clips through the life of the process; the same page must come out each time.
    numbers: dict[str, int] = {}
    svg = _CLIP.sub(lambda clip: f"{key}-{numbers.setdefault(clip[0], len(numbers))}", svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def build_table(
    key: str,
    caption: str,
    rows: Sequence[Mapping[str, Any]],
    headings: Mapping[str, str],
    columns: Sequence[str] = (),
) -> Table:
    """A table of the columns that have headings; the CSV file has these too, or those named.

    A cell under `title` links where its row has links.
    """
    columns = columns or tuple(headings)
    return Table(
        key=key,
        caption=caption,
        headings=tuple(headings.values()),
        cells=tuple(tuple(_cell(row, name) for name in headings) for row in rows),
        columns=tuple(columns),
        rows=tuple(tuple(row[name] for name in columns) for row in rows),
    )


def explain_correction(corrected: Sequence[Corrected]) -> str:
    """What stands behind the observed share of these codes, which are more than one where they tie.

    The corrected share in words, or why there is none.
    """
    if len(corrected) > 1:
        return " Not corrected for the coder’s errors: the figure’s table has each corrected."
    (only,) = corrected
    if only.share is None:
        return f" Not corrected for the coder’s errors: {only.reason}."
    return (
        f" Corrected for what the coder misses and wrongly finds: {percent(only.share)} "
        f"({percent(only.low)} to {percent(only.high)})."
    )


def _cell(row: Mapping[str, Any], name: str) -> Cell:
    value = row[name]
    if name == "title":
        return Cell(
            str(value),
            web_address(row.get("link")),
            stored_path(row.get("archived_as")),
            claim_id=row.get("claim_id"),
            document_id=row.get("document_id"),
        )
    if name == "country":
        return Cell(name_country(value), is_term=True)
    if value is None:
        return Cell("–")
    if isinstance(value, float):
        return Cell(percent(value), is_number=True)
    if isinstance(value, int):
        is_year = name == "year" or name.endswith("_year")
        return Cell(str(value) if is_year else f"{value:,}", is_number=True)
    return Cell(str(value), is_term=name.endswith(_TERMS))
