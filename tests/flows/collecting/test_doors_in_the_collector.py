"""What doors hand over: contents, files, parts, other formats, and entries that fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from data.errors import CollectFault
from data.records import DocumentRef, FaultRecord, Sighting, Snapshot
from data.settings import Home
from data.source import Source
from data.store import Store
from extractors.discover import doors
from extractors.discover.door import Ask, Built, Found, make_ref
from extractors.discover.doors import DoorReader
from flows.documents import drop_unlisted
from flows.parse import parse, parse_documents
from flows.stage import open_stage
from tests.flows.collecting.office import (
    HOST,
    SOURCE_ID,
    collect_office,
    declare,
    look,
    open_office,
    paths,
    scope_for,
    without_prefect,
)
from tests.sites.server import serve

BASE = f"http://{HOST}/notices"


def put_door(
    monkeypatch: pytest.MonkeyPatch,
    found: Sequence[Found | CollectFault],
    build: doors.BuildContent | None = None,
) -> None:
    """Let the listing door find just this."""

    def find(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
        yield from found

    monkeypatch.setattr(doors, "DOORS", {"listing": DoorReader(find, build)})
    monkeypatch.setattr("flows.collecting.documents.DOORS", {"listing": DoorReader(find, build)})


def ref(name: str, **given: str | None) -> DocumentRef:
    return make_ref(SOURCE_ID, declare(), f"{BASE}/{name}", **given)  # type: ignore[arg-type]


def bytes_of(store: Store, home: Path, row: Snapshot) -> bytes:
    return (Home(home).root / row.archived_as).read_bytes()


def test_contents_and_files_are_kept_without_a_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "letter.md"
    file.write_text("# A letter\n")
    text = b"The text of the dump.\n"
    put_door(monkeypatch, [Found(ref("a.pdf"), content=text), Found(ref("b"), file=file)])
    home = tmp_path / "home"
    with serve(open_office(0)) as site:
        assert collect_office(scope_for(home, site), declare()).done == 2
        assert collect_office(scope_for(home, site), declare()).skipped == 2
        assert paths(site) == []
    with look(home) as store:
        content, kept = store.read(Snapshot, "true order by url")
        assert bytes_of(store, home, content) == text
        assert bytes_of(store, home, kept) == b"# A letter\n"
    # The parser goes by the name where bytes cannot tell: it must not say .pdf of a text.
    assert content.url == f"{BASE}/a.pdf#text"
    assert kept.url == f"{BASE}/b#letter.md"


def test_a_document_of_several_pages_is_built_and_a_changed_page_changes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(found: Found, answered: Sequence[bytes]) -> Built:
        return Built(b"".join(answered), "paper.txt")

    parts = tuple(f"{BASE}/{n:05}.txt" for n in (2, 0, 1))
    put_door(monkeypatch, [Found(ref("paper"), parts=parts)], build)
    office = open_office(3)
    with serve(office) as site:
        scope = scope_for(tmp_path, site)
        assert collect_office(scope, declare()).done == 1
        assert collect_office(scope, declare()).skipped == 1
        office.notices["00000"] = b"Amended.\n"
        assert collect_office(scope, declare()).done == 1
    with look(tmp_path) as store:
        first, second = store.read(Snapshot, "true order by fetched_at")
        assert bytes_of(store, tmp_path, first).decode().split()[1::7] == ["2", "0", "1"]
        assert bytes_of(store, tmp_path, second).splitlines()[1] == b"Amended."
    assert second.final_url == parts[0]


def test_an_entry_that_fails_is_a_fault_and_nothing_counts_as_vanished_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(open_office(2)) as site:
        scope = scope_for(tmp_path, site)
        collect_office(scope, declare())
        with monkeypatch.context() as patch:
            fault = CollectFault("row 7 has no address", next_step="tell the office")
            put_door(patch, [Found(ref("00000.txt")), fault])
            assert collect_office(scope, declare()).faults == 1
        with look(tmp_path) as store:
            assert store.read(Sighting, "vanished_at is not null") == []
            (row,) = store.read(FaultRecord)
            assert row.reason == fault.reason
        assert collect_office(scope, declare()).faults == 0


def test_another_format_does_not_count_and_is_archived_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = ref("00000.txt")
    other = ref("00001.txt", alternative_of=main.document_id)
    put_door(monkeypatch, [Found(main), Found(other)])
    with serve(open_office(2)) as site:
        assert collect_office(scope_for(tmp_path, site), declare(1, 1)).done == 2
    with open_stage(scope_for(tmp_path), "parse", "") as stage:
        fault = CollectFault("not served", next_step="wait")
        stage.fault(other.url, fault, other.document_id)
        ids = {main.document_id, other.document_id}
        assert drop_unlisted(stage, listed=ids, read={main.document_id}) == 0
        assert len(stage.faults()) == 1
        assert drop_unlisted(stage, listed={main.document_id}, read={main.document_id}) == 1
        assert stage.faults() == []


def test_the_parse_stage_leaves_other_formats_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = ref("00000.txt")
    put_door(
        monkeypatch,
        [Found(main), Found(ref("00001.txt", alternative_of=main.document_id))],
    )
    with serve(open_office(2)) as site:
        collect_office(scope_for(tmp_path, site), declare())
    with without_prefect(parse_documents):
        assert parse.fn(scope_for(tmp_path)).done == 1
