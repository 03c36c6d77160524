"""When a fault is tried again: at once, then after longer and longer waits, then not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from data.errors import Fault, WorkerFault
from data.records import FaultRecord

BACKED_OFF = ("collect", "parse", "code", "topics", "registers")
"""Stages whose faults wait, where it is known what they were met with: an address, or bytes.
Listings are asked for in every run, since what is new comes by them; reports are quickly made."""

_SAME_ANSWER = ("parse", "registers")
"""Stages that read files: the same bytes have the same fault, unless it was the worker's."""


def next_try(tries: int, now: datetime) -> datetime:
    """When to try again after so many tries: in the next run, then after 1, 2, 4, 8 … days."""
    return now if tries <= 1 else now + timedelta(days=2 ** (tries - 2))


def scheduled(fault: FaultRecord, cause: Fault, *, now: datetime, max_tries: int) -> FaultRecord:
    """The fault with its next try, or given up.

    A file that could not be read gives the same answer until its bytes or the reader change, so
    only a worker that died or took too long is tried again there by the clock.
    """
    waits = fault.stage in BACKED_OFF and fault.input_hash is not None
    if not waits or (fault.stage in _SAME_ANSWER and not isinstance(cause, WorkerFault)):
        return replace(fault, retry_at=None, given_up_at=None)
    tries = fault.input_tries or 1
    if tries >= max_tries:
        return replace(fault, retry_at=None, given_up_at=now)
    return replace(fault, retry_at=next_try(tries, now), given_up_at=None)


def is_waiting(fault: FaultRecord, input_hash: str, now: datetime) -> bool:
    """Whether a run leaves the subject alone: met with this very input, and not due or given up."""
    if fault.input_hash != input_hash:
        return False
    return fault.given_up_at is not None or (fault.retry_at is not None and fault.retry_at > now)


def due(inputs: Mapping[str, str], faults: Mapping[str, FaultRecord], now: datetime) -> list[str]:
    """Those of the subjects that no fault keeps waiting; `faults` is by subject."""
    return [
        subject
        for subject, value in inputs.items()
        if subject not in faults or not is_waiting(faults[subject], value, now)
    ]


def next_step_of(fault: FaultRecord) -> str:
    """When it is tried again, in words."""
    if fault.given_up_at is not None:
        return (
            f"given up after {fault.tries} tries: imaginaries retry --stage {fault.stage} "
            f"--fault {fault.fault_id[:8]}"
        )
    if fault.retry_at is not None:
        return f"tried again from {fault.retry_at:%Y-%m-%d %H:%M}"
    if fault.stage == "parse":
        return "tried again when its bytes or the parser change"
    return "tried again in every run"
