"""What an import does not take for an answer of a publisher."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.records import Response
from flows.collecting.warc_import import declared_ids, import_warc
from flows.stage import Stage, now
from tests.conftest import PROJECT
from tests.flows.collecting.homes import HOST, SOURCE, START, add_version, make_document, open_home
from tests.flows.collecting.office import (
    SOURCE_ID,
    collect_office,
    declare,
    open_office,
    paths,
    scope_for,
)
from tests.flows.collecting.test_warc import export, foreign
from tests.sites.server import serve

PAGE = b"<!doctype html><title>Plan</title><p>The agency shares its data."
NOTICE = "http://office.example/notices/00001.txt"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Stage]:
    """An empty home."""
    with open_home(tmp_path / "two") as stage:
        yield stage


def test_an_answer_of_the_future_is_a_fault(two: Stage, tmp_path: Path) -> None:
    file = tmp_path / "future.warc.gz"
    when = f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"
    file.write_bytes(foreign((f"{HOST}/a", "200 OK", PAGE), when=when))
    count = import_warc(two, file, SOURCE)
    assert (count.added, len(count.faults)) == (0, 1)
    assert "in the future" in count.faults[0].reason


def test_an_error_page_is_no_answer(two: Stage, tmp_path: Path) -> None:
    file = tmp_path / "errors.warc.gz"
    head = "200 OK\r\nContent-Type: text/html"
    missing = b"<!doctype html><title>404 not found</title><h1>Page not found</h1>"
    file.write_bytes(foreign((f"{HOST}/a.pdf", head, missing), (f"{HOST}/b", head, PAGE)))
    count = import_warc(two, file, SOURCE)
    assert (count.added, count.faults) == (1, [])
    assert count.passed_over["error page"] == 1


def test_a_file_cannot_name_a_source_that_is_not_declared(
    two: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_home(tmp_path / "one") as stage:
        for name in ("a.md", "b.md"):
            add_version(stage, make_document(name), f"Plan {name}.")
        export(stage, tmp_path / "all.warc.gz")
    count = import_warc(two, tmp_path / "all.warc.gz", None)
    assert (count.added, len(count.faults)) == (0, 1)
    assert SOURCE in count.faults[0].reason
    assert import_warc(two, tmp_path / "all.warc.gz", SOURCE).added == 2
    monkeypatch.setattr("flows.collecting.warc_import.declared_ids", lambda: {SOURCE})
    assert import_warc(two, tmp_path / "all.warc.gz", None).known == 2


def test_the_declared_are_sources_and_registers() -> None:
    for folder in ("sources", "registers"):
        names = {file.stem for file in (PROJECT / "data" / folder).glob("*.yml")}
        assert names
        assert names <= declared_ids()


def test_what_was_imported_meanwhile_does_not_answer_for_a_collection(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with serve(open_office(2)) as site:
        # As if another machine had asked while a collection here was broken off.
        with open_home(home, is_lasting=True) as stage:
            stage.settings.home.journals.mkdir(parents=True)
            began_at = now() - timedelta(hours=1)
            journal = stage.settings.home.journals / f"{SOURCE_ID}.jsonl"
            journal.write_text(f'{{"began_at": "{began_at.isoformat()}"}}\n')
            file = tmp_path / "other.warc.gz"
            when = f"{now() - timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}"
            gone = NOTICE.replace("00001", "00000")
            file.write_bytes(
                foreign((NOTICE, "200 OK", b"Planted."), (gone, "404 Gone", b""), when=when)
            )
            assert import_warc(stage, file, SOURCE_ID).added == 2
            assert all(row.asked_at > began_at > START for row in stage.store.read(Response))
        outcome = collect_office(scope_for(home, site), declare())
        assert (outcome.done, outcome.faults) == (2, 0)
        assert sorted(paths(site)) == ["/notices/", "/notices/00000.txt", "/notices/00001.txt"]
