"""What the stages before have worked from, as one hash."""

from __future__ import annotations

from collections.abc import Sequence

from data.ids import content_id
from data.records import FaultRecord, StageInput
from flows.stage import Stage


def upstream_hash(stage: Stage, stages: Sequence[str], *parts: str) -> str:
    """Hash of the named stages' inputs, their faults and collect's, codings, seed, other parts."""
    inputs = stage.store.read(
        StageInput, "stage in (select unnest(?)) order by stage, subject_id", [list(stages)]
    )
    faults = stage.store.read(
        FaultRecord, "stage in (select unnest(?)) order by fault_id", [["collect", *stages]]
    )
    # Codings are only ever added, so their number tells whether there are new ones.
    codings = stage.store.query("select count(*) from coding").rows[0][0]
    return content_id(
        *(part for row in inputs for part in (row.stage, row.subject_id, row.input_hash)),
        *(part for row in faults for part in (row.fault_id, row.reason)),
        codings,
        stage.settings.seed,
        *parts,
    )
