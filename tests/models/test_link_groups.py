"""Groups of linked rows: no chains, no two rows of one register, and what people say holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.link_groups import group_rows


def test_a_chain_of_links_does_not_run_unlike_rows_together() -> None:
    scores = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.05}
    groups = group_rows(["a", "b", "c"], scores, [(0, 1), (1, 2)])
    assert groups == [[0, 1], [2]]


def test_a_row_that_is_like_both_joins_them() -> None:
    scores = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.6}
    assert group_rows(["a", "b", "c"], scores, [(0, 1), (1, 2)]) == [[0, 1, 2]]


def test_two_rows_of_one_register_are_one_system_only_if_linked_themselves() -> None:
    links = [(0, 1), (1, 2)]
    apart = group_rows(["a", "b", "a"], {(0, 1): 0.9, (1, 2): 0.9}, links)
    assert apart == [[0, 1], [2]]
    scores = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.95}
    assert group_rows(["a", "b", "a"], scores, [(0, 2), *links]) == [[0, 1, 2]]


def test_what_a_person_says_overrules() -> None:
    scores = {(0, 1): 0.99, (1, 2): 0.1}
    groups = group_rows(
        ["a", "b", "c"],
        scores,
        [(0, 1)],
        same=frozenset({(1, 2)}),
        different=frozenset({(0, 1)}),
    )
    assert groups == [[0], [1, 2]]


@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=9),
    st.dictionaries(st.tuples(st.integers(0, 8), st.integers(0, 8)), st.floats(0, 1), max_size=20),
)
def test_every_row_is_in_one_group(
    registers: list[str], given_scores: dict[tuple[int, int], float]
) -> None:
    count = len(registers)
    scores = {(a, b): score for (a, b), score in given_scores.items() if a < b < count}
    links = sorted(scores, key=lambda pair: -scores[pair])
    groups = group_rows(registers, scores, links)
    assert sorted(row for group in groups for row in group) == list(range(count))
    for group in groups:
        for a in group:
            for b in group:
                if a < b and registers[a] == registers[b]:
                    assert scores.get((a, b), 0) >= 0.5
