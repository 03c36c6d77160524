"""Links to groups of rows that are one system; a chain of links does not run systems together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.ids import content_id
from data.records import Deployment, DeploymentGroup

Pair = tuple[int, int]

LEAST_MEAN_SCORE = 0.5
"""The mean score that the pairs across two groups must have for the groups to be one."""


@dataclass(slots=True)
class _Groups:
    """Which group each row is in, and who is in each group."""

    group_of: list[int]
    members: dict[int, list[int]]

    def merge(self, first: int, second: int) -> None:
        small, large = sorted((first, second), key=lambda group: (len(self.members[group]), group))
        for row in self.members.pop(small):
            self.group_of[row] = large
            self.members[large].append(row)


def group_rows(
    registers: Sequence[str],
    scores: Mapping[Pair, float],
    links: Sequence[Pair],
    *,
    same: frozenset[Pair] = frozenset(),
    different: frozenset[Pair] = frozenset(),
) -> list[list[int]]:
    """Groups of rows, each row in one, in order of their first rows.

    `registers` has the register of each row, `scores` the pairs that were compared (first row
    lower), `links` those sure enough to be taken, surest first, `same` and `different` what a
    person says. Groups are joined by average linkage: one link is not enough where the other pairs
    across both groups were found unlike, or never near enough to be compared (which counts as 0).
    Two rows of one register are never joined, unless they themselves are linked.
    """
    groups = _Groups(list(range(len(registers))), {row: [row] for row in range(len(registers))})
    for pair in [*sorted(same), *links]:
        first, second = groups.group_of[pair[0]], groups.group_of[pair[1]]
        if first == second:
            continue
        across = [
            (a, b) if a < b else (b, a)
            for a in groups.members[first]
            for b in groups.members[second]
        ]
        if not different.isdisjoint(across):
            continue
        if pair in same or _may_join(across, registers, scores):
            groups.merge(first, second)
    return sorted(sorted(rows) for rows in groups.members.values())


def _may_join(
    across: Sequence[Pair], registers: Sequence[str], scores: Mapping[Pair, float]
) -> bool:
    held = [scores.get(pair, 0.0) for pair in across]
    for (a, b), score in zip(across, held, strict=True):
        if registers[a] == registers[b] and score < LEAST_MEAN_SCORE:
            return False
    return sum(held) / len(held) >= LEAST_MEAN_SCORE


def build_groups(
    rows: Sequence[Deployment], groups: Sequence[Sequence[int]]
) -> list[DeploymentGroup]:
    """The groups as records, one per row; a group's id is that of its first row."""
    found = []
    for members in groups:
        keys = sorted((rows[place].register_id, rows[place].deployment_id) for place in members)
        found += [
            DeploymentGroup(
                register_id=register_id,
                deployment_id=deployment_id,
                group_id=content_id("system", *keys[0]),
                row_count=len(keys),
                register_count=len({key[0] for key in keys}),
            )
            for register_id, deployment_id in keys
        ]
    return found


def alone(rows: Sequence[Deployment]) -> list[DeploymentGroup]:
    """Every row as a system of its own."""
    return build_groups(rows, [[place] for place in range(len(rows))])
