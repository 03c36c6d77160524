"""Verbs that hand on what an edition holds: `search`, `cite` and `export`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from data.settings import Home, load_settings
from data.store import Store, open_published, open_searching
from flows.cli.options import HomeOption

if TYPE_CHECKING:
    from data.records import Edition
    from reports.references import Reference

_TABLE = re.compile(r"[a-z_]+")
_EDITION = re.compile(r"\d{4}\.\d\d\.\d\d(\.\d+)?")


def add_to(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(epilog='Example: imaginaries search "gullgruve OR gold mine" --country NO')(search)
    app.command(epilog="Example: imaginaries cite 4f0c9a --style bibtex")(cite)
    app.command(epilog="Example: imaginaries export out_code_share --format xlsx")(export)


def search(
    words: Annotated[
        str,
        typer.Argument(
            help="Words in a row, in all their forms; join by OR or AND, end in * for any ending."
        ),
    ],
    country: Annotated[
        list[str] | None, typer.Option(help="Only this country, such as NO; may be given again.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="Only this language, such as nb; may be given again.")
    ] = None,
    first_year: Annotated[
        int | None, typer.Option("--from", help="Only from this year on.")
    ] = None,
    last_year: Annotated[int | None, typer.Option("--to", help="Only up to this year.")] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="Show so many sentences.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    home: HomeOption = None,
) -> None:
    """Look for words in the published sentences, and show each in its context."""
    from reports.concordance import hit_row, render_concordance
    from reports.search import Filters, find_sentences

    filters = Filters(tuple(country or ()), tuple(language or ()), first_year, last_year)
    store, has_full_text = open_searching(load_settings(home).home.published_database)
    with store:
        hits, plain = find_sentences(store, words, filters, has_full_text=has_full_text)
        notes = describe_limits(store, plain, has_full_text)
    if as_json:
        print(json.dumps([hit_row(hit) for hit in hits[:most]], ensure_ascii=False))
    elif hits:
        print(render_concordance(hits[:most]))
    documents = len({hit.document_id for hit in hits})
    shown = f", the first {most} shown" if len(hits) > most else ""
    print(f"{len(hits)} sentences in {documents} documents{shown}", file=sys.stderr)
    for note in notes:
        print(note, file=sys.stderr)


def describe_limits(store: Store, plain: tuple[str, ...], has_full_text: bool) -> list[str]:
    """What the search could not see, in words."""
    notes = []
    if plain:
        why = "this edition has no index of them"
        if not has_full_text:
            why = "DuckDB's full-text search is not installed (duckdb-extension-fts)"
        notes.append(f"{', '.join(plain)}: words as written, no other forms, because {why}")
    held, withheld = store.query("select count(text), count(*) - count(text) from sentence").rows[0]
    if withheld:
        notes.append(
            f"{withheld:,} of {held + withheld:,} sentences are not in this edition, because the "
            "licence of their documents is not declared open; for private use publish them with "
            "`imaginaries publish --with-all-text`"
        )
    return notes


def cite(
    what: Annotated[
        str | None,
        typer.Argument(help="A claim's id, a figure as YEAR/NAME, or an edition; else the latest."),
    ] = None,
    style: Annotated[
        Literal["text", "bibtex", "csl-json"], typer.Option(help="How to print the citation.")
    ] = "text",
    home: HomeOption = None,
) -> None:
    """Print how to cite an edition, a claim in it or a figure, with the software's version."""
    from reports.citation import render_text
    from reports.references import render_bibtex, render_csl_json

    reference = find_reference(load_settings(home).home, what)
    if style == "bibtex":
        print(render_bibtex([reference]), end="")
    elif style == "csl-json":
        print(render_csl_json([reference]), end="")
    else:
        print(render_text(reference))


def find_reference(home: Home, what: str | None) -> Reference:
    """What is to be cited.

    Raises:
        UsageError: there is no such claim, figure or edition.
    """
    from reports.citation import cite_claim, cite_edition, cite_figure, read_edition_row

    with open_published(home.published_database) as store:
        edition = read_edition_row(store)
        if what is None or what == edition.edition_id:
            return cite_edition(edition)
        if _EDITION.fullmatch(what):
            return cite_edition(find_earlier(store, what))
        year, _, figure = what.partition("/")
        if figure:
            check_figure(home, year, figure)
            return cite_figure(edition, what)
        return cite_claim(store, edition, what)


def find_earlier(store: Store, edition_id: str) -> Edition:
    """An edition before this one, which knows those before it.

    Raises:
        UsageError: it knows of none by that name.
    """
    from data.errors import UsageError
    from data.records import Edition

    editions: list[Edition] = store.read(Edition, "true order by published_at")
    found = [edition for edition in editions if edition.edition_id == edition_id]
    if not found:
        known = ", ".join(edition.edition_id for edition in editions)
        raise UsageError(f"no edition {edition_id!r} was published here: there are {known}")
    return found[0]


def check_figure(home: Home, year: str, figure: str) -> None:
    """Make sure that the report of the year has the figure: an id in one of its pages.

    Raises:
        UsageError: there is no such report, or no such figure in it.
    """
    from data.errors import UsageError

    pages = sorted((home.reports / year).glob("**/*.html")) if year.isdecimal() else []
    if not pages:
        years = ", ".join(sorted(path.name for path in home.reports.glob("[0-9]*")))
        raise UsageError(f"no report on {year!r} below {home.reports}: there are {years or 'none'}")
    name = re.compile(rf"""id=["']?(figure-)?{re.escape(figure)}["'\s>]""")
    if not any(name.search(page.read_text(encoding="utf-8")) for page in pages):
        raise UsageError(
            f"the report on {year} has no figure {figure!r}: see the ids in {pages[0]}"
        )


def export(
    what: Annotated[str, typer.Argument(help="A table or view by its name, or a question in SQL.")],
    format: Annotated[
        Literal["parquet", "csv", "jsonl", "xlsx"], typer.Option(help="The kind of file.")
    ] = "csv",
    to: Annotated[
        Path | None, typer.Option("--to", help="The file; NAME.FORMAT here if not given.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Write a table, a view or an answer of the published edition to a file.

    In CSV, a text that a spreadsheet would take for a formula (it begins with =, +, -, @ or a tab)
    has an apostrophe before it; the other formats have it as it is.
    """
    from reports.export import write_export

    is_name = _TABLE.fullmatch(what) is not None
    path = to or Path(f"{what if is_name else 'answer'}.{format}")
    with open_published(load_settings(home).home.published_database) as store:
        table = store.read_table(f"from {what}" if is_name else what)
    write_export(table, path, format)
    print(f"{path}: {table.num_rows:,} rows, {table.num_columns} columns")
