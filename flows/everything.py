"""Everything: all stages in order, from documents to a published edition."""

from __future__ import annotations

from prefect import flow

from flows.code import code
from flows.collect import collect
from flows.compare import compare
from flows.parse import parse
from flows.progress import tell
from flows.publish import publish
from flows.registers import registers
from flows.report import report
from flows.scope import DECLARED, Scope
from flows.stage import StageOutcome, new_run_id
from flows.topics import topics

STAGES = (collect, parse, code, topics, registers, compare, report, publish)


@flow(name="everything", persist_result=False)
def everything(scope: Scope = DECLARED, run_id: str = "") -> list[StageOutcome]:
    """Run every stage on the scope; if one fails, the last edition stays as it was."""
    run_id = run_id or new_run_id()
    outcomes = []
    for stage in STAGES:
        outcome = stage(scope, run_id)
        tell(f"{outcome.stage:<10} {outcome.seconds:6.1f} s  {outcome.detail}")
        outcomes.append(outcome)
    return outcomes
