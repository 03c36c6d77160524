"""Verbs that keep a home going without anyone: `serve` and `check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.settings import load_settings
from flows.cli.options import HomeOption
from flows.versions import PROJECT


def add_to(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(epilog="Example: imaginaries serve --home /srv/imaginaries")(serve)
    app.command(epilog="Example: imaginaries check --home /srv/imaginaries")(check)


def serve(
    home: HomeOption = None,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Where the server answers, on this machine only.")
    ] = 4200,
    deployments: Annotated[
        Path,
        typer.Option(exists=True, dir_okay=False, help="Which flows run when; yours if you like."),
    ] = PROJECT / "prefect.yaml",
) -> None:
    """Run the rounds of prefect.yaml when they are due: Prefect's server and a worker."""
    from flows.operating.serving import serve as keep_serving

    keep_serving(load_settings(home).home, port, deployments.resolve())


def check(home: HomeOption = None) -> None:
    """Look after the home: archived bytes, tables, editions, age and room on the disk."""
    from flows.launch import finish, launch
    from flows.scope import Scope

    scope = Scope(home=home)
    outcomes = launch("check", scope)
    for outcome in outcomes:
        typer.echo(f"{outcome.stage}: {outcome.detail}")
    finish(scope, outcomes)
