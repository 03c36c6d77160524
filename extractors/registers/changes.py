"""What changed from one edition of a register to the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from data.records import DeploymentStatus, EditionChange
from data.register import normalise


def find_changes(editions: Sequence[Sequence[DeploymentStatus]]) -> list[EditionChange]:
    """Systems that appeared, moved, were reworded or vanished, edition by edition.

    `editions` are in order of age. An edition without rows has no name and tells no change.
    "Moved" is another status; "reworded" is the same status in other words of the register, case
    and white space aside.
    """
    changes: list[EditionChange] = []
    for before, after in pairwise([edition for edition in editions if edition]):
        known = {one.deployment_id: one for one in before}
        present = {one.deployment_id: one for one in after}
        for deployment_id in [*present, *(one for one in known if one not in present)]:
            change = _change(known.get(deployment_id), present.get(deployment_id))
            if change:
                changes.append(_record(change, before[0], after[0], known, present, deployment_id))
    return changes


def _change(before: DeploymentStatus | None, after: DeploymentStatus | None) -> str | None:
    if before is None:
        return "appeared"
    if after is None:
        return "vanished"
    if before.status != after.status:
        return "moved"
    if normalise(before.status_raw) != normalise(after.status_raw):
        return "reworded"
    return None


def _record(
    change: str,
    edition_before: DeploymentStatus,
    edition: DeploymentStatus,
    known: dict[str, DeploymentStatus],
    present: dict[str, DeploymentStatus],
    deployment_id: str,
) -> EditionChange:
    before, after = known.get(deployment_id), present.get(deployment_id)
    named = after or known[deployment_id]
    return EditionChange(
        register_id=edition.register_id,
        edition_id=edition.edition_id,
        edition_on=edition.edition_on,
        edition_before_id=edition_before.edition_id,
        deployment_id=deployment_id,
        name=named.name,
        organisation=named.organisation,
        change=change,
        status_before=before.status if before else None,
        status=after.status if after else None,
        status_raw_before=before.status_raw if before else None,
        status_raw=after.status_raw if after else None,
    )
