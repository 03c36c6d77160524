"""Verbs about collecting: what publishers answer, what has changed, and the archive as a file."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from data.errors import UsageError
from data.settings import load_settings
from data.store import QueryResult, open_reading
from flows.cli.options import HomeOption

if TYPE_CHECKING:
    from flows.collecting.changes import Change
    from flows.collecting.warc_import import ImportCount

HostsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--host",
        help="Send a host's requests elsewhere, as HOST=ADDRESS; may be given again.",
    ),
]
FileArgument = Annotated[Path, typer.Argument(help="A web archive file.")]

archive_app = typer.Typer(help="The archive as a web archive file.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(epilog="Example: imaginaries changes --since 2026-03-01 --text")(changes)
    app.add_typer(archive_app, name="archive")
    app.command(epilog="Example: imaginaries sample no-nav-allotment-letters")(sample)


def sample(
    source: Annotated[str, typer.Argument(help="Id of a declared source.")],
    home: HomeOption = None,
    hosts: HostsOption = None,
) -> None:
    """Record what a source's door answers today, and say how it differs from the sample."""
    from flows.collecting.recording import record_sample, show_recording

    recording = record_sample(source, home, hosts or ())
    for line in show_recording(recording):
        typer.echo(line)
    raise typer.Exit(1 if recording.faults or recording.is_broken else 0)


def changes(
    since: Annotated[str, typer.Option(help="A day or an instant (ISO 8601; UTC if no zone).")],
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    format: Annotated[
        Literal["table", "json", "csv"], typer.Option(help="How to print the list.")
    ] = "table",
    text: Annotated[
        bool, typer.Option("--text", help="Show the sentences that were added and removed.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """List what is new, changed, vanished, withdrawn or refused at the publishers since a day."""
    from flows.collecting.changes import find_changes, read_since

    when = read_since(since)
    with open_reading(load_settings(home).home.work_database) as store:
        found = find_changes(store, when, source)
    if format == "table":
        print_changes(found, with_text=text)
        return
    rows = [plain_change(change, with_text=text) for change in found]
    if format == "json":
        print(json.dumps(rows, ensure_ascii=False))
    else:
        from reports.spreadsheet_text import guard_cell

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(change_columns(with_text=text))
        writer.writerows([guard_cell(value) for value in row.values()] for row in rows)


def change_columns(*, with_text: bool) -> tuple[str, ...]:
    """The columns of the list."""
    from flows.collecting.changes import Change

    names = tuple(Change.__dataclass_fields__)
    return names if with_text else tuple(name for name in names if name != "difference")


def plain_change(change: Change, *, with_text: bool) -> dict[str, Any]:
    """A change as a plain object with its columns."""
    row = asdict(change) | {"happened_at": change.happened_at.isoformat()}
    return {name: row[name] for name in change_columns(with_text=with_text)}


def print_changes(found: list[Change], *, with_text: bool) -> None:
    """The list for a person; under each changed document its sentences, if they are asked for."""
    from flows.cli.answers_verbs import print_table

    if not found:
        print("nothing has changed since then")
        return
    columns = ("when", "change", "source", "title", "address", "detail")
    rows: list[tuple[Any, ...]] = [
        (
            f"{one.happened_at:%Y-%m-%d %H:%M}",
            one.change,
            one.source_id,
            one.title,
            one.url,
            one.detail,
        )
        for one in found
    ]
    print_table(QueryResult(columns, rows))
    for one in found:
        if with_text and one.difference:
            print(f"\n{one.happened_at:%Y-%m-%d %H:%M}  {one.url}\n{one.difference}")


@archive_app.command("export", epilog="Example: imaginaries archive export letters.warc.gz")
def export_archive(
    file: FileArgument,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    home: HomeOption = None,
) -> None:
    """Write every answer on record, with its bytes and citations, to a new WARC file."""
    from flows.collecting.warc import export_warc
    from flows.stage import now

    places = load_settings(home).home
    with open_reading(places.work_database) as store:
        count = export_warc(store, places.root, file, source, now())
    print(
        f"{file}: {count.responses} answers, {count.revisits} more with bytes that they had "
        f"brought, {count.resources} documents of several answers or from disk, "
        f"{count.citations} citations"
    )
    for address in count.lost:
        typer.echo(f"the archive has lost the bytes of {address}", err=True)
    raise typer.Exit(1 if count.lost else 0)


@archive_app.command(
    "import", epilog="Example: imaginaries archive import old.warc.gz --source no-digital-strategy"
)
def import_archive(
    file: FileArgument,
    source: Annotated[
        str | None,
        typer.Option(help="The declared source that the answers are for, where the file is silent"),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Take the answers of a WARC file into the archive; `collect --offline` then finds them."""
    from data.settings import DATA_FOLDER
    from data.source import load_sources
    from flows.collecting.warc_import import import_warc
    from flows.launch import hold_home
    from flows.scope import Scope
    from flows.stage import open_stage

    scope = Scope(home=home)
    if source is not None and source not in load_sources(DATA_FOLDER / "sources"):
        raise UsageError(f"no source {source!r} is declared: see data/sources")
    if not file.is_file():
        raise UsageError(f"there is no file {file}")
    places = scope.settings().home
    places.root.mkdir(parents=True, exist_ok=True)
    with hold_home(places), open_stage(scope, "import", "") as stage:
        count = import_warc(stage, file, source)
        stage.done, stage.skipped = count.added, count.known
        stage.detail = say_import(count)
    print(f"{file}: {say_import(count)}")
    for fault in count.faults:
        typer.echo(f"{fault.reason}\n-> {fault.next_step}", err=True)
    raise typer.Exit(1 if count.faults else 0)


def say_import(count: ImportCount) -> str:
    """What an import did, in words."""
    others = sum(count.passed_over.values())
    kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(count.passed_over.items()))
    said = f"{count.added} answers taken in, {count.redirects} of them by way of a redirect"
    if count.known:
        said += f", {count.known} were there"
    if count.unresolved:
        said += f", {count.unresolved} refer to bytes that are not there"
    if others:
        said += f", {others} records are no answers ({kinds})"
    return said
