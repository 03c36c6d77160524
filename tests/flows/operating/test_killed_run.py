"""What a killed run leaves behind: no worker stays, and the next run may write at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from data.store import open_work
from tests.conftest import PROJECT
from tests.soak.kills import count_left_running
from tests.soak.working import MARK

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
    until = time.monotonic() + 60
    while not database.with_suffix(MARK).exists():  # a worker is reading
        assert time.monotonic() < until
        time.sleep(0.05)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert count_left_running(running.pid) == 0
    with open_work(database):
        pass
