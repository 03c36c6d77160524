"""What the compare stage found, as text, and why a number moved between two editions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import UsageError
from data.settings import load_settings
from data.store import open_reading
from flows.cli.options import HomeOption

if TYPE_CHECKING:
    from flows.scope import Scope

SHOWN_PROMISES = 10


def add_to(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(epilog="Example: imaginaries movement --home /tmp/first")(movement)


def movement(
    before: Annotated[str | None, typer.Option("--from", help="The earlier edition.")] = None,
    after: Annotated[str | None, typer.Option("--to", help="The later edition.")] = None,
    home: HomeOption = None,
) -> None:
    """Split what moved between two editions into documents, parser, codebook, model and register.

    Without --from and --to the last two editions are compared.
    """
    from flows.comparing.movement import movement_between, render_movement

    earlier, later, movements = movement_between(load_settings(home).home, before, after)
    print(render_movement(earlier, later, movements))


def print_comparison(scope: Scope, countries: Sequence[str] | None) -> None:
    """Ladder, gap, lag, ledger of promises and sensitivity of the countries asked for.

    Raises:
        UsageError: what is asked for is no country's code.
    """
    from reports.comparison_tables import choose_countries, render_comparison, render_ledger
    from reports.sensitivity_table import render_sensitivity

    for code in countries or ():
        if not (code.isalpha() and code.isupper()):
            raise UsageError(f"{code!r} is no country's code: give --country NO, for example")
    with open_reading(scope.settings().home.work_database) as store:
        shown = list(countries) if countries else choose_countries(store)
        print(render_comparison(store, shown))
        print(f"\n{render_ledger(store, shown, SHOWN_PROMISES)}")
        print(f"\n{render_sensitivity(store, shown)}")
