"""Intervals and calibration error, counted by hand."""

import numpy as np
import pytest

from models.evaluate import Interval, PredictedCoding, score_claims
from models.gold import GoldSentence
from models.reliability import add_doubt, calibration_errors, find_intervals

FAMILIES = {"doors": "imaginary", "walls": "constraint"}


def gold(number: int, code: str, document: str) -> GoldSentence:
    return GoldSentence(str(number), "en", "", "", (code,), (), "vision", document)


def said(number: int, code: str) -> PredictedCoding:
    return PredictedCoding(str(number), frozenset({code}), "vision", True)


def test_a_codes_calibration_error_is_the_mean_gap_of_its_bins() -> None:
    chances = np.array([[0.25, 0.95], [0.25, 0.95], [0.25, 0.95], [0.25, 0.95]], dtype=np.float32)
    truth = np.array([[1, 1], [0, 1], [0, 1], [0, 1]], dtype=np.float32)
    assert calibration_errors(chances, truth) == pytest.approx([0, 0.05], abs=1e-6)


def f1_of(
    sentences: list[GoldSentence], answers: list[PredictedCoding], label: str, seed: int = 1
) -> Interval:
    found = find_intervals(sentences, answers, FAMILIES, seed)
    assert found is not None
    interval = found.labels[label][2]
    assert interval is not None
    return interval


def test_a_perfect_line_has_no_doubt() -> None:
    sentences = [gold(number, "doors", f"d{number}") for number in range(20)]
    answers = [said(number, "doors") for number in range(20)]
    assert f1_of(sentences, answers, "doors") == Interval(1.0, 1.0)
    found = find_intervals(sentences, answers, FAMILIES, 1, frequent=["doors"])
    assert found is not None
    assert found.labels["walls"] == (None, None, None)
    assert found.figures["codes_macro_f1"].low == 1.0
    assert "constraints_macro_f1" not in found.figures
    assert found.figures["frequent_codes_macro_f1"].low == 1.0
    assert found.figures["codes_micro_f1"].low == 1.0


def test_a_draw_without_a_code_says_nothing_of_it() -> None:
    # One document has the walls, which are found; every other draw or so is without it.
    sentences = [gold(n, "doors", f"d{n}") for n in range(4)] + [gold(9, "walls", "d9")]
    answers = [said(n, "doors") for n in range(4)] + [said(9, "walls")]
    assert f1_of(sentences, answers, "walls") == Interval(1.0, 1.0)
    found = find_intervals(sentences, answers, FAMILIES, 1)
    assert found is not None
    assert found.figures["codes_macro_f1"] == Interval(1.0, 1.0)


def test_documents_are_drawn_whole() -> None:
    # Ten right and ten wrong: in two documents all hangs on which are drawn, in twenty it does not.
    right = [said(n, "doors" if n < 10 else "walls") for n in range(20)]
    few = [gold(n, "doors", "a" if n < 10 else "b") for n in range(20)]
    many = [gold(n, "doors", f"d{n}") for n in range(20)]
    assert f1_of(few, right, "doors") == Interval(0.0, 1.0)
    narrow = f1_of(many, right, "doors")
    assert narrow.low > 0.2
    assert narrow.high < 0.95


def test_one_document_alone_has_no_interval() -> None:
    sentences = [gold(number, "doors", "a") for number in range(20)]
    assert find_intervals(sentences, [said(n, "doors") for n in range(20)], FAMILIES, 1) is None


def test_the_seed_decides() -> None:
    sentences = [gold(n, "doors", f"d{n}") for n in range(20)]
    answers = [said(n, "doors" if n % 3 else "walls") for n in range(20)]
    one, again = (f1_of(sentences, answers, "doors", seed=5) for _ in range(2))
    assert one == again


def test_every_part_gets_its_own_intervals_and_calibration() -> None:
    sentences = [
        GoldSentence(
            str(n), "en" if n < 10 else "nb", "", "", ("doors",), (), "vision", f"d{n}", "random"
        )
        for n in range(20)
    ]
    answers = [said(n, "doors" if n < 10 or n % 2 else "walls") for n in range(20)]
    # Sure of every English sentence; of the Norwegian ones it has no probability to give.
    chances = np.array([[1.0, 0.0] if n < 10 else [np.nan, np.nan] for n in range(20)])
    scores = score_claims(sentences, answers, FAMILIES)
    found = add_doubt(scores, sentences, answers, FAMILIES, 1, chances.astype(np.float32))
    assert found.by_language["en"].codes["doors"].f1_95 == Interval(1.0, 1.0)
    assert found.by_language["en"].expected_calibration_error == 0.0
    assert found.by_language["nb"].expected_calibration_error is None
    norwegian = found.by_language["nb"].codes["doors"]
    assert norwegian.recall == 0.5
    assert norwegian.recall_95 is not None
    assert norwegian.recall_95.low < 0.5 < norwegian.recall_95.high
    assert found.overall.codes["doors"].calibration_error == 0.0
    assert found.by_stratum["random"].intervals_95 == found.overall.intervals_95
