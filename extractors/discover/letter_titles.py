"""What a mandate letter's heading says of it: office and date, and never a person's name."""

from __future__ import annotations

import re

from extractors.discover.dates import read_date

_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}}),?\s+(?P<year>20\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:er)?\s+(?P<month>{_MONTH})\s+(?P<year>20\d\d)\b",
    )
)

_OFFICE = re.compile(
    r"\b(?:(?:deputy prime |associate |deputy )?minister|president|leader|secretary of state"
    r"|special representative)\s+(?:of|for|and|responsible)\b.*"
    r"|\b(?:vice-premi[eè]re? ministre|ministre|présidente?|leader|secrétaire d['’]état)\s+"
    r"(?:(?:de|du|des|et|responsable|associée?|déléguée?)\b|d['’]).*",
    re.IGNORECASE,
)
_AFTER_OFFICE = re.compile(
    r"\s*(?:\b(?:supplementary\s+)?mandate letter|\blettre de mandat|\s[-–—]\s|[–—|:(]"
    r"|,?\s*\b(?:the |l['’])?(?:right |très )?hon(?:ou?rable|\.)|,?\s*\b(?:mr|mrs|ms|dr|mme)\b).*",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\b(?:and|et|minister|ministre)\b|&", re.IGNORECASE)
_SUPPLEMENT = re.compile(r"\bsuppl[ée]ment", re.IGNORECASE)


def find_office(heading: str) -> str | None:
    """The office that a heading names, such as "Minister of Health"; None where it names none.

    What may be a person's name is cut off: "Minister" and a surname is no office, and a last part
    after a comma belongs to it only if it ends the list with "and", as offices do.
    """
    match = _OFFICE.search(" ".join(heading.split()))
    if match is None:
        return None
    office = _AFTER_OFFICE.sub("", match.group(), count=1)
    while "," in office and not _GOES_ON.search(office.rpartition(",")[2]):
        office = office.rpartition(",")[0]
    office = office.strip(" ,;.")
    return office[:1].upper() + office[1:] if len(office.split()) > 2 else None


def title_of(office: str | None, heading: str, language: str) -> str:
    """A letter's title, made of its office and of whether it adds to an earlier letter."""
    adds = bool(_SUPPLEMENT.search(heading))
    if language == "fr":
        title = "Lettre de mandat supplémentaire" if adds else "Lettre de mandat"
        return f"{title} : {office}" if office else title
    title = "Supplementary Mandate Letter" if adds else "Mandate Letter"
    return f"{office} {title}" if office else title


def find_letter_date(text: str, *, whole: bool = False) -> str | None:
    """The first date written out in English or French, ISO 8601; if `whole`, it is all there is."""
    text = text.strip()
    found = [one.fullmatch(text) if whole else one.search(text) for one in _DATES]
    first = min((match for match in found if match), key=lambda match: match.start(), default=None)
    return read_date(first) if first else None
