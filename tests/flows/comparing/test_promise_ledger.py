"""What becomes of promises: the planted story of the demo, states, and the reviewer's file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.demo.system import REGISTER_IDS, load_systems
from data.errors import UsageError
from data.organisation import Organisations
from data.records import Promise, PromiseCandidate
from data.store import Store, open_memory
from flows.comparing.ledgers import update_ledgers
from flows.comparing.promise_ledger import build_promises
from flows.comparing.promise_review import FILE, Verdicts, read_review
from flows.organisations import shipped_organisations
from models.promise_states import STATES
from models.promises import DECIDES
from reports.chapters.ledger import build_ledger
from reports.questions import open_questions
from reports.year import read_year
from tests.flows.comparing.ledger_store import (
    NATIONAL,
    add_deployment,
    add_document,
    add_old_status,
    add_register,
    add_sentence,
    fill_demo,
)

# What the demo's registers say of the systems that its documents name.
STORY = {
    "Brygge": "planned",
    "Ekko": "in pilot",
    "Fyrlys": "in pilot",
    "Kvikk": "on record as deployed",
    "Lodd": "in pilot",
    "Lykta": "on record as deployed",
    "Samspill": "planned",
    "Tidevann": "not decidable",  # retired in one register, in use in the other
    "Vekt": "planned",
    "Hjelpehånd": "no record found",
}
NOBODY = Verdicts({}, {})


@pytest.fixture(scope="module")
def organisations() -> Organisations:
    return shipped_organisations()


@pytest.fixture
def store() -> Iterator[Store]:
    with open_memory() as opened:
        yield opened


def add_systems(store: Store, demo_files: Path) -> None:
    systems = load_systems(demo_files / "texts" / "systems.yml")
    for name, register_id in REGISTER_IDS.items():
        for one in getattr(systems, name):
            add_deployment(
                store, register_id, one.id, one.name, one.body, one.status,
                f"{one.what} {one.purpose}", start_on=one.start or None,
            )  # fmt: skip


def test_every_promise_of_the_demo_meets_the_system_that_was_planted(
    store: Store, demo_files: Path, organisations: Organisations
) -> None:
    promised = fill_demo(store, demo_files)
    add_systems(store, demo_files)
    rows, candidates, _ = build_promises(store, organisations, NOBODY)
    found = {(promised[row.sentence_id], row.state) for row in rows if row.systems}
    assert found == set(STORY.items())
    assert all(row.quote and row.reason and row.state in STATES for row in rows)
    names = {
        (row.register_id, row.deployment_id): row.record_quote.split(".")[0] for row in candidates
    }
    for row in rows:
        if row.register_id and row.deployment_id and row.score and row.score >= DECIDES:
            assert names[row.register_id, row.deployment_id] == promised[row.sentence_id]


def test_without_its_name_a_promise_meets_its_own_system_or_none(
    store: Store, demo_files: Path, organisations: Organisations
) -> None:
    """Precision matters more than recall: likeness of texts may be silent, but not wrong."""
    promised = fill_demo(store, demo_files, with_names=False)
    add_systems(store, demo_files)
    rows, candidates, _ = build_promises(store, organisations, NOBODY)
    names = {
        (row.register_id, row.deployment_id): row.record_quote.split(".")[0] for row in candidates
    }
    met = {
        (promised[row.sentence_id], names[row.register_id, row.deployment_id])
        for row in rows
        if row.register_id and row.deployment_id
    }
    assert met == {("Ekko", "Ekko"), ("Fyrlys", "Fyrlys"), ("Lodd", "Lodd")}
    assert {row.basis for row in candidates} == {"similar text"}
    assert "no record found" not in {row.state for row in rows if row.candidate_count}


def put(store: Store, text: str, *, year: int = 2021, kind: str = "commitment") -> str:
    add_document(store, "plan", year, "en", "ai_strategy", "A plan for the islands")
    return add_sentence(store, "plan", text, kind, "en", 0)


def state_of(store: Store, organisations: Organisations, said: Verdicts = NOBODY) -> Promise:
    rows, _, _ = build_promises(store, organisations, said)
    return rows[0]


CHATBOT = "The ferry office will introduce a chatbot that uses machine learning on its pages."


@pytest.mark.parametrize(
    ("text", "edition", "since", "state", "why"),
    [
        (CHATBOT, "2025-06-01", "2020", "no record found", "hold no such system"),
        (CHATBOT, "2025-06-01", "2032", "register does not cover", "registering began in 2032"),
        (CHATBOT, "2019-06-01", "2018", "not decidable", "after the latest edition"),
        (
            "The ferry office will introduce a portal for tickets.",
            "2025-06-01",
            "2020",
            "register does not cover",
            "of which it does not speak",
        ),
    ],
)
def test_a_promise_without_a_record_says_why(
    store: Store,
    organisations: Organisations,
    text: str,
    edition: str,
    since: str,
    state: str,
    why: str,
) -> None:
    put(store, text)
    add_register(store, NATIONAL, "A list", "en", edition_on=edition, since=since)
    row = state_of(store, organisations)
    assert (row.state, row.register_id) == (state, None)
    assert why in row.reason


def test_a_country_without_a_register_is_not_covered(
    store: Store, organisations: Organisations
) -> None:
    put(store, CHATBOT)
    add_register(store, NATIONAL, "A list", "en", country="NO")
    row = state_of(store, organisations)
    assert row.state == "register does not cover"
    assert "no national register" in row.reason


@pytest.mark.parametrize(
    ("status", "was", "state"),
    [
        ("production", None, "on record as deployed"),
        ("pilot", None, "in pilot"),
        ("idea", None, "planned"),
        ("unknown", None, "not decidable"),  # a blank is never a deployment
        ("retired", None, "not decidable"),
        ("retired", "production", "on record as deployed"),
    ],
)
def test_the_state_follows_the_record(
    store: Store, organisations: Organisations, status: str, was: str | None, state: str
) -> None:
    put(store, "The ferry office will build the system “Måkerop” before summer.")
    add_register(store, NATIONAL, "A list", "en")
    add_deployment(store, NATIONAL, "d1", "Måkerop", "Ferry office", status)
    if was:
        add_old_status(store, NATIONAL, "d1", was)
    row = state_of(store, organisations)
    assert (row.state, row.deployment_id) == (state, "d1")


def test_a_row_that_was_taken_from_a_strategy_answers_no_promise(
    store: Store, organisations: Organisations
) -> None:
    put(store, "The ferry office will build the system “Måkerop” before summer.")
    add_register(store, NATIONAL, "A list", "en")
    add_deployment(
        store, NATIONAL, "d1", "Måkerop", "Ferry office", "production", is_from_strategy=True
    )
    assert state_of(store, organisations).state == "no record found"


def test_what_started_before_the_promise_does_not_answer_it_by_its_text(
    store: Store, organisations: Organisations
) -> None:
    put(store, CHATBOT)
    add_register(store, NATIONAL, "A list", "en")
    text = "A chatbot with machine learning on the pages of the ferry office."
    add_deployment(
        store, NATIONAL, "d1", "Chat", "Ferry office", "production", text, start_on="2019"
    )
    assert state_of(store, organisations).state == "no record found"
    store.execute_script("update deployment set start_on = '2023', year = 2023")
    row = state_of(store, organisations)
    assert (row.state, row.deployment_id) == ("not decidable", "d1")
    assert "a person must judge" in row.reason


def test_the_same_words_in_a_later_document_are_one_promise(
    store: Store, organisations: Organisations
) -> None:
    put(store, CHATBOT)
    add_document(store, "again", 2024, "en", "ai_strategy", "The plan again")
    add_sentence(store, "again", CHATBOT, "commitment", "en", 0)
    rows, _, _ = build_promises(store, organisations, NOBODY)
    assert [(row.year, row.document_id, row.printed_count) for row in rows] == [(2021, "plan", 2)]


def edit(home: Path, **given: str) -> None:
    """Write into the first line of the reviewer's file as a person does."""
    path = home / FILE
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    lines[0].update(given)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def test_a_reviewer_overrules_and_the_verdict_outlives_the_next_runs(
    store: Store, organisations: Organisations, tmp_path: Path
) -> None:
    put(store, "The ferry office will build the system “Måkerop” before summer.")
    add_register(store, NATIONAL, "A list", "en")
    add_deployment(store, NATIONAL, "d1", "Måkerop", "Ferry office", "production")
    update_ledgers(store, tmp_path, organisations, 1)
    assert store.read(Promise)[0].state == "on record as deployed"
    edit(tmp_path, verdict="different", note="another system of the name")
    for _ in range(2):
        update_ledgers(store, tmp_path, organisations, 1)
        row = store.read(Promise)[0]
        assert (row.state, row.basis) == ("no record found", "reviewed")
        assert store.read(PromiseCandidate)[0].verdict == "different"
    edit(tmp_path, verdict="in pilot")
    store.execute_script("delete from deployment")  # the line stays, though nothing is found now
    update_ledgers(store, tmp_path, organisations, 1)
    row = store.read(Promise)[0]
    assert (row.state, row.basis) == ("in pilot", "reviewed")
    assert read_review(tmp_path).rows[0].note == "another system of the name"


