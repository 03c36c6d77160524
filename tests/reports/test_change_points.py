from __future__ import annotations

import numpy as np
import pytest

from reports.change_points import CHANCE, Change, Counts, find_changes

YEARS = np.repeat(np.arange(2014, 2024), 8)


def documents(shares: dict[int, float], seed: int, spread: float = 0.05) -> tuple[Counts, Counts]:
    """Passages of each document and those of one topic, whose share changes in the given years."""
    draw = np.random.default_rng(seed)
    totals = draw.integers(5, 80, len(YEARS))
    levels = [shares[max(start for start in shares if start <= year)] for year in YEARS.tolist()]
    own = np.clip(np.array(levels) + draw.normal(0, spread, len(YEARS)), 0.001, 0.999)
    return totals, draw.binomial(totals, own)


def changes_of(shares: dict[int, float], seed: int = 1, spread: float = 0.05) -> list[Change]:
    totals, counts = documents(shares, seed, spread)
    return find_changes(YEARS, totals, counts[:, None], (7,))[0]


def test_a_planted_change_is_found_in_its_year_with_its_levels() -> None:
    (change,) = changes_of({2014: 0.1, 2019: 0.3})
    assert change.is_change
    assert change.year == 2019
    assert change.year_low <= 2019 <= change.year_high
    assert change.share_before == pytest.approx(0.1, abs=0.03)
    assert change.share_after == pytest.approx(0.3, abs=0.05)
    assert (change.document_count_before, change.document_count_after) == (40, 40)
    assert change.year_share > 0.8


def test_two_planted_changes_are_found_in_the_order_of_years() -> None:
    found = changes_of({2014: 0.05, 2017: 0.35, 2021: 0.1})
    assert [change.year for change in found] == [2017, 2021]
    assert all(change.is_change for change in found)
    first, second = found
    assert first.share_after == second.share_before == pytest.approx(0.35, abs=0.05)
    assert first.share_before == pytest.approx(0.05, abs=0.03)
    assert second.share_after == pytest.approx(0.1, abs=0.03)
    assert first.document_count_after == second.document_count_before == 32


def test_without_a_change_the_clearest_move_is_told_and_not_called_one() -> None:
    (change,) = changes_of({2014: 0.2})
    assert not change.is_change
    assert change.chance > CHANCE


def test_documents_that_differ_much_are_not_taken_for_a_change() -> None:
    """One in twenty worlds without a change may show one; passages alone would show nearly all."""
    false = sum(changes_of({2014: 0.3}, seed, 0.25)[0].is_change for seed in range(12))
    assert false <= 2


def test_a_less_clear_move_has_a_wider_interval() -> None:
    sharp, vague = (changes_of({2014: 0.1, 2019: level})[0] for level in (0.5, 0.14))
    assert sharp.year_high - sharp.year_low < vague.year_high - vague.year_low


def test_one_of_many_topics_must_be_clearer_than_one_alone() -> None:
    totals, counts = documents({2014: 0.2, 2019: 0.26}, 1)
    rest = [documents({2014: 0.2}, seed)[1] for seed in range(2, 12)]
    alone = find_changes(YEARS, totals, counts[:, None], (7,))[0][0]
    among = find_changes(YEARS, totals, np.column_stack([counts, *rest]), (7,))[0][0]
    assert among.chance > alone.chance


@pytest.mark.parametrize(
    "years", [[2020] * 9, [2020, 2021], [2019, 2019, 2020, 2020, 2021]], ids=str
)
def test_years_with_too_few_documents_on_a_side_have_no_change(years: list[int]) -> None:
    totals = np.full(len(years), 10)
    assert find_changes(np.array(years), totals, totals[:, None] // 2, (1,)) == [[]]


def test_the_order_of_documents_does_not_matter_to_the_levels_and_the_seed_decides_the_rest() -> (
    None
):
    totals, counts = documents({2014: 0.1, 2019: 0.3}, 1)
    turned = slice(None, None, -1)
    first = find_changes(YEARS, totals, counts[:, None], (7,))
    assert first == find_changes(YEARS, totals, counts[:, None], (7,))
    other = find_changes(YEARS[turned], totals[turned], counts[turned][:, None], (7,))
    assert (other[0][0].year, other[0][0].share_after) == (
        first[0][0].year,
        first[0][0].share_after,
    )


def test_a_topic_that_nobody_speaks_of_does_not_move() -> None:
    totals, counts = documents({2014: 0.1}, 1)
    (change,) = find_changes(YEARS, totals, np.zeros_like(counts)[:, None], (7,))[0]
    assert not change.is_change
    assert (change.share_before, change.share_after) == (0, 0)
