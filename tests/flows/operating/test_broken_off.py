"""A stage that breaks off while its tasks still write."""

from __future__ import annotations

import errno
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.store import open_reading
from flows.scope import Scope
from flows.stage import Stage, open_stage
from tests.flows.operating.homes import add_documents


def test_it_waits_for_a_task_that_is_writing(tmp_path: Path) -> None:
    """DuckDB never comes back from a connection that is closed below a thread at work on it."""
    scope, has_begun = Scope(home=tmp_path), threading.Event()

    def write(stage: Stage) -> None:
        with stage.lock, stage.store.transaction():
            has_begun.set()
            time.sleep(0.3)
            add_documents(stage.store, "XN", 3)

    with ThreadPoolExecutor() as threads:
        with (
            pytest.raises(OSError, match="No space left"),
            open_stage(scope, "parse", "run-1") as stage,
        ):
            writing = threads.submit(write, stage)
            assert has_begun.wait(10)
            raise OSError(errno.ENOSPC, "No space left on device")
        assert writing.done()
        writing.result()
    with open_reading(scope.settings().home.work_database) as store:
        assert store.query("select count(*) from document").rows == [(3,)]
