"""A document that cannot be had is asked for less and less often, and given up in the end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.records import FaultRecord
from data.settings import Home
from flows import stage as stage_module
from flows.operating.open_faults import choose_faults, release_faults
from flows.stage import StageOutcome
from tests.flows.collecting.office import (
    SOURCE_ID,
    collect_office,
    declare,
    look,
    open_office,
    paths,
    scope_for,
)
from tests.flows.operating.homes import START
from tests.sites.server import LocalSite, Reply, serve

MISSING = "/notices/00001.txt"


class World:
    """A home, a site with a notice that is gone, and a clock."""

    def __init__(self, home: Path, site: LocalSite, patch: pytest.MonkeyPatch) -> None:
        self.home, self.site, self.patch = home, site, patch

    def collect(self, day: int) -> tuple[bool, StageOutcome]:
        """Collect on this day; tells whether the notice was asked for."""
        self.patch.setattr(stage_module, "now", lambda: START + timedelta(days=day))
        before = paths(self.site).count(MISSING)
        outcome = collect_office(scope_for(self.home, self.site), declare())
        return paths(self.site).count(MISSING) > before, outcome

    def fault(self) -> FaultRecord:
        with look(self.home) as store:
            (fault,) = store.read(FaultRecord)
        return fault


def test_a_document_that_is_gone_is_asked_for_ever_less_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGINARIES_MAX_TRIES", "4")
    office = open_office(3)
    office.instead[MISSING] = Reply(b"", 404)
    with serve(office) as site:
        world = World(tmp_path, site, monkeypatch)
        asked = [day for day in (0, 0, 0, 1, 2, 3, 9, 30) if world.collect(day)[0]]
        assert asked == [0, 0, 1, 3]
        assert world.fault().given_up_at == START + timedelta(days=3)
        was_asked, outcome = world.collect(300)
        assert not was_asked
        assert (outcome.skipped, outcome.faults) == (2, 1)
        assert "1 with faults wait for another try or are given up" in outcome.detail
        with look(tmp_path) as store:  # as `imaginaries retry --stage collect --all`
            release_faults(store, choose_faults(store, "collect", []), START)
        del office.instead[MISSING]
        assert world.collect(301)[0]
        with look(tmp_path) as store:
            assert store.read(FaultRecord) == []


def test_a_document_that_waits_is_taken_as_soon_as_somebody_has_saved_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office(3)
    office.instead[MISSING] = Reply(b"", 404)
    with serve(office) as site:
        world = World(tmp_path, site, monkeypatch)
        assert [world.collect(0)[0] for _ in range(3)] == [True, True, False]
        saved = Home(tmp_path).saved / SOURCE_ID
        saved.mkdir(parents=True)
        (saved / "00001.txt").write_text("Notice 1 on the sharing of data.\n", encoding="utf-8")
        was_asked, outcome = world.collect(0)
        assert not was_asked
        assert (outcome.done, outcome.faults) == (1, 0)


def test_what_is_not_at_hand_offline_is_not_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGINARIES_MAX_TRIES", "2")
    office = open_office(3)
    office.instead[MISSING] = Reply(b"", 404)
    with serve(office) as site:
        World(tmp_path, site, monkeypatch).collect(0)
    for _ in range(4):
        collect_office(scope_for(tmp_path), declare())
    with look(tmp_path) as store:
        (fault,) = store.read(FaultRecord, "document_id is not null")
    assert fault.given_up_at is None
