"""What became of a promise, by the records found for it and what its country's registers cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from models.promises import DECIDES, DOUBTFUL, Candidate

State = Literal[
    "on record as deployed",
    "in pilot",
    "planned",
    "no record found",
    "register does not cover",
    "not decidable",
]
STATES: tuple[State, ...] = get_args(State)
SAME, DIFFERENT = "same", "different"
COMPUTED, REVIEWED = "computed", "reviewed"

YEARS_TO_BUILD = 5
"""A promise without a date is taken to be kept or broken within so many years."""

_STATE_OF: Mapping[str, State] = {
    "production": "on record as deployed",
    "pilot": "in pilot",
    "development": "planned",
    "planned": "planned",
    "idea": "planned",
}
RecordId = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CountryRegister:
    """What a national register may be expected to hold."""

    register_id: str
    country: str
    edition_year: int
    since_year: int | None


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """What decides about a promise besides the records found."""

    promise_id: str
    country: str
    year: int | None
    due_year: int | None
    has_name: bool
    """A name in quotation marks can be looked up whatever the system is."""
    is_of_system: bool
    says_intelligent: bool


@dataclass(frozen=True, slots=True)
class Statuses:
    """What is told of one system: by all its records, and by older editions."""

    now: frozenset[str]
    was_in_use: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """The state of a promise, why, and the record that decided or is nearest."""

    state: State
    reason: str
    basis: str = COMPUTED
    candidate: Candidate | None = None


def decide(
    promise: PromiseFacts,
    candidates: Sequence[Candidate],
    statuses: Mapping[RecordId, Statuses],
    registers: Sequence[CountryRegister],
    verdicts: Mapping[RecordId, str],
    stated: State | None = None,
) -> Decision:
    """Decide about one promise.

    `candidates` come best first; `verdicts` are a reviewer's on its records, and `stated` is the
    reviewer's word on the promise itself, which stands above everything else.
    """
    open_ones = [one for one in candidates if verdicts.get(_id(one)) != DIFFERENT]
    confirmed = [one for one in open_ones if verdicts.get(_id(one)) == SAME]
    best = next(iter(confirmed or open_ones), None)
    if stated is not None:
        return Decision(stated, "a reviewer says so", REVIEWED, best)
    if best is not None and (confirmed or best.score >= DECIDES):
        state, reason = _state_on_record(statuses[_id(best)])
        return Decision(state, reason, REVIEWED if confirmed else COMPUTED, best)
    basis = REVIEWED if len(open_ones) < len(candidates) else COMPUTED
    state, reason = _state_without_record(
        promise, [one for one in registers if one.country == promise.country], best
    )
    return Decision(state, reason, basis, best)


def _state_on_record(found: Statuses) -> tuple[State, str]:
    told = found.now - {"unknown"}
    states = {_STATE_OF[status] for status in told if status in _STATE_OF}
    if not told:
        return "not decidable", "on record, but its status is blank"
    if "retired" in told and states:
        return "not decidable", f"its records contradict each other: {', '.join(sorted(told))}"
    if "retired" in told:
        if found.was_in_use:
            return "on record as deployed", "retired since; an older edition has it in use"
        return "not decidable", "on record as ended; no edition says that it was in use"
    if len(states) > 1:
        return "not decidable", f"its records differ: {', '.join(sorted(told))}"
    return states.pop(), f"on record as {', '.join(sorted(told))}"


def _state_without_record(
    promise: PromiseFacts, registers: Sequence[CountryRegister], best: Candidate | None
) -> tuple[State, str]:
    if not registers:
        return "register does not cover", "no national register is loaded for the country"
    if not (promise.has_name or promise.is_of_system):
        return "not decidable", "it names no system that a register could hold"
    if best is not None and best.score >= DOUBTFUL:
        return "not decidable", "a record may be of this system: a person must judge"
    if untimely := _outside_time(promise, registers):
        return untimely
    if not (promise.has_name or promise.says_intelligent):
        return (
            "register does not cover",
            "the registers hold artificial intelligence and algorithms, of which it does not speak",
        )
    return "no record found", "the country's registers hold no such system; it may exist unrecorded"


def _outside_time(
    promise: PromiseFacts, registers: Sequence[CountryRegister]
) -> tuple[State, str] | None:
    """Whether the registers end too early for the promise, or begin too late."""
    latest = max(one.edition_year for one in registers)
    if promise.due_year is not None and promise.due_year > latest:
        return "not decidable", f"due {promise.due_year}, after the latest edition ({latest})"
    if promise.year is not None and promise.year > latest:
        return "not decidable", f"promised {promise.year}, after the latest edition ({latest})"
    by = promise.due_year or (promise.year + YEARS_TO_BUILD if promise.year is not None else None)
    since = [one.since_year for one in registers if one.since_year is not None]
    if by is not None and len(since) == len(registers) and by < min(since):
        return (
            "register does not cover",
            f"promised for {by} or before; registering began in {min(since)}",
        )
    return None


def _id(candidate: Candidate) -> RecordId:
    return candidate.record.register_id, candidate.record.deployment_id
