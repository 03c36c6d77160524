from __future__ import annotations

import pytest

from extractors.registers.dates import Order, read_date, read_spreadsheet_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024", "2024"),
        (" 2024 ", "2024"),
        ("2024-03", "2024-03"),
        ("2024/3", "2024-03"),
        ("03/2024", "2024-03"),
        ("Mar-24", "2024-03"),
        ("March 2024", "2024-03"),
        ("2024-03-09", "2024-03-09"),
        ("2024-03-09 00:00:00", "2024-03-09"),
        ("2024-03-09T21:13:33.243445+00:00", "2024-03-09"),
        ("2024-03-09T21:13:33Z", "2024-03-09"),
        ("9.3.2024", "2024-03-09"),
        ("13/3/2024", "2024-03-13"),
        ("3/13/2024", "2024-03-13"),
        ("3/3/2024", "2024-03-03"),
    ],
)
def test_dates_keep_the_grain_they_are_written_in(written: str, iso: str) -> None:
    assert read_date(written) == iso


@pytest.mark.parametrize(
    ("written", "order", "iso"),
    [
        ("1/2/2024", "month first", "2024-01-02"),
        ("1/2/2024", "day first", "2024-02-01"),
        ("01/02/2024 00:00:00", "month first", "2024-01-02"),
        ("01/02/2024 12:00:00 AM", "month first", "2024-01-02"),
        ("1/2/2024 0:00", "month first", "2024-01-02"),
    ],
)
def test_slashed_dates_follow_the_declared_order(written: str, order: Order, iso: str) -> None:
    assert read_date(written, order) == iso


@pytest.mark.parametrize(
    "written",
    ["", "soon", "1/2/2024", "45658", "24-Jan", "2024-13", "31/31/2024", "2024-02-30", "Foo-24"],
)
def test_what_may_mean_two_things_is_no_date(written: str) -> None:
    assert read_date(written) is None


def test_a_year_that_a_spreadsheet_took_for_days_is_not_believed() -> None:
    assert read_date("7/16/1905", "month first") is None


def test_a_month_first_date_with_an_impossible_month_is_refused() -> None:
    assert read_date("13/3/2024", "month first") is None


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("7/16/1905", "2024"),
        ("7/7/1905", "2015"),
        ("24-Jan", "2024-01"),
        ("25-Feb", "2025-02"),
        ("Jan-24", "2024-01"),
        ("7/1/2023", "2023-07-01"),
        ("1/1/1905", None),  # day 1828: no year that a system could have begun in
        ("31-Foo", None),
        ("2/30/1905", None),
        ("TBD", None),
    ],
)
def test_dates_that_went_through_a_spreadsheet_are_read_back(written: str, iso: str | None) -> None:
    assert read_spreadsheet_date(written, "month first") == iso
