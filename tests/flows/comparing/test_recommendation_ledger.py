"""A made-up report of sixteen recommendations, followed through later documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.organisation import Organisation, Organisations
from data.records import Passage, RecommendationFollow
from data.store import Store, open_memory
from flows.comparing.recommendation_ledger import build_recommendations
from tests.flows.comparing.ledger_store import add_document, add_sentence, blank

ACTS = (
    "count the gulls of every harbour by hand",
    "publish tide tables that machines can read",
    "train lighthouse keepers in statistics",
    "write a legal basis for joining fishing licences with catch reports",
    "set up a catalogue of sea charts",
    "mend torn nets before the herring season",
    "measure the salt of the fjord each week",
    "ask islanders what they think of cameras on piers",
    "name an owner for each buoy register",
    "replace paper logs aboard pilot boats",
    "share wreck positions with museums",
    "test whether forecasts of fog are fair to small boats",
    "delete crew lists after one year",
    "pay for a common address register of moorings",
    "describe each algorithm that sorts ferry tickets",
    "report progress on seal counts to parliament",
)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_memory() as opened:
        add_document(opened, "report", 2019, "en", "report", "Sixteen steps at sea")
        for number, act in enumerate(ACTS, start=1):
            text = f"Recommendation {number}: The Harbour Board should {act}."
            write(opened, "report", text, "mandate", number)
        yield opened


def write(store: Store, document_id: str, text: str, kind: str, position: int) -> str:
    sentence_id = add_sentence(store, document_id, text, kind, "en", position)
    (passage_id,) = store.query(
        "select passage_id from sentence where sentence_id = ?", [sentence_id]
    ).rows[0]
    passage = blank(Passage, passage_id=passage_id, document_id=document_id, kind="prose")
    store.append(Passage, [passage])
    return sentence_id


def bodies() -> Organisations:
    """The board is of the demo's country, which declarations may not name."""
    board = Organisation(name="Harbour Board", country="NO", kind="agency")
    return Organisations({"no_board": board.model_copy(update={"country": "XN"})}, "hash")


def follow(store: Store) -> dict[str, RecommendationFollow]:
    rows, called, follows = build_recommendations(store, bodies())
    rows = [row for row in rows if row.document_id == "report"]
    assert [row.number for row in rows] == [str(number) for number in range(1, 17)]
    assert {(one.name, one.organisation_id) for one in called} == {("Harbour Board", "no_board")}
    by_id = {row.recommendation_id: row.number for row in rows}
    return {by_id[row.recommendation_id]: row for row in follows if row.recommendation_id in by_id}


def test_without_a_later_document_nobody_is_called_silent(store: Store) -> None:
    assert {row.state for row in follow(store).values()} == {"no later document"}


def test_answers_are_told_from_silence(store: Store) -> None:
    add_document(store, "plan", 2021, "en", "report", "The board's plan", "Harbour Board")
    taken = write(
        store, "plan", "We will publish tide tables that machines can read.", "commitment", 0
    )
    done = write(
        store,
        "plan",
        "Torn nets were mended in 2020 before the herring season began.",
        "result",
        1,
    )
    numbered = write(
        store,
        "plan",
        "As recommendation 11 of Sixteen steps at sea asked, we sent museums our list.",
        "result",
        2,
    )
    write(store, "plan", "Recommendation 1: The Harbour Board should count again.", "mandate", 3)
    found = follow(store)
    assert (found["2"].state, found["2"].sentence_id) == ("taken up", taken)
    assert (found["6"].state, found["6"].sentence_id) == ("reported done", done)
    assert (found["11"].state, found["11"].sentence_id) == ("reported done", numbered)
    assert found["11"].score == 0.9
    others = {number for number, row in found.items() if row.state == "silent"}
    assert others == {str(number) for number in range(1, 17)} - {"2", "6", "11"}
    assert all(found[number].quote is None for number in others)


def test_what_another_body_says_is_no_answer_of_the_addressee(store: Store) -> None:
    add_document(store, "other", 2021, "en", "report", "The museum's year", "Museum")
    write(store, "other", "We will publish tide tables that machines can read.", "commitment", 0)
    write(store, "other", "The Harbour Board is our neighbour and a good one.", "result", 1)
    assert follow(store)["2"].state == "silent"


def test_earlier_documents_do_not_answer(store: Store) -> None:
    add_document(store, "before", 2018, "en", "report", "An older plan", "Harbour Board")
    write(store, "before", "We will publish tide tables that machines can read.", "commitment", 0)
    assert follow(store)["2"].state == "no later document"
