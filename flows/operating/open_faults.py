"""The faults that are open in a home: read, found by their id, and released for another try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime

from data.errors import UsageError
from data.records import FaultRecord
from data.store import Store


def read_fault_rows(store: Store) -> list[FaultRecord]:
    """All faults, by stage and subject.

    Raises:
        UsageError: the database is of an older schema, and no run has brought it up yet.
    """
    names = ", ".join(one.name for one in fields(FaultRecord))
    rows = store.query(f"select {names} from fault order by stage, subject").rows
    return [FaultRecord(*row) for row in rows]


def choose_faults(store: Store, stage: str, ids: Sequence[str]) -> list[FaultRecord]:
    """The faults of a stage with these ids, which may be shortened; without ids all of them.

    Raises:
        UsageError: an id names no fault of the stage, or more than one.
    """
    held = [fault for fault in read_fault_rows(store) if fault.stage == stage]
    if not ids:
        return held
    chosen = []
    for given in ids:
        found = [fault for fault in held if given and fault.fault_id.startswith(given)]
        if len(found) != 1:
            known = ", ".join(fault.fault_id[:8] for fault in held) or "none"
            said = "more than one fault" if found else "no fault"
            raise UsageError(f"--fault {given!r} names {said} of {stage}; there are: {known}")
        chosen += found
    return chosen


def release_faults(store: Store, faults: Sequence[FaultRecord], now: datetime) -> None:
    """Let the next run try these again, whatever was tried before; they stay faults until then."""
    with store.transaction():
        for fault in faults:
            free = replace(fault, input_tries=0, retry_at=now, given_up_at=None)
            store.replace(FaultRecord, "fault_id", [fault.fault_id], [free])
            store.query(
                "delete from stage_input where stage = ? and subject_id = ?",
                [fault.stage, fault.document_id or fault.subject],
            )
