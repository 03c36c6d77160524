"""What happened at the publishers since a day, from a home made by hand, and as a verb."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from data.errors import CollectFault, StoreError, UsageError
from data.records import TextChange
from flows.cli import collect_verbs
from flows.collecting.changes import find_changes, read_since
from flows.stage import Stage
from tests.flows.collecting.homes import (
    HOST,
    START,
    add_document,
    add_response,
    add_version,
    make_document,
    open_home,
)

RUNNER = CliRunner()
DIFFERENCE = "- The agency may share.\n+ The agency will share."


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    collect_verbs.add_to(app)
    return app


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that stays as it is."""
    root = tmp_path_factory.mktemp("home")
    with open_home(root, is_lasting=True) as stage:
        fill(stage)
    return root


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with open_home(tmp_path / "home") as stage:
        fill(stage)
        yield stage


def fill(stage: Stage) -> None:
    """Three documents, of which one changes three times, one vanishes, one is withdrawn."""
    a = make_document("a.md")
    b = make_document("b.md", source_id="xn-reports")
    c = make_document("c.md", withdrawn_on="2025-12-24")
    add_document(stage, a)
    add_document(stage, b, vanished_at=START + timedelta(14))
    add_document(stage, c, withdrawn_seen_at=START + timedelta(18))
    snapshots = [add_version(stage, a, f"Version {day}.", day) for day in (0, 7, 14, 21)]
    for before, after, counts, share, difference in (
        (*snapshots[0:2], (1, 1), 0.5, DIFFERENCE),
        (*snapshots[1:3], (0, 0), 1.0, ""),
    ):
        row = TextChange(
            a.document_id, before.snapshot_id, after.snapshot_id, *counts, share, difference, "p1"
        )
        stage.store.append(TextChange, [row])
    add_version(stage, c, "Only once.", 0)
    add_response(stage, f"{HOST}/secret", 7, status=403)
    add_response(stage, f"{HOST}/secret", 15, status=403)
    add_response(stage, f"{HOST}/gone", 15, status=404)
    stage.fault(
        f"{HOST}/c.md",
        CollectFault("robots.txt of plans.nordavia.example does not allow it", next_step="ask"),
        c.document_id,
    )
    stage.fault(
        f"{HOST}/secret",
        CollectFault(f"{HOST}/secret: HTTP 403: the publisher refuses", next_step="ask"),
    )


def told(stage: Stage, since: datetime, source_id: str | None = None) -> list[tuple[str, ...]]:
    found = find_changes(stage.store, since, source_id)
    return [(one.change, one.url.removeprefix(f"{HOST}/"), one.detail) for one in found]


def test_everything_that_happened_is_told_in_order(stage: Stage) -> None:
    assert told(stage, START + timedelta(1))[:-1] == [
        ("changed", "a.md", "sentences: 1 added, 1 removed"),
        ("changed", "a.md", "bytes only: every sentence stands"),
        ("vanished", "b.md", "last listed 2026-03-02 06:00"),
        ("refused", "secret", "HTTP 403"),
        ("withdrawn", "c.md", "on 2025-12-24, as the publisher states"),
        ("changed", "a.md", "not compared yet: run `imaginaries parse`"),
    ]
    last = told(stage, START + timedelta(1))[-1]
    assert last[:2] == ("refused", "c.md")
    assert "robots.txt" in last[2]


def test_what_lies_before_is_left_out(stage: Stage) -> None:
    since = START + timedelta(14, seconds=1)
    assert [row[:2] for row in told(stage, since)[:-1]] == [
        ("refused", "secret"),
        ("withdrawn", "c.md"),
        ("changed", "a.md"),
    ]
    new = [row[1] for row in told(stage, START) if row[0] == "new"]
    assert sorted(new) == ["a.md", "b.md", "c.md"]


def test_one_source_alone(stage: Stage) -> None:
    assert [row[0] for row in told(stage, START, "xn-reports")] == ["new", "vanished"]
    with pytest.raises(UsageError, match="xn-plans, xn-reports"):
        told(stage, START, "no-such-source")


def test_a_text_that_cannot_be_compared_says_why(stage: Stage) -> None:
    reason = "the version after could not be read: a.md holds no text"
    sql = "update text_change set kept_share = null, difference = ? where difference = ''"
    stage.store.query(sql, [reason])
    found = find_changes(stage.store, START + timedelta(14))
    (change,) = [one for one in found if one.detail == reason]
    assert (change.kept_share, change.added_sentence_count, change.difference) == (None,) * 3


@pytest.mark.parametrize(
    ("stated", "when"),
    [
        ("2026-03-01", datetime(2026, 3, 1)),
        ("2026-03-01T12:00", datetime(2026, 3, 1, 12)),
        ("2026-03-01T12:00:00+02:00", datetime(2026, 3, 1, 10)),
        ("2026-03-01T12:00:00Z", datetime(2026, 3, 1, 12)),
    ],
)
def test_days_and_instants_are_read(stated: str, when: datetime) -> None:
    assert read_since(stated) == when


@pytest.mark.parametrize("stated", ["yesterday", "1.3.2026", "", "2026-02-30"])
def test_anything_else_is_a_usage_error(stated: str) -> None:
    with pytest.raises(UsageError, match="2026-03-01"):
        read_since(stated)


def test_the_verb_lists_and_shows_the_text(home: Path, app: typer.Typer) -> None:
    verb = ["changes", "--since", "2026-03-03", "--home", str(home)]
    plain = RUNNER.invoke(app, verb)
    assert plain.exit_code == 0, plain.output
    assert "Plan a.md" in plain.stdout
    assert "sentences: 1 added, 1 removed" in plain.stdout
    assert "may share" not in plain.stdout
    assert DIFFERENCE in RUNNER.invoke(app, [*verb, "--text"]).stdout
    assert plain.stdout == RUNNER.invoke(app, verb).stdout


def test_the_verb_answers_machines(home: Path, app: typer.Typer) -> None:
    verb = ["changes", "--since", "2026-03-03", "--home", str(home), "--format"]
    rows = json.loads(RUNNER.invoke(app, [*verb, "json"]).stdout)
    assert rows[0]["happened_at"] == "2026-03-09T06:00:00"
    assert rows[0]["kept_share"] == 0.5
    assert "difference" not in rows[0]
    texts = json.loads(RUNNER.invoke(app, [*verb, "json", "--text"]).stdout)
    assert texts[0]["difference"] == DIFFERENCE
    lines = list(csv.DictReader(io.StringIO(RUNNER.invoke(app, [*verb, "csv"]).stdout)))
    assert [line["change"] for line in lines] == [row["change"] for row in rows]


def test_nothing_is_said_so(home: Path, app: typer.Typer) -> None:
    verb = ["changes", "--since", "2099-01-01", "--home", str(home)]
    assert "nothing has changed" in RUNNER.invoke(app, verb).stdout
    assert RUNNER.invoke(app, [*verb, "--format", "json"]).stdout.strip() == "[]"


def test_a_bad_day_and_an_empty_home_are_told(tmp_path: Path, app: typer.Typer) -> None:
    bad = RUNNER.invoke(app, ["changes", "--since", "soon", "--home", str(tmp_path)])
    assert isinstance(bad.exception, UsageError)
    empty = RUNNER.invoke(app, ["changes", "--since", "2026-01-01", "--home", str(tmp_path)])
    assert isinstance(empty.exception, StoreError)
