"""Words of a printed line to segments: divided at wide gaps, without the marks of notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.pdf.letters import PageLetters, Span
from extractors.pdf.segments import Segment
from extractors.pdf.words import COLUMN_GAP, Words

Piece = tuple[Segment, Span]
"""A segment and where it stands in the page's text."""
DIGITS = re.compile(r"\d{1,3}(?:[,;]\d{1,3})*")
MARKER_ALONE = re.compile(
    r"[•●○▪■□◦‣⁃∙·*➢➤►▶▻▷✓\uf020-\uf0ff–—+-]|\(?(?:\d{1,2}|\w|[ivx]{1,4})[.)]"
)
SMALL_MARK = 0.8
"""Of the word's size: smaller digits at its end refer to a note."""

_NOTE_MARK = re.compile(r"(?<=[^\W\d_]|[%)\]])[.,;:)”’»]*(\d{1,3})(?=[.,;:)”’»]*$)")
_DIGIT_AFTER_SIGN = re.compile(r"\d(?<=[^\s\d]\d)")
_DIGIT = re.compile(r"\d")
_RAISED = re.compile(r"\d{1,3}(?:\s+(?=\S)|(?=[^\W\d]))")
_EVEN = 1.15  # widest over narrowest space: justified lines have equal ones
_WIDEST_SPACE = 6  # font sizes: no line is stretched farther


def divide_line(letters: PageLetters, words: Words, quarter: int) -> list[Piece]:
    """A line in pieces, divided where a wide gap stands or PDFium took two lines for one."""
    found: list[Piece] = []
    first = 0
    lefts, rights, lows = words.lefts, words.rights, words.lows
    x1, size = rights[0], max(words.tops[0] - lows[0], 1.0)
    for index in range(1, len(lefts)):
        is_gap = lefts[index] - x1 > COLUMN_GAP * size
        is_other = lefts[index] < lefts[first] - 1 or abs(lows[index] - lows[first]) > size
        if is_other or (is_gap and not _holds_over_gap(letters.text, words, first, index)):
            found.append(build_piece(letters, words, first, index, x1, quarter))
            first = index
            x1, size = rights[index], max(words.tops[index] - lows[index], 1.0)
        x1 = max(x1, rights[index])
    found.append(build_piece(letters, words, first, len(lefts), x1, quarter))
    return found


def _holds_over_gap(text: str, words: Words, first: int, index: int) -> bool:
    """Whether a wide gap is one after an item's mark, or all gaps of a stretched line are wide."""
    count = len(words.spans)
    if index == first + 1 and _is_marker(text[slice(*words.spans[first])]):
        return True
    if count < 3 or sum(text[start].isalpha() for start, _ in words.spans) < count - 1:
        return False
    gaps = [left - right for left, right in zip(words.lefts[1:], words.rights, strict=False)]
    widest = _WIDEST_SPACE * (words.tops[0] - words.lows[0])
    return max(gaps) < min(_EVEN * min(gaps), widest)


def build_piece(
    letters: PageLetters, words: Words, first: int, stop: int, x1: float, quarter: int = 0
) -> Piece:
    """The segment of the words from `first` to `stop`, which reach to `x1`."""
    segment, (start, end) = piece = build_plain(letters, words, first, stop, x1)
    text = letters.text[start:end]
    if not _DIGIT.search(text):
        return piece
    mark = _RAISED.match(text)
    if mark:
        _, high, _, low = letters.boxes([start + mark.end()], quarter)[0]
        if segment.size < SMALL_MARK * (high - low):
            segment.begins_raised = True
            segment.y0, segment.y1, segment.size = low, high, high - low
            segment.middle = (low + high) / 2
    text = _without_note_marks(letters, words.spans[first:stop], segment.size, quarter)
    begins = mark.group() if mark and segment.begins_raised else " "
    if begins[-1].isdigit() and text.startswith(begins):
        text = f"{begins} {text[len(begins) :]}"  # PDFium writes "7The"
    segment.text = " ".join(text.split())
    return piece


def build_plain(letters: PageLetters, words: Words, first: int, stop: int, x1: float) -> Piece:
    """The same for words without any digit, which could be a note's mark."""
    start, end = words.spans[first][0], words.spans[stop - 1][1]
    text = " ".join(letters.text[start:end].split())
    x0, y1, y0 = words.lefts[first], words.tops[first], words.lows[first]
    size = max(y1 - y0, 1.0)
    return Segment(text, x0, x1, y0, y1, size, False, words.rights[first] - x0), (start, end)


def _without_note_marks(
    letters: PageLetters, words: Sequence[Span], size: float, quarter: int
) -> str:
    """The words without the small raised digits that refer to notes."""
    text = letters.text[words[0][0] : words[-1][1]]
    if not _DIGIT_AFTER_SIGN.search(text):
        return text
    said = [letters.text[start:end] for start, end in words]
    for index, word in enumerate(said):
        mark = _NOTE_MARK.search(word)
        if mark:
            box = letters.boxes([words[index][0] + mark.start(1)], quarter)[0]
            if box[1] - box[3] < SMALL_MARK * size:
                said[index] = word[: mark.start(1)] + word[mark.end(1) :]
    return " ".join(said)


def right_to_left_piece(letters: PageLetters, words: Sequence[Span], quarter: int) -> Piece:
    """A line of Arabic or Hebrew whole: PDFium has its words in the order they are read."""
    boxes = letters.boxes([at for start, end in words for at in (start, end - 1)], quarter)
    y0, y1 = min(box[3] for box in boxes), max(box[1] for box in boxes)
    x0, x1 = min(box[0] for box in boxes), max(box[2] for box in boxes)
    text = " ".join(letters.text[start:end] for start, end in words)
    first = words[0][0]  # a letter that says for the whole line whether it is bold
    return Segment(text, x0, x1, y0, y1, max(y1 - y0, 1.0), False, 0.0), (first, first + 1)


def _is_marker(word: str) -> bool:
    return len(word) <= 5 and bool(MARKER_ALONE.fullmatch(word))
