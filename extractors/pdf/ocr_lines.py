"""Words that OCR saw to segments of lines, as the text layer's are: see pdf_segments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean, median

from extractors.pdf.segments import PageSegments, Segment

_WORD_LEVEL = "5"
_FIELDS = 12
_MIN_CONFIDENCE = 0.3  # a word below is a guess, in a line that is not sure as a whole
_SURE_LINE = 0.75
_MIN_LINE_CONFIDENCE = 0.45  # a line below is a picture's edge or grain
_COLUMN_GAP = 1.3  # in font sizes, as for text layers
_HIGH = re.compile(r"[^\Wacemnorstuvwxzgpqyç_]")  # letters that reach up, "i" and "å" included
_LOW = re.compile(r"[gjpqyçQJ]")
_HINDERING = re.compile(r"[^\w.:-]|[tQJ]")  # reach where other letters do not, or half as far
_ASCENT, _DESCENT = 0.72, 0.21  # of the em, in the usual book and office faces
_T_HEIGHT = 0.63
_USUAL_X_HEIGHT = 0.5  # the same; a page's own is measured where it can be
_BOX_PER_EM, _BOX_BELOW = 1.15, 0.22  # a text layer's boxes are as high as their font
_BULLETS = frozenset("•*¢°«»©®@§+=>~·¥™")
_ROUND_LETTERS = frozenset("eoO0")  # a dot, too, but a word or number where no room follows
_SAME_SIZE = 1.09  # sizes this close are one: they are measured on letters


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word with its line and its box in dots from the picture's upper left corner."""

    line: tuple[int, int, int]
    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


def read_words(tsv: str) -> tuple[list[OcrWord], float]:
    """The words of tesseract's TSV that it was not merely guessing, and their mean confidence."""
    found = [word for row in tsv.split("\n") if (word := _read_row(row)) is not None]
    words: list[OcrWord] = []
    for _, line in groupby(found, key=lambda word: word.line):
        held = list(line)
        mean = fmean(word.confidence for word in held)
        if mean >= _MIN_LINE_CONFIDENCE:
            least = 0.0 if mean >= _SURE_LINE else _MIN_CONFIDENCE
            words.extend(word for word in held if word.confidence >= least)
    weight = sum(len(word.text) for word in words)
    total = sum(word.confidence * len(word.text) for word in words)
    return words, total / weight if weight else 0.0


def _read_row(row: str) -> OcrWord | None:
    fields = row.rstrip("\r").split("\t")
    if len(fields) != _FIELDS or fields[0] != _WORD_LEVEL or not fields[11].strip():
        return None
    block, paragraph, line, _, left, top, width, height = map(int, fields[2:10])
    text = fields[11].strip()
    confidence = float(fields[10]) / 100
    if not any(sign.isalnum() for sign in text) and confidence < 0.6:
        return None  # rules and specks
    box = (left, top, left + width, top + height)
    return OcrWord((block, paragraph, line), text, *box, confidence)


def build_segments(words: Sequence[OcrWord], scale: float, page_height: float) -> list[Segment]:
    """Segments in points, y upwards; `scale` is dots a point."""
    lines = [
        sorted(line, key=lambda word: word.left)
        for _, line in groupby(words, key=lambda word: word.line)
    ]
    x_height = _measure_x_height(lines)
    segments: list[Segment] = []
    for line in lines:
        em = _measure_em(line, x_height)
        base = _find_baseline(line, em)
        for stretch in _cut_at_gaps(line, _COLUMN_GAP * em):
            segments.append(_build_segment(stretch, em / scale, base / scale, scale, page_height))
    return segments


def even_sizes(pages: Sequence[PageSegments]) -> None:
    """Give segments of nearly the same size the same one: the one that most letters have."""
    weights: dict[float, int] = {}
    for page in pages:
        for segment in page.segments:
            size = round(segment.size, 1)
            weights[size] = weights.get(size, 0) + len(segment.text)
    evened: dict[float, float] = {}
    for size in sorted(weights, key=lambda size: -weights[size]):
        near = [kept for kept in evened.values() if kept / _SAME_SIZE <= size <= kept * _SAME_SIZE]
        evened[size] = min(near, key=lambda kept: abs(kept - size)) if near else size
    for page in pages:
        for segment in page.segments:
            segment.size = evened[round(segment.size, 1)]


def _measure_x_height(lines: Sequence[Sequence[OcrWord]]) -> float:
    """How high the page's small letters are, in ems, by lines that have tall words as well."""
    shares = [
        (word.bottom - word.top) / em - (_DESCENT if _LOW.search(word.text) else 0.0)
        for line in lines
        if (em := _em_of_tall_words(line)) is not None
        for word in line
        if not _HIGH.search(word.text) and not _HINDERING.search(word.text)
    ]
    return min(0.6, max(0.4, median(shares))) if shares else _USUAL_X_HEIGHT


def _measure_em(line: Sequence[OcrWord], x_height: float) -> float:
    """The font's size in dots."""
    em = _em_of_tall_words(line)
    if em is not None:
        return em
    sizes: list[float] = []
    for word in [word for word in line if not _HINDERING.search(word.text)] or line:
        above = _ASCENT if _HIGH.search(word.text) else _T_HEIGHT if "t" in word.text else x_height
        below = _DESCENT if _LOW.search(word.text) else 0.0
        sizes += [(word.bottom - word.top) / (above + below)] * len(word.text)
    return max(1.0, median(sizes))


def _em_of_tall_words(line: Sequence[OcrWord]) -> float | None:
    sizes = [
        (word.bottom - word.top) / (_ASCENT + (_DESCENT if _LOW.search(word.text) else 0.0))
        for word in line
        if _HIGH.search(word.text) and not _HINDERING.search(word.text)
    ]
    # Boxes grow with specks and neighbours and hardly ever shrink: the lower third is the letters'.
    return max(1.0, sorted(sizes)[len(sizes) // 3]) if sizes else None


def _find_baseline(line: Sequence[OcrWord], em: float) -> float:
    """How far below the picture's upper edge the letters stand, in dots."""
    return median(word.bottom - (_DESCENT * em if _LOW.search(word.text) else 0.0) for word in line)


def _cut_at_gaps(line: Sequence[OcrWord], gap: float) -> Iterator[list[OcrWord]]:
    stretch: list[OcrWord] = []
    for word in line:
        if stretch and word.left - stretch[-1].right > gap and not _is_bullet(stretch):
            yield stretch
            stretch = []
        stretch.append(word)
    if stretch:
        yield stretch


def _is_bullet(stretch: Sequence[OcrWord]) -> bool:
    return len(stretch) == 1 and stretch[0].text in _BULLETS | _ROUND_LETTERS


def _build_segment(
    words: Sequence[OcrWord], em: float, base: float, scale: float, page_height: float
) -> Segment:
    texts = [word.text for word in words]
    if len(words) > 1 and _looks_like_bullet(words[0], words[1], em * scale):
        texts[0] = "•"
    size = _BOX_PER_EM * em
    low = page_height - base - _BOX_BELOW * em
    left, right = words[0].left / scale, max(word.right for word in words) / scale
    first_width = (words[0].right - words[0].left) / scale
    return Segment(" ".join(texts), left, right, low, low + size, size, False, first_width)


def _looks_like_bullet(first: OcrWord, second: OcrWord, em: float) -> bool:
    """Whether the first sign of a line is an item's dot, whatever OCR took it for."""
    if first.text in _BULLETS:
        return True
    return first.text in _ROUND_LETTERS and second.left - first.right > 0.25 * em
