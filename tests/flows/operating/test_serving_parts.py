"""What `serve` starts and ends, with plain processes in the place of Prefect's."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from data.errors import StoppedError, StoreError
from data.settings import Home
from flows.operating import serving
from tests.conftest import PROJECT

SLEEPING = [sys.executable, "-c", "import time; time.sleep(60)"]
WITH_CHILD = [
    sys.executable,
    "-c",
    "import subprocess, sys, time; "
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
    "print(child.pid, file=open(sys.argv[1], 'w'), flush=True); time.sleep(60)",
]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which processes there are")
def test_a_part_ends_with_all_that_it_has_started(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with serving._running([*WITH_CHILD, str(note)], os.environ) as part:
        until = time.monotonic() + 30
        while not (note.exists() and note.read_text()) and time.monotonic() < until:
            time.sleep(0.05)
        child = int(note.read_text())
        assert is_alive(child)
    assert part.returncode is not None
    until = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(child)


def test_a_part_that_ends_by_itself_is_an_error() -> None:
    with (
        serving._running(SLEEPING, os.environ) as well,
        serving._running([sys.executable, "-c", "raise SystemExit(7)"], os.environ) as ill,
        pytest.raises(StoreError, match=r"worker ended with 7"),
    ):
        serving._keep_up({"server": well, "worker": ill})


def test_a_server_that_does_not_start_says_what_to_look_at() -> None:
    with (
        serving._running([sys.executable, "-c", "raise SystemExit(3)"], os.environ) as server,
        pytest.raises(StoreError, match="is the port taken"),
    ):
        serving._wait_for_server(server, "http://127.0.0.1:9/api")


def test_what_cannot_be_declared_is_told_with_its_words() -> None:
    failing = [sys.executable, "-c", "print('no such flow'); raise SystemExit(1)"]
    with pytest.raises(StoreError, match="no such flow"):
        serving._run(failing, os.environ)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_and_the_handlers_are_put_back(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(StoppedError, match=number.name), serving._stopped_by_signals():
        signal.raise_signal(number)
    assert signal.getsignal(number) is before


def test_parts_are_told_the_home_the_server_and_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {"PATH": "/bin", serving.PASSWORD: "admin:word"})
    told = serving.serving_environment(Home(tmp_path), 4321)
    assert told["IMAGINARIES_HOME"] == str(tmp_path)
    assert told["PREFECT_API_URL"] == "http://127.0.0.1:4321/api"
    assert told["PREFECT_API_AUTH_STRING"] == "admin:word"
    assert told["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:4321"
    assert told["IMAGINARIES_WAIT_MINUTES"] == "1440"
    assert Path(told["PREFECT_HOME"]).is_dir()
    assert Path(told["PREFECT_SERVER_UI_STATIC_DIRECTORY"]).is_relative_to(tmp_path)
    assert "127.0.0.1" in serving.server_command(4321)


def test_temporary_files_lie_where_no_other_user_may_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def look(environment: Mapping[str, str], *_: object) -> None:
        place = Path(environment["TMPDIR"])
        assert place.stat().st_mode & 0o777 == 0o700
        seen.append(place)
        raise StoppedError("SIGTERM")

    monkeypatch.setattr(serving, "_serve", look)
    monkeypatch.setattr(serving, "serving_environment", lambda home, port: {"A": "b"})
    serving.serve(Home(tmp_path), 4321, tmp_path / "prefect.yaml")
    assert [place.exists() for place in seen] == [False]


def test_make_systemd_and_container_start_the_same_command() -> None:
    operate = PROJECT / "flows" / "operating"
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert "\n\t$(BIN)/imaginaries serve\n" in makefile
    unit = (operate / "imaginaries.service").read_text(encoding="utf-8")
    assert "\nExecStart=/opt/imaginaries/.venv/bin/imaginaries serve\n" in unit
    container = (operate / "Containerfile").read_text(encoding="utf-8")
    assert '\nCMD ["imaginaries", "serve"]\n' in container
