"""A home has one writer; the lock of a run that died is free at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from data.errors import StoreError
from data.settings import Home
from flows.operating.home_lock import find_holder, hold_home, keep_home
from flows.scope import Scope
from flows.stage import open_stage
from tests.conftest import PROJECT

HOLDING = """
import sys, time
from pathlib import Path
from data.settings import Home
from flows.operating.home_lock import hold_home
with hold_home(Home(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def start_holder(home: Home) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLDING, str(home.root)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    assert running.stdout is not None
    assert running.stdout.readline() == "held\n"
    return running


def test_a_second_run_is_refused_with_process_and_age(home: Home) -> None:
    refused = pytest.raises(StoreError, match=rf"process {os.getpid()} .*, for 0 min")
    with hold_home(home), refused, hold_home(home):
        pass


def test_another_process_is_named_and_its_death_frees_the_home(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    other = start_holder(home)
    try:
        holder = find_holder(home)
        assert holder is not None
        assert holder.pid == other.pid
        for way in (hold_home, keep_home):
            with pytest.raises(StoreError, match=f"process {other.pid}"), way(home):
                pass
    finally:
        other.kill()
        other.wait()
    assert find_holder(home) is None
    with hold_home(home):
        assert f"process {other.pid}" in capsys.readouterr().err  # what it left is told
    with hold_home(home):
        assert capsys.readouterr().err == ""  # and nothing is left by a run that ended well


def test_what_a_killed_run_left_half_written_goes(home: Home) -> None:
    other = start_holder(home)
    half = [folder / "ab" / ".partial-x1" for folder in (home.archive, home.codebooks)]
    whole = home.archive / "ab" / "abc.pdf"
    for file in (*half, whole):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"%PDF")
    other.kill()
    other.wait()
    with hold_home(home):
        assert [file.exists() for file in (*half, whole)] == [False, False, True]
        half[0].write_bytes(b"%PDF")  # of a run that ends by itself, and removes its own
    with hold_home(home):
        assert half[0].exists()


def test_what_readers_that_died_had_no_memory_for_goes(home: Home) -> None:
    other = start_holder(home)
    gone, writers, of_reader = (
        home.root / f"work.duckdb.tmp{end}" for end in (f"-{other.pid}", "", f"-{os.getpid()}")
    )
    for folder in (gone, writers, of_reader):
        folder.mkdir()
    other.kill()
    other.wait()
    with hold_home(home):
        assert [one.exists() for one in (gone, writers, of_reader)] == [False, False, True]


def test_a_stage_of_a_deployment_takes_the_same_lock_and_may_be_told_to_wait(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = Scope(home=home.root)
    other = start_holder(home)
    try:
        with (
            pytest.raises(StoreError, match=f"process {other.pid}"),
            open_stage(scope, "parse", ""),
        ):
            pass
        assert not home.work_database.exists()
        monkeypatch.setenv("IMAGINARIES_WAIT_MINUTES", "5")
        threading.Timer(0.8, other.kill).start()
        with open_stage(scope, "parse", ""):
            assert find_holder(home) is not None
    finally:
        other.kill()
        other.wait()


def test_a_run_that_may_wait_goes_on_when_the_other_ends(home: Home) -> None:
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with hold_home(home):
            entered.set()
            leave.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    entered.wait(10)
    threading.Timer(0.8, leave.set).start()
    began = time.monotonic()
    with hold_home(home, wait_seconds=30):
        waited = time.monotonic() - began
    other.join()
    assert 0.6 < waited < 10


def test_a_stage_within_a_run_takes_part_in_its_lock(home: Home) -> None:
    with hold_home(home):
        with keep_home(home):
            assert find_holder(home) is not None
        holder = find_holder(home)
        assert holder is not None
        assert holder.pid == os.getpid()
    assert find_holder(home) is None


def test_looking_at_the_lock_stops_no_run(home: Home) -> None:
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            find_holder(home)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(200):
            with hold_home(home):
                pass
    finally:
        stop.set()
        looking.join()


def test_a_lock_file_of_an_older_version_is_no_trouble(home: Home) -> None:
    home.root.mkdir()
    home.run_lock.write_text("4711")
    assert find_holder(home) is None
    with hold_home(home):
        pass
