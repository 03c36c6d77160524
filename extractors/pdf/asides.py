"""Headings and notes in the margin beside a column: told by their type, and set apart from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extractors.pdf.segments import Segment

_GAP = 1.0  # in font sizes: the least white space between a column and what stands beside it
_SAME_SIZE = 0.9  # the smaller size over the larger one: below this two lines are of other type


def usual_size(segments: Sequence[Segment]) -> float:
    """The size of most letters of a page, in points."""
    sizes: Counter[float] = Counter()
    for segment in segments:
        if not segment.is_table:
            sizes[round(segment.size, 1)] += len(segment.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def part_asides(region: list[Segment]) -> Iterator[list[Segment]]:
    """A region with each group of lines in its margin apart, in reading order.

    A margin's lines are of another size than the lines they stand beside. They come before the
    first paragraph that begins at their height, and else after the region.
    """
    asides = _find_asides(region)
    if not asides:
        yield region
        return
    taken = {id(s) for group in asides for s in group}
    column = sorted((s for s in region if id(s) not in taken), key=lambda s: -s.middle)
    late: list[list[Segment]] = []
    for group in sorted(asides, key=lambda group: -group[0].middle):
        top = max(s.y1 for s in group)
        place = sum(1 for s in column if s.middle > top)
        if _is_break(column, place):
            if column[:place]:
                yield column[:place]
            yield group
            column = column[place:]
        else:
            late.append(group)
    if column:
        yield column
    yield from late


def _find_asides(region: Sequence[Segment]) -> list[list[Segment]]:
    """Groups of lines beside the region's column, each from top to bottom."""
    usual = usual_size(region)
    odd = [s for s in region if _is_other_size(s.size, usual) and not s.is_table]
    if not odd or len(odd) == len(region):
        return []
    column = [s for s in region if not _is_other_size(s.size, usual)]
    groups: list[list[Segment]] = []
    for segment in sorted(odd, key=lambda s: -s.middle):
        if not any(letter.isalpha() for letter in segment.text):
            continue  # a note's mark
        for group in groups:
            if _follows(group[-1], segment):
                group.append(segment)
                break
        else:
            groups.append([segment])
    return [group for group in groups if _stands_beside(group, column)]


def _stands_beside(group: Sequence[Segment], column: Sequence[Segment]) -> bool:
    """Whether all of the group's lines are clear of the column, and one has a line of it beside."""
    x0, x1 = min(s.x0 for s in group), max(s.x1 for s in group)
    low, high = min(s.y0 for s in group), max(s.y1 for s in group)
    gap = _GAP * group[0].size
    beside = [s for s in column if s.y0 < high and s.y1 > low]
    return bool(beside) and all(s.x1 + gap <= x0 or s.x0 - gap >= x1 for s in beside)


def _follows(last: Segment, segment: Segment) -> bool:
    is_under = min(last.x1, segment.x1) - max(last.x0, segment.x0) > 0
    return (
        is_under
        and not _is_other_size(last.size, segment.size)
        and last.y0 - segment.y1 < 0.8 * segment.size
    )


def _is_other_size(one: float, other: float) -> bool:
    return min(one, other) < _SAME_SIZE * max(one, other)


def _is_break(column: Sequence[Segment], place: int) -> bool:
    """Whether a paragraph of the column begins at this place: white space stands above it."""
    if place in (0, len(column)):
        return True
    above = min(s.y0 for s in column[:place])
    return above - column[place].y1 > 0.5 * column[place].size
