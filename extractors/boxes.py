"""Where sentences stand on the page: from the boxes of a block's printed lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from data.records import Sentence, SentenceBox
from extractors.blocks import LineBox


def page_at(lines: Sequence[LineBox], start: int, otherwise: int | None) -> int | None:
    """The page on which the character stands; `otherwise` where no line is known."""
    page = otherwise
    for line in lines:
        if line.start_char > start and page is not None:
            break
        page = line.page
    return page


def cut_lines(lines: Sequence[LineBox], start: int, end: int) -> tuple[LineBox, ...]:
    """The lines with text between two characters of a block, counted from the first of these."""
    kept = [
        line
        for line, following in zip_longest(lines, lines[1:])
        if line.start_char < end and (following is None or following.start_char > start)
    ]
    return tuple(replace(line, start_char=max(0, line.start_char - start)) for line in kept)


def find_boxes(
    sentences: Sequence[Sentence], lines: Sequence[LineBox], length: int
) -> list[SentenceBox]:
    """A box for each page and column that each sentence of a block runs over, in reading order.

    `length` is that of the block's text. Where a sentence begins or ends inside a line, the place
    is guessed by the share of the line's characters before it.
    """
    if not lines:
        return []
    starts = [line.start_char for line in lines]
    ends = [*starts[1:], length]
    boxes: list[SentenceBox] = []
    for sentence in sentences:
        first = max(0, bisect_right(starts, sentence.start_char) - 1)
        last = max(first + 1, bisect_left(starts, sentence.end_char))
        for position, (low, high) in enumerate(_stretches(lines, first, last)):
            held = lines[low:high]
            lefts, rights = [line.left for line in held], [line.right for line in held]
            lefts[0] = _place(held[0], ends[low], sentence.start_char)
            rights[-1] = _place(held[-1], ends[high - 1], sentence.end_char)
            boxes.append(
                SentenceBox(
                    sentence.sentence_id,
                    sentence.document_id,
                    position,
                    held[0].page,
                    round(min(lefts), 1),
                    round(min(line.low for line in held), 1),
                    round(max(rights), 1),
                    round(max(line.high for line in held), 1),
                )
            )
    return boxes


def _place(line: LineBox, end: int, at: int) -> float:
    """How far to the right of the page's edge a character of the line stands, by guess."""
    share = (at - line.start_char) / max(1, end - line.start_char)
    return line.left + min(1.0, max(0.0, share)) * (line.right - line.left)


def _stretches(lines: Sequence[LineBox], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Runs of lines one below the other; a new page, or a line that stands higher, begins one."""
    start = first
    for at in range(first + 1, last):
        if lines[at].page != lines[at - 1].page or lines[at].low > lines[at - 1].high:
            yield start, at
            start = at
    yield start, last
