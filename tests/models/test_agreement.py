"""Agreement between coders: published worked examples, hand counts, and what is missing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UsageError
from models.agreement import Panel, find_contested, measure_agreements
from models.coefficients import (
    FIGURES,
    find_ac1,
    find_alpha,
    find_kappa,
    find_patterns,
    measure,
    resample,
)
from models.gold import GoldSentence, Verdict

GAP = np.nan
CODES = ("doors", "walls")


def from_table(table: list[list[int]]) -> np.ndarray:
    """Ratings of two coders from how often one gave the row's and the other the column's value."""
    pairs = [
        (row, column)
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]
    return np.array(pairs, dtype=float)


def test_krippendorffs_example_of_four_observers_and_twelve_units() -> None:
    # Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C: nominal .743.
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
        [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
    ]
    assert measure(np.array(observers).T - 1, 5)["alpha"] == pytest.approx(0.743, abs=5e-4)


def test_gwets_example_of_four_raters_and_twelve_subjects() -> None:
    # Gwet (2014), Handbook of inter-rater reliability, 4th edition: AC1 .775, agreement .818.
    raters = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, GAP],
        [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
    ]
    found = measure(np.array(raters).T - 1, 5)
    assert found["ac1"] == pytest.approx(0.77544, abs=1e-5)
    assert found["agreed_share"] == pytest.approx(0.81818, abs=1e-5)


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        # Cohen's diagnoses of 200 patients by two judges, as in Cohen (1968): .492 unweighted.
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492),
        # Fleiss, Cohen and Everitt (1969): .429 unweighted.
        ([[106, 10, 4], [22, 28, 10], [2, 12, 6]], 0.429),
    ],
)
def test_cohens_kappa_of_published_tables(table: list[list[int]], kappa: float) -> None:
    assert find_kappa(from_table(table)) == pytest.approx(kappa, abs=5e-4)


def test_alpha_counts_pairs_of_values() -> None:
    # Units aab, bb and a lone c: 6 ratings less one; by pairs 2/2 of the first unlike each way.
    counts = np.array([[2, 1, 0], [0, 2, 0], [0, 0, 1]], dtype=float)
    seen = 2 * (2 * 1) / (3 - 1) / 5
    expected = 2 * (2 * 3) / (5 * 4)
    assert find_alpha(counts) == pytest.approx(1 - seen / expected)
    assert find_alpha(counts[1:]) is None


def test_ac1_knows_a_lone_rating_by_how_common_its_category_is() -> None:
    counts = np.array([[2, 1, 0], [0, 2, 0], [0, 0, 1]], dtype=float)
    common = np.array([2 / 3, 1 / 3 + 1, 1]) / 3
    by_chance = sum(common * (1 - common)) / 2
    agreed = (1 / 3 + 1) / 2
    assert find_ac1(counts) == pytest.approx((agreed - by_chance) / (1 - by_chance))


def test_a_rare_code_has_low_kappa_and_high_ac1() -> None:
    # 118 times neither, 5 and 2 times only one of them: Gwet's paradox, counted by hand.
    found = measure(from_table([[118, 5], [2, 0]]), 2)
    common = (2 + 5) / 250
    by_chance = 2 * common * (1 - common)
    assert found["kappa"] == pytest.approx((0.944 - 0.94528) / (1 - 0.94528))
    assert found["ac1"] == pytest.approx((0.944 - by_chance) / (1 - by_chance))
    assert found["f1"] == 0.0


def test_what_nobody_used_has_no_kappa_no_alpha_and_no_f1() -> None:
    found = measure(np.zeros((5, 2)), 2)
    assert (found["kappa"], found["alpha"], found["f1"]) == (None, None, None)
    assert (found["ac1"], found["agreed_share"]) == (1.0, 1.0)


def test_one_sentence_alone_has_an_ac1() -> None:
    assert measure(np.array([[1.0, 1.0]]), 2)["ac1"] == 1.0
    assert measure(np.array([[1.0, 0.0]]), 2)["ac1"] == -1.0


def test_a_gap_is_never_agreement() -> None:
    whole = np.array([[1, 1], [0, 1], [0, 0]], dtype=float)
    with_gaps = np.vstack([whole, [[1, GAP], [GAP, 0], [GAP, GAP]]])
    for name in ("agreed_share", "f1", "kappa", "alpha"):
        assert measure(with_gaps, 2)[name] == measure(whole, 2)[name]
    assert measure(np.array([[1, GAP], [GAP, 1]]), 2) == dict.fromkeys(FIGURES)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda coders: st.lists(
            st.lists(st.sampled_from([0.0, 1.0, 2.0, GAP]), min_size=coders, max_size=coders),
            min_size=1,
            max_size=30,
        )
    )
)
def test_the_formulas_behind_the_intervals_are_those_of_the_figures(
    rows: list[list[float]],
) -> None:
    for ratings, categories in ((np.array(rows), 3), (np.minimum(np.array(rows), 1), 2)):
        values = measure(ratings, categories)
        documents = np.zeros(len(ratings), dtype=np.int64)
        drawn = resample(find_patterns(ratings, documents, 1, categories), np.ones((1, 1)))
        for name, value in values.items():
            if value is not None:
                assert drawn[name][0] == pytest.approx(value, abs=1e-9), name


def sentence(number: int, document: str = "") -> GoldSentence:
    return GoldSentence(str(number), "en", "", f"Text {number}.", (), (), "other", document)


def panel(**said: str) -> Panel:
    """Each coder's codings: a letter a sentence, d doors, w walls, - neither, a blank not coded."""
    names = {"d": ("doors", "vision"), "w": ("walls", "caution"), "-": ("", "other")}
    verdicts = {
        coder: {
            str(at): Verdict(frozenset(names[letter][0].split()), names[letter][1])
            for at, letter in enumerate(letters)
            if letter != " "
        }
        for coder, letters in said.items()
    }
    count = max(len(letters) for letters in said.values())
    return Panel({str(at): sentence(at, f"d{at % 5}") for at in range(count)}, verdicts)


