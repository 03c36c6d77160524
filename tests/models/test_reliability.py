"""Intervals and calibration error, counted by hand."""

import numpy as np
import pytest

from models.evaluate import GoldSentence, PredictedCoding
from models.reliability import calibration_error, find_intervals

FAMILIES = {"doors": "imaginary", "walls": "constraint"}


def gold(number: int, code: str, document: str) -> GoldSentence:
    return GoldSentence(str(number), "en", "", "", (code,), (), "vision", document)


def said(number: int, code: str) -> PredictedCoding:
    return PredictedCoding(str(number), frozenset({code}), "vision", True)


def test_calibration_error_is_the_mean_gap_of_bins_and_codes() -> None:
    chances = np.array([[0.25, 0.95], [0.25, 0.95], [0.25, 0.95], [0.25, 0.95]], dtype=np.float32)
    truth = np.array([[1, 1], [0, 1], [0, 1], [0, 1]], dtype=np.float32)
    assert calibration_error(chances, truth) == pytest.approx((0 + 0.05) / 2, abs=1e-6)


def test_a_perfect_line_has_no_doubt() -> None:
    sentences = [gold(number, "doors", f"d{number}") for number in range(20)]
    found = find_intervals(sentences, [said(n, "doors") for n in range(20)], FAMILIES, seed=1)
    assert (found["doors"].low, found["doors"].high) == (1.0, 1.0)
    assert (found["walls"].low, found["walls"].high) == (0.0, 0.0)
    assert found["codes_macro_f1"].low == 0.5


def test_documents_are_drawn_whole() -> None:
    # Ten right and ten wrong: in two documents all hangs on which are drawn, in twenty it does not.
    right = [said(n, "doors" if n < 10 else "walls") for n in range(20)]
    few = [gold(n, "doors", "a" if n < 10 else "b") for n in range(20)]
    many = [gold(n, "doors", f"d{n}") for n in range(20)]
    wide = find_intervals(few, right, FAMILIES, seed=1)["doors"]
    narrow = find_intervals(many, right, FAMILIES, seed=1)["doors"]
    assert (wide.low, wide.high) == (0.0, 1.0)
    assert narrow.low > 0.2
    assert narrow.high < 0.95


def test_the_seed_decides() -> None:
    sentences = [gold(n, "doors", f"d{n}") for n in range(20)]
    answers = [said(n, "doors" if n % 3 else "walls") for n in range(20)]
    one, again = (find_intervals(sentences, answers, FAMILIES, seed=5) for _ in range(2))
    assert one == again
