"""Offline, the archive and the saved files answer in the publisher's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.records import Document, DocumentRef, FaultRecord, Response, Sighting, Snapshot
from data.settings import Home
from tests.flows.collecting.office import (
    INDEX,
    SOURCE_ID,
    collect_office,
    declare,
    look,
    open_office,
    paths,
    scope_for,
)
from tests.sites.server import Reply, serve

PAGE = f"""<!doctype html>
<!-- saved from url=(0030){INDEX} -->
<title>Notices</title><a class="notice" href="/notices/spring.html">Notice of spring 2021</a>
"""
NOTICE = """<!doctype html>
<link rel="canonical" href="http://office.example/notices/spring.html">
<p>The office shares its registers of tides with all harbours from spring on.
"""
STRAY = "<!doctype html><title>A stray page</title><p>The office saved this for later use."


def save(home: Path, **pages: str) -> None:
    folder = Home(home).saved / SOURCE_ID
    folder.mkdir(parents=True)
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")


def test_what_the_archive_has_is_collected_again_from_it(tmp_path: Path) -> None:
    with serve(open_office(4)) as site:
        collect_office(scope_for(tmp_path, site), declare())
    with look(tmp_path) as store:
        seen = store.read(Sighting)
        store.query("delete from document_ref")
        store.query("delete from snapshot")
    outcome = collect_office(scope_for(tmp_path), declare())
    assert (outcome.done, outcome.faults) == (4, 0)
    with look(tmp_path) as store:
        assert len(store.read(DocumentRef)) == len(store.read(Snapshot)) == 4
        assert store.read(Sighting) == seen  # nobody has looked whether it is still listed
        assert len(store.read(Response)) == 5


def test_saved_files_are_enough(tmp_path: Path) -> None:
    save(tmp_path, index=PAGE, notice=NOTICE)
    outcome = collect_office(scope_for(tmp_path), declare())
    assert (outcome.done, outcome.faults, outcome.detail) == (1, 0, "0 left out")
    with look(tmp_path) as store:
        (ref,) = store.read(DocumentRef)
        (snapshot,) = store.read(Snapshot)
        assert store.read(Response) == []
    assert (ref.url, ref.year) == ("http://office.example/notices/spring.html", 2021)
    assert (Home(tmp_path).root / snapshot.archived_as).read_text() == NOTICE
    assert snapshot.http_status is None
    assert collect_office(scope_for(tmp_path), declare()).skipped == 1


def test_saved_files_answer_before_the_network(tmp_path: Path) -> None:
    save(tmp_path, notice=NOTICE)
    office = open_office(0)
    office.instead["/notices/"] = Reply(PAGE.encode())
    with serve(office) as site:
        assert collect_office(scope_for(tmp_path, site), declare()).done == 1
        assert paths(site) == ["/notices/"]


def test_a_saved_file_that_nothing_lists_is_a_document_of_its_own(tmp_path: Path) -> None:
    save(tmp_path, index=PAGE, notice=NOTICE, stray=STRAY)
    for done in (2, 0):
        assert collect_office(scope_for(tmp_path), declare()).done == done
    with look(tmp_path) as store:
        (stray,) = store.read(DocumentRef, "note is not null")
        assert store.read(Sighting, "vanished_at is not null") == []
    assert stray.url == f"saved/{SOURCE_ID}/stray.html"


def test_a_source_of_which_nothing_is_at_hand_is_left_out(tmp_path: Path) -> None:
    outcome = collect_office(scope_for(tmp_path), declare())
    assert (outcome.done, outcome.faults, outcome.detail) == (0, 0, "1 left out")
    assert not Home(tmp_path).journals.exists()


def test_what_is_listed_and_not_at_hand_is_a_fault_that_says_where_to_save_it(
    tmp_path: Path,
) -> None:
    save(tmp_path, index=PAGE)
    outcome = collect_office(scope_for(tmp_path), declare())
    assert (outcome.done, outcome.faults) == (0, 1)
    with look(tmp_path) as store:
        (fault,) = store.read(FaultRecord)
        assert store.read(Document) == []
    assert "offline" in fault.reason
    assert str(Home(tmp_path).saved / SOURCE_ID) in fault.next_step


def test_offline_leaves_a_broken_collection_for_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractors.fetch.fetcher.TRIES", 1)
    office = open_office(2)
    office.instead["/notices/"] = Reply(b"", 503)
    with serve(office) as site:
        collect_office(scope_for(tmp_path, site), declare())
    (file,) = Home(tmp_path).journals.iterdir()
    before = file.read_bytes()
    collect_office(scope_for(tmp_path), declare())
    assert file.read_bytes() == before


def test_a_listing_that_is_not_there_is_asked_for_anew(tmp_path: Path) -> None:
    office = open_office(2)
    office.instead["/notices/"] = Reply(b"", 404)
    with serve(office) as site:
        assert collect_office(scope_for(tmp_path, site), declare()).faults == 1
        office.instead.clear()
        assert collect_office(scope_for(tmp_path, site), declare()).done == 2
