from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.accuracy import Accuracy, Rate
from models.confusion import GoldCell
from models.prevalence import (
    NONE,
    PREDICTION_POWERED,
    ROGAN_GLADEN,
    CorrectedShare,
    correct_share,
    rogan_gladen,
)

DATA_SETS = 500
SURE = Accuracy(Rate(6e6, 4e6), Rate(98e6, 2e6))
"""Sensitivity .6 and specificity .98, known without doubt."""


def cell(sentences: list[int], claims: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """One language group, by document."""
    return np.array(sentences)[:, None], np.array(claims)[:, None]


def correct(
    sentences: list[int], claims: list[int], accuracy: Accuracy | None, **fields: object
) -> CorrectedShare:
    counts = cell(sentences, claims)
    wanted = {"is_resampled": len(sentences) >= 5, "seed": (1,), **fields}
    return correct_share(*counts, [accuracy], **wanted)  # type: ignore[arg-type]


def lang_reiczigel(
    positive: int, total: int, sensitivity: tuple[int, int], specificity: tuple[int, int]
) -> tuple[float, float]:
    """The closed interval of Lang and Reiczigel (2014), Prev. Vet. Med. 113, for comparison."""
    z = 1.959964
    rate, size = (positive + z * z / 2) / (total + z * z), total + z * z
    se, se_size = (sensitivity[0] + 1) / (sensitivity[1] + 2), sensitivity[1] + 2
    sp, sp_size = (specificity[0] + 1) / (specificity[1] + 2), specificity[1] + 2
    informedness = se + sp - 1
    share = (rate + sp - 1) / informedness
    shift = (
        2 * z * z
        * (share * se * (1 - se) / se_size - (1 - share) * sp * (1 - sp) / sp_size)
    )  # fmt: skip
    variance = (
        rate * (1 - rate) / size
        + share**2 * se * (1 - se) / se_size
        + (1 - share) ** 2 * sp * (1 - sp) / sp_size
    )
    half = z * math.sqrt(variance) / informedness
    return share + shift - half, share + shift + half


@pytest.mark.parametrize(
    ("observed", "sensitivity", "specificity", "true"),
    [
        (0.3, 1.0, 1.0, 0.3),  # no error, no correction
        (0.25, 0.9, 0.8, 0.05 / 0.7),
        (0.1, 0.6, 1.0, 0.1 / 0.6),  # only misses
        (0.02, 0.8, 0.98, 0.0),  # all of it may be false alarms
        (0.8 * 0.35 + 0.1 * 0.65, 0.8, 0.9, 0.35),  # the formula turned round
    ],
)
def test_the_formula_of_rogan_and_gladen(
    observed: float, sensitivity: float, specificity: float, true: float
) -> None:
    claims, sentences = np.array([observed * 1000]), np.array([1000.0])
    found = rogan_gladen(claims, sentences, np.array([sensitivity]), np.array([specificity]))
    assert found == pytest.approx(true)


def test_languages_are_corrected_apart_and_weighted_by_their_sentences() -> None:
    sentences, claims = np.array([[300, 100]]), np.array([[66, 40]])
    good, poor = SURE, Accuracy(Rate(5e6, 5e6), Rate(9e6, 1e6))
    found = correct_share(sentences, claims, [good, poor], is_resampled=False, seed=(1,))
    # (66 - 300 * .02) / .58 and (40 - 100 * .1) / .4, over 400 sentences
    assert found.share == pytest.approx((60 / 0.58 + 30 / 0.4) / 400, abs=1e-3)


def test_a_language_without_sentences_needs_no_measured_error() -> None:
    sentences, claims = np.array([[300, 0]]), np.array([[66, 0]])
    found = correct_share(sentences, claims, [SURE, None], is_resampled=False, seed=(1,))
    assert found.method == ROGAN_GLADEN
    assert found.share == pytest.approx(60 / 0.58 / 300, abs=1e-3)


def test_the_interval_is_that_of_lang_and_reiczigel_where_sentences_are_independent() -> None:
    accuracy = Accuracy(Rate(61, 41), Rate(295, 9))
    found = correct([400], [90], accuracy)
    low, high = lang_reiczigel(90, 400, (60, 100), (294, 302))
    assert found.low == pytest.approx(low, abs=0.01)
    assert found.high == pytest.approx(high, abs=0.01)


def test_the_correction_recovers_the_truth_from_a_recall_of_six_in_ten() -> None:
    generator = np.random.default_rng(7)
    observed, corrected = [], []
    for number in range(DATA_SETS):
        truth = generator.binomial(40, 0.15, 30)
        claims = generator.binomial(truth, 0.6) + generator.binomial(40 - truth, 0.02)
        observed.append(claims.sum() / 1200)
        share = correct([40] * 30, claims.tolist(), SURE, seed=(number,)).share
        assert share is not None
        corrected.append(share)
    assert np.mean(observed) == pytest.approx(0.15 * 0.6 + 0.85 * 0.02, abs=0.002)
    assert np.mean(corrected) == pytest.approx(0.15, abs=0.002)


@pytest.mark.parametrize("is_resampled", [True, False])
def test_the_interval_covers_the_truth_nineteen_times_in_twenty(is_resampled: bool) -> None:
    generator = np.random.default_rng(11)
    held = 0
    for number in range(DATA_SETS):
        # Gold of 100 sentences with the code and 500 without; then 40 documents, which differ
        # from each other only where documents are drawn.
        hits, passes = generator.binomial(100, 0.65), generator.binomial(500, 0.97)
        accuracy = Accuracy(Rate(hits + 0.5, 100.5 - hits), Rate(passes + 0.5, 500.5 - passes))
        shares = generator.beta(2, 10, 40) if is_resampled else np.full(40, 1 / 6)
        truth = generator.binomial(30, shares)
        claims = generator.binomial(truth, 0.65) + generator.binomial(30 - truth, 0.03)
        found = correct(
            [30] * 40, claims.tolist(), accuracy, is_resampled=is_resampled, seed=(number,)
        )
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 1 / 6 <= found.high
    assert 0.90 <= held / DATA_SETS <= 0.98


def test_doubt_about_the_coder_widens_the_interval() -> None:
    sure = correct([100] * 10, [20] * 10, SURE)
    unsure = correct([100] * 10, [20] * 10, Accuracy(Rate(24, 16), Rate(98, 2)))
    assert sure.low is not None
    assert sure.high is not None
    assert unsure.low is not None
    assert unsure.high is not None
    assert unsure.high - unsure.low > 2 * (sure.high - sure.low) + 0.05


def test_documents_that_differ_widen_the_interval() -> None:
    alike = correct([100] * 10, [20] * 10, SURE)
    unlike = correct([100] * 10, [30, 30, 30, 30, 30, 10, 10, 10, 10, 10], SURE)
    assert alike.high is not None
    assert unlike.high is not None
    assert alike.share == pytest.approx(unlike.share)
    assert unlike.high > alike.high + 0.05


def test_fewer_claims_than_false_alarms_are_a_small_share_that_may_be_zero() -> None:
    none_at_all = correct([1000], [5], SURE)
    assert (none_at_all.share, none_at_all.low) == (0.0, 0.0)  # not one draw in a thousand is over
    assert none_at_all.high is not None
    assert none_at_all.high < 0.01
    perhaps_some = correct([1000], [16], SURE)
    assert perhaps_some.low == 0.0
    assert perhaps_some.share is not None
    assert perhaps_some.high is not None
    assert 0 < perhaps_some.share < perhaps_some.high < 0.01


@pytest.mark.parametrize(
    ("sentences", "claims", "accuracy", "reason"),
    [
        ([29], [10], SURE, "fewer than 30 sentences"),
        ([0, 0], [0, 0], SURE, "fewer than 30 sentences"),
        ([100], [10], None, "not measured"),
        ([100], [10], Accuracy(Rate(3, 97), Rate(97, 3)), "too poorly"),
        ([100], [10], Accuracy(Rate(1, 2), Rate(97, 3)), "too poorly"),  # may be good, who knows
        ([40], [16], Accuracy(Rate(12, 28), Rate(98, 2)), "wider than 50%"),
    ],
)
def test_a_share_that_would_be_wild_is_withheld_with_the_reason(
    sentences: list[int], claims: list[int], accuracy: Accuracy | None, reason: str
) -> None:
    found = correct(sentences, claims, accuracy)
    assert (found.share, found.low, found.high, found.method) == (None, None, None, NONE)
    assert found.reason is not None
    assert reason in found.reason


def test_gold_of_the_cell_stands_for_the_formula() -> None:
    # Angelopoulos et al. (2023): the mean prediction plus the mean shortfall on labelled sentences.
    gold = GoldCell("NO", 2024, "growth", 20, 200, shortfall=0.04, shortfall_error=0.01)
    found = correct([100] * 50, [10] * 50, None, gold=gold)
    assert found.method == PREDICTION_POWERED
    assert found.share == pytest.approx(0.14)
    # All documents are alike, so the doubt is that of the shortfall alone.
    assert found.low == pytest.approx(0.14 - 1.96 * 0.01, abs=0.003)
    assert found.high == pytest.approx(0.14 + 1.96 * 0.01, abs=0.003)


def test_prediction_powered_intervals_cover_the_truth() -> None:
    generator = np.random.default_rng(3)
    held = 0
    for number in range(DATA_SETS):
        truth = generator.binomial(1, 0.2, 3000)
        said = generator.binomial(1, np.where(truth == 1, 0.6, 0.03))
        off = truth[:200] - said[:200]
        error = float(off.std(ddof=1) / math.sqrt(200))
        gold = GoldCell("NO", 2024, "growth", 20, 200, float(off.mean()), error)
        found = correct([3000], [int(said.sum())], None, gold=gold, seed=(number,))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.2 <= found.high
    assert 0.90 <= held / DATA_SETS <= 0.98


@given(
    documents=st.lists(st.tuples(st.integers(0, 60), st.floats(0, 1)), min_size=1, max_size=12),
    hits=st.floats(0.5, 200),
    misses=st.floats(0.5, 200),
    passes=st.floats(0.5, 900),
    alarms=st.floats(0.5, 900),
    is_resampled=st.booleans(),
)
def test_a_share_lies_in_its_interval_or_says_why_not(
    documents: list[tuple[int, float]],
    hits: float,
    misses: float,
    passes: float,
    alarms: float,
    is_resampled: bool,
) -> None:
    sentences = [size for size, _ in documents]
    claims = [int(size * share) for size, share in documents]
    accuracy = Accuracy(Rate(hits, misses), Rate(passes, alarms))
    found = correct(sentences, claims, accuracy, is_resampled=is_resampled)
    if found.share is None:
        assert found.reason
    else:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.share <= found.high <= 1


def test_the_same_seed_gives_the_same_interval() -> None:
    assert correct([50] * 8, [9] * 8, SURE) == correct([50] * 8, [9] * 8, SURE)
    assert correct([50] * 8, [9] * 8, SURE) != correct([50] * 8, [9] * 8, SURE, seed=(2,))
