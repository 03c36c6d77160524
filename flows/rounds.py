"""Rounds: which stages run by themselves every night, week, month and year (`prefect.yaml`)."""

from __future__ import annotations

from prefect import flow

from flows.check import check
from flows.code import code
from flows.collect import collect
from flows.compare import compare
from flows.everything import run_stages
from flows.parse import parse
from flows.publish import publish
from flows.registers import registers
from flows.report import report
from flows.scope import DECLARED, Scope
from flows.stage import StageOutcome
from flows.topics import topics


@flow(name="nightly", persist_result=False)
def nightly(scope: Scope = DECLARED, run_id: str = "") -> list[StageOutcome]:
    """Look after the home: archive, tables, editions, disk."""
    return run_stages(scope, run_id, (check,))


@flow(name="weekly", persist_result=False)
def weekly(scope: Scope = DECLARED, run_id: str = "") -> list[StageOutcome]:
    """Collect what is new, read it and code it; publishes nothing."""
    return run_stages(scope, run_id, (collect, parse, code))


@flow(name="monthly", persist_result=False)
def monthly(scope: Scope = DECLARED, run_id: str = "") -> list[StageOutcome]:
    """Load the registers, set the talk beside them, and publish an edition."""
    return run_stages(scope, run_id, (topics, registers, compare, publish))


@flow(name="yearly", persist_result=False)
def yearly(scope: Scope = DECLARED, run_id: str = "") -> list[StageOutcome]:
    """Render the reports from what is at hand, and publish them; asks no publisher.

    Reading and coding come first, in case the last weekly round broke off between them.
    """
    return run_stages(scope, run_id, (parse, code, topics, compare, report, publish))
