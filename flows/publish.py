"""Publish: a fresh edition for readers, if the tables hold together."""

from __future__ import annotations

from prefect import flow

from data.errors import CheckError
from flows.edition import edition_id, made_from
from flows.report import page_files_version
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, now, open_stage, outcome_of
from flows.versions import version_of
from reports.publish import publish_edition
from reports.questions import run_checks


@flow(name="publish", persist_result=False)
def publish(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Check the tables and put a new edition in place, if anything has changed since the last."""
    with open_stage(scope, "publish", run_id) as stage:
        home = stage.settings.home
        version = version_of("reports.publish")
        inputs = {"all": made_from(stage, version, page_files_version())}
        if stage.changed(inputs) or not home.published_database.exists():
            check_tables(stage)
            name = edition_id(stage)
            publish_edition(stage.store, home.published, now=now(), edition_id=name)
            stage.remember(inputs)
            stage.done, stage.detail = 1, f"edition {name}"
        else:
            stage.skipped, stage.detail = 1, "nothing has changed since the last edition"
        return outcome_of(stage)


def check_tables(stage: Stage) -> None:
    """Stop before publishing tables that contradict themselves.

    Raises:
        CheckError: with the checks that found something, and the first rows found.
    """
    failed = run_checks(stage.store)
    if failed:
        lines = "\n".join(str(check) for check in failed)
        raise CheckError(f"not published, the last edition stays; these checks failed:\n{lines}")
