"""How well each page was read, from 0 to 1, with the reasons."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from data.records import Page, Passage
from extractors.blocks import GAP, OCR, FileBlocks, ReadPage
from extractors.language import LanguageWords
from extractors.pdf.routes import READ_BY_OCR
from extractors.text_lines import has_ended

FILE = "file"
"""Route of a page whose format is read as a whole."""
FEW_KNOWN_WORDS, BROKEN_SENTENCES = "few known words", "broken sentences"

_PROSE = ("prose", "list_item", "footnote")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = b"abcdefghijklmnopqrstuvwxyz"
_MIN_WORDS = 80  # fewer say nothing
_MIN_KNOWN_SHARE = 0.12  # lists of names come down to it; nine pages of prose in ten have .33
_MIN_PARAGRAPH = 60  # characters
_MIN_BROKEN = 3  # paragraphs: fewer may be quotations and captions
_MAX_BROKEN_SHARE = 0.4
_BROKEN_WEIGHT = 0.25  # most such pages are only cut at the wrong places
_WORTH_SAYING = 0.05  # of a page's text


def grade_pages(
    document_id: str,
    found: FileBlocks,
    passages: Sequence[Passage],
    known: LanguageWords,
    reader: str | None = None,
) -> list[Page]:
    """A row for each page, or one for the whole file where it has none.

    A page's grade is the mean of its passages', weighted by their length; less where hardly any of
    its words are function words of any language known here, and where many paragraphs of a page
    that was put in order begin or end inside a sentence. A gap has 0, and a page without text
    1, less what is doubtful about its picture. `reader` is the program that read pages by OCR.
    """
    by_page: dict[int | None, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_page[passage.page if found.page_count else None].append(passage)
    rows: list[Page] = []
    for number, page in _pages_of(found):
        grade, reasons = _grade(by_page.get(number, []), known, has_order=page is not None)
        if page and number not in by_page:
            grade = 1.0 - page.doubt
        route = page.route if page else FILE
        told = dict.fromkeys((*(page.reasons if page else ()), *reasons))
        rows.append(
            Page(
                document_id,
                number,
                route,
                0.0 if route == GAP else grade,
                ", ".join(told),
                round(page.width, 1) if page else None,
                round(page.height, 1) if page else None,
                reader if route == OCR else None,
            )
        )
    return rows


def _pages_of(found: FileBlocks) -> Iterator[tuple[int | None, ReadPage | None]]:
    if found.pages:
        yield from ((page.page, page) for page in found.pages)
    elif found.page_count:
        yield from ((number, None) for number in range(1, found.page_count + 1))
    else:
        yield None, None


def _grade(
    passages: Sequence[Passage], known: LanguageWords, *, has_order: bool
) -> tuple[float, list[str]]:
    weights: dict[str, int] = defaultdict(int)
    total = score = 0.0
    for passage in passages:
        total += len(passage.text)
        score += len(passage.text) * passage.grade
        for reason in passage.reasons.split(", "):
            if reason not in ("", READ_BY_OCR):  # that the page's route tells
                weights[reason] += len(passage.text)
    if not total:
        return 1.0, []
    grade = score / total
    reasons = [reason for reason, weight in weights.items() if weight > _WORTH_SAYING * total]
    prose = [passage for passage in passages if passage.kind in _PROSE]
    share = _known_share(prose, known)
    if share is not None and share < _MIN_KNOWN_SHARE:
        grade *= share / _MIN_KNOWN_SHARE
        reasons.append(FEW_KNOWN_WORDS)
    broken = _broken_share(prose) if has_order else 0.0
    if broken:
        grade *= 1.0 - _BROKEN_WEIGHT * broken
        reasons.append(BROKEN_SENTENCES)
    return round(grade, 3), reasons


def _known_share(passages: Iterable[Passage], known: LanguageWords) -> float | None:
    """The share of words that some language here has as a function word; none for other scripts."""
    text = " ".join(passage.text for passage in passages).lower()
    plain = text.encode("ascii", "ignore")
    latin = len(plain) - len(plain.translate(None, _LATIN))
    words = _WORD.findall(text)
    if len(words) < _MIN_WORDS or latin < len(text) / 2:
        return None
    return sum(map(known.words.__contains__, words)) / len(words)


def _broken_share(passages: Sequence[Passage]) -> float:
    """The share of paragraphs that begin or end inside a sentence, where that is most unusual."""
    prose = [p for p in passages if p.kind == "prose" and len(p.text) >= _MIN_PARAGRAPH]
    broken = sum(1 for p in prose if p.text[0].islower() or _breaks_off(p.text))
    is_many = broken >= _MIN_BROKEN and broken > _MAX_BROKEN_SHARE * len(prose)
    return broken / len(prose) if is_many else 0.0


def _breaks_off(text: str) -> bool:
    return text[-1] == "," or (text[-1].islower() and not has_ended(text))
