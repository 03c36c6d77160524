"""What speaks for and against two rows being one system, number by number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from models.link import LINK_SCORE
from models.link_pairs import Likeness
from models.link_score import evidence_of, reasons_of, score_of

ALIKE: dict[str, Any] = {
    "name": 0.6,
    "words": 0.5,
    "across_languages": False,
    "telling": 30.0,
    "organisation": 1.0,
    "other_body": False,
    "same_address": False,
    "has_addresses": False,
    "years_apart": np.nan,
    "same_short_name": False,
}


def likeness(**changes: Any) -> Likeness:
    return Likeness(**{field: np.array([value]) for field, value in (ALIKE | changes).items()})


def score(**changes: Any) -> float:
    return float(score_of(evidence_of(likeness(**changes)))[0])


def test_long_names_alike_in_style_alone_are_left_to_a_person() -> None:
    assert score() >= LINK_SCORE
    assert score(words=0.1) < LINK_SCORE
    assert "hardly a word in common" in reasons_of(likeness(words=0.1), 0)


def test_a_name_written_almost_the_same_needs_no_words_beside_it() -> None:
    assert score(name=0.9, words=0.1) >= LINK_SCORE
    assert "hardly a word in common" not in reasons_of(likeness(name=0.9, words=0.1), 0)


def test_a_name_tells_no_more_by_being_longer() -> None:
    assert score(telling=25.0) == score(telling=100.0)
    assert score(name=0.9, telling=18.0) > score(name=0.9, telling=9.0)


@pytest.mark.parametrize(
    "bodies",
    [
        {"other_body": True, "organisation": 0.1},
        {"organisation": 0.0, "across_languages": True, "words": 0.15},
    ],
)
def test_one_product_of_two_bodies_is_two_systems(bodies: dict[str, Any]) -> None:
    name = 1.0 if bodies.get("other_body") else 0.85
    assert score(name=name, **bodies) < LINK_SCORE
    assert "perhaps one product of two bodies" in reasons_of(likeness(name=name, **bodies), 0)
    assert score(name=name, **bodies, same_address=True, has_addresses=True) >= LINK_SCORE
