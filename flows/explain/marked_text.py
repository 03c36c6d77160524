"""Shows words within a text: between «» and with carets on the line below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

Span = tuple[int, int]
MOST_CHARS = 360
"""Of a text that is cut: the words marked first, and what stands around them."""
_BEFORE_FIRST = 120


def mark_spans(text: str, spans: Sequence[Span], width: int, *, cut: bool) -> Iterator[str]:
    """The text in lines, each with a line of carets below where words are marked.

    Spans that overlap or touch are marked as one; a text that is too long is cut, where asked.
    """
    merged = merge_spans(spans)
    marked: list[tuple[str, bool]] = []  # a character, and whether it is marked
    opens, closes = {start for start, _ in merged}, {end for _, end in merged}
    start, end = _window(text, merged) if cut else (0, len(text))
    if start:
        marked += [(letter, False) for letter in "… "]
    inside = any(first < start < last for first, last in merged)
    for at in range(start, end + 1):
        if inside and at in closes:
            inside = False
            marked.append(("»", False))
        if at == end:
            break
        if at in opens:
            inside = True
            marked.append(("«", False))
        marked.append((" " if text[at].isspace() else text[at], inside))
    if inside:
        marked.append(("»", False))
    if end < len(text):
        marked += [(letter, False) for letter in " …"]
    for line in _wrap(marked, width):
        yield "".join(letter for letter, _ in line)
        if any(is_marked for _, is_marked in line):
            yield "".join("^" if is_marked else " " for _, is_marked in line).rstrip()


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap or touch as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, spans: Sequence[Span]) -> Span:
    if len(text) <= MOST_CHARS:
        return 0, len(text)
    start = max(0, (spans[0][0] if spans else 0) - _BEFORE_FIRST)
    start = min(start, len(text) - MOST_CHARS)
    return start, start + MOST_CHARS


def _wrap(marked: list[tuple[str, bool]], width: int) -> Iterator[list[tuple[str, bool]]]:
    while len(marked) > width:
        breaks = [at for at in range(width, 0, -1) if marked[at][0] == " "]
        at = breaks[0] if breaks else width
        yield marked[:at]
        marked = marked[at + 1 :] if breaks else marked[at:]
    yield marked
