"""Running heads, feet, page numbers and contents pages: found by what repeats across pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.pdf_layout import Line
from extractors.pdf_segments import PageSegments, Segment
from extractors.text_lines import is_contents_line

_MARGIN_SHARE = 0.16  # of the page's height, above and below: where heads and feet stand
_NUMBER_ALONE = re.compile(
    r"[-–—|\s]*(?:(?:page|side|sida|p\.|s\.)\s*)?(?:\d{1,4}|[ivxlc]{1,6})"
    r"(?:\s*(?:of|av|/|\|)\s*\d{1,4})?[-–—|.\s]*",
    re.I,
)
_CONTENTS_TITLE = re.compile(
    r"(?:table of )?contents|innhold(?:sfortegnelse|sliste)?|innhald(?:sliste)?|innehåll"
    r"(?:sförteckning)?|indhold(?:sfortegnelse)?|table des matières|sommaire|índice|sumário"
    r"|inhalt(?:sverzeichnis)?|indice|spis treści|tabla de contenido",
    re.I,
)
_ENDS_IN_PAGE = re.compile(r"\D\s*\d{1,3}\s*$")


def take_running_heads(pages: Sequence[PageSegments]) -> dict[int, list[Segment]]:
    """Remove heads, feet and page numbers from the pages; returns them by page number.

    A segment in the margin is one when the same words, numbers aside, stand at the same height
    of three pages or more, or when it is only a page number and nothing stands beyond it.
    """
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        # A line once per page: a table's repeated cell is no head.
        counts.update({_slot(s) for s in page.segments if _is_in_margin(s, page)})
    taken: dict[int, list[Segment]] = {}
    needed = 3 if len(pages) > 4 else 2
    for page in pages:
        heads = [s for s in page.segments if _is_head(s, page, counts, needed)]
        if heads:
            taken[page.page] = heads
            marks = {id(s) for s in heads}
            page.segments = [s for s in page.segments if id(s) not in marks]
    return taken


def is_contents(lines: Sequence[Line]) -> bool:
    """Whether these lines of a page are a table of contents."""
    if len(lines) < 3:
        return False
    dotted = sum(1 for line in lines if is_contents_line(line.text))
    numbered = sum(1 for line in lines if _ENDS_IN_PAGE.search(line.text) and len(line.text) < 120)
    is_titled = any(_CONTENTS_TITLE.fullmatch(line.text.strip(" .:")) for line in lines[:4])
    if dotted >= 4 and dotted >= len(lines) / 3:
        return True
    return is_titled and (numbered + dotted >= len(lines) * 0.4 or _are_short(lines))


def _are_short(lines: Sequence[Line]) -> bool:
    return len(lines) < 60 and sum(1 for line in lines if line.text.endswith(".")) == 0


def _is_in_margin(segment: Segment, page: PageSegments) -> bool:
    margin = page.height * _MARGIN_SHARE
    return segment.y1 > page.height - margin or segment.y0 < margin


def _slot(segment: Segment) -> tuple[str, int]:
    shape = re.sub(r"\d+|\b[ivxlc]+\b", "#", segment.text.lower())
    return shape, round(segment.middle / 6)


def _is_head(
    segment: Segment, page: PageSegments, counts: Counter[tuple[str, int]], needed: int
) -> bool:
    if segment.is_table or not _is_in_margin(segment, page):
        return False
    shape, height = _slot(segment)
    repeats = sum(counts[shape, height + shift] for shift in (-1, 0, 1))
    if repeats >= needed and shape != "#":
        return True
    if not _NUMBER_ALONE.fullmatch(segment.text):
        return False
    beyond = [
        s
        for s in page.segments
        if s is not segment
        and (
            s.middle < segment.middle - 2
            if segment.middle < page.height / 2
            else s.middle > segment.middle + 2
        )
    ]
    return all(_is_in_margin(s, page) for s in beyond) and len(beyond) <= 3
