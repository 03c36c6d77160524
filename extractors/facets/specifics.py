"""What makes a statement checkable: figures, dates and systems by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from data.facet_words import FacetWords
from extractors.cues import drop_contained
from extractors.facets.reader import Reading
from extractors.systems import find_system_names

_YEAR = re.compile(
    r"(?<![\w./§-])(?:19[5-9]\d|20\d\d)(?:\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d))?(?![\w/]|[.,]\d)"
)
_FIGURE = re.compile(
    r"(?:(?:NOK|SEK|DKK|EUR|USD|GBP|CAD|CHF|[$€£])\s?)?(?<![\w./§-])(?<!\d,)"
    r"(?:\d{1,3}(?:[ \u00a0.,]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?"
    r"(?:\s?[-–]\s?\d+(?:[.,]\d+)?)?(?:\s?%)?(?![\w/]|-\d)"
)
_DIGIT = re.compile(r"\d")
_WORD_BEFORE = re.compile(r"(\w+)[.:]?\s*$")
_SECTION_BEFORE, _SECTION_AFTER = re.compile(r"§\s*$"), re.compile(r"\s*§")
_WORD_AFTER = re.compile(r"\s?(\w+)")
_DESIGNATION = re.compile(r"(?<![\w.])([A-ZÆØÅÄÖ]{2,6}) $")
_CURRENCIES = frozenset(("NOK", "SEK", "DKK", "EUR", "USD", "GBP", "CAD", "CHF"))
_LIST_NUMBER = re.compile(r"\s*[(\[]?\d+(?:\.\d+)*[.)\]]?\s+(?=\w)")
_LOOK_BACK = 30


@dataclass(frozen=True, slots=True)
class Specific:
    """A stretch of text that can be checked: a `number`, a `date` or a `named_system`."""

    kind: str
    start_char: int
    end_char: int
    year: int | None = None


def find_specifics(reading: Reading) -> list[Specific]:
    """Every figure, date and named system of a sentence, in order of place.

    Numbers that only point somewhere (section 4, § 4, ISO 9001, a list's own number) are none, and
    a year belongs to the date around it. Of a span of years the last counts.
    """
    has_digit = _DIGIT.search(reading.text) is not None  # every date and figure has one
    dates = list(_find_dates(reading.text, reading.words)) if has_digit else []
    figures = _find_figures(reading, dates) if has_digit else ()
    in_words = [
        Specific("number", words.start_char, words.end_char)
        for words in drop_contained(reading.of("in_words"))
    ]
    found = [*dates, *figures, *in_words, *_find_systems(reading)]
    return sorted(found, key=lambda one: (one.start_char, one.end_char))


def _find_dates(text: str, words: FacetWords) -> Iterator[Specific]:
    whole, units = _patterns(words.time.months, words.figures.units)
    dated = []
    for match in whole.finditer(text):
        dated.append(match.span())
        year = _YEAR.search(match.group())
        yield Specific("date", *match.span(), _last_year(year.group()) if year else None)
    for match in _YEAR.finditer(text):
        if any(start <= match.start() < stop for start, stop in dated):
            continue
        if units.match(text, match.end()) or _points(text, match.start(), words):
            continue
        yield Specific("date", match.start(), match.end(), _last_year(match.group()))


def _last_year(written: str) -> int:
    first, last = int(written[:4]), written[4:].strip(" -–/")
    if not last:
        return first
    return int(last) if len(last) == 4 else first - first % 100 + int(last)


def _find_figures(reading: Reading, dates: list[Specific]) -> Iterator[Specific]:
    text = reading.text
    _, units = _patterns(reading.words.time.months, reading.words.figures.units)
    opening = _LIST_NUMBER.match(text)
    for match in _FIGURE.finditer(text):
        start, end = match.span()
        if any(date.start_char < end and start < date.end_char for date in dates):
            continue
        if opening and end <= opening.end():
            continue
        unit = units.match(text, end)
        if _points(text, start, reading.words) or (
            unit is None and _is_designation(text, start, end, reading.words)
        ):
            continue
        if unit is None and _YEAR.fullmatch(match.group()):
            continue  # a year that is no date, as in the name of an agenda
        yield Specific("number", start, unit.end() if unit else end)


def _points(text: str, start: int, words: FacetWords) -> bool:
    before = _WORD_BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    return before is not None and before.group(1).lower() in words.figures.references


def _is_designation(text: str, start: int, end: int, words: FacetWords) -> bool:
    """Whether a number without a unit names a section or a standard: § 4, 3 kap., ISO 9001."""
    near = text[max(0, start - _LOOK_BACK) : start]
    if _SECTION_BEFORE.search(near) or _SECTION_AFTER.match(text, end):
        return True
    after = _WORD_AFTER.match(text, end)
    if after is not None and after.group(1).lower() in words.figures.references_after:
        return True
    letters = _DESIGNATION.search(near)
    is_plain = text[start:end].isdigit()
    return bool(letters and is_plain and letters[1] not in _CURRENCIES and not text.isupper())


def _find_systems(reading: Reading) -> Iterator[Specific]:
    taken = []
    for name in find_system_names(reading.text):
        start = reading.text.find(name)
        if start >= 0:
            taken.append((start, start + len(name)))
    for match in drop_contained(reading.of("system")):
        if not any(start < match.end_char and match.start_char < end for start, end in taken):
            taken.append((match.start_char, match.end_char))
    for start, end in taken:
        yield Specific("named_system", start, end)


@lru_cache(maxsize=32)
def _patterns(
    month_names: tuple[str, ...], unit_names: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A language's dates with a month, and the units after a figure; nothing where it has none."""
    never = re.compile(r"(?!)")
    months = "|".join(sorted(month_names, key=len, reverse=True))
    units = "|".join(sorted(map(re.escape, unit_names), key=len, reverse=True))
    day = r"\d{1,2}(?:st|nd|rd|th)?\.?"
    dates = (
        rf"(?<!\w)(?:{day} (?:of )?(?:{months})(?!\w)(?:,? (?:{_YEAR.pattern}))?"
        rf"|(?:{months}) (?:{day}(?!\d),? )?(?:{_YEAR.pattern})|(?:{months}) {day}(?!\w))"
    )
    return (
        re.compile(dates, re.IGNORECASE) if months else never,
        re.compile(rf"(?:[ \u00a0-]?(?:{units})(?!\w))+", re.IGNORECASE) if units else never,
    )
