from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.evaluate_parse import collapse, score_parse, word_recall


def test_case_and_signs_do_not_count() -> None:
    scores = score_parse(["WE WILL SHARE DATA – now!"], ["We will share data now."])
    assert scores.sentence_recall == 1.0
    assert scores.order is None


def test_a_sentence_with_a_heading_poured_into_it_is_not_found() -> None:
    parsed = ["ANNUAL REPORT 2024 page 12 we publish what we hold."]
    assert score_parse(parsed, ["We publish what we hold."]).sentence_recall == 0.0


def test_order_is_the_share_of_neighbours_in_order() -> None:
    truth = ["Alpha comes first here.", "Beta is the second one.", "Gamma closes the row."]
    assert score_parse(truth, truth).order == 1.0
    assert score_parse([truth[1], truth[0], truth[2]], truth).order == 0.5


def test_a_running_head_inside_a_sentence_is_a_leak_and_alone_is_none() -> None:
    sentences = ["Agency annual report 2024", "We grew Agency annual report 2024 again."]
    assert score_parse(sentences, [], ["Agency annual report 2024"]).running_heads_leaked == 1


@pytest.mark.parametrize(
    ("parsed", "recall"),
    [("We share all data that we hold today", 1.0), ("We share some data we hold", 0.0)],
)
def test_nearly_the_same_counts_and_less_does_not(parsed: str, recall: float) -> None:
    assert (
        score_parse([parsed], ["We share all data that we hold to day."]).sentence_recall == recall
    )


@given(st.text(max_size=60))
def test_collapse_keeps_only_letters_and_digits(text: str) -> None:
    assert set(collapse(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


def test_a_heading_that_the_truth_ran_into_its_sentence_is_found_in_two() -> None:
    truth = ["Open data We publish what we hold.", "We ask before we collect."]
    scores = score_parse(
        ["Open data", "We publish what we hold.", "We ask before we collect."], truth
    )
    assert (scores.sentence_recall, scores.found_count, scores.found_in_two_count) == (0.5, 1, 1)
    assert score_parse(["We publish what we hold."], truth).found_in_two_count == 0


@pytest.mark.parametrize(
    ("text", "recall"),
    [("we share DATA, and data", 1.0), ("We share data.", 0.75), ("", 0.0), ("data data", 0.5)],
)
def test_each_true_word_counts_as_often_as_it_stands_there(text: str, recall: float) -> None:
    assert word_recall(text, "Data: we share data") == recall
