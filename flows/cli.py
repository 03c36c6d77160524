"""The command line: runs the flows, and answers questions about what they made.

Exit codes: 0 done, 1 done with faults listed, 2 bad usage, 3 failed.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from data.errors import DeclarationError, ImaginariesError, UsageError
from flows import (
    cli_agreement,
    cli_answers,
    cli_codebook,
    cli_collect,
    cli_compare,
    cli_evaluate,
    cli_text,
)
from flows.explain import cli as cli_explain
from flows.scope import Scope, read_hosts
from flows.stage import StageOutcome
from flows.training import cli as cli_training

app = typer.Typer(
    help="Measures what governments promise about data and AI against what is on record.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(cli_evaluate.app, name="evaluate")
app.add_typer(cli_codebook.app, name="codebook")
cli_answers.add_to(app)
cli_text.add_to(app)
cli_collect.add_to(app)
cli_compare.add_to(app)
cli_explain.add_to(app)
cli_training.add_to(app)
cli_agreement.add_to(app)

Home = Annotated[
    Path | None,
    typer.Option(help="Folder for database, editions and reports.", envvar="IMAGINARIES_HOME"),
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
Countries = Annotated[
    list[str] | None,
    typer.Option("--country", help="Show this country, such as NO; may be given again."),
]
Years = Annotated[
    list[int] | None,
    typer.Option("--year", help="Render only this year; may be given again."),
]


INTERRUPTED = 130
"""How Typer ends on Ctrl-C outside a flow."""


def make_scope(
    home: Path | None,
    corpus: Path | None,
    registers: Path | None,
    sources: list[str] | None,
    offline: bool,
    hosts: list[str] | None = None,
) -> Scope:
    """The scope that the common options describe."""
    return Scope(
        home=home,
        corpus=corpus.resolve() if corpus else None,
        registers=registers.resolve() if registers else None,
        sources=tuple(sources or ()),
        offline=offline,
        hosts=read_hosts(hosts or ()),
    )


@app.command(epilog="Example: imaginaries demo --home /tmp/demo")
def demo(home: Home = None) -> None:
    """Run everything on the fictional demo, collected from a server on this machine."""
    from flows.demo import run_demo
    from flows.launch import finish, show_places

    scope, outcomes = run_demo(home)
    show_places(scope)
    finish(scope, outcomes)


@app.command(epilog="Example: imaginaries run --corpus ../shared/corpus --home /tmp/first")
def run(
    home: Home = None,
    corpus: Corpus = None,
    registers: Registers = None,
    sources: Sources = None,
    offline: Offline = False,
    hosts: Hosts = None,
) -> None:
    """Run all stages: collect, parse, code, topics, registers, compare, report, publish."""
    from flows.launch import finish, launch, show_places

    scope = make_scope(home, corpus, registers, sources, offline, hosts)
    outcomes = launch("everything", scope)
    show_places(scope)
    finish(scope, outcomes)


STAGE_VERBS = {
    "collect": ("Find documents and keep their bytes in the archive.", "--corpus ../shared/corpus"),
    "parse": ("Read collected documents into passages and sentences.", "--home /tmp/first"),
    "code": ("Code the sentences: scope, type, imaginaries, constraints.", "--home /tmp/first"),
    "topics": ("Group passages into topics, one model per language.", "--home /tmp/first"),
    "registers": ("Load registers of deployments.", "--registers ../shared/registers"),
    "publish": ("Check the tables and put a new edition in place.", "--home /tmp/first"),
}


ASKING_VERBS = ("collect", "registers")
"""Stages that ask publishers, and so can be told to ask elsewhere."""


def add_stage_verb(name: str, says: str, example: str) -> None:
    """Add the verb of one stage; all take the common options."""

    def verb(
        home: Home = None,
        corpus: Corpus = None,
        registers: Registers = None,
        sources: Sources = None,
        offline: Offline = False,
    ) -> None:
        run_stage(name, make_scope(home, corpus, registers, sources, offline))

    def asking_verb(
        home: Home = None,
        corpus: Corpus = None,
        registers: Registers = None,
        sources: Sources = None,
        offline: Offline = False,
        hosts: Hosts = None,
    ) -> None:
        run_stage(name, make_scope(home, corpus, registers, sources, offline, hosts))

    chosen = asking_verb if name in ASKING_VERBS else verb
    app.command(name, help=says, epilog=f"Example: imaginaries {name} {example}")(chosen)


for _name, (_says, _example) in STAGE_VERBS.items():
    add_stage_verb(_name, _says, _example)


@app.command(epilog="Example: imaginaries compare --home /tmp/first --country NO --country SE")
def compare(
    home: Home = None,
    corpus: Corpus = None,
    registers: Registers = None,
    sources: Sources = None,
    offline: Offline = False,
    hosts: Hosts = None,
    countries: Countries = None,
) -> None:
    """Set talk beside record, and print ladder, gap, lag, ledgers and sensitivity by country."""
    from flows.launch import finish

    scope = make_scope(home, corpus, registers, sources, offline, hosts)
    outcomes = run_stages("compare", scope)
    cli_compare.print_comparison(scope, countries)
    finish(scope, outcomes)


@app.command(epilog="Example: imaginaries report --year 2025 --year 2024")
def report(
    home: Home = None,
    corpus: Corpus = None,
    registers: Registers = None,
    sources: Sources = None,
    offline: Offline = False,
    years: Years = None,
) -> None:
    """Render the yearly reports."""
    scope = make_scope(home, corpus, registers, sources, offline)
    run_stage("report", scope, years=years or ())


def run_stage(name: str, scope: Scope, **options: object) -> None:
    """Run one stage, after collecting the folder if one is given, and end with its exit code."""
    from flows.launch import finish

    finish(scope, run_stages(name, scope, **options))


def run_stages(name: str, scope: Scope, **options: object) -> list[StageOutcome]:
    """Run one stage, after collecting the folder if one is given, and say what was done."""
    from flows.launch import launch

    outcomes = []
    if scope.corpus is not None and name != "collect":
        outcomes += launch("collect", scope)
    outcomes += launch(name, scope, **options)
    for outcome in outcomes:
        typer.echo(f"{outcome.stage}: {outcome.detail}")
    return outcomes


def main() -> NoReturn:
    """Run the command line and turn what went wrong into a message and an exit code."""
    try:
        app()
    except (UsageError, DeclarationError) as error:
        typer.echo(f"imaginaries: {error}", err=True)
        sys.exit(2)
    except ImaginariesError as error:
        typer.echo(f"imaginaries: {error}", err=True)
        sys.exit(3)
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        typer.echo(
            f"imaginaries: {error.strerror or error}{place}; nothing was published", err=True
        )
        sys.exit(3)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            typer.echo("imaginaries: stopped; the last edition stays as it was", err=True)
            sys.exit(3)
        raise
    except Exception as error:  # noqa: BLE001 - a defect must not end with 1, "done with faults"
        traceback.print_exc()
        typer.echo(f"imaginaries: a defect of the software: {error!r}; please report it", err=True)
        sys.exit(3)
    sys.exit(0)
