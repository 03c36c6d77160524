"""Runs killed one after the other in three stages; the next run ends with the same tables.

`make soak` kills many more, at random moments of all stages.
"""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from data.settings import Home
from data.store import open_work
from tests.flows.conftest import DemoRun
from tests.soak.kills import count_left_running, open_nursery
from tests.soak.tables import find_differences, hash_tables

STAGES = ["collect", "parse", "code", "registers", "compare"]
KILLS = (("code", 20), ("registers", 40), ("compare", 150))
"""In which stage, and before which of its writes."""


@pytest.mark.slow
def test_killed_runs_end_with_the_tables_of_an_undisturbed_one(
    demo: DemoRun, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo.home.root, home, symlinks=True)
    forget_work(Home(home))
    with open_nursery(tmp_path / "nursery") as nursery:
        for stage, step in KILLS:
            child = nursery.start(home, stages=STAGES, die_stage=stage, die_at=step)
            assert nursery.wait() == -signal.SIGKILL
            assert count_left_running(child) == 0
        assert nursery.run(home, stages=STAGES) == 0
    undisturbed = hash_tables(demo.home.work_database)
    assert find_differences(undisturbed, hash_tables(Home(home).work_database)) == []


def forget_work(home: Home) -> None:
    """Have a few documents, the registers and the comparison to be worked on again."""
    with open_work(home.work_database) as store:
        store.query("delete from stage_input where stage in ('registers', 'compare')")
        store.query(
            "delete from stage_input where stage = 'code' and subject_id in "
            "(select document_id from document order by document_id limit 3)"
        )
