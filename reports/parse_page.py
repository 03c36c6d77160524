"""Renders how a file was read: its blocks over the pictures of its pages, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

DOUBTED = 0.9
"""Pages of a lower grade are listed at the head."""
TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a block on a page, in points, y upwards."""

    block: int
    kind: str
    text: str
    page: int
    left: float
    low: float
    right: float
    high: float


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block with its number in reading order and its sentences."""

    number: int
    kind: str
    language: str
    grade: float
    reasons: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page with its picture as a data address, where the file has pages that can be drawn.

    Sizes are points. A file without pages is one page without a number.
    """

    page: int | None
    route: str
    grade: float
    reasons: str
    width: float | None
    height: float | None
    picture: str | None
    areas: tuple[Area, ...]
    blocks: tuple[ShownBlock, ...]


def render_parse_page(
    name: str, file_format: str, title: str | None, pages: list[ShownPage]
) -> str:
    """One page of HTML that needs nothing but itself: no script, no file and no address beside it.

    All text is escaped: files are hostile.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("parse.html.j2").render(
        name=name,
        file_format=file_format,
        title=title,
        pages=pages,
        kinds=_count_kinds(pages),
        routes=Counter(page.route for page in pages).most_common(),
        doubted=[page for page in pages if page.page and page.grade < DOUBTED],
    )


def _count_kinds(pages: Sequence[ShownPage]) -> list[tuple[str, int]]:
    return Counter(block.kind for page in pages for block in page.blocks).most_common()
