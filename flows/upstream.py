"""What the stages before have worked from, as one hash."""

from __future__ import annotations

from collections.abc import Sequence

from data.ids import content_id
from data.records import FaultRecord, StageInput
from flows.stage import Stage


def upstream_hash(stage: Stage, stages: Sequence[str], *parts: str) -> str:
    """Hash of the named stages' inputs, of their faults and collect's, the seed and other parts."""
    inputs = stage.store.read(
        StageInput, "stage in (select unnest(?)) order by stage, subject_id", [list(stages)]
    )
    faults = stage.store.read(
        FaultRecord, "stage in (select unnest(?)) order by fault_id", [["collect", *stages]]
    )
    return content_id(
        *(part for row in inputs for part in (row.stage, row.subject_id, row.input_hash)),
        *(part for row in faults for part in (row.fault_id, row.reason)),
        stage.settings.seed,
        *parts,
    )
