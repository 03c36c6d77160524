"""What a killed run leaves behind: no worker stays, and the next run may write at once."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.store import open_work
from flows.lanes import open_lanes
from tests.conftest import PROJECT
from tests.soak.kills import count_left_running
from tests.soak.working import MARK, read_for_ever

RUNNING = "import sys; from tests.soak.working import run_for_ever; run_for_ever(sys.argv[1])"


def test_workers_end_with_a_run_that_is_killed_and_let_go_of_the_database(tmp_path: Path) -> None:
    database = tmp_path / "work.duckdb"
    with open_work(database):
        pass
    running = subprocess.Popen(
        [sys.executable, "-c", RUNNING, str(database)],
        cwd=PROJECT,
        start_new_session=True,
    )
    wait_for(database.with_suffix(MARK))
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert count_left_running(running.pid) == 0
    with open_work(database):
        pass


def test_a_run_that_breaks_off_has_its_database_back_at_once(tmp_path: Path) -> None:
    """Else it would say that another run holds it, in place of what went wrong."""
    database = tmp_path / "work.duckdb"
    with open_work(database):
        pass
    with ThreadPoolExecutor() as threads:
        with (
            pytest.raises(OSError, match="No space left"),
            open_lanes(4, seconds_per_item=60) as lanes,
        ):
            for _ in range(4):
                threads.submit(lanes.run, read_for_ever, [database])
            wait_for(database.with_suffix(MARK))
            raise OSError(errno.ENOSPC, "No space left on device")
        with open_work(database):
            pass


def wait_for(mark: Path) -> None:
    """Until a worker reads."""
    until = time.monotonic() + 60
    while not mark.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
