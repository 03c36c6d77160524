from __future__ import annotations

import pytest

from data.records import DeploymentStatus
from extractors.registers.changes import find_changes

Said = tuple[str, str, str]  # deployment, status, the register's word


def edition(on: str, *said: Said) -> list[DeploymentStatus]:
    return [
        DeploymentStatus("list", one, on, on, f"System {one}", "Post", status, raw)
        for one, status, raw in said
    ]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ([("a", "pilot", "Trial")], [("a", "pilot", "Trial")], []),
        ([("a", "pilot", "Trial")], [("a", "pilot", "trial ")], []),
        (
            [("a", "pilot", "Trial")],
            [("a", "production", "Live")],
            [("moved", "a", "pilot", "production")],
        ),
        (
            [("a", "pilot", "Trial")],
            [("a", "pilot", "On trial")],
            [("reworded", "a", "pilot", "pilot")],
        ),
        (
            [("a", "unknown", "")],
            [("b", "unknown", "")],
            [("appeared", "b", None, "unknown"), ("vanished", "a", "unknown", None)],
        ),
    ],
)
def test_an_edition_is_compared_with_the_one_before(
    before: list[Said], after: list[Said], changes: list[tuple[str, str, str | None, str | None]]
) -> None:
    found = find_changes([edition("2023", *before), edition("2024", *after)])
    assert [(one.change, one.deployment_id, one.status_before, one.status) for one in found] == (
        changes
    )
    assert {(one.edition_before_id, one.edition_id) for one in found} <= {("2023", "2024")}


def test_a_system_that_comes_back_appears_again() -> None:
    here = ("a", "pilot", "Trial")
    other = ("b", "pilot", "Trial")
    found = find_changes(
        [edition("2022", here, other), edition("2023", other), edition("2024", here, other)]
    )
    assert [(one.change, one.edition_id, one.name) for one in found] == [
        ("vanished", "2023", "System a"),
        ("appeared", "2024", "System a"),
    ]


def test_one_edition_tells_no_change() -> None:
    assert find_changes([edition("2024", ("a", "pilot", "Trial"))]) == []
