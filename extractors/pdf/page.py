"""A PDF page to segments: its lines in pieces, what was cut joined, and all of it upright.

PDFium gives the text of a page in one call, and then the boxes of each word's first and last
letter; a page takes about a millisecond and a half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractors.pdf.letters import PageLetters
from extractors.pdf.pieces import (
    DIGITS,
    MARKER_ALONE,
    SMALL_MARK,
    Piece,
    build_piece,
    build_plain,
    divide_line,
    right_to_left_piece,
)
from extractors.pdf.rulings import Dot, read_rulings, turn_ruling
from extractors.pdf.segments import RIGHT_TO_LEFT, PageSegments, Segment
from extractors.pdf.words import find_words, turned_words

_MAX_BULLETS = 300


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


def find_turn(document: Any, index: int) -> int:
    """By how many quarters to the right the page's picture must be turned for its text to stand up.

    `read_page` gives places on the page turned so. Nought where the page has no text.
    """
    import pypdfium2.raw as pdfium  # noqa: PLC0415 — the library loads only where a PDF is read

    page = pdfium.FPDF_LoadPage(document.raw, index)
    if not page:
        return 0
    try:
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            segments, quarter = _read_segments(PageLetters(pdfium, text_page))
        finally:
            pdfium.FPDFText_ClosePage(text_page)
        # Pictures show the page as its own entry for that turns it.
        turn: int = (quarter - pdfium.FPDFPage_GetRotation(page)) % 4
        return turn if segments else 0
    finally:
        pdfium.FPDF_ClosePage(page)


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
    words, lines = find_words(letters)
    quarters = letters.quarters([words.spans[line.first][0] for line in lines])
    has_leftward = not letters.text.isascii() and bool(RIGHT_TO_LEFT.search(letters.text))
    upright: list[Piece] = []
    turned: dict[int, list[Piece]] = {}
    for line, quarter in zip(lines, quarters, strict=True):
        spans = words.spans[line.first : line.stop]
        if has_leftward and RIGHT_TO_LEFT.search(letters.text, spans[0][0], spans[-1][1]):
            found = [right_to_left_piece(letters, spans, quarter)]
        elif quarter:
            found = divide_line(letters, turned_words(letters, spans, quarter), quarter)
        elif line.is_even:
            build = build_piece if line.has_digit else build_plain
            found = [build(letters, words, line.first, line.stop, line.right)]
        else:
            found = divide_line(letters, words.part(line.first, line.stop), 0)
        if quarter:
            turned.setdefault(quarter, []).extend(found)
        else:
            upright.extend(found)
    # A page printed sideways is read sideways; a few turned words on an upright page are labels.
    kept, kept_quarter = upright, 0
    for quarter, pieces in turned.items():
        if _length(pieces) > _length(kept):
            kept, kept_quarter = pieces, quarter
    _mark_bold(letters, kept)
    return _merge_touching([segment for segment, _ in kept]), kept_quarter


def _length(pieces: Sequence[Piece]) -> int:
    return sum(len(segment.text) for segment, _ in pieces)


def _mark_bold(letters: PageLetters, pieces: Sequence[Piece]) -> None:
    """Say which segments are bold, and which only begin so: a paragraph with a lead."""
    are_bold = letters.are_bold([start for _, (start, _) in pieces])
    begun = [piece for piece, is_bold in zip(pieces, are_bold, strict=True) if is_bold]
    are_bold = letters.are_bold([end - 1 for _, (_, end) in begun])
    for (segment, _), is_bold in zip(begun, are_bold, strict=True):
        segment.begins_bold, segment.is_bold = True, is_bold


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
        if len(beside) == 1 and not MARKER_ALONE.match(beside[0].text):
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
    is_small = segment.size < SMALL_MARK * last.size
    return is_small and last.text[-1] not in "([" and bool(DIGITS.fullmatch(segment.text))


def _touches(last: Segment, segment: Segment) -> bool:
    gap = segment.x0 - last.x1
    overlap = min(last.y1, segment.y1) - max(last.y0, segment.y0)
    return -1 < gap < 0.6 * max(last.size, segment.size) and overlap > 0.5 * min(
        last.y1 - last.y0, segment.y1 - segment.y0
    )


def _is_raised(mark: str, size: float, usual: float) -> bool:
    return size < SMALL_MARK * usual and bool(DIGITS.fullmatch(mark))
