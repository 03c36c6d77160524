"""The SQL of `queries/` and `checks/`: one question each, published as `out_*` views."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.edition_file import Keeping, View
from data.errors import StoreError
from data.store import Store
from reports.dictionary import read_relations

QUERIES = Path(__file__).with_name("queries")
CHECKS = Path(__file__).with_name("checks")

STORED = frozenset(
    {
        "out_acting_body",
        "out_actor",
        "out_beneficiary",
        "out_claim",
        "out_code_document_share",
        "out_contradiction",
        "out_document",
        "out_facet",
        "out_group_sentence",
        "out_headline",
        "out_hope_or_evidence",
        "out_ladder",
        "out_lag",
        "out_metaphor",
        "out_milestone",
        "out_named_group",
        "out_national_system",
        "out_production",
        "out_promise",
        "out_promise_and_production",
        "out_promise_ledger",
        "out_rung",
        "out_sentence_type_share",
        "out_speaker",
        "out_stalled_constraint",
        "out_stalled_constraint_claim",
        "out_stalled_system",
        "out_stated_count",
        "out_status_date",
        "out_system",
        "out_system_code",
        "out_system_record",
        "out_system_statement",
        "out_uncovered_language",
        "out_who_promises",
    }
)
"""Answers that an edition stores, because asking takes long; sentences are withheld before."""
COMPARES_TEXTS = frozenset({"out_repeated_document"})
"""Answers that need the sentences which an edition may withhold."""

_HEADER = re.compile(r"^-- (view|question|column): (.+)$", re.MULTILINE)
_VIEW_NAME = re.compile(r"\bout_[a-z_]+\b")
_SOURCE = re.compile(r"\b(?:from|join)\s+([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Question:
    """A question that people ask the tables: the view that answers it, and what it means."""

    view: str
    text: str
    sql: str
    column_comments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A rule that the tables break: its name, why it matters, and the first rows that break it."""

    name: str
    reason: str
    row_count: int
    examples: tuple[str, ...]


def load_questions(folder: Path = QUERIES) -> tuple[Question, ...]:
    """All questions, each after those whose views it reads."""
    waiting = [_read_question(path) for path in sorted(folder.glob("*.sql"))]
    names = {question.view for question in waiting}
    ordered: list[Question] = []
    while waiting:
        placed = {question.view for question in ordered}
        ready = [q for q in waiting if _views_read(q, names) <= placed]
        if not ready:
            circle = ", ".join(question.view for question in waiting)
            raise ValueError(f"{folder}: these views read each other in a circle: {circle}")
        ordered += ready
        waiting = [question for question in waiting if question not in ready]
    return tuple(ordered)


def open_questions(store: Store) -> None:
    """Make the `out_*` views in this connection only; the database file stays as it is."""
    for question in load_questions():
        store.execute_script(f"create or replace temp view {question.view} as {question.sql}")


def build_views(store: Store, questions: Sequence[Question]) -> list[View]:
    """The questions as views to store, each column with its meaning.

    A column means what the question says of it, else what the tables and views that the question
    reads say of theirs by the same name.

    Raises:
        StoreError: two of these mean different things by the name, and the question is silent.
    """
    meanings = {
        relation.name: {column.name: column.comment for column in relation.columns}
        for relation in read_relations(store)
    }
    views = []
    for question in questions:
        store.execute_script(f"create or replace temp view {question.view} as {question.sql}")
        names = [row[0] for row in store.query(f"describe {question.view}").rows]
        comments = _explain_columns(question, names, meanings)
        meanings[question.view] = comments
        keeping = _keeping(question.view)
        explained = tuple(comments.items())
        views.append(View(question.view, question.sql, question.text, explained, keeping))
    return views


def _keeping(view: str) -> Keeping:
    if view in COMPARES_TEXTS:
        return "stored from all text"
    return "stored" if view in STORED else "asked"


def _explain_columns(
    question: Question, names: Sequence[str], meanings: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    sources = [name for name in _SOURCE.findall(question.sql) if name in meanings]
    comments = dict(question.column_comments)
    for name in names:
        if name in comments:
            continue
        found = {meanings[source][name] for source in sources if name in meanings[source]}
        if len(found) > 1:
            raise StoreError(
                f"{question.view}.{name} may mean {' or '.join(sorted(map(repr, found)))}: "
                f"say which in a line `-- column: {name}: …` of the question"
            )
        if found:
            comments[name] = found.pop()
    return comments


def run_checks(store: Store, folder: Path = CHECKS) -> list[FailedCheck]:
    """Run every check; a healthy store gives an empty list."""
    failed = []
    for path in sorted(folder.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        result = store.query(sql)
        if result.rows:
            reason = sql.split("\n", 1)[0].removeprefix("-- ")
            shown = (dict(zip(result.columns, row, strict=True)) for row in result.rows[:5])
            examples = tuple(
                ", ".join(f"{name} {value!r}" for name, value in row.items()) for row in shown
            )
            failed.append(FailedCheck(path.stem, reason, len(result.rows), examples))
    return failed


def _read_question(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    headers = _HEADER.findall(text)
    single = {key: value for key, value in headers if key != "column"}
    columns = tuple(
        (name, comment)
        for name, comment in (value.split(": ", 1) for key, value in headers if key == "column")
    )
    body = "\n".join(line for line in text.splitlines() if not _HEADER.match(line))
    return Question(single["view"], single["question"], body.strip(), columns)


def _views_read(question: Question, names: set[str]) -> set[str]:
    return (set(_VIEW_NAME.findall(question.sql)) & names) - {question.view}
