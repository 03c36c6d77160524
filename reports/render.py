"""Renders the report of a year: a site that needs nothing but itself, its data, and a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from data.errors import Fault, UsageError
from data.store import Store
from reports.chapters.order import CHAPTERS, NUMBERS, ChapterEntry, build_chapters
from reports.evidence import read_evidence
from reports.evidence_pages import build_evidence_site
from reports.narrowing import narrow_store
from reports.pages import PDF, Report, render_pages
from reports.pdf import render_pdf
from reports.site_folder import write_site
from reports.words import ENGLISH, load_words
from reports.year import Year, read_year

FICTIONAL = "XN"  # ISO 3166 leaves codes that begin with X to users; this one is the demo's

Made = TypeVar("Made")
Attempt = Callable[[Callable[[], Any]], Any]
"""Calls a function and gives what it returns, or a `Fault` where that part alone went wrong."""


@dataclass(frozen=True, slots=True)
class WantedReport:
    """What a report is to be of: figures over time end with its year.

    `now` is when it is made (UTC), `edition` names the edition that its numbers are from. With a
    country it is about that one alone. `language` is that of the report's own words; what is not
    translated stands in English, marked so.
    """

    year: int
    now: datetime
    edition: str
    country: str | None = None
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """Where the report is, and which chapters could not be made, or that its PDF could not."""

    index: Path
    faults: tuple[tuple[str, Fault], ...]


def attempt_plainly(make: Callable[[], Made]) -> Made | Fault:
    """Make a part of a report; a question that fails comes back as a fault, a defect does not."""
    try:
        return make()
    except Fault as fault:
        return fault
    except UsageError as error:
        return Fault(str(error), next_step="correct the question in reports/queries")


def render_report(
    store: Store,
    wanted: WantedReport,
    folder: Path,
    *,
    attempt: Attempt = attempt_plainly,
    entries: tuple[ChapterEntry, ...] = CHAPTERS,
) -> RenderedReport:
    """Write `folder`/index.html, a page per chapter, the evidence, all data, and `report.pdf`.

    The site works from disk and asks for nothing outside itself. Links to stored copies expect the
    folder to be two levels below the home folder, as HOME/reports/2025.

    Args:
        store: the work database or a published edition; a country lays views over its tables.
        wanted: the year, and of which country, in which language and from which edition.
        folder: where the report goes; it takes the place of an earlier one when it is whole.
        attempt: tries a chapter or a page; what it returns a fault for is replaced by words.
        entries: the chapters, in reading order.

    Raises:
        StoreError: the folder cannot be written, or the shares of the year are not measured.
        UsageError: nothing of the country was collected, or no words of the language are there.
    """
    words = load_words(wanted.language)
    if wanted.country is not None:
        narrow_store(store, wanted.country)
    shared = read_year(
        store, wanted.year, now=wanted.now, edition=wanted.edition, country=wanted.country
    )

    def build(builder: Callable[[Year], Any], of: Year) -> Any:
        return attempt(lambda: builder(of))

    (numbers,) = build_chapters(shared, build, (NUMBERS,))
    chapters = build_chapters(shared, build, entries)
    report = Report(
        year=shared,
        numbers=numbers,
        chapters=chapters,
        site=build_evidence_site(read_evidence(shared), wanted.year),
        is_fictional=_is_fictional(shared),
    )
    pdf = attempt(lambda: render_pdf(report, words))
    printed = {} if isinstance(pdf, Fault) else {PDF: pdf}
    pages, failed = render_pages(replace(report, has_pdf=bool(printed)), words, attempt)
    index = write_site(folder, {**pages, **printed}, (table for _, table in report.files))
    faults = tuple(
        (placed.chapter.key, placed.fault)
        for placed in (numbers, *chapters, *failed)
        if placed.fault is not None
    )
    return RenderedReport(index, (*faults, ("pdf", pdf)) if isinstance(pdf, Fault) else faults)


def _is_fictional(year: Year) -> bool:
    """True where every document and every system is of the demo's country."""
    rows = year.rows("select country from document union select country from deployment")
    return bool(rows) and {row["country"] for row in rows} == {FICTIONAL}
