from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.errors import UsageError
from data.settings import Home
from data.store import Store, open_work
from flows.comparing.movement import movement_between, render_movement
from reports.questions import load_questions
from tests.reports.conftest import open_small_world

VIEWS = (
    "out_system_record",
    "out_status_date",
    "out_contradiction",
    "out_system_statement",
    "out_national_system",
    "out_system_code",
)


def publish(home: Home, name: str, change: str = "select 1") -> None:
    """An edition as `publish` leaves it, as far as a movement looks at it."""
    folder = home.root / "editions" / name
    folder.mkdir(parents=True)
    with open_small_world() as world:
        world.execute_script(change)
        copy_world(world, folder / "imaginaries.duckdb")
    os.utime(folder, ns=(0, 10**9 * len(list(folder.parent.iterdir()))))
    home.published.unlink(missing_ok=True)
    home.published.symlink_to(Path("editions") / name)


def copy_world(world: Store, path: Path) -> None:
    open_work(path).close()
    world.execute_script(f"attach '{path}' as edition")
    for (table,) in world.query(
        "select table_name from duckdb_tables() where database_name = 'memory'"
    ).rows:
        world.execute_script(f"insert into edition.{table} from memory.{table}")
    world.execute_script("detach edition")
    with open_work(path) as edition:
        for question in load_questions():
            if question.view in VIEWS:
                edition.execute_script(f"create view {question.view} as {question.sql}")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_the_last_two_editions_are_compared_unless_others_are_named(home: Home) -> None:
    for named in (None, "zero"):
        with pytest.raises(UsageError, match=r"0 edition|no edition .zero."):
            movement_between(home, named)
    publish(home, "first")
    with pytest.raises(UsageError, match="1 edition"):
        movement_between(home)
    publish(home, "second", "delete from document where title = 'Plan 0 of 2021'")
    with pytest.raises(UsageError, match=r"no edition 'zero'.*first, second"):
        movement_between(home, "zero")
    before, after, movements = movement_between(home)
    assert (before, after) == ("first", "second")
    text = render_movement(before, after, movements)
    assert "removed documents, 1 of them; most by Plan 0 of 2021" in text
    assert movement_between(home, "second", "first")[:2] == ("second", "first")
