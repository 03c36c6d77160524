"""Starts flows on Prefect's embedded server, and says how they ended."""

from __future__ import annotations

import fcntl
import importlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import typer

from data.codebook import load_codebook
from data.errors import StoppedError, StoreError
from data.records import FaultRecord
from data.register import load_registers
from data.settings import DATA_FOLDER, Home
from data.store import open_reading
from flows.collecting.network import check_hosts, chosen_sources
from flows.scope import Scope
from flows.stage import StageOutcome

STARTUP_SECONDS = 300
"""How long the embedded server may take to start: 15 to 20 s on two cores, more when busy."""


def launch(flow_name: str, scope: Scope, **options: object) -> list[StageOutcome]:
    """Run one flow by its module's name and return the outcome of each of its stages.

    Raises:
        DeclarationError: a declaration is malformed; nothing has run.
        StoreError: another run is at work on this home.
        StoppedError: Ctrl-C.
    """
    check_declarations(scope)
    home = scope.settings().home
    prepare_prefect(home)
    with hold_home(home):
        return run_flow(flow_name, scope, options)


def run_flow(flow_name: str, scope: Scope, options: dict[str, object]) -> list[StageOutcome]:
    """Import a flow only now, since Prefect reads its settings when it is imported, and run it.

    Raises:
        StoppedError: Ctrl-C.
    """
    flow = getattr(importlib.import_module(f"flows.{flow_name}"), flow_name)
    try:
        result: StageOutcome | list[StageOutcome] = flow(scope, **options)
    except KeyboardInterrupt as interrupt:
        raise StoppedError("stopped; the last edition stays as it was") from interrupt
    return result if isinstance(result, list) else [result]


@contextmanager
def hold_home(home: Home) -> Iterator[None]:
    """Keep other runs off this home; the system lets go of it when the process ends, however.

    Raises:
        StoreError: another run holds it.
    """
    with (home.root / ".run.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise StoreError(f"process {holder} is running on {home.root}: wait for it") from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}")
        lock.flush()
        yield


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
    pages = sorted(home.reports.glob("*/index.html"))
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
            f"  {fault.stage}  {fault.subject}\n    {fault.reason}\n    -> {fault.next_step}"
        )
    raise typer.Exit(1 if shown else 0)
