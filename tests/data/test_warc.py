"""Web archive files: what is written is read back, and nothing in a damaged one is believed."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from data.errors import CollectFault
from data.ids import bytes_sha256
from data.records import Response, Snapshot
from data.warc import WarcCount, WarcInfo, write_warc
from data.warc_payload import decode_payload
from data.warc_reading import MAX_HEADER_BYTES, Captured, PassedOver, read_date, read_warc

LIMIT = 1_000_000
WHEN = datetime(2026, 3, 1, 12, 30, 15, 250_000)
INFO = WarcInfo("test.warc.gz", "imaginaries/0", "A test", "see each document", WHEN)
PAGE = b"<h1>Plan</h1><p>The agency will share its data with everyone who asks.</p>"


def answer(url: str, content: bytes | None = PAGE, **changes: object) -> Response:
    digest = bytes_sha256(content) if content is not None else None
    headers = {"content-encoding": "gzip", "content-length": "61", "content-type": "text/html"}
    row = Response(
        response_id=f"id of {url}",
        source_id="xn-plans",
        url=url,
        final_url=url,
        http_status=200 if content is not None else 403,
        sha256=digest,
        archived_as=f"raw/{digest}" if digest else None,
        size_bytes=len(content) if content is not None else None,
        media_type="text/html",
        etag='"one"',
        last_modified=None,
        headers_json=json.dumps(headers | {"etag": '"one"'}),
        asked_at=WHEN,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def snapshot(url: str, content: bytes, citation: str) -> Snapshot:
    digest = bytes_sha256(content)
    return Snapshot(
        snapshot_id=f"snapshot of {url}",
        document_id="d1",
        url=url,
        sha256=digest,
        archived_as=f"raw/{digest}",
        size_bytes=len(content),
        media_type="text/html",
        http_status=200,
        etag=None,
        last_modified=None,
        fetched_at=WHEN,
        final_url=url,
        licence="NLOD 2.0",
        citation=citation,
    )


def written(
    responses: list[Response], contents: tuple[bytes, ...] = (PAGE,), *snapshots: Snapshot
) -> tuple[bytes, WarcCount]:
    kept = {f"raw/{bytes_sha256(content)}": content for content in contents}
    stream = io.BytesIO()
    count = write_warc(stream, responses, snapshots, kept.get, INFO)
    return stream.getvalue(), count


def read(content: bytes, folder: Path, limit: int = LIMIT) -> list[object]:
    file = folder / "file.warc"
    file.write_bytes(content)
    return list(read_warc(file, limit))


def captured(content: bytes, folder: Path) -> list[Captured]:
    return [one for one in read(content, folder) if isinstance(one, Captured)]


def record(
    body: bytes,
    headers: str = "Content-Type: text/html\r\n",
    url: str = "http://publisher.example/a",
    status: str = "HTTP/1.1 200 OK",
    **fields: str,
) -> bytes:
    """A response record as some other archive writes it."""
    block = f"{status}\r\n{headers}\r\n".encode() + body
    told = {
        "WARC-Type": "response",
        "WARC-Target-URI": url,
        "WARC-Date": "2016-05-04T10:11:12Z",
        "Content-Type": "application/http;msgtype=response",
        "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def test_what_is_written_is_read_back_with_its_headers_as_on_the_wire(tmp_path: Path) -> None:
    first = answer("https://publisher.example/a?n=1")
    moved = replace(first, response_id="2", url="https://publisher.example/old", sha256=None)
    moved = replace(moved, archived_as=None, final_url="https://publisher.example/a?n=1")
    content, count = written([first, moved, answer("https://publisher.example/no", None)])
    page, stream, refusal = captured(content, tmp_path)
    assert (page.url, page.status, page.content) == (first.url, 200, PAGE)
    assert page.headers == json.loads(first.headers_json)
    assert page.asked_at == WHEN
    assert page.source_id == "xn-plans"
    assert stream.final_url == "https://publisher.example/a?n=1"
    assert (refusal.status, refusal.content, refusal.sha256) == (403, None, None)
    assert (count.responses, count.revisits, count.lost) == (3, 0, [])


def test_not_modified_and_the_same_bytes_again_become_revisits(tmp_path: Path) -> None:
    url = "https://publisher.example/a"
    later = answer(url, asked_at=WHEN + timedelta(7), response_id="2", http_status=304)
    twin = answer("https://publisher.example/b", response_id="3", asked_at=WHEN + timedelta(8))
    content, count = written([answer(url), later, twin])
    _, unmodified, same = captured(content, tmp_path)
    assert (count.responses, count.revisits) == (1, 2)
    assert (unmodified.is_revisit, unmodified.status, unmodified.refers_to) == (True, 304, url)
    assert (same.is_revisit, same.status, same.refers_to) == (True, 200, url)
    assert unmodified.sha256 == same.sha256 == bytes_sha256(PAGE)
    assert gzip.decompress(content).count(PAGE) == 1


def test_other_tools_read_the_file_and_find_every_digest_right() -> None:
    url = "https://publisher.example/a"
    built = snapshot("https://publisher.example/chapters", b"all chapters", "All of it (2026).")
    cited = snapshot(url, PAGE, "Ministry of Plans (2026). Plan.\r\nWARC-Type: forged")
    content, count = written([answer(url)], (PAGE, b"all chapters"), cited, built)
    records = []
    for one in ArchiveIterator(io.BytesIO(content), check_digests="raise"):
        records.append((one.rec_type, one.content_stream().read(), one.http_headers))
    kinds = [kind for kind, _, _ in records]
    assert kinds == ["warcinfo", "response", "metadata", "resource", "metadata"]
    assert records[1][1] == PAGE
    assert records[1][2].get_header("Content-Length") == str(len(PAGE))
    assert records[1][2].get_header("Content-Encoding") is None
    assert b"citation: Ministry of Plans (2026). Plan. WARC-Type: forged\r\n" in records[2][1]
    assert b"licence: NLOD 2.0" in records[2][1]
    assert records[3][1] == b"all chapters"
    assert (count.citations, count.resources) == (2, 1)


def test_the_same_rows_give_the_same_file_and_each_record_its_own_member() -> None:
    rows = [answer("https://publisher.example/a")]
    content, _ = written(rows)
    assert content == written(rows)[0]
    first = zlib.decompressobj(31)
    assert first.decompress(content).startswith(b"WARC/1.1")
    assert zlib.decompressobj(31).decompress(first.unused_data).startswith(b"WARC/1.1")


def test_bytes_that_the_archive_has_lost_are_told() -> None:
    _, count = written([answer("https://publisher.example/a")], ())
    assert count.lost == ["https://publisher.example/a"]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"5\r\nThe p\r\n4;x=1\r\nlan.\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
        (gzip.compress(b"The pl") + gzip.compress(b"an."), "Content-Encoding: gzip\r\n"),
        (zlib.compress(b"The plan."), "Content-Encoding: deflate\r\n"),
        (zlib.compress(b"The plan.")[2:-4], "Content-Encoding: deflate\r\n"),
        (b"The plan.", "Content-Encoding: gzip\r\n"),
        (b"The plan.", "Content-Encoding: deflate\r\n"),
        (b"The plan.", "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        (b"The plan.", "content-encoding: identity\r\n"),
    ],
    ids=["chunks", "gzip", "zlib", "bare", "not gzip", "not deflate", "neither", "identity"],
)
def test_payloads_of_other_archives_are_unpacked(body: bytes, headers: str, tmp_path: Path) -> None:
    (one,) = captured(record(body, headers), tmp_path)
    assert one.content == b"The plan."
    assert one.asked_at == datetime(2016, 5, 4, 10, 11, 12)
    assert one.source_id is None


def test_what_is_no_answer_is_passed_over_and_counted(tmp_path: Path) -> None:
    kinds = ("request", "metadata", "warcinfo", "resource", "conversion", "invented")
    content = b"".join(record(b"x", WARC_Type=kind) for kind in kinds)
    content += record(b"x", url="dns:publisher.example") + record(b"x", url="ftp://p.example/")
    content += record(PAGE)
    items = read(gzip.compress(content), tmp_path)
    passed = [one.kind for one in items if isinstance(one, PassedOver)]
    assert passed == [*kinds[:-1], "unknown", "dns", "no web address"]
    assert [one.content for one in items if isinstance(one, Captured)] == [PAGE]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(b"x" * (LIMIT + 1)), "more than 1000000 bytes"),
        (record(gzip.compress(b"x" * 50_000_000), "Content-Encoding: gzip\r\n"), "more than"),
        (record(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip\r\n"), "breaks off"),
        (record(b"5\r\nThe p\r\n9\r\nlan", "Transfer-Encoding: chunked\r\n"), "chunks break off"),
        (record(b"x", "Content-Encoding: br\r\n"), "packed as 'br'"),
        (record(b"x", "Content-Encoding: gzip, gzip, gzip, gzip\r\n"), "4 times"),
        (record(b"x", WARC_Date="yesterday"), "no date: 'yesterday'"),
        (record(b"x", WARC_Date=""), "no date"),
        (record(b"x", status="GET / HTTP/1.1"), "no HTTP answer"),
        (record(b"x", status="HTTP/1.1 9999 OK"), "no HTTP answer"),
        (record(b"x", WARC_Segment_Number="1"), "segments"),
        (record(b"other", Imaginaries_Source="xn-plans"), "not those of its digest"),
        (record(b"", "X: " + "y" * MAX_HEADER_BYTES + "\r\n"), "a header has more than"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_one_bad_record_is_a_fault_and_the_next_is_read(
    bad: bytes, reason: str, tmp_path: Path
) -> None:
    first, second = read(bad + record(PAGE), tmp_path)
    assert isinstance(first, CollectFault)
    assert reason in first.reason
    assert isinstance(second, Captured)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no WARC record"),
        (b"\r\n\r\n", "no WARC record"),
        (b"PK\x03\x04 a zip file", "Invalid WARC record"),
        (b"filedesc://a.arc 0.0.0.0 20060101000000 text/plain 76\n1 0 X\n", "ARC file"),
        (record(b"x", Content_Length="-5"), "length '-5'"),
        (record(b"x", Content_Length=""), "length ''"),
        (record(b"x", Content_Length="99999999999999"), "length '99999999999999'"),
        (record(b"x", Content_Length="7"), "Invalid WARC record"),
        (record(b"x", Content_Length="4000"), "middle of a record"),
        (b"WARC/1.0\r\nX: " + b"y" * 3_000_000, "a header has more than"),
        (b"WARC/1.0\r\n" + b"X: y\r\n" * 500_000, "a header has more than"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "packed"])
def test_a_damaged_file_is_refused_with_its_place(
    content: bytes, reason: str, is_packed: bool, tmp_path: Path
) -> None:
    with pytest.raises(CollectFault) as caught:
        read(gzip.compress(content) if is_packed else content, tmp_path)
    assert reason in caught.value.reason
    assert "at byte " in caught.value.reason
    assert "file.warc" in caught.value.reason


def test_what_came_before_the_damage_stands(tmp_path: Path) -> None:
    whole = gzip.compress(record(PAGE))
    file = tmp_path / "cut.warc.gz"
    file.write_bytes(whole + whole[:-20])
    items: Iterator[object] = read_warc(file, LIMIT)
    assert isinstance(next(items), Captured)
    with pytest.raises(CollectFault, match=f"at byte {len(record(PAGE))} "):
        next(items)


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CollectFault, match="No such file"):
        list(read_warc(tmp_path / "none.warc", LIMIT))


@pytest.mark.parametrize(
    ("stated", "when"),
    [
        ("2016-05-04T10:11:12Z", datetime(2016, 5, 4, 10, 11, 12)),
        ("2016-05-04T10:11:12.123456789Z", datetime(2016, 5, 4, 10, 11, 12, 123456)),
        ("2016-05", datetime(2016, 5, 1)),
        ("2016", datetime(2016, 1, 1)),
        ("20160504101112", datetime(2016, 5, 4, 10, 11, 12)),
        ("2016-13-01T00:00:00Z", None),
        ("0000-01-01T00:00:00Z", None),
    ],
)
def test_dates_of_every_archive_are_read(stated: str, when: datetime | None) -> None:
    assert read_date(stated) == when


BASE = written([answer("https://publisher.example/a"), answer("https://publisher.example/b", None)])
PLAIN = gzip.decompress(BASE[0])


@settings(max_examples=300, deadline=None)
@given(data=st.data(), is_packed=st.booleans())
def test_a_damaged_file_gives_records_faults_or_a_refusal_and_nothing_else(
    data: st.DataObject, is_packed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(BASE[0] if is_packed else PLAIN)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        width = data.draw(st.integers(0, 30))
        content[at : at + width] = data.draw(st.binary(max_size=30))
    file = tmp_path_factory.getbasetemp() / "fuzzed.warc"
    file.write_bytes(content)
    pages, refusals = [], []
    try:
        for one in read_warc(file, LIMIT):
            assert isinstance(one, Captured | PassedOver | CollectFault)
            pages += [one.content] if isinstance(one, Captured) and one.content else []
    except CollectFault as fault:
        refusals.append(fault.reason)
    assert all("fuzzed.warc" in reason for reason in refusals)
    if is_packed:  # each member has a check sum
        assert set(pages) <= {PAGE}


@given(
    st.binary(max_size=300), st.sampled_from(["", "chunked"]), st.sampled_from(["gzip", "deflate"])
)
def test_any_payload_is_unpacked_or_a_fault(body: bytes, transfer: str, packing: str) -> None:
    with suppress(CollectFault):
        assert len(decode_payload(body, transfer, packing, 1000)) <= 1000


def test_memory_stays_flat_while_thousands_of_records_pass(tmp_path: Path) -> None:
    def many(number: int) -> Iterator[Response]:
        for place in range(number):
            content = PAGE + b"%d" % place
            yield answer(f"https://publisher.example/{place}", content, response_id=str(place))

    contents = {
        f"raw/{bytes_sha256(PAGE + b'%d' % place)}": PAGE + b"%d" % place for place in range(4000)
    }
    file = tmp_path / "many.warc.gz"
    peaks = []
    for number in (1000, 4000):
        tracemalloc.start()
        with file.open("wb") as stream:
            count = write_warc(stream, many(number), [], contents.get, INFO)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert count.responses == 4000
    assert peaks[1] - peaks[0] < 4_000_000
    tracemalloc.start()
    assert sum(isinstance(one, Captured) for one in read_warc(file, LIMIT)) == 4000
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
