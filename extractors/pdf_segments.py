"""A PDF page to segments: stretches of one printed line, with box, size and weight.

PDFium gives the text of a page in one call. Only the first and last letter of each word are then
asked for their boxes, so that a page takes about a millisecond and not one per letter.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.pdf_rulings import Ruling, read_rulings, turn_ruling

_PRINTED_LINE = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_WORD = re.compile(r"[^\s\ufffe\x02]+[\ufffe\x02]?")
_NOTE_MARK = re.compile(r"(?<=[^\W\d_])[.,;:)”’»]*(\d{1,3})(?=[.,;:)”’»]*$)")
_DIGITS = re.compile(r"\d{1,3}(?:[,;]\d{1,3})*")
_MARKER_ALONE = re.compile(
    r"[•●○▪■□◦‣⁃∙·*➢➤►▶▻▷✓\uf0b7\uf0a7\uf0d8–—-]|\(?(?:\d{1,2}|\w|[ivx]{1,4})[.)]"
)
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi|-bd|,bd", re.I)
RIGHT_TO_LEFT = re.compile("[\u0590-\u07bf\ufb1d-\ufdff\ufe70-\ufefc]")
_COLUMN_GAP = 1.3  # in font sizes: wider white space inside a line separates columns or cells
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

    @property
    def middle(self) -> float:
        """Height of the line's middle on the page."""
        return (self.y0 + self.y1) / 2


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
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            segments, quarter = _read_segments(pdfium, text_page)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
        rulings = read_rulings(pdfium, page) if segments else []
    finally:
        pdfium.FPDF_ClosePage(page)
    if quarter % 2:
        width, height = height, width
    turned = [turn_ruling(ruling, quarter) for ruling in rulings]
    return PageSegments(index + 1, width, height, segments, turned)


def page_text(pdfium: Any, text_page: Any) -> str:
    """The page's characters, one position each, so that positions are PDFium's own indices."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer((count + 1) * 2)
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    written = pdfium.FPDFText_GetText(text_page, 0, count, pointer)
    # Signs beyond the first plane take two positions: each becomes a mark, and indices hold.
    units = buffer.raw[: max(0, written - 1) * 2].decode("utf-16-le", "surrogatepass")
    if len(units) < written - 1:
        units = "".join(sign if sign < "\U00010000" else "\ufffd\ufffd" for sign in units)
    return units


def _read_segments(pdfium: Any, text_page: Any) -> tuple[list[Segment], int]:
    """The page's segments, and by how many quarters it must be turned to read them."""
    text = page_text(pdfium, text_page)
    upright: list[Segment] = []
    turned: dict[int, list[Segment]] = {}
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    for line in _PRINTED_LINE.finditer(text):
        words = list(_WORD.finditer(text, line.start(), line.end()))
        if not words:
            continue
        first = words[0].start()
        pdfium.FPDFText_GetMatrix(text_page, first, ctypes.byref(matrix))
        quarter = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        if not line.group().isascii() and RIGHT_TO_LEFT.search(line.group()):
            found = _right_to_left_segment(pdfium, text_page, words, box, quarter)
        else:
            found = _line_segments(pdfium, text_page, words, box, quarter)
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
            is_tight = segment.x0 - last.x1 < 0.12 * last.size and not segment.text[0].isalnum()
            last.text += ("" if is_tight else " ") + segment.text
            last.x1 = segment.x1
            if segment.size > last.size:
                last.y0, last.y1, last.size = segment.y0, segment.y1, segment.size
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
    pdfium: Any, text_page: Any, words: Sequence[re.Match[str]], box: Any, quarter: int
) -> Iterator[Segment]:
    """The stretches of a line between wide gaps.

    Where a word ends is only asked when it could end a stretch: that halves the calls.
    """
    reference = ctypes.byref(box)
    get_box = pdfium.FPDFText_GetLooseCharBox
    segment: Segment | None = None
    parts: list[str] = []
    before, left_before = -1, 0.0
    for word in words:
        start, said = word.start(), word.group()
        get_box(text_page, start, reference)
        left, low, right, high = _turned(box, quarter)
        if segment is not None and _may_be_apart(segment, parts, left - left_before, left, low):
            get_box(text_page, before, reference)
            segment.x1 = max(segment.x1, _turned(box, quarter)[2])
            if _is_apart(segment, parts, left, low):
                yield _finish(segment, parts)
                segment = None
        if segment is None:
            size, is_bold = max(high - low, 1.0), _is_bold(pdfium, text_page, start)
            segment, parts = Segment("", left, right, low, high, size, is_bold, 0.0), []
        mark = _NOTE_MARK.search(said) if said[-1].isdigit() or said[-2:-1].isdigit() else None
        if mark:
            get_box(text_page, start + mark.start(1), reference)
            _, low_mark, _, high_mark = _turned(box, quarter)
            if high_mark - low_mark < _SMALL_MARK * (high - low):
                said = said[: mark.start(1)] + said[mark.end(1) :]
        before, left_before = word.end() - 1, left
        parts.append(said)
        if len(parts) == 1 and not _is_marker(parts):
            get_box(text_page, before, reference)
            segment.x1 = max(right, _turned(box, quarter)[2])
            segment.first_word_width = segment.x1 - left
    if segment is not None:
        get_box(text_page, before, reference)
        segment.x1 = max(segment.x1, _turned(box, quarter)[2])
        yield _finish(segment, parts)


