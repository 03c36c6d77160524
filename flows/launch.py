"""Starts flows on Prefect's embedded server, and says how they ended."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from typing import NoReturn

import typer

from data.codebook import load_codebook
from data.errors import StoppedError
from data.records import FaultRecord
from data.register import load_registers
from data.settings import DATA_FOLDER, Home
from data.store import open_reading
from flows.collecting.network import check_hosts, chosen_sources
from flows.operating.back_off import next_step_of
from flows.operating.home_lock import hold_home
from flows.operating.watchdog import end_prefect_server_with_this_process
from flows.scope import Scope
from flows.stage import SECONDS_PER_MINUTE, StageOutcome

__all__ = ["finish", "hold_home", "launch", "prepare_prefect", "run_flow", "show_places"]

STARTUP_SECONDS = 300
"""How long the embedded server may take to start: 15 to 20 s on two cores, more when busy."""

LONGEST_WAIT_MINUTES = 24 * 60
"""How long `--wait` waits for the run before; a run that takes longer hangs."""


def launch(
    flow_name: str, scope: Scope, waits: bool = False, /, **options: object
) -> list[StageOutcome]:
    """Run one flow by its module's name and return the outcome of each of its stages.

    Raises:
        DeclarationError: a declaration is malformed; nothing has run.
        StoreError: another run is at work on this home, and still is after the wait.
        StoppedError: Ctrl-C.
    """
    check_declarations(scope)
    settings = scope.settings()
    prepare_prefect(settings.home)
    minutes = LONGEST_WAIT_MINUTES if waits else settings.watch.wait_minutes
    with hold_home(settings.home, wait_seconds=minutes * SECONDS_PER_MINUTE):
        return run_flow(flow_name, scope, options)


def run_flow(flow_name: str, scope: Scope, options: dict[str, object]) -> list[StageOutcome]:
    """Import a flow only now, since Prefect reads its settings when it is imported, and run it.

    Raises:
        StoppedError: Ctrl-C.
    """
    flow = getattr(importlib.import_module(f"flows.{flow_name}"), flow_name)
    end_prefect_server_with_this_process()
    try:
        result: StageOutcome | list[StageOutcome] = flow(scope, **options)
    except KeyboardInterrupt as interrupt:
        raise StoppedError("stopped; the last edition stays as it was") from interrupt
    return result if isinstance(result, list) else [result]


def check_declarations(scope: Scope) -> None:
    """Read every declaration that a run could use, so that a wrong one stops it at the start.

    Raises:
        DeclarationError: a declaration is malformed.
        UsageError: the scope names a source or a host that none declares.
    """
    chosen_sources(scope)
    check_hosts(scope, load_registers(scope.declarations / "registers").values())
    load_codebook(DATA_FOLDER)


def prepare_prefect(home: Home) -> None:
    """Set Prefect up before it is imported: no telemetry, its own files below the home, patience.

    What a person has set in the environment stays, so that a run can use a server of their own.
    """
    home.prefect.mkdir(parents=True, exist_ok=True)
    defaults = {
        "PREFECT_HOME": str(home.prefect),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(STARTUP_SECONDS),
        # Flows tell what they do themselves; a stack trace of each stage's failure would bury it.
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def show_places(scope: Scope) -> None:
    """Say where the database and the reports are."""
    home = scope.settings().home
    typer.echo(f"database  {home.published_database}")
    pages = sorted(home.reports.glob("[0-9][0-9][0-9][0-9]/index.html"))
    if pages:
        typer.echo(f"reports   {home.reports} ({pages[0].parent.name} to {pages[-1].parent.name})")
        typer.echo(f"newest    {pages[-1]}")


def finish(scope: Scope, outcomes: Sequence[StageOutcome]) -> NoReturn:
    """List the faults of the stages that ran, and end with 1 if there are any, else with 0.

    Where only some sources were asked for, collecting is judged by theirs.
    """
    ran = {outcome.stage for outcome in outcomes}
    with open_reading(scope.settings().home.work_database) as store:
        faults = store.read(FaultRecord, "true order by stage, subject")
        asked_for = store.query(
            "select document_id from document_ref where source_id in (select unnest(?))",
            [list(scope.sources)],
        )
    wanted = {row[0] for row in asked_for.rows}
    shown = [
        fault
        for fault in faults
        if fault.stage in ran
        and (
            not scope.sources
            or fault.stage != "collect"
            or fault.document_id in wanted
            or fault.subject.split(" ")[0] in scope.sources
        )
    ]
    if shown:
        typer.echo(f"{len(shown)} faults:")
    for fault in shown:
        typer.echo(
            f"  {fault.stage}  {fault.subject}\n    {fault.reason}\n    -> {fault.next_step}\n"
            f"    {fault.fault_id[:8]}: {next_step_of(fault)}"
        )
    raise typer.Exit(1 if shown else 0)
