"""Running heads, feet, page numbers and contents pages: found by what repeats across pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from extractors.pdf.layout import Line
from extractors.pdf.segments import PageSegments, Segment
from extractors.text_lines import is_contents_line

_MARGIN_SHARE = 0.16  # of the page's height, above and below: where heads and feet stand
_COUNTER = re.compile(r"\d+|\b[ivxlc]+\b")
_NEAR = 2.5  # font sizes: what stands closer in a line belongs to it
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
    repeated = _drop_headings(counts, pages)
    usual = {shape for shape, count in repeated.items() if count >= max(3, len(pages) / 3)}
    taken: dict[int, list[Segment]] = {}
    needed = 3 if len(pages) > 4 else 2
    for page in pages:
        heads = [s for s in page.segments if _is_head(s, page, counts, needed, usual)]
        if heads:
            taken[page.page] = heads
            marks = {id(s) for s in heads}
            page.segments = [s for s in page.segments if id(s) not in marks]
    return taken


def _drop_headings(counts: Counter[tuple[str, int]], pages: Sequence[PageSegments]) -> Counter[str]:
    """Forget what also stands amid the pages: a heading that some pages happen to begin with.

    Returns how often each text stands in a margin, at whatever height.
    """
    repeated: Counter[str] = Counter()
    for (shape, _), count in counts.items():
        repeated[shape] += count
    amid = Counter(
        _shape(s.text) for page in pages for s in page.segments if not _is_in_margin(s, page)
    )
    for slot in list(counts):
        if "#" not in slot[0] and amid[slot[0]] * 2 > repeated[slot[0]]:
            del counts[slot]
            repeated.pop(slot[0], None)
    return repeated


def is_contents(lines: Sequence[Line]) -> bool:
    """Whether these lines of a page are a table of contents."""
    if len(lines) < 3:
        return False
    dotted = sum(1 for line in lines if is_contents_line(line.text))
    if dotted >= 4 and dotted >= len(lines) / 3:
        return True
    if not any(_CONTENTS_TITLE.fullmatch(line.text.strip(" .:")) for line in lines[:4]):
        return False
    numbered = sum(1 for line in lines if _ENDS_IN_PAGE.search(line.text) and len(line.text) < 120)
    return numbered + dotted >= len(lines) * 0.4 or _are_short(lines)


def _are_short(lines: Sequence[Line]) -> bool:
    return len(lines) < 60 and sum(1 for line in lines if line.text.endswith(".")) == 0


def _is_in_margin(segment: Segment, page: PageSegments) -> bool:
    margin = page.height * _MARGIN_SHARE
    return segment.y1 > page.height - margin or segment.y0 < margin


def _slot(segment: Segment) -> tuple[str, int]:
    return _shape(segment.text), round(segment.middle / 6)


@lru_cache(maxsize=4096)
def _shape(text: str) -> str:
    """The text with its numbers, which change from page to page, alike."""
    return _COUNTER.sub("#", text.lower())


def _repeats(slot: tuple[str, int], counts: Counter[tuple[str, int]]) -> int:
    """On how many pages the words stand at this height, give or take a few points."""
    shape, height = slot
    return sum(counts[shape, height + shift] for shift in (-1, 0, 1))


def _stands_in_line(
    segment: Segment, page: PageSegments, counts: Counter[tuple[str, int]], needed: int
) -> bool:
    """Whether words that change from page to page stand close beside: then it is a line's part."""
    reach = _NEAR * segment.size
    return any(
        s is not segment
        and abs(s.middle - segment.middle) < 0.4 * segment.size
        and s.x0 - segment.x1 < reach
        and segment.x0 - s.x1 < reach
        and any(letter.isalpha() for letter in s.text)
        and _repeats(_slot(s), counts) < needed
        for s in page.segments
    )


def _is_head(
    segment: Segment,
    page: PageSegments,
    counts: Counter[tuple[str, int]],
    needed: int,
    usual: Collection[str],
) -> bool:
    if segment.is_table or not _is_in_margin(segment, page):
        return False
    slot = _slot(segment)
    if slot[0] in usual and slot[0].count(" ") >= 2:
        return True  # wherever it stands: a page of another shape has it at another height
    if _repeats(slot, counts) >= needed and slot[0] != "#":
        is_said_often = slot[0].count(" ") >= 2  # three words agree by no accident
        return is_said_often or not _stands_in_line(segment, page, counts, needed)
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