def _may_be_apart(
    segment: Segment, parts: Sequence[str], step: float, left: float, low: float
) -> bool:
    """Whether a word may stand apart from the one before it, which is `step` points further left.

    A letter is hardly ever narrower than a sixth of its height.
    """
    narrowest = segment.size * len(parts[-1]) / 6
    is_wide = step - narrowest > _COLUMN_GAP * segment.size
    return is_wide or left < segment.x0 - 1 or step < 0 or abs(low - segment.y0) > segment.size


def _is_apart(segment: Segment, parts: Sequence[str], left: float, low: float) -> bool:
    """Whether a wide gap comes before the word, or PDFium took two printed lines for one."""
    is_gap = left - segment.x1 > _COLUMN_GAP * segment.size and not _is_marker(parts)
    return is_gap or left < segment.x0 - 1 or abs(low - segment.y0) > segment.size


def _finish(segment: Segment, parts: Sequence[str]) -> Segment:
    segment.text = " ".join(parts)
    return segment


def _right_to_left_segment(
    pdfium: Any, text_page: Any, words: Sequence[re.Match[str]], box: Any, quarter: int
) -> Iterator[Segment]:
    """A line of Arabic or Hebrew whole: PDFium has its words in the order they are read."""
    boxes = []
    for word in words:
        for index in (word.start(), word.end() - 1):
            pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box))
            boxes.append(_turned(box, quarter))
    low, high = min(b[1] for b in boxes), max(b[3] for b in boxes)
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    is_bold = _is_bold(pdfium, text_page, words[0].start())
    text = " ".join(word.group() for word in words)
    yield Segment(text, left, right, low, high, max(high - low, 1.0), is_bold, 0.0)


def _turned(box: Any, quarter: int) -> tuple[float, float, float, float]:
    """Left, low, right, high of a box on a page turned so that its text stands upright."""
    if quarter == 0:
        return box.left, box.bottom, box.right, box.top
    if quarter == 1:
        return box.bottom, -box.right, box.top, -box.left
    if quarter == 2:
        return -box.right, -box.top, -box.left, -box.bottom
    return -box.top, box.left, -box.bottom, box.right


def _is_marker(parts: Sequence[str]) -> bool:
    return len(parts) == 1 and len(parts[0]) <= 5 and bool(_MARKER_ALONE.fullmatch(parts[0]))


def _is_bold(pdfium: Any, text_page: Any, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(text_page, index) >= 600:
        return True
    name = ctypes.create_string_buffer(80)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text_page, index, name, 80, ctypes.byref(flags))
    return 0 < length <= 80 and bool(_BOLD_NAME.search(name.value))
