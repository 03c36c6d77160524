"""Everything: all stages in order, from documents to a published edition."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from prefect import flow

from flows.code import code
from flows.collect import collect
from flows.compare import compare
from flows.operating.home_lock import keep_home
from flows.operating.run_log import RUN_ENDED, RUN_STARTED, open_log
from flows.operating.watch import watch_run
from flows.parse import parse
from flows.progress import tell
from flows.publish import publish
from flows.registers import registers
from flows.report import report
from flows.scope import DECLARED, Scope
from flows.stage import SECONDS_PER_MINUTE, StageOutcome, new_run_id, now
from flows.topics import topics

STAGES = (collect, parse, code, topics, registers, compare, report, publish)


@flow(name="everything", persist_result=False)
def everything(scope: Scope = DECLARED, run_id: str = "") -> list[StageOutcome]:
    """Run every stage on the scope; if one fails, the last edition stays as it was."""
    return run_stages(scope, run_id, STAGES)


def run_stages(
    scope: Scope, run_id: str, stages: Sequence[Callable[[Scope, str], StageOutcome]]
) -> list[StageOutcome]:
    """Run stages one after the other, holding the home and watching; the first to fail ends it."""
    run_id = run_id or new_run_id()
    settings = scope.settings()
    wait_seconds = settings.watch.wait_minutes * SECONDS_PER_MINUTE
    with keep_home(settings.home, wait_seconds=wait_seconds), watch_run(settings, run_id) as run:
        log = open_log(settings.home.logs, run_id)
        log.write(now(), RUN_STARTED, "everything")
        try:
            for stage in stages:
                outcome = stage(scope, run_id)
                tell(f"{outcome.stage:<10} {outcome.seconds:6.1f} s  {outcome.detail}")
                run.outcomes.append(outcome)
        except BaseException as error:
            if not log.ends_with("failed"):  # broken off between two stages, which have their own
                log.write(now(), "failed", "everything", error=type(error).__name__, reason="")
            raise
        log.write(now(), RUN_ENDED, "everything")
    return run.outcomes
