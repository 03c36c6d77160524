"""Paragraphs of all pages to blocks: what a column, page or box broke is joined again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.blocks import Block, clean_text
from extractors.line_joining import WordStock, join_pair
from extractors.pdf.paragraphs import Paragraph, goes_on
from extractors.pdf.quotes import mark_pull_quotes

_SKIPPED = ("running_head", "footnote", "caption", "table", "pull_quote")
_MAX_LOOKED_BACK = 12  # blocks between a paragraph's halves: notes, captions and heads of a page


def join_broken(paragraphs: Iterable[Paragraph], stock: WordStock) -> list[Block]:
    """Join paragraphs that a column or page broke, over the notes and heads between."""
    joined: list[Paragraph] = []
    for paragraph in mark_pull_quotes([held for held in paragraphs if held.block.text]):
        place = _open_place(joined, paragraph)
        if place is None or not goes_on(joined[place], paragraph):
            joined.append(paragraph)
        else:
            joined[place] = _join(joined[place], paragraph, stock)
    return [paragraph.block for paragraph in joined]


def _join(before: Paragraph, after: Paragraph, stock: WordStock) -> Paragraph:
    text = clean_text(join_pair(before.block.text, after.block.text, stock))
    shift = len(text) - len(after.block.text)
    lines = tuple(
        replace(line, start_char=max(0, line.start_char + shift)) for line in after.block.lines
    )
    block = replace(before.block, text=text, lines=(*before.block.lines, *lines))
    return replace(after, block=block, is_first=False)


def _open_place(paragraphs: Sequence[Paragraph], after: Paragraph) -> int | None:
    """Where the last paragraph stands that a following one could go on from.

    What begins in lower case goes on from before a heading too: the heading is a box's or a
    quotation's that stands in the text's way.
    """
    may_leap = after.block.kind == "prose" and after.block.text[:1].islower()
    for back in range(1, min(len(paragraphs), _MAX_LOOKED_BACK) + 1):
        kind = paragraphs[-back].block.kind
        if kind not in _SKIPPED and not (may_leap and kind == "heading"):
            return len(paragraphs) - back
    return None
