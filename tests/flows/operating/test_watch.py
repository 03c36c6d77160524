"""What a whole run leaves: artifacts, what changed, and a message if it went wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from data.errors import CheckError, Fault
from data.records import Document
from data.store import open_work
from flows.operating import watch
from flows.operating.notice import send_notice
from flows.operating.watch import count_rows, describe_run, find_changes, is_news, watch_run
from flows.stage import Stage, StageOutcome, now
from tests.flows.comparing.ledger_store import blank
from tests.flows.operating.homes import START, settings_of

OUTCOME = StageOutcome("parse", 2, 1, 1, "2 documents read", 3.25)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The artifacts by key, kept from Prefect's server."""
    kept: dict[str, Any] = {}

    def keep(key: str, **given: Any) -> None:
        kept[key] = given

    monkeypatch.setattr(watch, "create_table_artifact", keep)
    monkeypatch.setattr(watch, "create_markdown_artifact", keep)
    return kept


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Titles and texts of messages."""
    sent: list[tuple[str, str]] = []

    def send(addresses: str, title: str, body: str) -> None:
        sent.append((title, body))

    monkeypatch.setattr(watch, "send_notice", send)
    return sent


def test_a_run_leaves_tables_of_stages_changes_and_faults(
    tmp_path: Path, made: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    settings = settings_of(tmp_path, notify="json://127.0.0.1")
    with watch_run(settings, "r1") as run:
        with open_work(settings.home.work_database) as store:
            store.append(Document, [blank(Document, document_id="d1")] * 3)
            stage = Stage("parse", settings, store, START)
            stage.fault("a.pdf", Fault("it is empty", next_step="send another"), "d1")
        run.outcomes.append(OUTCOME)
    (stage_row,) = made["stages"]["table"]
    assert (stage_row["stage"], stage_row["faults"], stage_row["seconds"]) == ("parse", 1, 3.2)
    changed = {row["table"]: row["change"] for row in made["tables"]["table"]}
    assert changed == {"document": "+3", "fault": "+1", "home_schema": "+1"}
    assert "a.pdf: it is empty -> send another" in made["faults"]["markdown"]
    ((title, body),) = told
    assert "1 new fault" in title
    assert "a.pdf" in body


def test_nobody_is_told_of_a_run_without_news(
    tmp_path: Path, made: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    with watch_run(settings_of(tmp_path, notify="json://127.0.0.1"), "r1"):
        pass
    assert told == []
    assert made["faults"]["markdown"] == "No faults."


def test_a_failed_run_is_told_with_its_reason_and_still_fails(
    tmp_path: Path, made: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    settings = settings_of(tmp_path, notify="json://127.0.0.1")
    with pytest.raises(CheckError), watch_run(settings, "r1") as run:
        run.outcomes.append(OUTCOME)
        raise CheckError("not published: 3 claims have no sentence")
    ((title, body),) = told
    assert "failed; the last edition stays" in title
    assert "3 claims have no sentence" in body
    assert made["stages"]["table"]


def test_a_run_that_is_broken_off_ends_at_once(
    tmp_path: Path, made: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    settings = settings_of(tmp_path, notify="json://127.0.0.1")
    with pytest.raises(KeyboardInterrupt), watch_run(settings, "r1"):
        raise KeyboardInterrupt
    assert (made, told) == ({}, [])


def test_many_faults_are_cut_in_a_message_and_old_ones_are_no_news(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    with open_work(settings.home.work_database) as store:
        stage = Stage("parse", settings, store, START)
        for number in range(30):
            stage.fault(f"{number}.pdf", Fault("no", next_step="look"))
        faults = stage.faults()
    run = watch.WatchedRun("r1", settings, now(), {})
    text = describe_run(run, faults, None)
    assert "and 10 more faults" in text
    assert not is_news(faults[0], run.started_at)
    assert is_news(faults[0], START)
    assert is_news(replace(faults[0], given_up_at=now()), run.started_at)


def test_a_home_that_is_not_there_has_no_rows(tmp_path: Path) -> None:
    assert count_rows(settings_of(tmp_path).home) == {}
    assert find_changes({}, {"claim": 2, "run": 0}) == [watch.TableCount("claim", 0, 2)]


@contextmanager
def receiver(status: int) -> Iterator[tuple[str, list[bytes]]]:
    """A webhook on this machine: its address for Apprise, and what it got."""
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"json://user:hunter2@127.0.0.1:{server.server_port}/hook", got
        server.shutdown()


@pytest.mark.parametrize("status", [200, 500])
def test_a_webhook_gets_the_message_and_a_secret_is_never_shown(
    status: int, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with receiver(status) as (address, got):
        assert send_notice(address, "a run failed", "the disk is full") == (status == 200)
    assert b"the disk is full" in got[0]
    shown = capfd.readouterr()
    assert "hunter2" not in shown.out + shown.err + caplog.text
    assert ("IMAGINARIES_NOTIFY" in shown.err) == (status != 200)


def test_an_address_that_is_none_fails_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert not send_notice("no-such-service://secret", "a", "b")
    assert "secret" not in capfd.readouterr().err
