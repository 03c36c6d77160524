from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from data.register import Coverage, Register
from extractors.registers.changes import find_changes
from extractors.registers.coverage_card import build_coverage_card, is_dormant
from extractors.registers.deployments import read_deployments, statuses_of

Declare = Callable[..., Register]

HEADER = "No,System,Body,About,Stage,Since,Contact,Remark"
NOW = datetime(2026, 11, 22)


def test_the_card_counts_bodies_and_blanks(declare: Declare) -> None:
    rows = ["1,S,Post Office,,In use,,,", "2,T,post  office,,,,,", "3,U,Mint,,,,,", "4,V,,,,,,"]
    deployments = read_deployments(
        "eastland", declare(), "\n".join((HEADER, *rows)).encode(), "2026-05", "2026-05", "x.csv"
    )
    coverage = Coverage(must_contain="machines", bodies=8, dormant_after_months=6)
    card = build_coverage_card("eastland", coverage, deployments, [], ["2026-05"], NOW)
    assert (card.row_count, card.blank_status_count, card.blank_status_share) == (4, 3, 0.75)
    assert (card.body_count, card.declared_body_count, card.reporting_body_share) == (2, 8, 0.25)
    assert (card.must_contain, card.last_change_on, card.is_dormant) == (
        "machines",
        "2026-05",
        None,
    )
    unknown = build_coverage_card("eastland", Coverage(), deployments, [], ["2026-05"], NOW)
    assert (unknown.reporting_body_share, unknown.is_dormant) == (None, False)


def test_the_last_change_is_one_of_content_and_not_of_the_file(declare: Declare) -> None:
    register, editions = declare(), []
    for on, rows in (
        ("2023-01", ["1,S,B,,In use,,,"]),
        ("2024-01", ["1,S,B,,Ended,,,"]),
        ("2025-08", ["1,S,B,New words,ended,,,"]),
    ):
        content = "\n".join((HEADER, *rows)).encode()
        editions.append(read_deployments("eastland", register, content, on, on, "x.csv"))
    history = [statuses_of(one, one[0].edition_id) for one in editions]
    dates = [one[0].edition_id for one in editions]
    card = build_coverage_card(
        "eastland", Coverage(), editions[-1], find_changes(history), dates, NOW
    )
    assert (card.last_change_on, card.is_dormant) == ("2024-01", True)


def test_a_single_copy_is_dated_by_its_newest_record(declare: Declare) -> None:
    register = declare(start=None, record={"column": "Since", "basis": "registration"})
    rows = ["1,S,B,,In use,2026-02-01,,", "2,T,B,,In use,2031-01-01,,"]
    deployments = read_deployments(
        "eastland", register, "\n".join((HEADER, *rows)).encode(), "2026", "2026", "x.csv"
    )
    card = build_coverage_card("eastland", Coverage(), deployments, [], ["2026"], NOW)
    assert (card.last_change_on, card.is_dormant) == ("2026-02-01", False)


@pytest.mark.parametrize(
    ("last_change_on", "edition_count", "expected"),
    [
        ("2025-05-21", 3, True),
        ("2025-06-01", 3, False),
        ("2025", 3, False),
        ("2024", 3, True),
        ("2024", 1, None),
    ],
)
def test_a_register_sleeps_after_its_months(
    last_change_on: str, edition_count: int, expected: bool | None
) -> None:
    assert is_dormant(last_change_on, edition_count, 18, NOW) is expected
