"""Renders the report of a year: one page that needs nothing but itself, with its data beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import jinja2
from markupsafe import Markup

from data.errors import StoreError
from data.store import Store
from reports.figures import Chapter, Figure, Table
from reports.hope_chapter import build_hope
from reports.languages import name_language
from reports.links import name_link
from reports.numbers_chapter import build_numbers
from reports.promises_chapter import build_promises
from reports.record_chapters import build_contradictions, build_gap
from reports.source_chapters import build_documents, build_faults, build_method
from reports.talk_chapters import build_constraints, build_rhetoric
from reports.topics_chapter import build_topics
from reports.year import Year, name_country, read_year

TEMPLATES = Path(__file__).with_name("templates")
FICTIONAL = "XN"  # ISO 3166 leaves codes that begin with X to users; this one is the demo's


def render_report(store: Store, year: int, folder: Path, *, now: datetime, edition: str) -> Path:
    """Write `folder`/index.html and the data of its figures and tables as `folder`/data/*.csv.

    The page works from disk and asks for nothing outside itself. Links to stored copies expect the
    folder to be two levels below the home folder, as HOME/reports/2025.

    Args:
        store: the work database or a published edition.
        year: the report's year; figures over time end there.
        folder: where the report goes; what an earlier run left there is replaced.
        now: when the report is made (UTC).
        edition: name of the edition that the numbers are from.

    Raises:
        StoreError: the folder cannot be written.
    """
    shared = read_year(store, year)
    chapters = _build_chapters(shared, now, edition)
    page = (
        _environment()
        .get_template("report.html.j2")
        .render(
            year=year,
            now=now,
            edition=edition,
            chapters=chapters,
            is_fictional=_is_fictional(shared),
            countries=sorted(name_country(code) for code in shared.countries),
        )
    )
    try:
        return _write(folder, page, chapters)
    except OSError as error:
        raise StoreError(f"cannot write the report below {folder}: {error}") from error


def _build_chapters(year: Year, now: datetime, edition: str) -> list[Chapter]:
    return [
        build_numbers(year),
        build_rhetoric(year),
        build_hope(year),
        build_gap(year),
        build_promises(year),
        build_contradictions(year),
        build_constraints(year),
        build_topics(year),
        build_documents(year),
        build_faults(year),
        build_method(year, now, edition),
    ]


def _is_fictional(year: Year) -> bool:
    """True where every document and every system is of the demo's country."""
    rows = year.rows("select country from document union select country from deployment")
    return bool(rows) and {row["country"] for row in rows} == {FICTIONAL}


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["link_name"] = name_link
    environment.filters["country_name"] = name_country
    environment.filters["language_name"] = name_language
    # The drawings are our own markup; vl-convert escapes the texts in them.
    environment.filters["drawing"] = Markup
    return environment


def _write(folder: Path, page: str, chapters: list[Chapter]) -> Path:
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    written = set()
    for table in _tables(chapters):
        path = data / f"{table.key}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(table.columns)
            writer.writerows(table.rows)
        written.add(path)
    for path in data.glob("*.csv"):
        if path not in written:
            path.unlink()
    index = folder / "index.html"
    partial = folder / ".index.html.partial"
    partial.write_text(page, encoding="utf-8")
    return partial.replace(index)


def _tables(chapters: list[Chapter]) -> Iterator[Table]:
    figures: list[Figure] = [figure for chapter in chapters for figure in chapter.figures]
    yield from (figure.table for figure in figures)
    yield from (table for chapter in chapters for table in chapter.tables)
