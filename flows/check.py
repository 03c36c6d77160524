"""Check: whether a home is sound: archive, tables, editions and disk."""

from __future__ import annotations

from prefect import flow

from flows.operating.findings import (
    Finding,
    count_strays,
    find_archive_damage,
    find_contradictions,
    find_edition_damage,
    find_shortage,
    find_stale,
)
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, now, open_stage, outcome_of


@flow(name="check", persist_result=False)
def check(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Look after the home; each thing that is wrong is a fault until a later check finds it right.

    Nothing is repaired or removed here: that is for a person, or for the stage that made it.
    """
    with open_stage(scope, "check", run_id) as stage:
        check_home(stage)
        return outcome_of(stage)


def check_home(stage: Stage) -> None:
    """Look at everything, and put what was found in the place of what was found before."""
    store, home = stage.store, stage.settings.home
    checked, damaged = find_archive_damage(store, home)
    findings = [
        *damaged,
        *find_edition_damage(home),
        *find_contradictions(store),
        *find_stale(store, stage.settings.watch, now()),
        *find_shortage(home),
    ]
    record(stage, findings)
    strays = count_strays(store, home)
    stage.done = checked
    stage.detail = (
        f"{checked} archived files are compared with their hashes, {len(findings)} faults"
    )
    if strays:
        stage.detail += f"; {strays} archived files belong to no table"


def record(stage: Stage, findings: list[Finding]) -> None:
    """Make the findings the faults of this stage; what is found no more is a fault no more."""
    held = {fault.subject for fault in stage.faults()}
    stage.clear_faults(held - {finding.subject for finding in findings})
    for finding in findings:
        stage.fault(finding.subject, finding.fault, finding.document_id)
