"""The coverage card of a register: its own rule, and how far it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from data.records import Deployment, EditionChange, RegisterCoverage
from data.register import Coverage, normalise
from extractors.registers.deployments import UNNAMED


def build_coverage_card(
    register_id: str,
    coverage: Coverage,
    deployments: Sequence[Deployment],
    changes: Iterable[EditionChange],
    editions_on: Sequence[str],
    now: datetime,
) -> RegisterCoverage:
    """The card of the latest edition; `editions_on` are the dates of all editions, oldest first."""
    blank_count = sum(one.status_basis == "blank" for one in deployments)
    bodies = {normalise(one.organisation) for one in deployments if one.organisation != UNNAMED}
    last_change_on = find_last_change(deployments, changes, editions_on)
    return RegisterCoverage(
        register_id=register_id,
        must_contain=coverage.must_contain,
        reporters=coverage.reporters,
        publication_rule=coverage.publication_rule,
        reporting_since_on=coverage.since,
        row_count=len(deployments),
        blank_status_count=blank_count,
        blank_status_share=blank_count / len(deployments) if deployments else 0.0,
        body_count=len(bodies),
        declared_body_count=coverage.bodies,
        reporting_body_share=min(1.0, len(bodies) / coverage.bodies) if coverage.bodies else None,
        last_change_on=last_change_on,
        dormant_after_month_count=coverage.dormant_after_months,
        is_dormant=is_dormant(last_change_on, len(editions_on), coverage.dormant_after_months, now),
        body_kinds=", ".join(coverage.body_kinds) or None,
        parts_report=coverage.parts_report,
    )


def find_last_change(
    deployments: Sequence[Deployment], changes: Iterable[EditionChange], editions_on: Sequence[str]
) -> str:
    """Date of the newest edition in which a system appeared, moved or vanished.

    Where the editions tell no change, the first one was the change; a single edition is dated by
    its newest record, since a copy may be much younger than what it shows.
    """
    changed = [one.edition_on for one in changes if one.change != "reworded"]
    if changed:
        return max(changed)
    latest = editions_on[-1]
    recorded = [
        one.record_on
        for one in deployments
        if one.record_on and one.record_on[: len(latest)] <= latest
    ]
    return max(recorded, default=latest) if len(editions_on) == 1 else editions_on[0]


def is_dormant(
    last_change_on: str, edition_count: int, after_months: int, now: datetime
) -> bool | None:
    """Whether nothing has changed for so long; `None` where only one old copy is held.

    That a register sleeps is seen in editions without a change; a single copy may just be old.
    Dates at a coarser grain count to the end of their year.
    """
    if _months_since(last_change_on, now) < after_months:
        return False
    return True if edition_count > 1 else None


def _months_since(on: str, now: datetime) -> int:
    month = int(on[5:7]) if len(on) >= 7 else 12
    return (now.year - int(on[:4])) * 12 + now.month - month
