"""Ends what a run has started when the run is gone, though it was killed and could end nothing."""

from __future__ import annotations

import atexit
import subprocess
import sys
from functools import wraps

_WATCHING = """
import os, signal, sys
sys.stdin.buffer.read()
end = os.killpg if sys.argv[2] == "group" else os.kill
try:
    end(int(sys.argv[1]), signal.SIGKILL)
except ProcessLookupError:
    pass
"""
"""Reads from a pipe that only the run can write to: it ends when the run does, however."""

_SETTLED = "_ends_with_the_run"


def end_with_this_process(process_id: int, *, group: bool = False) -> None:
    """Have a child of this process, or the group it leads, end when this process is gone.

    A small process beside it waits for that. It does not belong to the group of the terminal,
    whose Ctrl-C is for the run. When this process ends well it has ended its children itself.
    """
    watching = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _WATCHING, str(process_id), "group" if group else "one"],
        stdin=subprocess.PIPE,
        process_group=0,
    )
    atexit.register(_dismiss, watching)


def _dismiss(watching: subprocess.Popen[bytes]) -> None:
    """End the watching process first: the number that it was told may soon be another's."""
    watching.kill()
    watching.wait()


def end_prefect_server_with_this_process() -> None:
    """Have the server that Prefect starts for a run end with it.

    Prefect ends its server when the run ends by itself; without this, a killed run would leave it
    for good, with its port, its memory and its database. A server that a person has named is none
    of the run's business.
    """
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415 — reads the settings made before

    if PREFECT_API_URL.value():
        return
    from prefect.server.api.server import SubprocessASGIServer  # noqa: PLC0415 — takes seconds

    start = SubprocessASGIServer._run_uvicorn_command
    if hasattr(start, _SETTLED):
        return

    @wraps(start)
    def watched(server: SubprocessASGIServer) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] = start(server)
        end_with_this_process(process.pid)
        return process

    setattr(watched, _SETTLED, True)
    SubprocessASGIServer._run_uvicorn_command = watched  # type: ignore[method-assign, assignment]
