"""The store's two kinds, for tests that hold for both: a file, and a lake on PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.duckdb_extension import find_extension
from data.records import ClaimCue, StageInput
from data.store import Store, open_work
from data.store_place import Lake, Place
from tests.postgres import Server, find_programs, run_postgres

MADE = "made"
"""The database that has a lake's tables: a copy of it is a new lake."""

KINDS = ("file", pytest.param("lake", marks=pytest.mark.xdist_group("postgres")))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Debian's PostgreSQL, started for these tests."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql)")
    for name in ("ducklake", "postgres_scanner"):
        if find_extension(name) is None:
            pytest.skip(f"DuckDB's extension {name} is not installed: see the extra 'lake'")
    with run_postgres(programs) as server:
        yield server


@pytest.fixture(scope="session")
def new_lake(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Lake]:
    """Makes a lake with all tables, all empty; the first of them takes the longest."""
    files = f"{tmp_path_factory.mktemp('lake')}/"
    postgres.create(MADE)
    open_work(Lake(f"postgres:{postgres.conninfo(MADE)}", files)).close()

    def make() -> Lake:
        name = f"lake_{uuid.uuid4().hex[:8]}"
        postgres.create(name, MADE)
        return Lake(f"postgres:{postgres.conninfo(name)}", files)

    return make


@pytest.fixture
def lake(new_lake: Callable[[], Lake]) -> Lake:
    """A lake with all tables, all empty."""
    return new_lake()


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A store of either kind that a test may open."""
    if request.param == "lake":
        made: Lake = request.getfixturevalue("lake")
        return made
    return tmp_path / "work.duckdb"


@pytest.fixture(scope="session")
def lake_store(new_lake: Callable[[], Lake]) -> Iterator[Store]:
    """One open lake for all tests that only write rows."""
    with open_work(new_lake()) as opened:
        yield opened


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An open store of either kind, with all tables and no row but its own mark."""
    if request.param == "file":
        with open_work(tmp_path / "work.duckdb") as opened:
            yield opened
        return
    shared: Store = request.getfixturevalue("lake_store")
    yield shared
    for written in (ClaimCue, StageInput):
        shared.replace_all(written, [])
