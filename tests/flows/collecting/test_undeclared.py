"""A source that is declared no longer keeps its history, and its documents are not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.records import DocumentRef, Sighting, Snapshot
from data.store import Store
from flows.collect import drop_undeclared
from flows.collecting.changes import find_changes
from flows.collecting.undeclared import read_declared
from flows.scope import Scope
from flows.stage import open_stage
from tests.flows.collecting.office import (
    SOURCE_ID,
    collect_office,
    declare,
    look,
    open_office,
    scope_for,
    write_declaration,
)
from tests.sites.server import serve


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two notices, of which one has vanished."""
    office = open_office(2)
    with serve(office) as site:
        collect_office(scope_for(tmp_path / "home", site), declare())
        del office.notices["00001"]
        collect_office(scope_for(tmp_path / "home", site), declare())
    return tmp_path / "home"


def drop(home: Path, declarations: Path) -> int:
    """Drop what is not declared there; how many documents are left to read."""
    scope = Scope(home=home, declarations=declarations)
    with open_stage(scope, "collect", "") as stage:
        drop_undeclared(stage, scope)
        return len(read_declared(stage))


def sightings(store: Store) -> list[Sighting]:
    return list(store.read(Sighting, "true order by document_id"))


def test_history_stays_and_comes_back_with_the_declaration(home: Path, tmp_path: Path) -> None:
    write_declaration(tmp_path / "with", declare())
    write_declaration(tmp_path / "without", declare(), "others")
    with look(home) as store:
        before = sightings(store)
    assert drop(home, tmp_path / "with") == 2
    assert drop(home, tmp_path / "without") == 0
    with look(home) as store:
        after = sightings(store)
        assert len(store.read(DocumentRef)) == len(store.read(Snapshot)) == 2
        vanished = [one for one in find_changes(store, before[0].first_seen_at)
                    if one.change == "vanished"]  # fmt: skip
    assert [row.first_seen_at for row in after] == [row.first_seen_at for row in before]
    assert all(row.vanished_at is not None for row in after)
    assert all("its source is not declared" in one.detail for one in vanished)
    assert drop(home, tmp_path / "without") == 0
    assert drop(home, tmp_path / "with") == 2
    with look(home) as store:
        assert sightings(store) == before
    assert SOURCE_ID in {row.source_id for row in before}
