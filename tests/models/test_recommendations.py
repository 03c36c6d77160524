"""What answers a recommendation: much the same words, and not a few that the field shares."""

from __future__ import annotations

import pytest

from data.concept import load_concepts
from data.settings import DATA_FOLDER
from models.recommendations import LaterSentence, Recommended, follow_recommendations
from models.shared_words import SharedWords

RECOMMENDED = Recommended(
    key="one",
    language="en",
    number="1",
    text="publish tide tables that machines can read and count the gulls of every harbour",
    report_title="Steps at sea",
    documents=frozenset({"plan"}),
    own_documents=frozenset({"plan"}),
    body_id=None,
)


def told(sentence_id: str, document_id: str, text: str) -> LaterSentence:
    return LaterSentence(sentence_id, document_id, 2021, "en", "result", text, frozenset())


OTHERS = [
    told(f"s{n}", "other", f"Ship number {n} was painted red in the winter yard.")
    for n in range(80)
]
"""So that words of the sea are rare among what is told."""


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Tide tables that machines can read were published in spring.", "reported done"),
        ("Every harbour met gulls, machines, parents and crews of ferries at table.", "silent"),
        ("The board published tide tables with parents and schools.", "silent"),
    ],
)
def test_shared_words_of_a_field_are_no_answer(text: str, state: str) -> None:
    sentences = [told("answer", "plan", text), *OTHERS]
    words = SharedWords(load_concepts(DATA_FOLDER))
    found = follow_recommendations([RECOMMENDED], sentences, words)["one"]
    assert found.state == state
    assert (found.answer is not None) == (state == "reported done")
