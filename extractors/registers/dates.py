"""Dates as registers write them, to ISO at the grain that is known."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

Order = Literal["day first", "month first"]

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_CLOCK = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?[AP]M)?(?:Z|[+-]\d{2}:?\d{2})?)?"
# Each shape with the groups that are its year, month and day.
_SHAPES: tuple[tuple[re.Pattern[str], tuple[int, ...]], ...] = (
    (re.compile(r"(\d{4})"), (1,)),
    (re.compile(r"(\d{4})[-/](\d{1,2})"), (1, 2)),
    (re.compile(r"(\d{1,2})/(\d{4})"), (2, 1)),
    (re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_CLOCK}"), (1, 2, 3)),
    (re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){_CLOCK}"), (3, 2, 1)),
)
_NAMED_MONTH = re.compile(r"([A-Z][a-z]{2})[a-z]*[- ](\d{4}|\d{2})")
_SLASHED = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){_CLOCK}")
_SHORT_YEAR_AND_MONTH = re.compile(r"(\d{2})-([A-Z][a-z]{2})")
_FIRST_DAY_OF_SPREADSHEETS = date(1899, 12, 30)


def read_date(value: str, order: Order | None = None) -> str | None:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD; `None` where the text is no date we can be sure of.

    Times of day are dropped. `order` says how slashed dates are meant; without it they are only
    read where one of the two numbers cannot be a month. Dates with dots are day first.
    Two-digit years are of this century. Years outside 1950 to 2100 are not believed: a year that a
    spreadsheet took for a count of days comes out as a day of 1905.
    """
    text = " ".join(value.split())
    for shape, places in _SHAPES:
        if found := shape.fullmatch(text):
            return _iso(*(found[place] for place in places))
    if found := _NAMED_MONTH.fullmatch(text):
        year = found[2] if len(found[2]) == 4 else f"20{found[2]}"
        return _iso(year, str(_MONTHS.get(found[1].lower(), 0)))
    if found := _SLASHED.fullmatch(text):
        return _slashed(found[1], found[2], found[3], order)
    return None


def read_spreadsheet_date(value: str, order: Order | None = None) -> str | None:
    """A date that may have gone through a spreadsheet: see `DateColumn.is_from_spreadsheet`.

    Spreadsheets count days from 30 December 1899, so that the year 2024 typed alone comes out as
    16 July 1905; and 01/24, a month and a year, comes out as 24-Jan, a day and a month.
    """
    text = " ".join(value.split())
    if found := _SHORT_YEAR_AND_MONTH.fullmatch(text):
        return _iso(f"20{found[1]}", str(_MONTHS.get(found[2].lower(), 0)))
    if found := _SLASHED.fullmatch(text):
        day = _calendar_day(found[1], found[2], found[3], order)
        if day and day.year < 1910:
            return _iso(str((day - _FIRST_DAY_OF_SPREADSHEETS).days))
    return read_date(value, order)


def _calendar_day(first: str, second: str, year: str, order: Order | None) -> date | None:
    month, day = (second, first) if order == "day first" else (first, second)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _slashed(first: str, second: str, year: str, order: Order | None) -> str | None:
    if order is None and int(first) != int(second):
        if int(first) > 12:
            order = "day first"
        elif int(second) > 12:
            order = "month first"
        else:
            return None
    return _iso(year, second, first) if order == "day first" else _iso(year, first, second)


def _iso(year: str, month: str = "", day: str = "") -> str | None:
    """The parts as ISO at their grain; `None` where the calendar has no such day."""
    if not 1950 <= int(year) <= 2100:
        return None
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return whole.isoformat()[: 10 if day else 7 if month else 4]
