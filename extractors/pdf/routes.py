"""Which way each page of a PDF is read: by its text layer, by OCR, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.blocks import GAP, OCR, TEXT_LAYER
from extractors.language import identify_language, load_language_words
from extractors.pdf.ocr import ScannedPage, Tesseract, scan_pages
from extractors.pdf.ocr_lines import even_sizes
from extractors.pdf.page_image import glance_at_page
from extractors.pdf.segments import PageSegments
from extractors.text_quality import find_garbage, find_wrong_lines, is_plainly_text

NO_TEXT_LAYER = "no text layer"
GARBAGE = "garbage text layer"
MAYBE_TEXT = "picture that may hold text"
OCR_FAILED = "OCR failed"
READ_BY_OCR = "read by OCR"
OCR_UNSURE = "read by OCR, unsure"

_MIN_LINES = 34  # that a glance counts: more than any picture without text
_MAYBE_LINES = 18  # a few lines, or a drawing
_MIN_WORDS = 8  # that OCR must find in what may be a drawing
_MAYBE_DOUBT = 0.25
_FEW_LINES = 3  # of a page in a document whose other pages are scanned
_STAMP_LETTERS = 120  # a scan's text layer may hold a stamp, a name or a page number
_MIN_COVERED = 0.6  # of the page, by one picture
_MAX_WRONG = 0.3  # of the letters, in lines of wrong letters
_PAGES_THAT_TELL = 2
_WORDS_THAT_TELL = 40
_SURE = 0.85  # mean confidence; clean scans have .95 and more


@dataclass(frozen=True, slots=True)
class PageRoute:
    """How one page was read, why not by its text layer, and what that makes doubtful (0 to 1)."""

    route: str
    reasons: tuple[str, ...] = ()
    doubt: float = 0.0

    @property
    def doubted_for(self) -> str:
        """What to say of a passage of the page."""
        return OCR_UNSURE if OCR_UNSURE in self.reasons else READ_BY_OCR


def find_unread(document: Any, pages: Sequence[PageSegments]) -> dict[int, str]:
    """Pages whose text layer cannot be used, by number, and why: none, or wrong letters."""
    found = dict.fromkeys(_find_garbage_pages(pages), GARBAGE)
    bare = [page for page in pages if page.page not in found and _may_be_picture(document, page)]
    if not bare:
        return found
    lines = {page.page: glance_at_page(document, page.page - 1) for page in bare}
    is_scan = any(count >= _MIN_LINES for count in lines.values())
    for page in bare:
        needed = _FEW_LINES if is_scan and not page.segments else _MIN_LINES
        if lines[page.page] >= needed:
            found[page.page] = NO_TEXT_LAYER
        elif lines[page.page] >= _MAYBE_LINES:
            found[page.page] = MAYBE_TEXT
    return found


def read_unread(
    document: Any,
    pages: list[PageSegments],
    unread: Mapping[int, str],
    tesseract: Tesseract | None,
    language: str | None,
) -> dict[int, PageRoute]:
    """Put what OCR reads in the place of these pages' segments; without OCR they become gaps.

    Wrong letters never stay. Returns the route of every page by number.
    """
    places = [place for place, page in enumerate(pages) if page.page in unread]
    routes = {page.page: PageRoute(TEXT_LAYER) for page in pages}
    for place in places:
        page = pages[place]
        if unread[page.page] == MAYBE_TEXT:
            routes[page.page] = PageRoute(TEXT_LAYER, (MAYBE_TEXT,), _MAYBE_DOUBT)
        else:
            pages[place] = PageSegments(page.page, page.width, page.height, [], [])
            routes[page.page] = PageRoute(GAP, (unread[page.page],), 1.0)
    if tesseract is None or not places:
        return routes
    spoken = language or _language_of(pages)
    # A whole scan of unknown language tells it by its first pages, read for all of ours.
    known_at = 0 if spoken else min(_PAGES_THAT_TELL, len(places))
    for held in (places[:known_at], places[known_at:]):
        scanned = scan_pages(document, [pages[place] for place in held], tesseract, spoken)
        for place, result in zip(held, scanned, strict=True):
            number = pages[place].page
            if unread[number] == MAYBE_TEXT and _word_count(result) < _MIN_WORDS:
                routes[number] = PageRoute(TEXT_LAYER)
            else:
                pages[place] = result.segments
                routes[number] = _route_of(result, unread[number])
        spoken = spoken or _language_of(pages)
    even_sizes([pages[place] for place in places if routes[pages[place].page].route == OCR])
    return routes


def _language_of(pages: Sequence[PageSegments]) -> str | None:
    """The language of what has been read, or nothing where that is too little to tell."""
    text = " ".join(segment.text for page in pages for segment in page.segments)
    guess = identify_language(text, load_language_words())
    return guess.language if guess and guess.word_count >= _WORDS_THAT_TELL else None


def _route_of(result: ScannedPage, reason: str) -> PageRoute:
    if result.reason:
        return PageRoute(GAP, (reason, f"{OCR_FAILED}: {result.reason}"), 1.0)
    if not result.segments.segments:
        # Wrong letters were there to be read; a picture that looked like text may hold none.
        is_lost = reason == GARBAGE
        if is_lost:
            return PageRoute(GAP, (reason, f"{OCR_FAILED}: it finds no words"), 1.0)
        return PageRoute(OCR, (reason,))
    doubt = 1.0 - result.confidence
    unsure = (OCR_UNSURE,) if result.confidence < _SURE else ()
    return PageRoute(OCR, (reason, *unsure), doubt)


def _word_count(result: ScannedPage) -> int:
    words = sum(segment.text.count(" ") + 1 for segment in result.segments.segments)
    return words if result.confidence >= _SURE else 0


def _find_garbage_pages(pages: Sequence[PageSegments]) -> list[int]:
    """Pages of wrong letters; those too short to tell are judged together."""
    found: list[int] = []
    unsure: list[tuple[int, str]] = []
    for page in pages:
        lines = [segment.text for segment in page.segments]
        text = " ".join(lines)
        if not text or is_plainly_text(text):
            continue
        if find_wrong_lines(lines) > _MAX_WRONG or find_garbage(text) is not None:
            found.append(page.page)
        else:
            unsure.append((page.page, text))
    if find_garbage(" ".join(text for _, text in unsure)) is not None:
        found += [number for number, _ in unsure]
    return found


def _may_be_picture(document: Any, page: PageSegments) -> bool:
    """Whether the page has something drawn on it and hardly any text, or a picture all over."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 — the library loads only where a PDF is read

    letters = sum(len(segment.text) for segment in page.segments)
    if letters >= _STAMP_LETTERS or not page.width or not page.height:
        return False
    opened = document[page.page - 1]
    try:
        if not letters:
            return bool(pdfium.FPDFPage_CountObjects(opened.raw))
        pictures = opened.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
        whole = page.width * page.height
        return any(_area(picture.get_bounds()) > _MIN_COVERED * whole for picture in pictures)
    finally:
        opened.close()


def _area(bounds: tuple[float, float, float, float]) -> float:
    left, low, right, high = bounds
    return max(0.0, right - left) * max(0.0, high - low)
