"""The options that several verbs of the command line share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="Folder for database, editions and reports.",
        envvar="IMAGINARIES_HOME",
    ),
]
Corpus = Annotated[
    Path | None,
    typer.Option(help="Collect this folder of documents and no declared source."),
]
Registers = Annotated[
    Path | None,
    typer.Option(help="Load the registers that lie in this folder."),
]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source", "--sources", help="Collect only this declared source; may be given again."
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Ask no publisher; work from the archive.")
]
Hosts = Annotated[
    list[str] | None,
    typer.Option(
        "--host",
        help="Ask this host elsewhere, as www.gov.uk=http://127.0.0.1:9001; may be given again.",
    ),
]
Waits = Annotated[bool, typer.Option("--wait", help="Wait for a run that is at work on this home.")]
Accepted = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        help="Accept what this check finds, such as no_table_has_emptied; may be given again.",
    ),
]
Stable = Annotated[
    bool, typer.Option("--stable", help="Keep the edition for ever, with checksums of its files.")
]
AllText = Annotated[
    bool,
    typer.Option(
        "--with-all-text",
        help="Publish every document's sentences, whatever its licence: for private use.",
    ),
]
Countries = Annotated[
    list[str] | None,
    typer.Option("--country", help="Show this country, such as NO; may be given again."),
]
Years = Annotated[
    list[int] | None,
    typer.Option("--year", help="Render only this year; may be given again."),
]
ReportCountry = Annotated[
    str | None,
    typer.Option("--country", help="Report on this country alone, such as NO."),
]
ReportLanguage = Annotated[
    str,
    typer.Option("--language", help="Language of the report's own words: en or nb."),
]
