"""Which words are counted: no names, no stop words, forms of one stem together."""

from __future__ import annotations

from collections import Counter

import pytest

from models.plain_words import WordBook, join_forms

TEXTS = [
    "The harbour uses AI to count herring, says Lanternborg.",
    "In Lanternborg the herring is counted by AI every morning.",
    "Morning after morning the boats of Lanternborg come in.",
]


@pytest.fixture
def book() -> WordBook:
    read = WordBook("en", known_terms={"ai"}, ignored=("morning",))
    read.learn(TEXTS)
    return read


def test_what_is_always_written_large_is_a_name_but_for_known_terms(book: WordBook) -> None:
    assert book.is_name("lanternborg")
    assert not book.is_name("herring")
    assert not book.is_name("ai")


def test_terms_leave_out_names_stop_words_and_what_is_ignored(book: WordBook) -> None:
    assert book.terms(TEXTS[1]) == ["herring", "counted", "ai"]


def test_a_capital_at_the_start_of_a_sentence_tells_nothing(book: WordBook) -> None:
    book.learn(["Boats wait.", "Also: Boats leave.", "“Boats” is a word."])
    assert not book.is_name("boats")


def test_headlines_do_not_make_names() -> None:
    book = WordBook("en")
    book.learn(["The Annual Herring Report", "we count the herring", "a report was made"])
    assert not book.is_name("herring")
    assert not book.is_name("report")


def test_a_word_that_never_stands_where_a_capital_would_tell_is_taken_for_a_name() -> None:
    book = WordBook("en")
    book.learn(["Somebody waits."])
    assert book.is_name("somebody")


@pytest.mark.parametrize(
    "text", ["write to clerk@harbour.example", "see https://harbour.example/clerk"]
)
def test_addresses_are_no_words(text: str) -> None:
    book = WordBook("en")
    book.learn(["the clerk of the harbour knows an example", "a clerk at a harbour"])
    assert not {"clerk", "harbour", "example"} & set(book.terms(text))


def test_forms_of_a_stem_go_by_the_most_frequent_one() -> None:
    forms = join_forms([Counter(boat=2, boats=5), Counter(harbour=1)], "en")
    assert forms == {"boat": "boats", "boats": "boats", "harbour": "harbour"}
