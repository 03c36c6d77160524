"""Compare: the talk and the record of each country, year and code, side by side."""

from __future__ import annotations

from prefect import flow

from data.records import Comparison
from flows.scope import DECLARED, Scope
from flows.stage import StageOutcome, open_stage, outcome_of
from flows.upstream import upstream_hash
from flows.versions import version_of
from reports.compare import build_comparisons


@flow(name="compare", persist_result=False)
def compare(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Build the comparison table anew if anything that it rests on has changed."""
    with open_stage(scope, "compare", run_id) as stage:
        stages = ("parse", "code", "registers")
        inputs = {"all": upstream_hash(stage, stages, version_of("reports.compare"))}
        if stage.changed(inputs):
            rows = build_comparisons(stage.store, stage.settings.seed)
            with stage.store.transaction():
                stage.done = stage.store.replace_all(Comparison, rows)
                stage.remember(inputs)
        else:
            stage.skipped = stage.store.query("select count(*) from comparison").rows[0][0]
        stage.detail = f"{stage.done} rows compared, {stage.skipped} unchanged"
        return outcome_of(stage)
