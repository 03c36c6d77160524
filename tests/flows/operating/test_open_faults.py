from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import Fault, UsageError
from data.records import FaultRecord, StageInput
from flows.operating.open_faults import choose_faults, read_fault_rows, release_faults
from tests.flows.operating.homes import START, open_home

BAD = Fault("no", next_step="look")


def test_a_fault_is_found_by_how_its_id_begins(tmp_path: Path) -> None:
    with open_home(tmp_path, "parse") as stage:
        stage.fault("a.pdf", BAD, "d1")
        stage.fault("b.pdf", BAD, "d2")
        first, second = read_fault_rows(stage.store)
        assert choose_faults(stage.store, "parse", [first.fault_id[:6]]) == [first]
        assert choose_faults(stage.store, "parse", []) == [first, second]
        for wrong in ("", "zzzz"):
            with pytest.raises(UsageError, match=first.fault_id[:8]):
                choose_faults(stage.store, "parse", [wrong])
        with pytest.raises(UsageError, match="none"):
            choose_faults(stage.store, "code", [first.fault_id])


@pytest.mark.parametrize("stage_name", ["parse", "code"])
def test_a_released_fault_is_tried_by_the_next_run(tmp_path: Path, stage_name: str) -> None:
    with open_home(tmp_path, stage_name, max_tries=1) as stage:
        stage.changed({"d1": "h1", "d2": "h1"})
        stage.fault("a.pdf", BAD, "d1")
        stage.remember({"d1": "h1", "d2": "h1"} if stage_name == "parse" else {"d2": "h1"})
        assert stage.changed({"d1": "h1", "d2": "h1"}) == []
        release_faults(stage.store, stage.faults(), START)
        assert stage.changed({"d1": "h1", "d2": "h1"}) == ["d1"]
        assert [row.subject_id for row in stage.store.read(StageInput)] == ["d2"]
        (row,) = stage.store.read(FaultRecord)
        assert (row.tries, row.given_up_at) == (1, None)
