"""What a run has started ends with it, though it was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.operating import watchdog
from flows.operating.watchdog import end_prefect_server_with_this_process
from tests.conftest import PROJECT

RUN = """
import subprocess, sys, time
from flows.operating.watchdog import end_with_this_process
in_group = sys.argv[1] == "group"
child = subprocess.Popen(
    ["sh", "-c", "sleep 300 & echo $! && wait"] if in_group else ["sleep", "300"],
    stdout=subprocess.PIPE, text=True, start_new_session=in_group,
)
print(child.stdout.readline() if in_group else child.pid, flush=True)
end_with_this_process(child.pid, group=in_group)
print("watched", flush=True)
if sys.argv[2] == "killed":
    time.sleep(300)
"""


def is_running(process_id: int) -> bool:
    """Whether it lives; one that has ended and that nobody asks about does not."""
    with suppress(FileNotFoundError, ProcessLookupError):
        status = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8")
        return status.rpartition(")")[2].split()[0] != "Z"
    return False


def start_run(how: str, end: str) -> tuple[subprocess.Popen[str], int]:
    """A run that has started something, and the process id of that."""
    command = [sys.executable, "-c", RUN, how, end]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    assert run.stdout is not None
    lines = [run.stdout.readline()]
    while "watched" not in lines[-1]:
        lines.append(run.stdout.readline())
    run.stdout.close()
    return run, int(lines[0])


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for below /proc")
@pytest.mark.parametrize("how", ["one", "group"])
def test_it_ends_with_a_run_that_is_killed(how: str) -> None:
    run, child = start_run(how, "killed")
    assert is_running(child)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    until = time.monotonic() + 10
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(child)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for below /proc")
def test_a_run_that_ends_well_has_nothing_ended_behind_it() -> None:
    run, child = start_run("one", "well")
    assert run.wait(30) == 0
    time.sleep(0.3)
    assert is_running(child)
    os.kill(child, signal.SIGKILL)


def test_a_server_that_prefect_starts_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[int] = []
    monkeypatch.setattr(watchdog, "end_with_this_process", watched.append)

    def start(_: SubprocessASGIServer) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", ""])

    # Prefect calls it so, and a version that does no more must be looked at.
    assert callable(SubprocessASGIServer._run_uvicorn_command)
    monkeypatch.setattr(SubprocessASGIServer, "_run_uvicorn_command", start)
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
        end_prefect_server_with_this_process()  # one of a person's own
    assert SubprocessASGIServer._run_uvicorn_command is start
    for _ in range(2):
        end_prefect_server_with_this_process()
    server = object.__new__(SubprocessASGIServer)
    started = server._run_uvicorn_command()
    started.wait()
    assert watched == [started.pid]
