"""A PDF page to segments: stretches of one printed line, with box, size and weight.

PDFium gives the text of a page in one call, and then the boxes of each word's first and last
letter; a page takes about a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from extractors.pdf.letters import LetterBox, PageLetters, Span
from extractors.pdf.rulings import Dot, Ruling, read_rulings, turn_ruling

_PRINTED_LINE = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_WORD = re.compile(r"[^\s\ufffe\x02]+[\ufffe\x02]?")
_NOTE_MARK = re.compile(r"(?<=[^\W\d_]|[%)\]])[.,;:)”’»]*(\d{1,3})(?=[.,;:)”’»]*$)")
_DIGITS = re.compile(r"\d{1,3}(?:[,;]\d{1,3})*")
_MARKER_ALONE = re.compile(
    r"[•●○▪■□◦‣⁃∙·*➢➤►▶▻▷✓\uf020-\uf0ff–—+-]|\(?(?:\d{1,2}|\w|[ivx]{1,4})[.)]"
)
_DIGIT = re.compile(r"\d")
RIGHT_TO_LEFT = re.compile("[\u0590-\u07bf\ufb1d-\ufdff\ufe70-\ufefc]")
_COLUMN_GAP = 1.3  # in font sizes: wider white space inside a line separates columns or cells
_EVEN = 1.15  # widest over narrowest space: justified lines have equal ones
_WIDEST_SPACE = 6  # font sizes: no line is stretched farther
_MAX_BULLETS = 300
_RAISED = re.compile(r"\d{1,3}(?:\s+(?=\S)|(?=[^\W\d]))")
_SMALL_MARK = 0.8  # of the word's size: smaller digits at its end refer to a note


@dataclass(slots=True)
class Segment:
    """A stretch of one line without a wide gap; boxes in points, y upwards."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    is_bold: bool
    first_word_width: float
    is_table: bool = False  # text is rows of cells, and the box the whole table's
    begins_bold: bool = False  # as a lead does that goes on in ordinary type
    begins_raised: bool = False  # with a small number, as a note does
    middle: float = field(init=False)
    """Height of the line's middle on the page: read so often that it is kept."""

    def __post_init__(self) -> None:
        self.middle = (self.y0 + self.y1) / 2


@dataclass(slots=True)
class PageSegments:
    """What one page holds: its text by segments, and how large it is."""

    page: int
    width: float
    height: float
    segments: list[Segment]
    rulings: list[Ruling]


def read_page(document: Any, index: int) -> PageSegments:
    """Read one page of an open pypdfium2 document; `index` counts from 0."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 — the library loads only where a PDF is read

    page = pdfium.FPDF_LoadPage(document.raw, index)
    if not page:
        return PageSegments(index + 1, 0.0, 0.0, [], [])
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        if pdfium.FPDFPage_GetRotation(page) % 2:
            width, height = height, width  # letters are placed on the page before it is rotated
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            segments, quarter = _read_segments(PageLetters(pdfium, text_page))
        finally:
            pdfium.FPDFText_ClosePage(text_page)
        dots: list[Dot] = []
        rulings = read_rulings(pdfium, page, dots) if segments else []
        if not quarter:
            _take_bullets(segments, dots)
    finally:
        pdfium.FPDF_ClosePage(page)
    if quarter % 2:
        width, height = height, width
    if quarter:
        right = width if quarter in (2, 3) else 0.0
        up = height if quarter in (1, 2) else 0.0
        segments = [_moved(segment, right, up) for segment in segments]
        rulings = [turn_ruling(ruling, quarter).moved(right, up) for ruling in rulings]
    return PageSegments(index + 1, width, height, segments, rulings)


def _moved(segment: Segment, right: float, up: float) -> Segment:
    """The segment in the turned page's own frame, whose corner is at nought."""
    return replace(
        segment,
        x0=segment.x0 + right,
        x1=segment.x1 + right,
        y0=segment.y0 + up,
        y1=segment.y1 + up,
    )


