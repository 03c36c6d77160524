"""The command line: runs the flows, and answers questions about what they made.

Exit codes: 0 done, 1 done with faults listed, 2 bad usage, 3 failed.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import NoReturn

import typer

from data.errors import DeclarationError, ImaginariesError, UsageError
from flows.cli import (
    agreement_verbs,
    answers_verbs,
    codebook_verbs,
    collect_verbs,
    compare_verbs,
    edition_verbs,
    evaluate_verbs,
    explain_verbs,
    model_verbs,
    operate_verbs,
    serve_verbs,
    text_verbs,
    topics_verbs,
)
from flows.cli.options import (
    Accepted,
    AllText,
    Corpus,
    Countries,
    HomeOption,
    Hosts,
    Offline,
    Registers,
    ReportCountry,
    ReportLanguage,
    Sources,
    Stable,
    Waits,
    Years,
)
from flows.scope import Scope, read_hosts
from flows.stage import StageOutcome

app = typer.Typer(
    help="Measures what governments promise about data and AI against what is on record.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(evaluate_verbs.app, name="evaluate")
app.add_typer(codebook_verbs.app, name="codebook")
app.add_typer(topics_verbs.app, name="topics")
answers_verbs.add_to(app)
edition_verbs.add_to(app)
text_verbs.add_to(app)
collect_verbs.add_to(app)
compare_verbs.add_to(app)
explain_verbs.add_to(app)
model_verbs.add_to(app)
agreement_verbs.add_to(app)
operate_verbs.add_to(app)
serve_verbs.add_to(app)

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
def demo(home: HomeOption = None) -> None:
    """Run everything on the fictional demo, collected from a server on this machine."""
    from flows.demo import run_demo
    from flows.launch import finish, show_places

    scope, outcomes = run_demo(home)
    show_places(scope)
    finish(scope, outcomes)


@app.command(epilog="Example: imaginaries run --corpus ../shared/corpus --home /tmp/first")
def run(
    home: HomeOption = None,
    corpus: Corpus = None,
    registers: Registers = None,
    sources: Sources = None,
    offline: Offline = False,
    hosts: Hosts = None,
    waits: Waits = False,
) -> None:
    """Run all stages: collect, parse, code, topics, registers, compare, report, publish."""
    from flows.launch import finish, launch, show_places

    scope = make_scope(home, corpus, registers, sources, offline, hosts)
    outcomes = launch("everything", scope, waits)
    show_places(scope)
    finish(scope, outcomes)


STAGE_VERBS = {
    "collect": ("Find documents and keep their bytes in the archive.", "--corpus ../shared/corpus"),
    "parse": ("Read collected documents into passages and sentences.", "--home /tmp/first"),
    "code": ("Code the sentences: scope, type, imaginaries, constraints.", "--home /tmp/first"),
    "registers": ("Load registers of deployments.", "--registers ../shared/registers"),
}


ASKING_VERBS = ("collect", "registers")
"""Stages that ask publishers, and so can be told to ask elsewhere."""


def add_stage_verb(name: str, says: str, example: str) -> None:
    """Add the verb of one stage; all take the common options."""

    def verb(
        home: HomeOption = None,
        corpus: Corpus = None,
        registers: Registers = None,
        sources: Sources = None,
        offline: Offline = False,
    ) -> None:
        run_stage(name, make_scope(home, corpus, registers, sources, offline))

    def asking_verb(
        home: HomeOption = None,
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


@topics_verbs.app.callback(invoke_without_command=True)
def topics(
    context: typer.Context,
    home: HomeOption = None,
    corpus: Corpus = None,
    registers: Registers = None,
    sources: Sources = None,
    offline: Offline = False,
) -> None:
    """Group passages into topics, one model per language; below are questions about them."""
    if context.invoked_subcommand is None:
        run_stage("topics", make_scope(home, corpus, registers, sources, offline))
    else:
        topics_verbs.refuse_early_options(context)


@app.command(epilog="Example: imaginaries compare --home /tmp/first --country NO --country SE")
def compare(
    home: HomeOption = None,
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
    compare_verbs.print_comparison(scope, countries)
    finish(scope, outcomes)


@app.command(epilog="Example: imaginaries report --year 2025 --country NO --language nb")
def report(
    home: HomeOption = None,
    corpus: Corpus = None,
    registers: Registers = None,
    sources: Sources = None,
    offline: Offline = False,
    years: Years = None,
    country: ReportCountry = None,
    language: ReportLanguage = "en",
) -> None:
    """Render the yearly reports, of all countries or of one."""
    scope = make_scope(home, corpus, registers, sources, offline)
    run_stage("report", scope, years=years or (), country=country, language=language)


@app.command(epilog="Example: imaginaries publish --accept a_country_keeps_half_its_claims")
def publish(
    home: HomeOption = None,
    corpus: Corpus = None,
    registers: Registers = None,
    sources: Sources = None,
    offline: Offline = False,
    stable: Stable = False,
    all_text: AllText = False,
    accepted: Accepted = None,
) -> None:
    """Check the tables and put a new edition in place; what is accepted is recorded."""
    scope = make_scope(home, corpus, registers, sources, offline)
    operate_verbs.accept(scope.settings().home, accepted or ())
    run_stage("publish", scope, stable=stable, with_all_text=all_text)


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
