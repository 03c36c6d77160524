"""A collection that is broken off, however, goes on where it stopped."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from data.errors import StoppedError
from data.records import FaultRecord, Response, Snapshot
from data.settings import Home
from flows.collecting.asking import Network
from flows.collecting.collection import collect_source
from flows.collecting.journal import LONGEST, open_journal, read_journal
from flows.collecting.network import allowed_places, open_fetcher
from flows.stage import now, open_stage
from tests.conftest import PROJECT
from tests.flows.collecting.office import (
    SOURCE_ID,
    Office,
    archived,
    collect_office,
    declare,
    look,
    open_office,
    paths,
    scope_for,
)
from tests.sites.server import Asked, LocalSite, Reply, serve

COUNT = 300


def collect_until_killed(home: Path, office: Office, answered: int) -> tuple[LocalSite, str]:
    """Kill a collecting process as it waits for an answer after so many; returns that path."""
    waits, killed = threading.Event(), threading.Event()
    held: list[str] = []

    def answer(asked: Asked) -> Reply:
        if len(paths(site)) > answered and not killed.is_set():
            held.append(asked.path)
            waits.set()
            killed.wait(30)
        return office(asked)

    with serve(answer) as site:
        command = [sys.executable, "-m", "tests.flows.collecting.collect_child"]
        child = subprocess.Popen([*command, str(home), site.address], cwd=PROJECT)
        try:
            assert waits.wait(60)
        finally:
            child.kill()
            child.wait()
            killed.set()
    return site, held[0]


def test_a_killed_collection_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    office = open_office(COUNT)
    before, unanswered = collect_until_killed(tmp_path, office, answered=151)
    assert len(paths(before)) == 152
    with look(tmp_path) as store:
        assert len(store.read(Snapshot)) < 150
    with serve(office) as after:
        outcome = collect_office(scope_for(tmp_path, after), declare())
    asked = Counter(paths(before) + paths(after))
    assert {path for path, times in asked.items() if times > 1} == {unanswered}
    assert len(asked) == COUNT + 1
    assert (outcome.done, outcome.faults) == (COUNT, 0)
    with look(tmp_path) as store:
        assert len({row.document_id for row in store.read(Snapshot)}) == COUNT
        assert len({row.response_id for row in store.read(Response)}) == COUNT + 1
    assert len(archived(tmp_path)) == COUNT + 1
    assert not list(Home(tmp_path).journals.iterdir())


def test_an_old_journal_is_kept_in_the_tables_and_begun_anew(tmp_path: Path) -> None:
    office = open_office(10)
    collect_until_killed(tmp_path, office, answered=6)
    (file,) = Home(tmp_path).journals.iterdir()
    begun = read_journal(file).began_at
    assert begun is not None
    old = (begun - LONGEST - timedelta(seconds=1)).isoformat()
    file.write_text(file.read_text().replace(begun.isoformat(), old, 1))
    with serve(office) as site:
        collect_office(scope_for(tmp_path, site), declare())
        assert len(paths(site)) == 11
        assert sum("if-none-match" in asked.headers for asked in site.asked) == 6
    with look(tmp_path) as store:
        assert len(store.read(Response)) == 6 + 11


def test_a_host_given_up_leaves_no_later_run_without_a_listing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office(8)
    for name in list(office.notices)[2:]:
        office.instead[f"/notices/{name}.txt"] = Reply(b"", 403)
    with serve(office) as site:
        collect_office(scope_for(tmp_path, site), declare())
        office.notices["00000"] = b"Notice 0, as amended.\n"
        tomorrow = now() + timedelta(hours=23)
        for module in ("asking", "collection", "documents"):
            monkeypatch.setattr(f"flows.collecting.{module}.now", lambda: tomorrow)
        site.asked.clear()
        assert collect_office(scope_for(tmp_path, site), declare()).done == 1
        assert paths(site)[0] == "/notices/"


def test_half_a_line_at_the_end_is_dropped(tmp_path: Path) -> None:
    office = open_office(10)
    collect_until_killed(tmp_path, office, answered=6)
    (file,) = Home(tmp_path).journals.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    assert len(read_journal(file).responses) == 5
    with serve(office) as site:
        outcome = collect_office(scope_for(tmp_path, site), declare())
        assert len(paths(site)) == 11 - 5
    assert (outcome.done, outcome.faults) == (10, 0)


@pytest.mark.parametrize("junk", [b"\x00\xff\n", b'{"url": 3}\n', b"[]\n", b"7\n"])
def test_a_journal_is_read_up_to_what_is_not_a_line_of_its_own(tmp_path: Path, junk: bytes) -> None:
    with open_stage(scope_for(tmp_path), "collect", "") as stage:
        journal = open_journal(stage, SOURCE_ID, now())
        journal.close()
        (file,) = Home(tmp_path).journals.iterdir()
        whole = file.read_bytes()
        file.write_bytes(whole + junk)
        assert read_journal(file).whole_bytes == len(whole)
        again = open_journal(stage, SOURCE_ID, now())
        again.close()
    assert again.is_continued
    assert file.read_bytes() == whole


def test_a_listing_that_broke_off_goes_on_from_its_last_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractors.fetch.fetcher.TRIES", 1)
    pages = {
        f"/notices/{n}": Reply(
            f'<p><a class="notice" href="/notices/{n:05}.txt">Notice of 2021</a>'
            f'<a rel="next" href="/notices/{n + 1}">More</a></p>'.encode()
        )
        for n in range(1, 4)
    }
    office = open_office(4)
    first = pages.pop("/notices/1")
    office.instead = pages | {"/notices/": first, "/notices/3": Reply(b"", 503)}
    source = declare(
        door={
            "adapter": "listing",
            "urls": ["http://office.example/notices/"],
            "link_selector": "a.notice",
            "next_selector": "a[rel=next]",
        }
    )
    with serve(office) as site:
        scope = scope_for(tmp_path, site)
        outcome = collect_office(scope, source)
        assert (outcome.done, outcome.faults) == (0, 1)
        assert list(Home(tmp_path).journals.iterdir())
        with look(tmp_path) as store:
            assert store.read(FaultRecord)[0].subject == SOURCE_ID
        site.asked.clear()
        office.instead["/notices/3"] = Reply(b"<p>No more notices.</p>")
        collect_office(scope, source)
        assert paths(site)[0] == "/notices/3"


def test_a_run_that_is_stopped_asks_no_more(tmp_path: Path) -> None:
    office = open_office(10)
    stopped = threading.Event()

    def answer(asked: Asked) -> Reply:
        if len(paths(site)) == 4:
            stopped.set()
        return office(asked)

    with serve(answer) as site:
        scope = scope_for(tmp_path, site)
        with open_stage(scope, "collect", "") as stage, open_fetcher(scope, (), stopped) as fetcher:
            network = Network(fetcher, allowed_places(declare()), 0, stopped)
            with pytest.raises(StoppedError):
                collect_source.fn(stage, SOURCE_ID, declare(), network)
        assert len(paths(site)) == 4
        assert collect_office(scope, declare()).done == 10
        assert len(paths(site)) == 11
