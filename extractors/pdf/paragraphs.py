"""Lines of a region to blocks: headings, paragraphs, list items, notes and captions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.blocks import Block, LineBox, clean_lines, clean_text, without_bullet
from extractors.line_joining import SOFT_HYPHENS, WordStock, join_with_starts
from extractors.pdf.layout import Line
from extractors.pdf.typography import Typography
from extractors.text_lines import LIST_MARKER, has_ended

_CAPTION = re.compile(
    r"(?:figure|fig\.|table|box|chart|graph|figur|tabell|tabel|boks|ruta|bild|diagram|tabla|cuadro"
    r"|gráfico|tableau|graphique|abbildung|tabelle)\s*\d{1,3}(?:[.:–-]?\d{0,3})*\b",
    re.I,
)
_NOTES_BELOW = 300  # points above the foot of the page
_WORD = re.compile(r"[^\W\d_]{2}")
_NOTE_START = re.compile(r"(?:\d{1,3}|[*†‡])\.?\s?\S")
_LETTERS = re.compile(r"[^\W\d_]{4}")
_BREAK_SIGNS = tuple(SOFT_HYPHENS)
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+\D")


@dataclass(slots=True)
class _Seen:
    """A line and what it looks like by itself."""

    line: Line
    is_item: bool
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block with what joining needs: where it stands in its column and how its last line ends."""

    block: Block
    is_first: bool  # of its region
    is_full: bool  # its last line reaches the right edge
    is_display: bool = False  # larger or bolder than the body text


def build_paragraphs(
    lines: Sequence[Line], page: int, usual: Typography, stock: WordStock
) -> list[Paragraph]:
    """The paragraphs of one region, in order."""
    right = max((line.x1 for line in lines), default=0.0)
    made: list[Paragraph] = []
    note_size = 0.0
    for group in _find_groups(lines, usual) if lines else ():
        block = _to_block(group, page, usual, stock)
        size = group[0].size
        if block.kind == "footnote":
            note_size = size
        elif block.kind == "prose" and _is_like_note(size, note_size, usual):
            block = replace(block, kind="footnote")
        else:
            note_size = 0.0
        is_full = right - group[-1].x1 < 0.12 * (right - group[-1].x0)
        made.append(Paragraph(block, not made, is_full, _is_display(group, usual)))
    return made


def _is_display(group: Sequence[Line], usual: Typography) -> bool:
    first = group[0]
    if first.is_table:
        return False
    is_bold = not usual.is_body_bold and all(line.is_bold for line in group)
    return is_bold or first.size >= usual.body_size * 1.12


def goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph that a column or page broke goes on in the other one.

    It does when it has not ended and the other begins in lower case; or, at the head of a column
    or page, with a capital after a line that was full.
    """
    head, tail = before.block, after.block
    if head.kind not in ("prose", "list_item") or tail.kind != "prose":
        return False
    if has_ended(head.text):
        return False
    first = tail.text.lstrip("(“\"'‘«")[:1]
    if first.islower() or head.text.endswith(("-", *_BREAK_SIGNS)):
        return True
    return after.is_first and before.is_full and len(head.text) > 60 and len(tail.text) > 8


def _find_groups(lines: Sequence[Line], usual: Typography) -> Iterator[list[Line]]:
    group: list[_Seen] = []
    right = max((line.x1 for line in lines), default=0.0)
    pitches = _usual_pitches(lines)
    for line in lines:
        seen = _Seen(line, bool(LIST_MARKER.match(line.text)), _is_heading_line(line, usual))
        pitch = pitches.get(round(line.size), 0.0)
        if group and _starts_block(group, seen, right, pitch):
            yield [one.line for one in group]
            group = []
        group.append(seen)
    yield [one.line for one in group]


def _usual_pitches(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance from line to line, in points, by size of type."""
    steps: dict[int, dict[int, int]] = {}
    for before, after in itertools.pairwise(lines):
        step, size = before.y0 - after.y0, after.size
        if 0.7 * size < step < 2.5 * size:
            counts = steps.setdefault(round(size), {})
            counts[round(step)] = counts.get(round(step), 0) + 1
    # Of the distances that are usual the smallest is the one inside paragraphs.
    return {
        size: float(min(step for step, n in counts.items() if n >= 0.3 * max(counts.values())))
        for size, counts in steps.items()
    }


def _starts_block(group: Sequence[_Seen], seen: _Seen, right: float, pitch: float) -> bool:
    last, line = group[-1].line, seen.line
    if _is_broken_word(last, line):
        return False
    if line.is_table or last.is_table or line.begins_raised or _is_set_apart(last, line, pitch):
        return True
    if seen.is_item:
        return group[-1].is_item or not _is_inside_sentence(last, line)
    if group[0].is_item:
        return _leaves_item(len(group), group[0].line, last, line, right)
    if group[-1].is_heading or (seen.is_heading and line.is_bold != last.is_bold):
        return _parts_heading(group[-1], seen)
    return _parts_text(len(group), group[0].line, last, line, right)


def _parts_text(count: int, first: Line, last: Line, line: Line, right: float) -> bool:
    """Whether a paragraph of so many lines ends between two lines of like type."""
    if not has_ended(last.text):
        return count == 1 and _is_lead(last, line)
    is_indented = line.x0 > max(first.x0, last.x0) + 0.7 * line.size
    return is_indented or _has_room_left(last, line, right)


