"""Words of years and countries, and groups named, from sentences in a store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.codebook import load_codebook
from data.named_group import NamedGroup
from data.organisation import Organisation, Organisations
from data.records import Document, GroupMention, Sentence, SoughtGroup
from data.settings import DATA_FOLDER
from data.store import Store, open_memory
from flows.comparing.group_mentions import find_mentions, list_groups
from flows.comparing.word_tables import build_word_tables, find_terms
from reports.questions import open_questions

CODEBOOK = load_codebook(DATA_FOLDER)
BODIES = Organisations(
    {"xa_harbour": Organisation(name="Harbour Board", country="NO", kind="agency")}, "hash"
)
GROUPS = {
    "sailors": NamedGroup(
        label="sailors", words={"en": ("sailor|sailors", "old salt"), "nb": ("sjømann",)}
    ),
    "salters": NamedGroup(label="salters", words={"en": ("salt",)}),
}


@pytest.fixture
def store() -> Iterator[Store]:
    with open_memory() as opened:
        yield opened


def add(store: Store, document_id: str, country: str, year: int, *texts: str, **how: bool) -> None:
    """An English document whose sentences are these; in scope, whole, and judged unless told."""
    told = {"in_scope": True, "is_excerpt": False} | how
    store.append(
        Document,
        [
            Document(
                document_id, "made-up", document_id, None, country, "report", year, "en", "txt",
                document_id, None, None, told["is_excerpt"], None, document_id, "parser",
            )
        ],
    )  # fmt: skip
    store.append(
        Sentence,
        [
            Sentence(
                f"{document_id}-{number}", document_id, document_id, number, None, "en", 0,
                len(text), text, True, told["in_scope"], "vision",
            )
            for number, text in enumerate(texts)
        ],
    )  # fmt: skip


def add_years(store: Store) -> None:
    """Sails until 2020 and lanterns in 2021, in three documents each, none a copy of another."""
    for number in range(3):
        for year, word in ((2019, "sails"), (2020, "sails"), (2021, "lanterns")):
            said = [f"we mend {word} and nets for {'xyz'[number] * (3 + n)}" for n in range(6)]
            add(store, f"{year}-{number}", "NO", year, *said)


def test_words_rise_and_fall_from_year_to_year(store: Store) -> None:
    add_years(store)
    changes, _ = build_word_tables(store, BODIES, CODEBOOK)
    of_all = [row for row in changes if (row.country, row.year) == ("all", 2021)]
    assert [(row.word, row.z_score > 0) for row in of_all] == [("lanterns", True), ("sails", False)]
    rose = of_all[0]
    assert (rose.word_count, rose.document_count, rose.all_document_count) == (18, 3, 3)
    assert (rose.earlier_word_count, rose.earlier_all_document_count) == (0, 6)
    assert {row.country for row in changes} == {"all", "NO"}


def test_copies_of_a_text_are_counted_once(store: Store) -> None:
    add_years(store)
    for number in range(4):
        add(store, f"copy-{number}", "NO", 2021, *["eels wriggle through the eel ladder"] * 9)
    changes, _ = build_word_tables(store, BODIES, CODEBOOK)
    assert "eels" not in {row.word for row in changes}


def test_excerpts_and_sentences_out_of_scope_are_left_out(store: Store) -> None:
    add_years(store)
    for number in range(3):
        said = f"we praise oysters {'y' * (3 + number)}"
        add(
            store,
            f"excerpt-{number}",
            "NO",
            2021,
            *[f"{said} {n * 'z'}" for n in range(9)],
            is_excerpt=True,
        )
        add(
            store,
            f"other-{number}",
            "NO",
            2021,
            *[f"{said} {n * 'q'}" for n in range(9)],
            in_scope=False,
        )
    changes, _ = build_word_tables(store, BODIES, CODEBOOK)
    assert "oysters" not in {row.word for row in changes}


def test_names_of_bodies_and_of_persons_set_no_country_apart(store: Store) -> None:
    for number in range(3):
        tail = "x" * (3 + number)
        add(
            store,
            f"no-{number}",
            "NO",
            2021,
            *[
                f"today Harbour Board and then Quillfeather praise herring {tail} {'y' * n}"
                for n in range(3, 9)
            ],
        )
        add(
            store,
            f"se-{number}",
            "SE",
            2021,
            *[
                f"today a board at some harbour may praise bread {tail} {'z' * n}"
                for n in range(3, 9)
            ],
        )
    _, own_words = build_word_tables(store, BODIES, CODEBOOK)
    words = {
        country: {row.word for row in own_words if row.country == country}
        for country in ("NO", "SE")
    }
    assert words["NO"] == {"herring"}
    assert words["SE"] == {"bread", "board", "harbour"}


def test_an_empty_store_has_no_words(store: Store) -> None:
    assert build_word_tables(store, BODIES, CODEBOOK) == ([], [])


def test_terms_of_the_codebook_are_known_by_their_words() -> None:
    assert {"ai", "artificial", "intelligence", "cloud"} <= find_terms(CODEBOOK, "en")
    assert find_terms(CODEBOOK, "xx") == frozenset()


def test_each_group_is_found_at_its_first_place_and_by_its_longest_words(store: Store) -> None:
    text = "The old salt helps a sailor, and salt helps the sailors."
    add(store, "a", "NO", 2021, text, "Nobody is here.")
    mentions = list(find_mentions(store, GROUPS, CODEBOOK))
    assert [(row.group_id, row.quote) for row in mentions] == [
        ("sailors", "old salt"),
        ("salters", "salt"),
    ]
    assert all(text[row.start_char : row.end_char] == row.quote for row in mentions)


def test_a_group_without_words_in_a_language_is_not_called_absent_there(store: Store) -> None:
    add(store, "a", "NO", 2021, "A sailor reads.", "A cook reads.")
    store.append(SoughtGroup, list_groups(GROUPS))
    store.append(GroupMention, list(find_mentions(store, GROUPS, CODEBOOK)))
    store.query("update sought_group set language = 'nb' where group_id = 'salters'")
    open_questions(store)
    rows = store.query(
        "select group_id, naming_sentence_count, sentence_count, naming_document_share "
        "from out_named_group"
    ).rows
    assert rows == [("sailors", 1, 2, 1.0)]
