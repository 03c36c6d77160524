"""Pages without usable text, read by tesseract; it is found at run time and called as a program."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractors.pdf.ocr_lines import OcrWord, build_segments, read_words
from extractors.pdf.page_image import darken_letters, dots_per_point, draw_page, straighten
from extractors.pdf.segments import PageSegments

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 300
SECONDS_PER_PAGE = 60.0
SECONDS_PER_DOCUMENT = 1500.0
INSTALL_OCR = (
    "install Debian's packages tesseract-ocr, tesseract-ocr-nor, tesseract-ocr-swe and "
    "tesseract-ocr-dan, and read it again; or get a copy whose text can be searched"
)

_TRAINED = {
    "en": "eng",
    "nb": "nor",
    "nn": "nor",
    "sv": "swe",
    "da": "dan",
    "ar": "ara",
    "bg": "bul",
    "cs": "ces",
    "de": "deu",
    "el": "ell",
    "es": "spa",
    "et": "est",
    "fi": "fin",
    "fr": "fra",
    "hr": "hrv",
    "hu": "hun",
    "it": "ita",
    "lt": "lit",
    "lv": "lav",
    "nl": "nld",
    "pl": "pol",
    "pt": "por",
    "ro": "ron",
    "ru": "rus",
    "sk": "slk",
    "sl": "slv",
    "uk": "ukr",
}
_OURS = ("eng", "nor", "swe", "dan")
_SURE_SHARE = 0.8  # mean confidence under which a page may lie sideways
_ROTATE = re.compile(r"Rotate: (\d+)")


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program, its version, the languages that are installed for it, and its limits."""

    program: str
    version: str
    languages: tuple[str, ...]
    seconds_per_page: float = SECONDS_PER_PAGE
    seconds_per_document: float = SECONDS_PER_DOCUMENT


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What OCR made of a page; without segments and with a reason where it failed.

    `confidence` is the program's own mean over the words, from 0 to 1.
    """

    segments: PageSegments
    confidence: float
    reason: str | None


def find_tesseract() -> Tesseract | None:
    """The installed tesseract, or nothing where there is none or it does not answer."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    version = _call([program, "--version"], b"", 20.0)
    languages = _call([program, "--list-langs"], b"", 20.0)
    if version is None or languages is None:
        return None
    first = version.decode("utf-8", "replace").split("\n", maxsplit=1)[0].strip()
    installed = [line.strip() for line in languages.decode("utf-8", "replace").splitlines()[1:]]
    return Tesseract(program, first, tuple(sorted(filter(None, installed))))


def trained_for(tesseract: Tesseract, language: str | None) -> str | None:
    """What tesseract calls a language, or several ("en+fr"); all of ours where it is not known.

    Nothing where no language is installed at all.
    """
    wanted = [_TRAINED.get(code) for code in (language or "").split("+")]
    known = [code for code in wanted if code in tesseract.languages]
    if known:
        return "+".join(dict.fromkeys(filter(None, known)))
    ours = [code for code in _OURS if code in tesseract.languages]
    others = [code for code in tesseract.languages if code != "osd"]
    return "+".join(ours or others[:1]) or None


def scan_pages(
    document: Any, pages: Sequence[PageSegments], tesseract: Tesseract, language: str | None
) -> Iterator[ScannedPage]:
    """Read pages of an open pypdfium2 document by OCR, in order.

    Pages are drawn one after another, because PDFium is not made for threads, and read as many at
    a time as there are processors. What is left when the document's time has run out is not read.
    """
    trained = trained_for(tesseract, language)
    lanes = max(1, min(os.cpu_count() or 1, 4))
    ends_at = time.monotonic() + tesseract.seconds_per_document
    with ThreadPoolExecutor(lanes) as pool:
        for start in range(0, len(pages), lanes):
            held = pages[start : start + lanes]
            if trained is None:
                yield from (_lost(page, "tesseract has no language installed") for page in held)
            elif time.monotonic() > ends_at:
                yield from (_lost(page, "the document's time for OCR had run out") for page in held)
            else:
                images = [draw_page(document, page.page - 1, DPI) for page in held]
                yield from pool.map(
                    lambda pair: _scan(pair[0], pair[1], tesseract, trained),
                    zip(held, images, strict=True),
                )


def _scan(page: PageSegments, image: Image, tesseract: Tesseract, trained: str) -> ScannedPage:
    scale = dots_per_point(page.width, page.height, DPI)
    image = darken_letters(image)
    level = straighten(image)
    found = _read(level, tesseract, trained)
    if found is not None and found[1] < _SURE_SHARE and "osd" in tesseract.languages:
        quarters = _quarters_off(level, tesseract)
        upright = straighten(image.rotate(-90 * quarters, expand=True))
        again = _read(upright, tesseract, trained) if quarters else None
        if again is not None and again[1] > found[1]:
            level, found = upright, again
    if found is None:
        return _lost(page, f"tesseract failed or took over {tesseract.seconds_per_page:.0f} s")
    words, confidence = found
    width, height = level.width / scale, level.height / scale
    segments = build_segments(words, scale, height)
    return ScannedPage(PageSegments(page.page, width, height, segments, []), confidence, None)


def _read(image: Image, tesseract: Tesseract, trained: str) -> tuple[list[OcrWord], float] | None:
    """The words of a picture with their mean confidence."""
    arguments = [tesseract.program, "stdin", "stdout", "-l", trained, "--dpi", str(DPI), "tsv"]
    answer = _call(arguments, _as_bytes(image), tesseract.seconds_per_page)
    return None if answer is None else read_words(answer.decode("utf-8", "replace"))


def _quarters_off(image: Image, tesseract: Tesseract) -> int:
    """By how many quarters the picture must be turned to the right, as tesseract sees it."""
    arguments = [tesseract.program, "stdin", "stdout", "--psm", "0", "--dpi", str(DPI)]
    answer = _call(arguments, _as_bytes(image), tesseract.seconds_per_page)
    found = _ROTATE.search(answer.decode("utf-8", "replace")) if answer else None
    return int(found.group(1)) // 90 % 4 if found else 0


def _as_bytes(image: Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PPM")  # not packed: both ends are on this machine
    return target.getvalue()


def _call(arguments: list[str], given: bytes, seconds: float) -> bytes | None:
    """What a program prints, or nothing where it failed or took too long; no shell between."""
    # Pages are read side by side already: threads inside each reading only get in the way.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            arguments,
            check=False,
            input=given,
            capture_output=True,
            timeout=seconds,
            env=environment,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout if done.returncode == 0 else None


def _lost(page: PageSegments, reason: str) -> ScannedPage:
    empty = PageSegments(page.page, page.width, page.height, [], [])
    return ScannedPage(empty, 0.0, reason)