def _read_segments(letters: PageLetters) -> tuple[list[Segment], int]:
    """The page's segments, and by how many quarters it must be turned to read them."""
    text = letters.text
    lines = [
        [word.span() for word in _WORD.finditer(text, *line.span())]
        for line in _PRINTED_LINE.finditer(text)
    ]
    boxes = letters.word_boxes([word for words in lines for word in words])
    upright: list[Segment] = []
    turned: dict[int, list[Segment]] = {}
    done = 0
    for words in lines:
        if not words:
            continue
        quarter = letters.quarter(words[0][0])
        held = boxes[done : done + len(words)]
        done += len(words)
        if quarter:
            held = letters.word_boxes(words, quarter)
        line = text[words[0][0] : words[-1][1]]
        if not line.isascii() and RIGHT_TO_LEFT.search(line):
            found = [_right_to_left_segment(letters, words, quarter)]
        else:
            found = _line_segments(letters, words, held, quarter)
        if quarter:
            turned.setdefault(quarter, []).extend(found)
        else:
            upright.extend(found)
    # A page printed sideways is read sideways; a few turned words on an upright page are labels.
    kept, kept_quarter = upright, 0
    for quarter, segments in turned.items():
        if sum(len(s.text) for s in segments) > sum(len(s.text) for s in kept):
            kept, kept_quarter = segments, quarter
    return _merge_touching(kept), kept_quarter


def _take_bullets(segments: Sequence[Segment], dots: Sequence[Dot]) -> None:
    """Write a bullet before each line that has a drawn dot to its left: web pages print so."""
    if len(dots) > _MAX_BULLETS:
        return  # a map or a chart
    for left, low, right, high in dots:
        beside = [
            s
            for s in segments
            if 0 <= s.x0 - right < 2.5 * s.size
            and abs((low + high) / 2 - s.middle) < 0.3 * s.size
            and right - left < 0.6 * s.size
        ]
        if len(beside) == 1 and not _MARKER_ALONE.match(beside[0].text):
            beside[0].text = f"• {beside[0].text}"
            beside[0].x0 = left


def _merge_touching(segments: Sequence[Segment]) -> list[Segment]:
    """Join what PDFium cut at a raised note mark: the mark goes, unless it begins the note."""
    merged: list[Segment] = []
    for segment in segments:
        last = merged[-1] if merged else None
        if last is None or not _touches(last, segment):
            merged.append(segment)
        elif _is_note_mark(last, segment):
            last.x1 = segment.x1
        else:
            last.begins_raised |= _is_raised(last.text, last.size, segment.size)
            is_tight = segment.x0 - last.x1 < 0.12 * last.size and not segment.text[0].isalnum()
            last.text += ("" if is_tight else " ") + segment.text
            last.x1 = segment.x1
            if segment.size > last.size:
                last.y0, last.y1, last.size = segment.y0, segment.y1, segment.size
                last.middle = segment.middle
                last.is_bold = segment.is_bold
    return merged


def _is_note_mark(last: Segment, segment: Segment) -> bool:
    is_small = segment.size < _SMALL_MARK * last.size
    return is_small and last.text[-1] not in "([" and bool(_DIGITS.fullmatch(segment.text))


def _touches(last: Segment, segment: Segment) -> bool:
    gap = segment.x0 - last.x1
    overlap = min(last.y1, segment.y1) - max(last.y0, segment.y0)
    return -1 < gap < 0.6 * max(last.size, segment.size) and overlap > 0.5 * min(
        last.y1 - last.y0, segment.y1 - segment.y0
    )


def _line_segments(
    letters: PageLetters, words: Sequence[Span], boxes: Sequence[LetterBox], quarter: int
) -> list[Segment]:
    """A line in pieces, divided where a wide gap stands or PDFium took two lines for one."""
    found: list[Segment] = []
    first = 0
    x0, top, x1, low = boxes[0]
    size = max(top - low, 1.0)
    for index, (left, _, right, low_here) in enumerate(boxes[1:], start=1):
        is_gap = left - x1 > _COLUMN_GAP * size
        if is_gap or left < x0 - 1 or low_here - low > size or low - low_here > size:
            is_cut = not is_gap or left < x0 - 1 or abs(low_here - low) > size
            if is_cut or not _holds_over_gap(letters.text, words, boxes, first, index):
                held = slice(first, index)
                found.append(_build(letters, words[held], boxes[held], x1, quarter))
                first = index
                x0, top, x1, low = boxes[index]
                size = max(top - low, 1.0)
        if right > x1:  # noqa: PLR1730 — once per word, and max() takes three times as long
            x1 = right
    found.append(_build(letters, words[first:], boxes[first:], x1, quarter))
    return found