def _parts_heading(last: _Seen, seen: _Seen) -> bool:
    """Whether a heading ends or begins between two lines, one of which looks like one."""
    if last.is_heading and seen.line.begins_bold and not seen.line.is_bold:
        return has_ended(last.line.text)  # a lead in bold type goes on
    return last.is_heading != seen.is_heading


def _is_lead(first: Line, line: Line) -> bool:
    """Whether a paragraph's first line is a heading in body type: short above a longer one."""
    room = line.x1 - first.x1 - 2 * line.size
    is_name = first.text[0].isupper() and line.text[0].isupper() and first.text[-1].isalnum()
    return is_name and room > line.first_word_width and room > 0.3 * (line.x1 - line.x0)


def _is_set_apart(last: Line, line: Line, pitch: float) -> bool:
    """Whether size, white space or a jump upwards separates two lines."""
    step = last.y0 - line.y0
    is_other_size = abs(line.size - last.size) > 0.1 * max(line.size, last.size)
    return is_other_size or step > max(1.25 * pitch, 1.05 * last.size) or step < -last.size


def _leaves_item(count: int, first: Line, last: Line, line: Line, right: float) -> bool:
    """Whether a line left of the text of an item of so many stands after it and not in it."""
    is_outdented = count > 1 and line.x0 < last.x0 - 0.7 * line.size
    if line.text[0].islower() or not (is_outdented or line.x0 < first.x0 - 1):
        return False
    return has_ended(last.text) or _has_room_left(last, line, right)


def _is_broken_word(last: Line, line: Line) -> bool:
    return last.text.endswith(_BREAK_SIGNS) and line.text[:1].islower()


def _is_inside_sentence(last: Line, line: Line) -> bool:
    """Whether what looks like an item's number is the sentence going on: "… on page\\n5. …"."""
    return (
        line.text[0].isdigit()
        and not has_ended(last.text)
        and abs(line.x0 - last.x0) < 1
        and line.text[0] != "1"
    )


def _has_room_left(last: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word had fitted on this line: then the break was meant."""
    room = right - last.x1 - 0.3 * last.size
    return room > max(line.first_word_width, 1.0) and room > 1.5 * last.size


def _is_heading_line(line: Line, usual: Typography) -> bool:
    if line.size >= usual.body_size * 1.12:
        return True
    if line.size < usual.body_size * 0.9 or LIST_MARKER.match(line.text):
        return False
    is_capital = line.text.isupper() and bool(_LETTERS.search(line.text))
    return is_capital or (line.is_bold and not usual.is_body_bold)


def _to_block(group: Sequence[Line], page: int, usual: Typography, stock: WordStock) -> Block:
    first = group[0]
    if first.is_table:
        return Block("table", clean_lines(first.text), page, lines=_boxes(group, [0], page))
    text, starts = join_with_starts([_clean_line(line.text) for line in group], stock)
    if text.endswith(_BREAK_SIGNS):
        text = f"{text[:-1]}-"  # the rest of the word stands in another column
    text = clean_text(text)
    kind = _kind_of(group, text, usual)
    if kind == "list_item":
        said = without_bullet(text)
        starts = [max(0, start - len(text) + len(said)) for start in starts]
        text = said
    level = _heading_level(text, first, usual) if kind == "heading" else 0
    return Block(kind, text, page, level, lines=_boxes(group, starts, page))


def _clean_line(text: str) -> str:
    """A line as it will be stored, but for the sign that its last word is broken."""
    return clean_text(text) + (text[-1] if text.endswith(_BREAK_SIGNS) else "")


def _boxes(group: Sequence[Line], starts: Sequence[int], page: int) -> tuple[LineBox, ...]:
    return tuple(
        [
            LineBox(start, page, line.x0, line.y0, line.x1, line.y1)
            for start, line in zip(starts, group, strict=True)
        ]
    )


def _kind_of(group: Sequence[Line], text: str, usual: Typography) -> str:
    first = group[0]
    if _CAPTION.match(text) and len(text) < 300 and len(group) <= 4:
        return "caption"
    if _is_heading(group, text, usual):
        return "heading"
    is_note = first.begins_raised or (_is_small(first, usual) and first.y0 < _NOTES_BELOW)
    if is_note and _NOTE_START.match(text):
        return "footnote"
    if not _WORD.search(text):
        return "table"  # a chart's numbers
    return "list_item" if LIST_MARKER.match(text) else "prose"


def _is_small(line: Line, usual: Typography) -> bool:
    return line.size < usual.body_size * 0.88


def _is_like_note(size: float, note_size: float, usual: Typography) -> bool:
    """Whether a paragraph after a note is its second one: of the note's size, below the body's."""
    return abs(size - note_size) < 0.03 * size and size < 0.97 * usual.body_size


def _is_heading(group: Sequence[Line], text: str, usual: Typography) -> bool:
    if len(text) > 200 or len(group) > 4 or not any(sign.isalpha() for sign in text):
        return False
    if not all(_is_heading_line(line, usual) for line in group):
        return False
    is_large = group[0].size >= usual.body_size * 1.12
    if has_ended(text) and text[-1] not in "?:!":
        return False
    return is_large or (len(text) < 120 and not text.endswith((",", ";")) and not text[0].islower())


def _heading_level(text: str, line: Line, usual: Typography) -> int:
    numbered = _NUMBERED.match(text)
    if numbered:
        return numbered.group(1).count(".") + 1
    for level, size in enumerate(usual.heading_sizes, start=1):
        if line.size >= size * 0.94:
            return level
    return min(len(usual.heading_sizes), 5) + 1
