"""What goes wrong in one source stays there, and what is wrong with the run ends it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import CollectFault, StoppedError, StoreError, UsageError
from data.records import DocumentRef, FaultRecord
from data.source import Source
from extractors.discover import doors
from extractors.discover.door import Ask, Found
from tests.flows.collecting.office import (
    collect_together,
    declare,
    look,
    open_office,
    paths,
    scope_for,
)
from tests.sites.server import Reply, serve


def raise_in(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let the door of the source `bad` raise once it has listed a document."""
    find = doors.find_documents

    def find_or_raise(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
        for found in find(source_id, source, ask):
            yield found
            if source_id == "bad":
                raise error

    monkeypatch.setattr(doors, "find_documents", find_or_raise)


@pytest.mark.parametrize(
    "error",
    [RecursionError("too deep"), UnicodeError("no host"), OSError(errno.EIO, "damaged")],
    ids=lambda error: type(error).__name__,
)
def test_a_defect_that_one_publisher_provokes_ends_no_other_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    sources = {"bad": declare(), "good": declare(), "other": declare()}
    with serve(open_office(3)) as site:
        with monkeypatch.context() as patch:
            raise_in(patch, error)
            assert collect_together(scope_for(tmp_path, site), sources).faults == 1
        with look(tmp_path) as store:
            (fault,) = store.read(FaultRecord)
            listed = [row.source_id for row in store.read(DocumentRef)]
        assert fault.subject == "bad"
        assert f"{type(error).__name__}: {error}" in fault.reason
        assert (listed.count("good"), listed.count("other"), listed.count("bad")) == (3, 3, 0)
        assert collect_together(scope_for(tmp_path, site), sources).faults == 0


@pytest.mark.parametrize(
    "error",
    [
        StoppedError("stopped"),
        StoreError("locked"),
        UsageError("wrong"),
        OSError(errno.ENOSPC, "full"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_concerns_the_whole_run_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    raise_in(monkeypatch, error)
    with serve(open_office(1)) as site, pytest.raises(type(error), match=str(error.args[-1])):
        collect_together(scope_for(tmp_path, site), {"bad": declare(), "good": declare()})


def test_sources_that_share_a_host_leave_it_alone_together(tmp_path: Path) -> None:
    office = open_office(12)
    for name in office.notices:
        office.instead[f"/notices/{name}.txt"] = Reply(b"", 403)
    with serve(office) as site:
        scope = scope_for(tmp_path, site)
        collect_together(scope, {name: declare() for name in ("a", "b", "c")})
        refused = [path for path in paths(site) if path.endswith(".txt")]
        # Five in a row, and what the other two were at meanwhile.
        assert 5 <= len(refused) <= 5 + 2
    with look(tmp_path) as store:
        subjects = {row.subject for row in store.read(FaultRecord, "document_id is null")}
    assert len(subjects) == 3
