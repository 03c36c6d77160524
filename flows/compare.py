"""Compare: talk and record of each country, year and code, and the talk corrected for error."""

from __future__ import annotations

from prefect import flow

from data.ids import files_version
from data.records import Comparison, Prevalence
from flows.correction import build_prevalence
from flows.scope import DECLARED, Scope
from flows.stage import StageOutcome, open_stage, outcome_of
from flows.training.lessons import load_taught
from flows.upstream import upstream_hash
from flows.versions import version_of
from models.classify import WEIGHTS_FOLDER
from models.confusion import CONFUSION_FILE, load_confusion
from reports.compare import build_comparisons


@flow(name="compare", persist_result=False)
def compare(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Build the comparison and prevalence tables anew if anything they rest on has changed."""
    with open_stage(scope, "compare", run_id) as stage:
        stages = ("parse", "code", "registers")
        errors = files_version(WEIGHTS_FOLDER.glob(CONFUSION_FILE))
        version = version_of("flows.correction")  # it imports the comparison too
        inputs = {"all": upstream_hash(stage, stages, version, errors)}
        if stage.changed(inputs):
            rows = build_comparisons(stage.store, stage.settings.seed)
            corrected = build_prevalence(
                stage.store,
                load_confusion(WEIGHTS_FOLDER),
                stage.settings.seed,
                load_taught(WEIGHTS_FOLDER),
            )
            with stage.store.transaction():
                stage.done = stage.store.replace_all(Comparison, rows)
                stage.store.replace_all(Prevalence, corrected)
                stage.remember(inputs)
        else:
            stage.skipped = stage.store.query("select count(*) from comparison").rows[0][0]
        stage.detail = f"{stage.done} rows compared, {stage.skipped} unchanged"
        return outcome_of(stage)