def test_pairs_and_all_together_are_measured() -> None:
    found = measure_agreements(panel(a="ddw--w-d", b="ddw--w-d", c="ddw-----"), CODES, seed=1)
    assert [one.coders for one in found] == [("a", "b"), ("a", "c"), ("b", "c"), ("a", "b", "c")]
    same, other, _, together = found
    for figures in (same.mean_of_codes, same.pooled_codes, same.type, same.codes["doors"].figures):
        assert figures["kappa"].value == pytest.approx(1)
        assert (figures["alpha"].low, figures["alpha"].high) == (1, 1)
    # doors: three against two, both of these among the three
    assert other.codes["doors"].figures["f1"].value == pytest.approx(2 * 2 / (3 + 2))
    assert other.codes["doors"].prevalence["a"].value == pytest.approx(3 / 8)
    assert other.type["f1"].value is None
    assert together.codes["doors"].figures["kappa"].value is None
    alpha = together.codes["doors"].figures["alpha"].value
    assert alpha is not None
    assert alpha < 1


def test_only_sentences_that_two_coded_count() -> None:
    (found,) = measure_agreements(panel(a="dd  w", b=" dw w"), CODES, seed=1)
    assert (found.sentence_count, found.document_count) == (2, 2)
    assert found.pooled_codes["agreed_share"].value == 1


def test_documents_are_drawn_whole() -> None:
    said = panel(a="dddddddddd----------", b="dddddddddd" + "wwwww-----")
    few = Panel(
        {i: sentence(int(i), "x" if int(i) < 10 else "y") for i in said.sentences}, said.verdicts
    )
    wide = measure_agreements(few, CODES, seed=1)[0].pooled_codes["agreed_share"]
    narrow = measure_agreements(said, CODES, seed=1)[0].pooled_codes["agreed_share"]
    assert wide.value == narrow.value
    assert wide.low == pytest.approx(0.75)
    assert wide.high == 1
    assert narrow.low is not None
    assert narrow.low > 0.75


def test_one_document_alone_gives_no_interval() -> None:
    said = panel(a="dw-d", b="dw--")
    one = Panel({i: sentence(int(i), "x") for i in said.sentences}, said.verdicts)
    figure = measure_agreements(one, CODES, seed=1)[0].type["alpha"]
    assert figure.value is not None
    assert (figure.low, figure.high) == (None, None)


def test_no_overlap_is_an_error() -> None:
    with pytest.raises(UsageError, match="no sentence was coded by two of a, b"):
        measure_agreements(panel(a="dd  ", b="  dd"), CODES, seed=1)
    with pytest.raises(UsageError, match="two coders or more, found a"):
        measure_agreements(panel(a="dd"), CODES, seed=1)


def test_contested_sentences_come_with_who_said_what() -> None:
    found = find_contested(panel(a="dd-w", b="dw- "))
    assert [one.sentence.id for one in found] == ["1"]
    assert {coder: sorted(said.codes) for coder, said in found[0].verdicts.items()} == {
        "a": ["doors"],
        "b": ["walls"],
    }
