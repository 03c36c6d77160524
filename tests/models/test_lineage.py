from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.lineage import KEPT_FROM, EarlierTopics, kept_share, rename_kept, trace_descent


def membership(sizes: str) -> dict[str, str]:
    """`aaab` gives passages 0 to 2 to topic a and passage 3 to topic b; a dot leaves one out."""
    return {str(place): topic for place, topic in enumerate(sizes) if topic != "."}


def events(before: str, after: str) -> set[tuple[str | None, str | None, str]]:
    rows = trace_descent(membership(before), membership(after))
    return {(row.earlier, row.topic, row.relation) for row in rows}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("aaabbb", "xxxyyy", {("a", "x", "kept"), ("b", "y", "kept")}),
        ("aaaaaa", "xxxxyy", {("a", "x", "kept"), ("a", "y", "split")}),
        ("aaaabb", "xxxxxx", {("a", "x", "kept"), ("b", "x", "merged")}),
        # Four equal parts of one topic are none of them the topic.
        ("aaaaaaaa", "wwxxyyzz", {("a", new, "split") for new in "wxyz"}),
        ("aabbccdd", "xxxxxxxx", {(old, "x", "merged") for old in "abcd"}),
        # New passages alone make a topic that was born; those that left take theirs with them.
        ("aaa...", "xxxyyy", {("a", "x", "kept"), (None, "y", "born")}),
        ("aaabbb", "xxx...", {("a", "x", "kept"), ("b", None, "died")}),
        # A topic that is scattered with no more than half of it anywhere has died.
        (
            "aaaaaabbbbbbcccccc",
            "ssttuussssssttttuu",
            {("a", None, "died"), ("b", "s", "kept"), ("c", "t", "kept"), (None, "u", "born")},
        ),
        ("", "xx", {(None, "x", "born")}),
        ("aa", "", {("a", None, "died")}),
        ("", "", set()),
    ],
)
def test_what_becomes_of_topics(before, after, expected):
    assert events(before, after) == expected


def test_the_match_is_the_best_of_all_and_not_the_first():
    # Alone, both earlier topics fit x best; together, one of them must take y.
    before, after = "aaaaaabbbbbb", "xxxxxyxxxyyy"
    rows = {row.earlier: row for row in trace_descent(membership(before), membership(after))}
    assert (rows["a"].topic, rows["b"].topic) == ("x", "y")
    assert rows["b"].jaccard == pytest.approx(3 / 7)


def test_the_numbers_of_a_split():
    rows = trace_descent(membership("aaaaaa.."), membership("xxxxyy.y"))
    split = next(row for row in rows if row.relation == "split")
    assert split.shared_count == 2
    assert split.jaccard == pytest.approx(2 / 6)
    assert (split.topic_part, split.earlier_part) == (1.0, pytest.approx(2 / 6))


def test_labels_play_no_part():
    rows = trace_descent(membership("aaabbb"), membership("bbbaaa"))
    assert rename_kept(rows) == {"b": "a", "a": "b"}


def test_passages_of_one_model_only_count_for_nothing():
    rows = trace_descent(membership("aaa......"), membership("xxxxxxxxx"))
    assert [(row.relation, row.jaccard, row.shared_count) for row in rows] == [("kept", 1.0, 3)]


def test_the_share_that_is_kept():
    assert kept_share(trace_descent(membership("aabb"), membership("xxx."))) == 0.5
    assert kept_share([]) is None
    assert EarlierTopics("model", membership("aabbc")).topic_count == 3


@given(st.lists(st.tuples(st.sampled_from("abc."), st.sampled_from("xyz.")), max_size=40))
def test_every_topic_of_either_model_is_told_of_and_none_is_kept_twice(pairs):
    before = membership("".join(old for old, _ in pairs))
    after = membership("".join(new for _, new in pairs))
    rows = trace_descent(before, after)
    assert {row.earlier for row in rows} - {None} == set(before.values())
    assert {row.topic for row in rows} - {None} == set(after.values())
    kept = [row for row in rows if row.relation == "kept"]
    assert len({row.topic for row in kept}) == len({row.earlier for row in kept}) == len(kept)
    assert all(row.jaccard >= KEPT_FROM for row in kept)
    assert len({(row.earlier, row.topic) for row in rows}) == len(rows)


def test_the_order_of_passages_does_not_matter():
    before, after = membership("aaabbbccc"), membership("xxyyyyzzx")
    names = list(after)
    random.Random(3).shuffle(names)
    assert trace_descent(before, {name: after[name] for name in names}) == trace_descent(
        before, after
    )