def _holds_over_gap(
    text: str, words: Sequence[Span], boxes: Sequence[LetterBox], first: int, index: int
) -> bool:
    """Whether a wide gap is one after an item's mark, or all gaps of a stretched line are wide."""
    if index == first + 1 and _is_marker(text[slice(*words[first])]):
        return True
    if len(words) < 3 or sum(text[start].isalpha() for start, _ in words) < len(words) - 1:
        return False
    gaps = [after[0] - before[2] for before, after in pairwise(boxes)]
    widest = _WIDEST_SPACE * (boxes[0][1] - boxes[0][3])
    return max(gaps) < min(_EVEN * min(gaps), widest)


def _build(
    letters: PageLetters,
    words: Sequence[Span],
    boxes: Sequence[LetterBox],
    x1: float,
    quarter: int,
) -> Segment:
    start, end = words[0][0], words[-1][1]
    text = letters.text[start:end]
    x0, y1, first_x1, y0 = boxes[0]
    size = max(y1 - y0, 1.0)
    mark = _RAISED.match(text) if text[0].isdigit() else None
    is_raised = False
    if mark:
        _, high, _, low = letters.boxes([start + mark.end()], quarter)[0]
        is_raised = size < _SMALL_MARK * (high - low)
        if is_raised:
            y0, y1, size = low, high, high - low
    if _DIGIT.search(text):
        text = _without_note_marks(letters, words, size, quarter)
    if mark and is_raised and text.startswith(mark.group()) and mark.group()[-1].isdigit():
        text = f"{mark.group()} {text[mark.end() :]}"  # PDFium writes "7The"
    # A line that only begins in bold type is a paragraph with a lead.
    begins_bold = letters.is_bold(start)
    is_bold = begins_bold and letters.is_bold(end - 1)
    return Segment(
        " ".join(text.split()),
        x0,
        x1,
        y0,
        y1,
        size,
        is_bold,
        first_x1 - x0,
        begins_bold=begins_bold,
        begins_raised=is_raised,
    )


def _is_raised(mark: str, size: float, usual: float) -> bool:
    return size < _SMALL_MARK * usual and bool(_DIGITS.fullmatch(mark))


def _without_note_marks(
    letters: PageLetters, words: Sequence[Span], size: float, quarter: int
) -> str:
    """The words without the small raised digits that refer to notes."""
    said = [letters.text[start:end] for start, end in words]
    for index, word in enumerate(said):
        mark = _NOTE_MARK.search(word)
        if mark:
            box = letters.boxes([words[index][0] + mark.start(1)], quarter)[0]
            if box[1] - box[3] < _SMALL_MARK * size:
                said[index] = word[: mark.start(1)] + word[mark.end(1) :]
    return " ".join(said)


def _right_to_left_segment(letters: PageLetters, words: Sequence[Span], quarter: int) -> Segment:
    """A line of Arabic or Hebrew whole: PDFium has its words in the order they are read."""
    boxes = letters.boxes([at for start, end in words for at in (start, end - 1)], quarter)
    y0, y1 = min(box[3] for box in boxes), max(box[1] for box in boxes)
    x0, x1 = min(box[0] for box in boxes), max(box[2] for box in boxes)
    text = " ".join(letters.text[start:end] for start, end in words)
    is_bold = letters.is_bold(words[0][0])
    return Segment(text, x0, x1, y0, y1, max(y1 - y0, 1.0), is_bold, 0.0)


def _is_marker(word: str) -> bool:
    return len(word) <= 5 and bool(_MARKER_ALONE.fullmatch(word))