def test_a_verdict_that_is_none_is_refused_with_its_line(
    store: Store, organisations: Organisations, tmp_path: Path
) -> None:
    put(store, "The ferry office will build the system “Måkerop” before summer.")
    add_register(store, NATIONAL, "A list", "en")
    add_deployment(store, NATIONAL, "d1", "Måkerop", "Ferry office", "production")
    update_ledgers(store, tmp_path, organisations, 1)
    edit(tmp_path, verdict="maybe")
    with pytest.raises(UsageError, match=r"promises\.csv:2: verdict 'maybe': give one of same"):
        update_ledgers(store, tmp_path, organisations, 1)


def test_the_ledger_shows_both_quotes(
    store: Store, organisations: Organisations, tmp_path: Path
) -> None:
    text = "The ferry office will build the system “Måkerop” before summer."
    put(store, text)
    add_register(store, NATIONAL, "A list", "en")
    add_deployment(store, NATIONAL, "d1", "Måkerop", "Ferry office", "pilot", "Counts gulls.")
    update_ledgers(store, tmp_path, organisations, 1)
    open_questions(store)
    sql = "select sentence, record_quote, state, sentence_id, deployment_id from {}"
    for view in ("out_promise_ledger", "out_promise_candidate"):
        (row,) = store.query(sql.format(view)).rows
        assert row[:3] == (text, "Måkerop. Counts gulls.", "in pilot")
        assert all(row[3:])


def test_the_years_report_lists_states_and_promises(
    store: Store, demo_files: Path, organisations: Organisations, tmp_path: Path
) -> None:
    fill_demo(store, demo_files)
    add_systems(store, demo_files)
    update_ledgers(store, tmp_path, organisations, 1)
    chapter = build_ledger(read_year(store, 2020))
    (figure,) = chapter.figures
    states = figure.table.rows
    assert sum(row[2] for row in states) == len(store.read(Promise, "year = 2020"))
    tables = {table.key: table for table in chapter.tables}
    shown = tables["promise-ledger"]
    by_record = {row[shown.columns.index("record_name")]: row for row in shown.rows}
    assert by_record["Lodd"][shown.columns.index("state")] == "in pilot"
    words = by_record["Lodd"]
    assert "Lodd" in words[shown.columns.index("sentence")]
    assert words[shown.columns.index("record_quote")].startswith("Lodd.")
