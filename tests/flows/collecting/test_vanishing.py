"""When a listing may be trusted to say what is gone, and when it was learned."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import CollectFault, PassedOverFault
from data.records import FaultRecord, Sighting
from extractors.discover.door import Found
from flows.collecting.changes import find_changes
from tests.flows.collecting.office import (
    SOURCE_ID,
    Office,
    collect_office,
    declare,
    look,
    open_office,
    scope_for,
)
from tests.flows.collecting.test_doors_in_the_collector import put_door, ref
from tests.sites.server import serve


def vanished(home: Path) -> int:
    with look(home) as store:
        return len(store.read(Sighting, "vanished_at is not null"))


@pytest.mark.parametrize(("kind", "count"), [(PassedOverFault, 1), (CollectFault, 0)])
def test_only_what_could_not_be_read_keeps_documents_from_vanishing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[CollectFault], count: int
) -> None:
    entry = kind("an entry that is no document", next_step="nothing")
    with serve(open_office(2)) as site:
        scope = scope_for(tmp_path, site)
        collect_office(scope, declare())
        put_door(monkeypatch, [Found(ref("00000.txt")), entry])
        assert collect_office(scope, declare()).faults == 1
    assert vanished(tmp_path) == count


def shrink(office: Office, count: int) -> None:
    office.notices = dict(list(office.notices.items())[:count])


def test_a_listing_that_lost_more_than_half_is_a_fault(tmp_path: Path) -> None:
    office = open_office(10)
    with serve(office) as site:
        scope = scope_for(tmp_path, site)
        collect_office(scope, declare())
        shrink(office, 4)
        assert collect_office(scope, declare()).faults == 1
        assert collect_office(scope, declare()).faults == 1  # it does not get used to it
        with look(tmp_path) as store:
            (fault,) = store.read(FaultRecord)
        assert fault.subject == SOURCE_ID
        assert "4 documents listed, and 10 last time" in fault.reason
        assert vanished(tmp_path) == 0
        # A person who has looked says so in the bounds.
        assert collect_office(scope, declare(most=9)).faults == 0
    assert vanished(tmp_path) == 6


def test_half_of_a_listing_may_go(tmp_path: Path) -> None:
    office = open_office(10)
    with serve(office) as site:
        for count in (10, 5, 3):
            shrink(office, count)
            assert collect_office(scope_for(tmp_path, site), declare()).faults == 0
    assert vanished(tmp_path) == 7


def test_a_withdrawal_is_told_when_it_is_learned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withdrawn(since: int) -> list[str]:
        with look(tmp_path) as store:
            runs = store.query("select started_at from run order by started_at").rows
            found = find_changes(store, runs[since][0])
        return [one.detail for one in found if one.change == "withdrawn"]

    with serve(open_office(1)) as site:
        for day in (None, "2019-05-01", "2019-05-01"):
            with monkeypatch.context() as patch:
                put_door(patch, [Found(ref("00000.txt", withdrawn_on=day))])
                collect_office(scope_for(tmp_path, site), declare())
    assert withdrawn(since=1) == ["on 2019-05-01, as the publisher states"]
    assert withdrawn(since=2) == []
