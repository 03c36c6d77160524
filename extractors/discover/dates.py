"""Dates as lists and letters write them, in the languages of the sources, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date

# By their first letters: English, Danish and Norwegian, Swedish, German, French and Finnish.
_MONTHS = (
    ("jan", "tammi"),
    ("feb", "fév", "fev", "helmi"),
    ("mar", "mär", "maalis"),
    ("apr", "avr", "huhti"),
    ("may", "mai", "maj", "touko"),
    ("jun", "juin", "kesä"),
    ("jul", "juil", "heinä"),
    ("aug", "aoû", "aou", "elo"),
    ("sep", "syys"),
    ("oct", "okt", "loka"),
    ("nov", "marras"),
    ("dec", "des", "dez", "déc", "joulu"),
)


def find_date(pattern: str, text: str) -> str | None:
    """The date that the pattern's groups `year`, `month` and `day` hold, as far as they do.

    `None` where the pattern is not found, or what it finds is not in the calendar.
    """
    match = re.search(pattern, text)
    return read_date(match) if match else None


def read_date(match: re.Match[str]) -> str | None:
    """The date in a match's groups `year`, `month` (a number or a name) and `day`."""
    groups = match.groupdict()
    year, month, day = (groups.get(name) for name in ("year", "month", "day"))
    number = _month_number(month) if month else None
    if not year or (month and number is None):
        return None
    try:
        whole = date(int(year), number or 1, int(day) if day else 1)
    except ValueError:
        return None
    return whole.isoformat()[: 10 if day else 7 if month else 4]


def _month_number(name: str) -> int | None:
    if name.isdecimal():
        return int(name)
    word = name.casefold()
    fitting = (
        (len(stem), number)
        for number, stems in enumerate(_MONTHS, start=1)
        for stem in stems
        if word.startswith(stem)
    )
    return max(fitting, default=(0, None))[1]
