"""What a person saved is collected whether or not the listing can be had, and once."""

from __future__ import annotations

from pathlib import Path

from data.records import DocumentRef, FaultRecord, Snapshot
from data.settings import Home
from tests.flows.collecting.office import (
    SOURCE_ID,
    Office,
    collect_office,
    declare,
    look,
    open_office,
    scope_for,
)
from tests.sites.server import Reply, serve

ADDRESS = "http://office.example/notices/00001.txt"
LETTER = f"""<!doctype html>
<link rel="canonical" href="{ADDRESS}">
<h1>Notice 1</h1><p>The office shares its tide tables with every harbour.
"""


def save_letter(home: Path) -> None:
    folder = Home(home).saved / SOURCE_ID
    folder.mkdir(parents=True)
    (folder / "letter.html").write_text(LETTER, encoding="utf-8")


def refuse_index(office: Office) -> None:
    office.instead["/notices/"] = Reply(b"", 403)


def refs(home: Path) -> list[DocumentRef]:
    with look(home) as store:
        return store.read(DocumentRef, "true order by url")


def test_saved_letters_are_collected_though_the_index_is_refused(tmp_path: Path) -> None:
    save_letter(tmp_path)
    office = open_office(3)
    refuse_index(office)
    with serve(office) as site:
        outcome = collect_office(scope_for(tmp_path, site), declare())
        assert (outcome.done, outcome.faults) == (1, 1)
    outcome = collect_office(scope_for(tmp_path), declare())
    assert (outcome.skipped, outcome.faults) == (1, 1)
    (letter,) = refs(tmp_path)
    assert letter.url == ADDRESS
    with look(tmp_path) as store:
        (fault,) = store.read(FaultRecord)
    assert fault.subject == SOURCE_ID


def test_the_index_makes_the_saved_letter_one_of_its_own(tmp_path: Path) -> None:
    save_letter(tmp_path)
    office = open_office(3)
    refuse_index(office)
    with serve(office) as site:
        collect_office(scope_for(tmp_path, site), declare())
        office.instead.clear()
        collect_office(scope_for(tmp_path, site), declare())
    assert [ref.url for ref in refs(tmp_path)].count(ADDRESS) == 1
    assert all(ref.key is None for ref in refs(tmp_path))


def test_a_letter_listed_before_is_collected_from_its_saved_file(tmp_path: Path) -> None:
    office = open_office(3)
    office.instead["/notices/00001.txt"] = Reply(b"", 403)
    with serve(office) as site:
        assert collect_office(scope_for(tmp_path, site), declare()).done == 2
        save_letter(tmp_path)
        refuse_index(office)
        outcome = collect_office(scope_for(tmp_path, site), declare())
        assert (outcome.done, outcome.faults) == (1, 1)
    assert len(refs(tmp_path)) == 3
    with look(tmp_path) as store:
        assert len({row.document_id for row in store.read(Snapshot)}) == 3


def test_a_saved_file_whose_name_two_documents_have_stands_for_neither(tmp_path: Path) -> None:
    folder = Home(tmp_path).saved / SOURCE_ID
    folder.mkdir(parents=True)
    (folder / "notice.txt").write_text("Which notice this is, its name cannot tell.\n")
    office = open_office(0)
    office.notices = {"2019/notice": b"Notice of 2019.\n", "2020/notice": b"Notice of 2020.\n"}
    with serve(office) as site:
        outcome = collect_office(scope_for(tmp_path, site), declare())
        assert (outcome.done, outcome.faults) == (2, 1)
    with look(tmp_path) as store:
        (fault,) = store.read(FaultRecord)
        kept = [(tmp_path / row.archived_as).read_bytes() for row in store.read(Snapshot)]
    assert "notice.txt" in fault.reason
    assert sorted(kept) == list(office.notices.values())
