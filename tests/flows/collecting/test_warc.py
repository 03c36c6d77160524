"""The archive as a web archive file, and files of other archives taken in."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from data.errors import UsageError
from data.records import DocumentRef, Response, Snapshot
from data.settings import Home
from flows.cli import collect_verbs
from flows.collecting.changes import find_changes
from flows.collecting.warc import export_warc, read_responses
from flows.collecting.warc_import import import_warc
from flows.stage import Stage
from tests.flows.collecting.homes import (
    HOST,
    SOURCE,
    START,
    add_document,
    add_response,
    add_version,
    make_document,
    open_home,
)
from tests.flows.collecting.office import (
    INDEX,
    SOURCE_ID,
    Office,
    archived,
    collect_office,
    declare,
    look,
    open_office,
    scope_for,
)
from tests.sites.server import Reply, serve

RUNNER = CliRunner()
PAGE = b"<!doctype html><title>Plan</title><p>The agency shares its data."


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = frozenset({SOURCE, SOURCE_ID, "xn-others"})
    monkeypatch.setattr("flows.collecting.warc_import.declared_ids", lambda: declared)


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    collect_verbs.add_to(app)
    return app


def fill(stage: Stage) -> list[Response]:
    """Answers of every kind to two sources: bytes, bytes again, "not modified", and refusals."""
    a, b = make_document("a.md"), make_document("b.md")
    for ref in (a, b):
        add_document(stage, ref)
    first = add_version(stage, a, "The agency shares its data.", 0)
    add_version(stage, b, "The agency shares its data.", 1)
    add_response(stage, a.url, 7, first, status=304)
    add_response(stage, f"{HOST}/secret", 7, status=403)
    add_response(stage, f"{HOST}/gone", 8, status=404)
    add_version(stage, a, "The agency shares nothing.", 14)
    moved = add_response(stage, f"{HOST}/old", 15, first)
    stage.store.delete(Response, "response_id", [moved.response_id])
    elsewhere = {"source_id": "xn-others", "response_id": "other", "final_url": a.url}
    stage.store.append(Response, [replace(moved, **elsewhere)])
    return sorted(stage.store.read(Response), key=lambda row: (row.asked_at, row.response_id))


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Stage]:
    """A home that `fill` has filled."""
    with open_home(tmp_path / "one") as stage:
        fill(stage)
        yield stage


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Stage]:
    """An empty home."""
    with open_home(tmp_path / "two") as stage:
        yield stage


def export(stage: Stage, file: Path, source_id: str | None = None) -> None:
    export_warc(stage.store, stage.settings.home.root, file, source_id, START)


def responses(stage: Stage) -> list[Response]:
    return list(read_responses(stage.store, None))


def without_id(rows: list[Response]) -> list[Response]:
    return [replace(row, response_id="") for row in rows]


def foreign(*records: tuple[str, str, bytes], when: str = "2016-05-04T10:11:12Z") -> bytes:
    """A file of another archive: address, head and body of each answer."""
    content = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
    for url, head, body in records:
        block = f"HTTP/1.1 {head}\r\n\r\n".encode() + body
        content += (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {when}\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        ).encode()
        content += block + b"\r\n\r\n"
    return gzip.compress(content)


def test_an_export_taken_in_by_an_empty_home_gives_the_same_answers(
    one: Stage, two: Stage, tmp_path: Path
) -> None:
    rows = responses(one)
    file = tmp_path / "all.warc.gz"
    export(one, file)
    count = import_warc(two, file, None)
    assert (count.added, count.unresolved, count.faults) == (len(rows), 0, [])
    assert count.passed_over == {"warcinfo": 1, "metadata": 3}
    assert without_id(responses(two)) == without_id(rows)
    assert archived(tmp_path / "two").keys() == archived(tmp_path / "one").keys()
    again = import_warc(two, file, None)
    assert (again.added, again.known) == (0, len(rows))
    assert len(responses(two)) == len(rows)


def test_one_source_alone_and_into_another(one: Stage, two: Stage, tmp_path: Path) -> None:
    rows = responses(one)
    file = tmp_path / "part.warc.gz"
    export(one, file, SOURCE)
    import_warc(two, file, "xn-copy")
    taken = responses(two)
    assert {row.source_id for row in taken} == {"xn-copy"}
    urls = sorted(row.url for row in rows if row.source_id == SOURCE)
    assert sorted(row.url for row in taken) == urls


def test_answers_come_in_parts_and_in_order(
    one: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = responses(one)
    monkeypatch.setattr("flows.collecting.warc.ROWS_AT_ONCE", 2)
    assert responses(one) == rows


def test_documents_that_no_answer_brought_whole_are_in_the_file(two: Stage, tmp_path: Path) -> None:
    ref = make_document("book", url="plans/book.md")
    add_document(two, ref)
    add_version(two, ref, "All chapters.")
    two.store.replace_all(Response, [])
    file = tmp_path / "book.warc.gz"
    export(two, file)
    with file.open("rb") as stream:
        found = {item.rec_type: item.content_stream().read() for item in ArchiveIterator(stream)}
    assert found["resource"] == b"All chapters."
    assert b"address: plans/book.md" in found["metadata"]
    assert b"citation: Ministry of Plans (2026). Plan book." in found["metadata"]


@pytest.mark.parametrize(
    ("name", "source_id", "says"),
    [
        ("all.warc", None, r"\.warc\.gz"),
        ("there.warc.gz", None, "another name"),
        ("new.warc.gz", "no-such-source", "nothing of no-such-source"),
    ],
)
def test_a_file_that_cannot_be_made_is_refused(
    one: Stage, name: str, source_id: str | None, says: str, tmp_path: Path
) -> None:
    (tmp_path / "there.warc.gz").write_bytes(b"mine")
    with pytest.raises(UsageError, match=says):
        export(one, tmp_path / name, source_id)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one", "there.warc.gz"]
    assert (tmp_path / "there.warc.gz").read_bytes() == b"mine"


def test_a_foreign_file_is_taken_in_with_its_dates_and_redirects(
    two: Stage, tmp_path: Path
) -> None:
    file = tmp_path / "old.warc.gz"
    file.write_bytes(
        foreign(
            ("http://a.example/old", "301 Moved\r\nLocation: /older", b""),
            ("http://a.example/older", "302 Found\r\nLocation: http://a.example/plan", b""),
            ("http://a.example/lost", "302 Found\r\nLocation: http://a.example/never", b""),
            ("http://a.example/circle", "302 Found\r\nLocation: /circle", b""),
            ("http://a.example/plan", "200 OK\r\nContent-Type: text/html; charset=x", PAGE),
            ("http://a.example/no", "403 Forbidden", b"No."),
            ("http://a.example/part", "206 Partial Content", PAGE[:9]),
        )
    )
    with pytest.raises(UsageError, match="--source"):
        import_warc(two, file, None)
    count = import_warc(two, file, SOURCE)
    assert count.redirects == 2
    assert count.passed_over == {"warcinfo": 1, "redirect": 2}
    rows = {row.url.rpartition("/")[2]: row for row in responses(two)}
    assert rows.keys() == {"old", "older", "plan", "no", "part"}
    assert rows["plan"].asked_at == datetime(2016, 5, 4, 10, 11, 12)
    assert rows["plan"].media_type == "text/html"
    assert json.loads(rows["plan"].headers_json) == {"content-type": "text/html; charset=x"}
    assert rows["old"].sha256 == rows["older"].sha256 == rows["plan"].sha256 is not None
    assert rows["old"].final_url == "http://a.example/plan"
    assert (rows["no"].http_status, rows["no"].sha256, rows["no"].archived_as) == (403, None, None)
    assert rows["part"].archived_as is None
    assert import_warc(two, file, SOURCE).added == 0


def test_a_damaged_file_keeps_what_came_before(two: Stage, tmp_path: Path) -> None:
    whole = foreign(("http://a.example/plan", "200 OK", PAGE))
    file = tmp_path / "cut.warc.gz"
    file.write_bytes(whole + foreign(("http://a.example/b", "200 OK", PAGE))[:-30])
    count = import_warc(two, file, SOURCE)
    assert count.added == 1
    assert "at byte " in count.faults[0].reason


def test_a_revisit_finds_bytes_that_an_earlier_import_brought(
    one: Stage, two: Stage, tmp_path: Path
) -> None:
    export(one, tmp_path / "all.warc.gz", SOURCE)
    content = gzip.decompress((tmp_path / "all.warc.gz").read_bytes())
    records = [b"WARC/1.1" + part for part in content.split(b"WARC/1.1")[1:]]
    revisits = b"".join(one for one in records if b"WARC-Type: revisit" in one)
    file = tmp_path / "later.warc"
    file.write_bytes(revisits)
    assert import_warc(two, file, None).unresolved == 2
    import_warc(two, tmp_path / "all.warc.gz", None)
    two.store.query("delete from response where http_status = 304")
    count = import_warc(two, file, None)
    assert (count.added, count.known, count.unresolved) == (1, 1, 0)


def collected(root: Path, office: Office) -> None:
    """Two weekly collections: in the second a notice has changed, one is gone, one refused."""
    with serve(office) as site:
        collect_office(scope_for(root, site), declare())
        office.notices["00001"] = b"Notice 1 says something else now.\n"
        del office.notices["00002"]
        office.notices["00009"] = b"Notice 9 is not for robots.\n"
        office.instead["/notices/00009.txt"] = Reply(b"No.", 403)
        collect_office(scope_for(root, site), declare())


def test_a_collection_goes_on_from_an_imported_file_offline(tmp_path: Path) -> None:
    collected(tmp_path / "one", open_office(5))
    file = tmp_path / "office.warc.gz"
    with open_home(tmp_path / "one", is_lasting=True) as stage:
        export(stage, file, SOURCE_ID)
    with open_home(tmp_path / "two", is_lasting=True) as stage:
        assert import_warc(stage, file, None).faults == []
    outcome = collect_office(scope_for(tmp_path / "two"), declare())
    assert (outcome.done, outcome.faults) == (4, 1)  # one was refused and is not in the file
    listed = "select document_id, title, url, year from document_ref order by all"
    with look(tmp_path / "one") as one, look(tmp_path / "two") as two:
        vanished = f"{INDEX}00002.txt"
        still_listed = [row for row in one.query(listed).rows if row[2] != vanished]
        assert two.query(listed).rows == still_listed
        latest = "true order by fetched_at"
        before = {row.document_id: row.sha256 for row in one.read(Snapshot, latest)}
        after = {row.document_id: row.sha256 for row in two.read(Snapshot, latest)}
        assert after == {key: before[key] for key in after}
        assert len(two.read(DocumentRef)) == 5


def test_a_real_collection_tells_its_changes(tmp_path: Path) -> None:
    collected(tmp_path, open_office(5))
    with look(tmp_path) as store:
        runs = store.query("select started_at from run order by started_at").rows
        found = find_changes(store, runs[1][0])
    told = sorted((one.change, one.url.rpartition("/")[2]) for one in found)
    assert told == [
        ("changed", "00001.txt"),
        ("new", "00009.txt"),
        ("refused", "00009.txt"),
        ("vanished", "00002.txt"),
    ]


def test_the_verbs_write_and_take_in(tmp_path: Path, app: typer.Typer) -> None:
    with open_home(tmp_path / "one", is_lasting=True) as stage:
        rows = fill(stage)
    file = tmp_path / "all.warc.gz"
    written = RUNNER.invoke(app, ["archive", "export", str(file), "--home", str(tmp_path / "one")])
    assert written.exit_code == 0, written.output
    assert "4 answers, 3 more" in written.stdout
    verb = ["archive", "import", str(file), "--home", str(tmp_path / "two")]
    taken = RUNNER.invoke(app, verb)
    assert taken.exit_code == 0, taken.output
    assert f"{len(rows)} answers taken in" in taken.stdout
    with look(tmp_path / "two") as store:
        ((stage, done),) = store.query("select stage, done_count from run").rows
    assert (stage, done) == ("import", len(rows))


def test_the_verbs_say_what_is_wrong(tmp_path: Path, app: typer.Typer) -> None:
    with open_home(tmp_path / "one", is_lasting=True) as stage:
        fill(stage)
    (tmp_path / "old.arc").write_bytes(b"filedesc://old.arc 0.0.0.0 20060101000000 text/plain 9\n")
    for row in Home(tmp_path / "one").archive.rglob("*.md"):
        row.unlink()
    file = str(tmp_path / "all.warc.gz")
    lost = RUNNER.invoke(app, ["archive", "export", file, "--home", str(tmp_path / "one")])
    assert lost.exit_code == 1
    assert f"lost the bytes of {HOST}/a.md" in lost.output
    home = ["--home", str(tmp_path / "two")]
    arc = RUNNER.invoke(app, ["archive", "import", str(tmp_path / "old.arc"), *home])
    assert arc.exit_code == 1
    assert "ARC file" in arc.output
    for given, says in (
        (["none.warc.gz"], "no file"),
        ([file, "--source", "no-such-source"], "no-such-source"),
    ):
        refused = RUNNER.invoke(app, ["archive", "import", *given, *home])
        assert isinstance(refused.exception, UsageError)
        assert says in str(refused.exception)
