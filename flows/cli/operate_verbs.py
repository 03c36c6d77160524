"""Verbs for whoever keeps a home running: `status` and `retry`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from data.errors import UsageError
from data.settings import Home, load_settings
from data.store import open_work
from flows.cli.options import HomeOption

FAULTS_SHOWN = 10
REASON_LETTERS = 110
RETRIED = Literal["collect", "parse", "code", "topics", "registers", "report"]


def add_to(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(epilog="Example: imaginaries status --json")(status)
    app.command(epilog="Example: imaginaries retry --stage parse --fault 3f9a1c2e")(retry)


def status(
    home: HomeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Say when each stage last went well, what is stale or at fault, and what runs now and next."""
    from flows.operating.home_state import read_state
    from flows.stage import now

    state = read_state(load_settings(home), now())
    if as_json:
        print(json.dumps(state, ensure_ascii=False, default=str))
    else:
        print_state(state)
    raise typer.Exit(1 if state["faults"] or state["last_failure"] else 0)


def retry(
    stage: Annotated[RETRIED, typer.Option(help="The stage whose faults to try again.")],
    faults: Annotated[
        list[str] | None,
        typer.Option("--fault", help="Id of a fault, or how it begins; may be given again."),
    ] = None,
    is_all: Annotated[bool, typer.Option("--all", help="All faults of the stage.")] = False,
    home: HomeOption = None,
    corpus: Annotated[
        Path | None, typer.Option(help="The folder that was collected, to collect it again.")
    ] = None,
    registers: Annotated[
        Path | None, typer.Option(help="The folder of registers, to load them again.")
    ] = None,
) -> None:
    """Try faults again now, given up or not: the stage runs, and does what else is due."""
    from flows.launch import finish, launch
    from flows.operating.home_lock import hold_home
    from flows.operating.open_faults import choose_faults, release_faults
    from flows.scope import Scope
    from flows.stage import now

    if is_all == bool(faults):
        raise UsageError("say which: --fault ID as `imaginaries status` shows it, or --all")
    scope = Scope(
        home=home,
        corpus=corpus.resolve() if corpus else None,
        registers=registers.resolve() if registers else None,
    )
    places = load_settings(home).home
    with hold_home(places), open_work(places.work_database) as store:
        chosen = choose_faults(store, stage, faults or [])
        release_faults(store, chosen, now())
    if not chosen:
        typer.echo(f"{stage} has no faults")
        return
    outcomes = launch(stage, scope)
    for outcome in outcomes:
        typer.echo(f"{outcome.stage}: {outcome.detail}")
    finish(scope, outcomes)


def accept(places: Home, checks: Sequence[str]) -> None:
    """Record that a person accepts what these checks find, for the edition made next.

    Raises:
        UsageError: a check is unknown, or finds what nobody can accept.
    """
    from flows.operating.gates import accept_checks
    from flows.operating.home_lock import hold_home
    from flows.stage import now

    if checks:
        with hold_home(places), open_work(places.work_database) as store:
            accept_checks(store, checks, now())


def print_state(state: dict[str, Any]) -> None:
    """One screen for a person."""
    disk = {name: f"{size / 1e6:,.0f} MB" for name, size in state["disk"].items()}
    print(f"home      {state['home']}")
    print(f"edition   {state['edition'] or 'none published yet'}")
    print(f"at work   {state['holder']['says'] if state['holder'] else 'nobody'}")
    if state["killed_holder"]:
        print(f"          the last was killed ({state['killed_holder']['says']}); its lock is free")
    if state["is_of_edition"]:
        print("          what follows is of the published edition, until that run ends")
    print("tables    " + ", ".join(f"{name} {n:,}" for name, n in state["counts"].items()))
    free, whole = disk.pop("free"), disk.pop("all")
    parts = ", ".join(f"{name} {size}" for name, size in disk.items())
    print(f"disk      {whole} ({parts}), {free} free")
    if state["shortage"]:
        print(f"          TOO LITTLE ROOM: {state['shortage']}")
    for run in state["last_runs"]:
        stale = "  STALE" if run["is_stale"] else ""
        print(f"{run['stage']:<10}{run['finished_at']:%Y-%m-%d %H:%M}  {run['detail']}{stale}")
    for source in state["stale_sources"]:
        print(f"stale     {source['name']}: last seen {source['last_at']:%Y-%m-%d}")
    if state["last_failure"]:
        failed = state["last_failure"]
        print(f"failed    {failed['at'][:16]} in {failed['stage']}: {_cut(failed['reason'])}")
    for one in state["next_runs"]:
        print(f"next      {one['at'][:16].replace('T', ' ')}  {one['name']}")
    if state["no_next_runs"]:
        print(f"next      not known: {state['no_next_runs']}")
    given_up = [fault for fault in state["faults"] if fault["given_up_at"]]
    open_ones = [fault for fault in state["faults"] if not fault["given_up_at"]]
    _print_faults("fault", open_ones)
    _print_faults("given up", given_up)


def _print_faults(label: str, faults: list[dict[str, Any]]) -> None:
    for fault in faults[:FAULTS_SHOWN]:
        print(f"{label:<10}{fault['fault_id'][:8]} {fault['stage']}: {fault['subject']}")
        print(f"          {_cut(fault['reason'])}")
        print(f"          -> {fault['next_step']} ({fault['then']})")
    if len(faults) > FAULTS_SHOWN:
        print(f"          and {len(faults) - FAULTS_SHOWN} more: imaginaries status --json")


def _cut(text: str) -> str:
    """The text on one line, shortened if it is long."""
    line = " ".join(str(text).split())
    return line if len(line) <= REASON_LETTERS else line[: REASON_LETTERS - 1] + "…"
