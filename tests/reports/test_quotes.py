from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store import Store
from reports.questions import open_questions
from reports.quotes import LONGEST_QUOTE, mark_cues, read_quotes


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [("nets and herring", False)]),
        ([(0, 4)], [("nets", True), (" and herring", False)]),
        ([(0, 4), (9, 16)], [("nets", True), (" and ", False), ("herring", True)]),
        ([(0, 8), (5, 16)], [("nets and herring", True)]),
    ],
)
def test_cues_are_marked(spans: list[tuple[int, int]], expected: list[tuple[str, bool]]) -> None:
    stretches = mark_cues("nets and herring", spans)
    assert [(stretch.text, stretch.is_cue) for stretch in stretches] == expected


def test_a_long_sentence_is_cut_around_its_first_cue() -> None:
    sentence = "word " * 200 + "herring" + " word" * 200
    start = sentence.index("herring")
    stretches = mark_cues(sentence, [(start, start + 7)])
    text = "".join(stretch.text for stretch in stretches)
    assert [stretch.text for stretch in stretches if stretch.is_cue] == ["herring"]
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) <= LONGEST_QUOTE + 10


@given(
    st.text(alphabet="ab æø", max_size=500),
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 60)), max_size=4),
)
def test_marking_never_changes_the_words(sentence: str, spans: list[tuple[int, int]]) -> None:
    inside = [
        (start, min(start + length, len(sentence)))
        for start, length in spans
        if start < len(sentence)
    ]
    stretches = mark_cues(sentence, inside)
    text = "".join(stretch.text for stretch in stretches).removeprefix("… ").removesuffix(" …")
    assert text in sentence
    assert len(text) <= max(LONGEST_QUOTE + 1, 0)


def test_quotes_spread_over_documents_and_repeat_no_sentence(small_world: Store) -> None:
    open_questions(small_world)
    quotes = read_quotes(small_world, 2024, ["efficiency", "service"], each=3)
    places = [(quote.title, "".join(s.text for s in quote.stretches)) for quote in quotes]
    assert len(set(places)) == len(places)
    efficiency = [quote.title for quote in quotes if quote.tag == "Efficiency"]
    assert len(efficiency) == len(set(efficiency)) == 3


def test_quotes_lead_to_the_publisher_and_to_our_copy(small_world: Store) -> None:
    open_questions(small_world)
    quote = read_quotes(small_world, 2024, ["resource"], each=1)[0]
    assert quote.link is not None
    assert quote.link.endswith("#page=2")
    assert quote.stored is not None
    assert quote.stored.startswith("../../raw/00/")
    assert [stretch.text for stretch in quote.stretches if stretch.is_cue] == ["herring"]
