from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from data.edition_file import TEXTS, View, write_edition
from data.errors import StoreError
from data.licence import load_open_licences, plain_licence
from data.records import Document, Edition, Passage, Sentence
from data.store import Store, open_memory, open_published
from data.tables import RECORD_TYPES, table_name
from tests.conftest import PROJECT

NOW = datetime(2026, 3, 1, 12)
TABLES = [table_name(record_type) for record_type in RECORD_TYPES]
SAID = "The harbour office will share its tide data."
VIEWS = (
    View("out_sentence", "select sentence_id, text from sentence", "Which?", ()),
    View("out_length", "select length(text) as n from sentence", "How long?", (), "stored"),
    View("out_all", "select length(text) as n from sentence", "How?", (), "stored from all text"),
)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_memory() as store:
        for name, licence in (("open", "nlod  2.0"), ("closed", "not stated"), ("none", None)):
            store.append(Document, [document(name, licence)])
            store.append(
                Passage, [Passage(f"p-{name}", name, 0, 1, "prose", "en", "", SAID, 1, "")]
            )
            sentence = Sentence(f"s-{name}", f"p-{name}", name, 0, 1, "en", 0, len(SAID), SAID)
            store.append(Sentence, [sentence])
        for view in VIEWS:
            store.execute_script(f"create temp view {view.name} as {view.sql}")
        yield store


def document(name: str, licence: str | None) -> Document:
    where = ("XN", "report", 2020, "en", "pdf", f"https://documents.example/{name}")
    return Document(
        name, "made-up", f"Plan {name}", None, *where, licence, None, False, 1, "0" * 64, "parser"
    )


def publish(store: Store, path: Path, *, has_all_text: bool = False) -> Store:
    edition = Edition("one", NOW, "abc", "0.6.0", has_all_text)
    write_edition(store, path, TABLES, VIEWS, edition, load_open_licences())
    return open_published(path)


def test_only_open_documents_keep_their_words(store: Store, tmp_path: Path) -> None:
    with publish(store, tmp_path / "e.duckdb") as edition:
        texts = dict(edition.query("select document_id, text from sentence").rows)
        assert texts == {"open": SAID, "closed": None, "none": None}
        assert edition.query("select count(text) from passage").rows == [(1,)]
        is_open = dict(edition.query("select document_id, is_text_open from document").rows)
        assert is_open == {"open": True, "closed": False, "none": False}
        hashes = edition.query("select distinct text_sha256 from sentence").rows
        assert hashes == [(hashlib.sha256(SAID.encode()).hexdigest(),)]


def test_everything_is_published_for_private_use(store: Store, tmp_path: Path) -> None:
    with publish(store, tmp_path / "e.duckdb", has_all_text=True) as edition:
        assert edition.query("select count(text) from sentence").rows == [(3,)]
        assert edition.query("select count(*) from document where is_text_open").rows == [(3,)]


def test_answers_are_asked_stored_or_stored_from_all_text(store: Store, tmp_path: Path) -> None:
    with publish(store, tmp_path / "e.duckdb") as edition:
        assert edition.query("select count(n) from out_length").rows == [(1,)]
        assert edition.query("select count(n) from out_all").rows == [(3,)]
        views = edition.query("select view_name from duckdb_views() where not internal").rows
        assert views == [("out_sentence",)]


def test_a_comment_on_a_column_that_is_not_there_stops(store: Store, tmp_path: Path) -> None:
    view = View("out_x", "select 1 as a", "What?", (("b", "nothing"),))
    edition = Edition("one", NOW, "abc", "0.6.0", False)
    with pytest.raises(StoreError, match=r"columns it lacks: \['b'\]"):
        write_edition(store, tmp_path / "e.duckdb", TABLES, [view], edition, ())


def test_every_column_of_whole_sentences_is_known() -> None:
    """A new column of source text must be withheld too, or be named here with its reason."""
    whole = {(table, column) for table, columns in TEXTS.items() for column in columns}
    short = {
        ("claim", "quote"),  # the words that made the claim
        ("claim_cue", "quote"),
        ("claim_facet", "quote"),
        ("group_mention", "quote"),  # the words that name the group
        ("deployment_claim", "quote"),  # of a register row
    }
    with open_memory() as store:
        found = store.query(
            "select table_name, column_name from duckdb_columns() where not internal and "
            "data_type = 'VARCHAR' and regexp_matches(column_name, '^(text|text_before|sentence"
            "|quote|difference|excerpt)$')"
        )
    assert set(found.rows) - whole - short == set()
    assert whole <= set(found.rows)


def test_what_is_not_known_to_be_open_is_not() -> None:
    licences = load_open_licences()
    assert plain_licence("CC  by 4.0") in licences
    for stated in (
        "not stated",
        "none stated (official documents)",
        "CC BY 4.0 since July 2024",
        "",
    ):
        assert plain_licence(stated) not in licences


def test_the_licence_of_the_demo_is_open() -> None:
    licences = load_open_licences()
    for path in (PROJECT / "data" / "demo" / "sources").glob("*.yml"):
        (line,) = [
            one for one in path.read_text("utf-8").splitlines() if one.startswith("licence:")
        ]
        assert plain_licence(line.removeprefix("licence:")) in licences
