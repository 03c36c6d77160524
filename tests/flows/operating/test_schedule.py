"""The next runs, as a Prefect server tells them; without one `status` does not wait."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from flows.operating.schedule import find_next_runs


@contextmanager
def server(answer: Any, status: int = 200, delay: float = 0.0) -> Iterator[tuple[str, list[Any]]]:
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, self.headers.get("Authorization"), body))
            time.sleep(delay)
            kind = self.path.split("/")[-2]
            told = answer[kind] if isinstance(answer, dict) and kind in answer else answer
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/api", asked
        running.shutdown()


def test_a_planned_run_has_the_name_of_its_deployment() -> None:
    planned = [{"expected_start_time": "2026-03-09", "name": "wry-fox", "deployment_id": "d"}]
    with server({"flow_runs": planned, "deployments": [{"id": "d", "name": "weekly"}]}) as answers:
        assert find_next_runs(answers[0]).runs == (("2026-03-09", "weekly"),)


def test_the_planned_runs_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "admin:pass")
    planned = [{"expected_start_time": "2026-03-09T04:00:00Z", "name": "weekly"}]
    with server(planned) as (address, asked):
        found = find_next_runs(address)
    assert found.runs == (("2026-03-09T04:00:00Z", "weekly"),)
    assert found.reason is None
    ((path, credentials, question),) = asked
    assert (path, credentials) == ("/api/flow_runs/filter", "Basic YWRtaW46cGFzcw==")
    assert question["flow_runs"]["state"]["type"]["any_"] == ["SCHEDULED"]


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [([], 200, "planned none"), ({}, 401, "HTTP 401"), ("text", 500, "HTTP 500")],
)
def test_an_answer_without_runs_is_said(answer: Any, status: int, words: str) -> None:
    with server(answer, status) as (address, _):
        assert words in str(find_next_runs(address).reason)


def test_a_server_that_is_silent_or_absent_is_not_waited_for() -> None:
    began = time.monotonic()
    with server([], delay=0.6) as (address, _):
        slow = find_next_runs(address, seconds=0.2)
    gone = find_next_runs(address.replace("http://", "http://me:secret@"))
    assert time.monotonic() - began < 5
    assert slow.reason
    assert gone.reason
    assert "secret" not in gone.reason
