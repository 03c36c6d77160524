"""Rows that are a table go to other processes as their own bytes, and come back as records."""

from __future__ import annotations

import pickle

import pytest

from data.arrow_rows import ArrowRows
from data.records import Sentence
from data.store import open_memory
from tests.flows.comparing.ledger_store import blank

ROWS = [
    blank(Sentence, sentence_id=f"{name}/{at}", document_id=name, position=at, text="ø\n" * at)
    for name, count in (("b", 3), ("a", 40), ("c", 1))
    for at in range(count)
]


@pytest.fixture
def stored() -> ArrowRows:
    with open_memory() as store:
        store.append(Sentence, reversed(ROWS))
        return store.read_rows(
            Sentence, "list_contains(?, document_id) order by document_id, position", [["b", "a"]]
        )


def test_what_is_read_as_a_table_are_the_records_asked_for(stored: ArrowRows) -> None:
    assert list(stored) == ROWS[3:43] + ROWS[:3]


def test_rows_split_by_a_column_are_the_rows_of_each_value(stored: ArrowRows) -> None:
    split = stored.split("document_id")
    assert list(split) == ["a", "b"]
    assert list(split["a"]) == ROWS[3:43]
    assert list(split["b"]) == ROWS[:3]
    assert ArrowRows(Sentence, stored.table.slice(0, 0)).split("document_id") == {}


def test_rows_come_back_from_another_process_without_their_neighbours(stored: ArrowRows) -> None:
    few = stored.split("document_id")["b"]
    sent = pickle.dumps(few)
    assert list(pickle.loads(sent)) == ROWS[:3]
    assert b"b/2" in sent
    assert b"a/2" not in sent
