"""Scores of coded sentences, counted by hand."""

import json

import pytest

from data.errors import UsageError
from models.evaluate import PredictedCoding, score_claims
from models.gold import GoldSentence

FAMILIES = {"doors": "imaginary", "walls": "constraint"}


def gold(number: int, imaginaries: str = "", constraints: str = "", **more: str) -> GoldSentence:
    return GoldSentence(
        id=str(number),
        language=more.get("language", "en"),
        before="",
        text="",
        imaginaries=tuple(imaginaries.split()),
        constraints=tuple(constraints.split()),
        type=more.get("type", "vision"),
        stratum=more.get("stratum", ""),
    )


def said(
    number: int, codes: str = "", kind: str = "vision", in_scope: bool = True
) -> PredictedCoding:
    return PredictedCoding(str(number), frozenset(codes.split()), kind, in_scope)


def test_precision_recall_and_f1_are_counted_per_code() -> None:
    scores = score_claims(
        [gold(1, "doors"), gold(2, "doors"), gold(3), gold(4, "", "walls")],
        [said(1, "doors"), said(2), said(3, "doors"), said(4, "walls")],
        FAMILIES,
    ).overall
    doors = scores.codes["doors"]
    assert (doors.count, doors.predicted_count) == (2, 2)
    assert (doors.precision, doors.recall, doors.f1) == (0.5, 0.5, 0.5)
    assert scores.imaginaries_macro_f1 == 0.5
    assert scores.constraints_macro_f1 == 1.0
    assert scores.codes_macro_f1 == 0.75


def test_micro_figures_take_all_decisions_together() -> None:
    scores = score_claims(
        [gold(1, "doors"), gold(2, "doors"), gold(3, "doors"), gold(4, "", "walls")],
        [said(1, "doors"), said(2, "doors walls"), said(3, "doors"), said(4)],
        FAMILIES,
    ).overall
    assert scores.codes_macro_f1 == 0.5
    assert scores.codes_micro_precision == 0.75
    assert scores.codes_micro_recall == 0.75
    assert scores.codes_micro_f1 == 0.75
    assert (scores.imaginaries_micro_f1, scores.constraints_micro_f1) == (1.0, 0.0)


def test_frequent_codes_have_thirty_gold_sentences() -> None:
    sentences = [gold(number, "doors") for number in range(30)] + [gold(99, "", "walls")]
    answers = [said(number, "doors") for number in range(30)] + [said(99)]
    found = score_claims(sentences, answers, FAMILIES).overall
    assert (found.frequent_code_count, found.frequent_codes_macro_f1) == (1, 1.0)
    fewer = score_claims(sentences[1:], answers[1:], FAMILIES).overall
    assert (fewer.frequent_code_count, fewer.frequent_codes_macro_f1) == (0, None)


def test_strata_are_scored_apart() -> None:
    sentences = [gold(1, "doors", stratum="random"), gold(2, "doors", stratum="active"), gold(3)]
    scores = score_claims(sentences, [said(1, "doors"), said(2), said(3)], FAMILIES)
    found = {name: part.imaginaries_macro_f1 for name, part in scores.by_stratum.items()}
    assert found == {"active": 0.0, "random": 1.0}


def test_types_and_scope_are_scored() -> None:
    scores = score_claims(
        [gold(1), gold(2, type="result"), gold(3, type="other"), gold(4, type="other")],
        [said(1), said(2, kind="vision"), said(3, kind="other", in_scope=False), said(4)],
        FAMILIES,
    ).overall
    assert scores.type_accuracy == 0.5
    assert scores.types["vision"].precision == pytest.approx(1 / 3)
    assert scores.scope_accuracy == 0.75
    # vision 1/2, other 2/3, result 0; the gold has no other type.
    assert scores.types_counted == 3
    assert scores.type_macro_f1 == pytest.approx((1 / 2 + 2 / 3) / 3)


def test_languages_are_scored_apart() -> None:
    scores = score_claims(
        [gold(1, "doors"), gold(2, "doors", language="nb")],
        [said(2), said(1, "doors")],
        FAMILIES,
    )
    assert scores.by_language["en"].imaginaries_macro_f1 == 1.0
    assert scores.by_language["nb"].imaginaries_macro_f1 == 0.0
    assert scores.overall.sentence_count == 2


def test_what_the_gold_does_not_have_is_not_measured() -> None:
    found = score_claims([gold(1, "doors")], [said(1, "doors walls")], FAMILIES).overall
    walls = found.codes["walls"]
    assert (walls.count, walls.predicted_count) == (0, 1)
    assert (walls.precision, walls.recall, walls.f1) == (None, None, None)
    assert (found.codes_macro_f1, found.codes_counted) == (1.0, 1)
    assert (found.constraints_macro_f1, found.constraints_counted) == (None, 0)
    # It is wrong all the same, and that counts where all decisions are taken together.
    assert found.codes_micro_precision == 0.5


def test_an_empty_gold_gives_no_figure_and_no_error() -> None:
    found = score_claims([], [], FAMILIES).overall
    assert (found.codes_macro_f1, found.type_accuracy, found.codes_micro_f1) == (None, None, None)
    assert found.codes_counted == found.types_counted == 0


def test_the_scores_can_be_written_as_json() -> None:
    scores = score_claims([gold(1, "doors")], [said(1, "doors")], FAMILIES)
    assert json.loads(json.dumps(scores.as_dict()))["overall"]["codes"]["doors"]["f1"] == 1.0


def test_a_gold_sentence_without_prediction_is_refused() -> None:
    with pytest.raises(UsageError, match=r"1 gold sentences have no prediction.*'2'"):
        score_claims([gold(1), gold(2)], [said(1)], FAMILIES)
