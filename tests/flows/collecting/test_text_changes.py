"""What changed in the words of a document, in cases that a person can read."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records import TextChange
from flows.collecting.text_changes import compare_versions, find_difference, find_versions
from flows.lanes import Lanes, open_lanes
from flows.stage import Stage
from tests.flows.collecting.homes import add_document, add_version, make_document, open_home

PLAN = """# Plan for shared data

The agency will publish its data in the spring. A steward looks after each register.
"""


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    with open_lanes(1, seconds_per_item=60, memory_mib=2048) as lanes:
        yield lanes


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with open_home(tmp_path / "home") as stage:
        yield stage


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        (["A.", "B.", "C."], ["A.", "B.", "C."], []),
        (["A.", "C."], ["A.", "B.", "C."], ["+ B."]),
        (["A.", "B.", "C."], ["A.", "C."], ["- B."]),
        (["A.", "We may.", "C."], ["A.", "We will.", "C."], ["- We may.", "+ We will."]),
        (["A.", "B.", "C."], ["C.", "A.", "B."], []),
        (["A.", "B.", "C."], ["C.", "A.", "D."], ["- B.", "+ D."]),
        (["A.", "A."], ["A.", "A.", "A."], ["+ A."]),
        (["Data\nare  shared."], ["Data are shared."], []),
        (["The office."], ["The o\ufb03ce."], []),
        (["We shall."], ["we shall."], ["- We shall.", "+ we shall."]),
        ([], ["A.", "B."], ["+ A.", "+ B."]),
        (["A."], [], ["- A."]),
        ([], [], []),
    ],
)
def test_what_one_of_two_texts_lacks(
    before: list[str], after: list[str], difference: list[str]
) -> None:
    assert list(find_difference(before, after)) == difference


LINES = st.lists(st.sampled_from(["A.", "B.", "C.", "D.", "E."]), max_size=12)


@given(before=LINES, after=LINES)
def test_nothing_is_lost_and_nothing_invented(before: list[str], after: list[str]) -> None:
    lines = list(find_difference(before, after))
    gone = Counter(line[2:] for line in lines if line.startswith("- "))
    new = Counter(line[2:] for line in lines if line.startswith("+ "))
    assert Counter(before) - gone == Counter(after) - new
    assert not gone & new
    assert len(lines) == gone.total() + new.total()


def test_twenty_thousand_sentences_take_seconds_however_they_differ() -> None:
    before = [f"Sentence {number} says what the agency will do." for number in range(20_000)]
    few = [f"{s} Soon." if i % 40 == 0 else s for i, s in enumerate(before)]
    others = [f"{s} Later." for s in before]
    repeated = [f"Goal {number % 90}." for number in range(20_000)]
    mixed = [f"Goal {number * 7919 % 90}." for number in range(20_000)]
    began = time.perf_counter()
    assert len(list(find_difference(before, few))) == 1000
    assert len(list(find_difference(before, others))) == 40_000
    assert list(find_difference(before, before[::-1])) == []
    assert len(list(find_difference(repeated, [*mixed, "New."]))) < 1000
    assert time.perf_counter() - began < 10


def test_a_new_version_tells_its_sentences(stage: Stage, lanes: Lanes) -> None:
    ref = make_document("a.md")
    add_document(stage, ref)
    first = add_version(stage, ref, PLAN)
    second = add_version(stage, ref, PLAN.replace("in the spring", "in the autumn"), day=7)
    assert compare_versions(stage, lanes) == 1
    (change,) = stage.store.read(TextChange)
    assert (change.before_snapshot_id, change.snapshot_id) == (
        first.snapshot_id,
        second.snapshot_id,
    )
    assert (change.added_sentence_count, change.removed_sentence_count) == (1, 1)
    assert change.kept_share == pytest.approx(2 / 4)
    assert change.difference == (
        "- The agency will publish its data in the spring.\n"
        "+ The agency will publish its data in the autumn."
    )


def test_other_bytes_with_the_same_words_are_told_as_such(stage: Stage, lanes: Lanes) -> None:
    ref = make_document("a.md")
    add_document(stage, ref)
    add_version(stage, ref, PLAN)
    add_version(stage, ref, PLAN.replace("spring. A", "spring.\nA"), day=7)
    compare_versions(stage, lanes)
    (change,) = stage.store.read(TextChange)
    assert (change.kept_share, change.difference) == (1.0, "")


def test_a_version_that_cannot_be_read_gives_the_reason(stage: Stage, lanes: Lanes) -> None:
    ref = make_document("a.md")
    add_document(stage, ref)
    add_version(stage, ref, PLAN)
    add_version(stage, ref, b"%PDF-1.7 nothing more", day=7)
    compare_versions(stage, lanes)
    (change,) = stage.store.read(TextChange)
    assert (change.added_sentence_count, change.removed_sentence_count) == (0, 0)
    assert change.kept_share is None
    assert change.difference.startswith("the version after could not be read: ")


def test_each_pair_is_compared_once_for_each_parser(stage: Stage, lanes: Lanes) -> None:
    ref, other = make_document("a.md"), make_document("b.md")
    twin = make_document("a.html", alternative_of=ref.document_id)
    for document in (ref, other, twin):
        add_document(stage, document)
        add_version(stage, document, PLAN)
    for document in (ref, twin):
        add_version(stage, document, PLAN + "\nMore.\n", day=7)
    add_version(stage, ref, PLAN, day=14)
    assert compare_versions(stage, lanes) == 2
    assert compare_versions(stage, lanes) == 0
    old = [replace(row, parser_version="before") for row in stage.store.read(TextChange)]
    stage.store.replace_all(TextChange, old)
    assert len(find_versions(stage, "before")) == 0
    assert compare_versions(stage, lanes) == 2
    assert len(stage.store.read(TextChange)) == 2


def test_bytes_that_the_archive_has_lost_are_a_reason(stage: Stage, lanes: Lanes) -> None:
    ref = make_document("a.md")
    add_document(stage, ref)
    first = add_version(stage, ref, PLAN)
    add_version(stage, ref, PLAN + "\nMore.\n", day=7)
    (stage.settings.home.root / first.archived_as).unlink()
    compare_versions(stage, lanes)
    (change,) = stage.store.read(TextChange)
    assert "the archive has lost" in change.difference
