"""Weighted log-odds and log-likelihood against worked examples, and the rules of spread."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from models.keyness import (
    KEPT,
    build_vocabulary,
    find_changes,
    find_own_words,
    log_likelihood,
    sum_side,
    weigh_odds,
)

COMMON = Counter(harbour=40, net=40)


def test_log_odds_are_those_of_the_paper_worked_by_hand() -> None:
    difference, z_scores = weigh_odds(
        np.array([30.0, 70.0]), np.array([10.0, 90.0]), np.array([1.0, 3.0])
    )
    expected = math.log(31 / 73) - math.log(11 / 93)
    assert difference[0] == pytest.approx(expected)
    assert z_scores[0] == pytest.approx(expected / math.sqrt(1 / 31 + 1 / 11))
    assert difference[1] == pytest.approx(-expected)


def test_a_larger_prior_draws_rare_words_towards_none() -> None:
    one, other = np.array([3.0, 97.0]), np.array([1.0, 99.0])
    weak = weigh_odds(one, other, np.array([0.1, 9.9]))[1][0]
    strong = weigh_odds(one, other, np.array([10.0, 990.0]))[1][0]
    assert weak > strong > 0


def test_g_squared_is_that_of_a_worked_table() -> None:
    # Two texts of 1,000 words, 20 and 5 mentions.
    one, other = np.array([20.0, 980.0]), np.array([5.0, 995.0])
    expected = 2 * (
        20 * math.log(20 / 12.5)
        + 980 * math.log(980 / 987.5)
        + 5 * math.log(5 / 12.5)
        + 995 * math.log(995 / 987.5)
    )
    assert log_likelihood(one, other)[0] == pytest.approx(expected)


def test_equal_shares_have_no_g_squared() -> None:
    assert log_likelihood(np.array([2.0, 8.0]), np.array([20.0, 80.0])) == pytest.approx([0, 0])


def change_of(now: list[Counter[str]], before: list[Counter[str]]) -> list[tuple[str, bool]]:
    vocabulary = build_vocabulary([*now, *before])
    every = range(len(now) + len(before))
    sides = [sum_side(vocabulary, rows) for rows in (every[: len(now)], every[len(now) :], every)]
    return [(one.word, one.strength > 0) for one in find_changes(vocabulary, *sides)]


def test_a_word_spread_over_documents_rises_and_one_documents_word_does_not() -> None:
    now = [
        COMMON + Counter(lantern=10, eel=60),
        COMMON + Counter(lantern=10),
        COMMON + Counter(lantern=10, eel=1),
        COMMON + Counter(lantern=10, eel=1),
    ]
    before = [COMMON + Counter(sail=12)] * 4
    assert change_of(now, before) == [("lantern", True), ("sail", False)]


def test_too_few_documents_on_either_side_give_nothing() -> None:
    now, before = [COMMON + Counter(lantern=10)], [COMMON + Counter(sail=12)]
    assert change_of(now * 2, before * 4) == []
    assert change_of(now * 4, before * 2) == []
    assert change_of(now * 4, before * 4) != []


def test_own_words_are_used_more_and_the_strongest_come_first() -> None:
    own = [COMMON + Counter(lantern=30, buoy=10)] * 3
    others = [COMMON + Counter(sail=30, buoy=1)] * 3
    vocabulary = build_vocabulary([*own, *others])
    found = find_own_words(
        vocabulary, sum_side(vocabulary, range(3)), sum_side(vocabulary, range(3, 6))
    )
    assert [one.word for one in found] == ["lantern", "buoy"]
    assert found[1].own_count == 30
    assert found[1].other_count == 3
    assert found[1].own_document_count == 3


def test_no_more_words_are_kept_than_asked_for() -> None:
    many = Counter({f"word{number}": 10 for number in range(KEPT + 20)})
    changes = change_of([COMMON + many] * 3, [Counter(harbour=900, net=900, sail=60)] * 3)
    assert [rose for _, rose in changes].count(True) == KEPT
