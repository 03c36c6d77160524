"""A source is collected whole, and what it had before is neither asked for nor written again."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import UsageError
from data.records import DocumentRef, FaultRecord, Response, Sighting, Snapshot
from data.settings import Home
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
from tests.sites.server import Reply, serve


def numbers(home: Path) -> list[int]:
    with look(home) as store:
        return [len(store.read(table)) for table in (DocumentRef, Snapshot, Response, Sighting)]


def test_every_notice_is_collected_with_what_is_known_of_it(tmp_path: Path) -> None:
    with serve(open_office(3)) as site:
        outcome = collect_office(scope_for(tmp_path, site), declare())
    assert (outcome.done, outcome.skipped, outcome.faults) == (3, 0, 0)
    with look(tmp_path) as store:
        refs = {ref.document_id: ref for ref in store.read(DocumentRef)}
        snapshots = store.read(Snapshot)
        answers = store.read(Response)
    one = next(row for row in snapshots if row.url.endswith("00001.txt"))
    assert (Home(tmp_path).root / one.archived_as).read_bytes().startswith(b"Notice 1 on")
    assert one.final_url == one.url == refs[one.document_id].url
    assert (one.http_status, one.licence) == (200, "MIT, as this project")
    assert one.citation == (
        "Office of Tides (2021). Notice 00001 of 2021. http://office.example/notices/00001.txt, "
        f"fetched {one.fetched_at:%Y-%m-%d}, SHA-256 {one.sha256}"
    )
    assert sorted(answer.http_status for answer in answers) == [200] * 4
    assert not list(Home(tmp_path).journals.iterdir())


def test_the_second_run_sends_conditions_only_and_writes_no_bytes(tmp_path: Path) -> None:
    with serve(open_office(300)) as site:
        scope = scope_for(tmp_path, site)
        assert collect_office(scope, declare()).done == 300
        assert numbers(tmp_path) == [300, 300, 301, 300]
        before = archived(tmp_path)
        site.asked.clear()
        site.sent_bytes.clear()
        outcome = collect_office(scope, declare())
        assert (outcome.done, outcome.skipped, outcome.faults) == (0, 300, 0)
        asked = [one for one in site.asked if one.path != "/robots.txt"]
        assert len(asked) == 301
        assert all("if-none-match" in one.headers for one in asked)
        assert sum(site.sent_bytes[1:]) == 0  # the first is the "not found" of robots.txt
    assert archived(tmp_path) == before
    assert numbers(tmp_path) == [300, 300, 602, 300]


def test_a_changed_notice_is_a_new_snapshot_and_the_old_one_stays(tmp_path: Path) -> None:
    office = open_office(2)
    with serve(office) as site:
        collect_office(scope_for(tmp_path, site), declare())
        office.notices["00001"] = b"Notice 1, as amended.\n"
        outcome = collect_office(scope_for(tmp_path, site), declare())
        assert (outcome.done, outcome.skipped) == (1, 1)
    with look(tmp_path) as store:
        rows = store.read(Snapshot, "url like '%00001.txt' order by fetched_at")
    assert [(Home(tmp_path).root / row.archived_as).read_bytes()[:12] for row in rows] == [
        b"Notice 1 on ",
        b"Notice 1, as",
    ]


def test_bytes_that_the_archive_lost_are_asked_for_again(tmp_path: Path) -> None:
    with serve(open_office(2)) as site:
        collect_office(scope_for(tmp_path, site), declare())
        for file in Home(tmp_path).archive.rglob("*.txt"):
            file.unlink()
        collect_office(scope_for(tmp_path, site), declare())
    assert len(list(Home(tmp_path).archive.rglob("*.txt"))) == 2


def test_what_vanishes_is_marked_and_what_comes_back_is_not(tmp_path: Path) -> None:
    office = open_office(3)
    with serve(office) as site:
        scope = scope_for(tmp_path, site)
        collect_office(scope, declare())
        notice = office.notices.pop("00001")
        assert collect_office(scope, declare()).skipped == 2
        with look(tmp_path) as store:
            assert len(store.read(DocumentRef)) == 3
            (gone,) = store.read(Sighting, "vanished_at is not null")
            (ref,) = store.read(DocumentRef, "document_id = ?", [gone.document_id])
        assert ref.url.endswith("00001.txt")
        assert gone.first_seen_at == gone.last_seen_at < gone.vanished_at
        office.notices["00001"] = notice
        collect_office(scope, declare())
    with look(tmp_path) as store:
        (back,) = store.read(Sighting, "document_id = ?", [gone.document_id])
    assert back.first_seen_at == gone.first_seen_at
    assert back.last_seen_at > gone.last_seen_at
    assert back.vanished_at is None


@pytest.mark.parametrize("count", [2, 9])
def test_a_listing_beyond_its_bounds_is_a_fault_and_the_one_before_stays(
    tmp_path: Path, count: int
) -> None:
    with serve(open_office(5)) as site:
        collect_office(scope_for(tmp_path, site), declare(3, 7))
    with serve(open_office(count)) as site:
        outcome = collect_office(scope_for(tmp_path, site), declare(3, 7))
        assert paths(site) == ["/notices/"]
    assert (outcome.done, outcome.faults) == (0, 1)
    with look(tmp_path) as store:
        (fault,) = store.read(FaultRecord)
        assert len(store.read(DocumentRef)) == 5
        assert store.read(Sighting, "vanished_at is not null") == []
    assert fault.subject == SOURCE_ID
    for words in (f"{count} documents", "3 to 7", "the office counts its own notices"):
        assert words in fault.reason
    assert not list(Home(tmp_path).journals.iterdir())  # the next run looks at the listing anew


def test_a_mended_listing_has_no_fault_any_more(tmp_path: Path) -> None:
    office = open_office(0)
    with serve(office) as site:
        assert collect_office(scope_for(tmp_path, site), declare()).faults == 1
        office.notices["1"] = b"Notice 1"
        assert collect_office(scope_for(tmp_path, site), declare()).faults == 0


def test_a_notice_that_fails_is_a_fault_and_the_rest_go_on(tmp_path: Path) -> None:
    office = open_office(4)
    office.instead["/notices/00001.txt"] = Reply(b"<h1>Forbidden</h1>", 403)
    office.instead["/notices/00002.txt"] = Reply(b"<h1>Not found</h1>", 404)
    with serve(office) as site:
        scope = scope_for(tmp_path, site)
        outcome = collect_office(scope, declare())
        assert (outcome.done, outcome.faults) == (2, 2)
        assert sorted(paths(site)).count("/notices/00001.txt") == 1
        with look(tmp_path) as store:
            statuses = {row.url[-9:-4]: row for row in store.read(Response, "http_status >= 400")}
            assert {key: row.http_status for key, row in statuses.items()} == {
                "00001": 403,
                "00002": 404,
            }
            assert all(row.sha256 is row.archived_as is None for row in statuses.values())
            assert all(row.document_id for row in store.read(FaultRecord))
        office.instead.clear()
        outcome = collect_office(scope, declare())
        assert (outcome.done, outcome.skipped, outcome.faults) == (2, 2, 0)


def test_a_host_that_refuses_is_left_alone_and_the_rest_stay_for_the_next_run(
    tmp_path: Path,
) -> None:
    office = open_office(12)
    for name in list(office.notices)[3:]:
        office.instead[f"/notices/{name}.txt"] = Reply(b"<h1>Forbidden</h1>", 403)
    with serve(office) as site:
        scope = scope_for(tmp_path, site)
        outcome = collect_office(scope, declare())
        assert len(paths(site)) == 1 + 3 + 5
        assert (outcome.done, outcome.faults) == (3, 6)  # five refusals, and one for the source
        with look(tmp_path) as store:
            (fault,) = store.read(FaultRecord, "document_id is null")
        assert "4 documents are left" in fault.reason
        office.instead.clear()
        site.asked.clear()
        outcome = collect_office(scope, declare())
        assert len(paths(site)) == 9  # neither the listing nor the three that were had
        assert (outcome.done, outcome.skipped, outcome.faults) == (9, 3, 0)


def test_those_refused_before_are_asked_last(tmp_path: Path) -> None:
    office = open_office(8)
    for name in list(office.notices)[:5]:
        office.instead[f"/notices/{name}.txt"] = Reply(b"<h1>Forbidden</h1>", 403)
    with serve(office) as site:
        scope = scope_for(tmp_path, site)
        assert collect_office(scope, declare()).done == 0
        assert collect_office(scope, declare()).done == 3


def test_nothing_outside_the_declared_hosts_is_asked(tmp_path: Path) -> None:
    office = open_office(1)
    page = b'<a class="notice" href="http://other.example/x.txt">Notice of 2021</a>'
    office.instead["/notices/"] = Reply(page)
    with serve(office) as site:
        outcome = collect_office(scope_for(tmp_path, site), declare())
        assert paths(site) == ["/notices/"]
    assert (outcome.done, outcome.faults) == (0, 1)
    with look(tmp_path) as store:
        (fault,) = store.read(FaultRecord)
    assert "other.example" in fault.reason


def test_without_a_contact_nobody_else_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IMAGINARIES_CONTACT", raising=False)
    scope = scope_for(tmp_path).model_copy(update={"offline": False})
    with pytest.raises(UsageError, match=r"office\.example.*IMAGINARIES_CONTACT"):
        collect_office(scope, declare())
    with serve(Office()) as site:
        scope = scope_for(tmp_path, site)
        with pytest.raises(UsageError, match=r"files\.example"):
            collect_office(scope, declare(hosts=("files.example",)))


def test_the_agent_names_the_installed_version_and_the_contact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGINARIES_CONTACT", "https://tides.example/about")
    with serve(open_office(1)) as site:
        collect_office(scope_for(tmp_path, site), declare())
        agents = {asked.headers["user-agent"] for asked in site.asked}
    (agent,) = agents
    assert agent.startswith("imaginaries/")
    assert agent.endswith("(+https://tides.example/about)")
    assert agent.split("/")[1].split(" ")[0].count(".") == 2
