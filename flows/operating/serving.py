"""Serving: Prefect's server, the deployments and a worker, kept up until somebody ends them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import httpx

from data.errors import StoppedError, StoreError
from data.settings import Home
from flows.launch import STARTUP_SECONDS, prepare_prefect
from flows.operating.watchdog import end_with_this_process
from flows.progress import tell
from flows.versions import PROJECT

LOOPBACK = "127.0.0.1"
POOL = "imaginaries"
PASSWORD = "PREFECT_SERVER_API_AUTH_STRING"
WAIT_MINUTES = 24 * 60
"""How long a round waits for a run that a person has started by hand."""

SECONDS_TO_END = 30.0
SECONDS_BETWEEN_LOOKS = 0.5


def serve(home: Home, port: int, deployments: Path) -> None:
    """Start the server, declare pool and deployments, and work on what is due, until a signal.

    Ctrl-C and SIGTERM end server and worker, and with them a run that is under way: the next one
    goes on where it stopped.

    What a person has set for Prefect in the environment stays; PREFECT_API_DATABASE_CONNECTION_URL
    names a PostgreSQL database in place of the SQLite file below the home.

    Raises:
        StoreError: a part could not be started, or has ended by itself.
    """
    try:
        with _own_temporary_folder() as temporary:
            environment = {**serving_environment(home, port), "TMPDIR": temporary}
            _serve(environment, home, port, deployments)
    except StoppedError as stopped:
        tell(f"{stopped}: server and worker have ended")


@contextmanager
def _own_temporary_folder() -> Iterator[str]:
    """A folder that no other user may read or write, for server, worker and runs.

    Prefect's worker has its files at one place below the folder that all users share, so that it
    could not start where another user's had been, and anyone could lay files in its way.
    """
    with tempfile.TemporaryDirectory(prefix="imaginaries-", ignore_cleanup_errors=True) as folder:
        yield folder


def _serve(environment: Mapping[str, str], home: Home, port: int, deployments: Path) -> None:
    with _stopped_by_signals(), _running(server_command(port), environment) as server:
        _wait_for_server(server, environment["PREFECT_API_URL"])
        _run(declaring_command(deployments), environment)
        with _running(worker_command(), environment) as worker:
            if PASSWORD not in environment:
                tell(
                    "warning: whoever has an account on this machine can run programs as you "
                    f"through this server; set {PASSWORD}=NAME:PASSWORD, and others cannot"
                )
            tell(f"serving {home.root} on http://{LOOPBACK}:{port}; end with Ctrl-C or SIGTERM")
            _keep_up({"server": server, "worker": worker})


def serving_environment(home: Home, port: int) -> dict[str, str]:
    """What server, worker and runs are told: the home, the server's address, and patience.

    Runs by hand have a database of their own below the home: two servers on one SQLite file
    would hinder each other. Pages of other sites may not ask the server, whose usual answer is
    that they may: a browser on this machine would let any of them start programs.
    """
    served = {
        "PREFECT_HOME": str(home.prefect / "served"),
        "PREFECT_LOGGING_LEVEL": "INFO",
        # Its pages are made ready where it is installed, which the service may not write to.
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home.prefect / "served" / "pages"),
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": f"http://{LOOPBACK}:{port}",
        "IMAGINARIES_WAIT_MINUTES": str(WAIT_MINUTES),
    }
    if password := os.environ.get(PASSWORD):
        served["PREFECT_API_AUTH_STRING"] = password
    for name, value in served.items():
        os.environ.setdefault(name, value)
    prepare_prefect(home)
    Path(os.environ["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "IMAGINARIES_HOME": str(home.root),
        "PREFECT_API_URL": f"http://{LOOPBACK}:{port}/api",
    }


def server_command(port: int) -> list[str]:
    """Prefect's server, for this machine alone."""
    return _prefect("server", "start", "--host", LOOPBACK, "--port", str(port))


def worker_command() -> list[str]:
    """The worker: each run is a process, one at a time, since a home has one writer."""
    return _prefect("worker", "start", "--pool", POOL, "--type", "process", "--limit", "1")


def declaring_command(deployments: Path) -> list[str]:
    """Make the pool and the deployments, or bring those that are there up to date."""
    return [sys.executable, "-m", "flows.operating.deployments", str(deployments)]


def _prefect(*words: str) -> list[str]:
    return [sys.executable, "-m", "prefect", *words]


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Turn SIGTERM and SIGINT into an error, so that every part is ended on the way out."""

    def stop(number: int, frame: FrameType | None) -> None:
        for one in before:  # a second Ctrl-C must not break off the ending
            signal.signal(one, signal.SIG_IGN)
        raise StoppedError(signal.Signals(number).name)

    before = {one: signal.signal(one, stop) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _running(
    command: Sequence[str], environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A part in a session of its own, ended with all that it has started, even by SIGKILL."""
    with subprocess.Popen(
        command, cwd=PROJECT, env=dict(environment), start_new_session=True
    ) as process:
        end_with_this_process(process.pid, group=True)
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the part to end, and end by force what is left of its group."""
    with suppress(ProcessLookupError):
        process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(SECONDS_TO_END)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _wait_for_server(server: subprocess.Popen[bytes], api: str) -> None:
    until = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise StoreError(
                f"Prefect's server ended with {server.returncode} before it answered at {api}: is "
                "the port taken? Give another with --port"
            )
        with suppress(httpx.HTTPError):
            if httpx.get(f"{api}/health", timeout=2.0, trust_env=False).is_success:
                return
        time.sleep(SECONDS_BETWEEN_LOOKS)
    raise StoreError(f"Prefect's server did not answer at {api} within {STARTUP_SECONDS} s")


def _run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        command, cwd=PROJECT, env=dict(environment), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StoreError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def _keep_up(parts: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Wait until a part ends, which none should."""
    while True:
        for name, process in parts.items():
            if process.poll() is not None:
                raise StoreError(
                    f"Prefect's {name} ended with {process.returncode}: see the lines above"
                )
        time.sleep(SECONDS_BETWEEN_LOOKS)
