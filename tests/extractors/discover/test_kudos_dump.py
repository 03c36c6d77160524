"""Kudos' dump: any row is read back as it was written, and documents are those of the API."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import CollectFault
from extractors.discover import dump_texts, kudos
from extractors.discover.door import Answer, Found
from extractors.discover.dump_rows import read_dump
from tests.extractors.discover.test_kudos import SOURCE_ID, declare
from tests.sites.asking import SiteAsk
from tests.sites.kudos import (
    HOST,
    LANTERNS,
    LETTER,
    LIBRARY,
    TIDES,
    Cell,
    publish_kudos,
    write_dump,
    write_rows,
)
from tests.sites.server import serve

CREATE = (
    b"CREATE TABLE `t` (\n `a` text COMMENT 'x; (`no` int)',\n `b` int,\n KEY `k` (`a`(9))\n);\n"
)
ZIPPED = gzip.compress(CREATE, mtime=0)
HOSTILE = "'); INSERT INTO `t` VALUES ('\\', `\x00\x1a\r\n\"''--/*"


class DumpAsk:
    """Streams one dump in pieces of one size."""

    def __init__(self, dump: bytes, size: int = 1000) -> None:
        self.dump, self.size = dump, size

    def __call__(self, url: str) -> Answer:
        raise AssertionError(f"{url} was asked although the dump is a stream")

    @contextmanager
    def stream(self, url: str) -> Iterator[Iterator[bytes]]:
        assert url == f"https://{HOST}/kudos-database-latest.sql"
        yield pieces(self.dump, self.size)


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


def cells_of(dump: bytes, size: int) -> list[list[bytes | None]]:
    rows = read_dump(pieces(dump, size), lambda table, columns: table == "t")
    return [list(row.values.values()) for row in rows]


def as_bytes(cell: Cell) -> bytes | None:
    if cell is None or isinstance(cell, bytes):
        return cell
    return str(cell).encode()


CELLS = st.none() | st.integers(-(10**12), 10**12) | st.binary(max_size=30) | st.text(
    st.characters(codec="utf-8") | st.sampled_from("'\\\"`;(),\n\r\x00\x1a-#/*"), max_size=30
) | st.just(HOSTILE)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), max_size=8),
    size=st.integers(1, 200),
    per_insert=st.integers(1, 4),
    is_zipped=st.booleans(),
)
def test_rows_come_back_as_they_were_written_in_pieces_of_any_size(
    rows: list[tuple[Cell, Cell]], size: int, per_insert: int, is_zipped: bool
) -> None:
    skipped = write_rows("u", [*rows, (HOSTILE, 1)], per_insert)
    dump = CREATE + skipped + write_rows("t", rows, per_insert) + skipped
    given_dump = gzip.compress(dump, 1) if is_zipped else dump
    assert cells_of(given_dump, size) == [[as_bytes(cell) for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"0x", b""),
        (b"0xF", b"\x0f"),
        (b"x'0aFF'", b"\n\xff"),
        (b"b'100000001'", b"\x01\x01"),
        (b"_utf8mb4'\xc3\xa6'", "æ".encode()),
        (b'"a ""b"" \\"c\\""', b'a "b" "c"'),
        (rb"'100\% \_ \q'", rb"100\% \_ q"),
        (b"-1.5e3", b"-1.5e3"),
        (b"null", None),
        (b"''", b""),
        (b"''''", b"'"),
    ],
)
def test_every_way_of_writing_a_value_is_known(written: bytes, read: bytes | None) -> None:
    dump = CREATE + b"insert ignore into `t` (`b`, a) values ( 1 , " + written + b" ) ;"
    (row,) = read_dump([dump], lambda table, columns: columns == ("b", "a"))
    assert row.values == {"b": b"1", "a": read}


def test_a_row_far_longer_than_a_piece_is_read_in_time_that_grows_with_its_length() -> None:
    rows: list[Sequence[Cell]] = [("it's\n" * 800_000, 1)]
    dump = CREATE + write_rows("t", rows)
    began = time.process_time()
    assert cells_of(dump, 4096) == [[as_bytes(cell) for cell in rows[0]]]
    assert time.process_time() - began < 10  # searched anew with every piece it takes minutes


@pytest.mark.parametrize(
    ("dump", "reason"),
    [
        (CREATE + write_rows("t", [("whole", 1)])[:-6], "a row of table t"),
        (CREATE + write_rows("u", [("whole", 1)])[:-6], "the end of a statement"),
        (CREATE[:-10], "the end of a table's description"),
        (CREATE + b"INSERT INTO `t` VALUES (1,2,3);", "2 columns and a row of 3"),
        (CREATE + b"INSERT INTO `t` SELECT 1;", "INSERT INTO a table VALUES"),
        (ZIPPED[:-9], "breaks off"),
        (ZIPPED[:-8] + bytes(8), "damaged packed data"),
    ],
)
def test_a_dump_that_breaks_off_or_does_not_fit_is_a_fault(dump: bytes, reason: str) -> None:
    with pytest.raises(CollectFault) as caught:
        cells_of(dump, 50)
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    "door",
    [
        {},
        {"bodies": [TIDES]},
        {"bodies": [LANTERNS], "from_year": 2021},
        {"bodies": [TIDES, LANTERNS], "from_year": 2015, "to_year": 2020},
        {"type": "Årsrapport"},
    ],
)
@pytest.mark.parametrize("by_page", [True, False])
def test_the_dump_gives_the_records_of_the_api(door: dict[str, object], by_page: bool) -> None:
    with serve(publish_kudos) as site:
        asked = kudos.find_documents(SOURCE_ID, declare(**door), SiteAsk(site.hosts(HOST)))
        by_api = {one.ref.document_id: one.ref for one in asked if isinstance(one, Found)}
    source = declare(**door, is_bulk=True)
    found = list(kudos.find_documents(SOURCE_ID, source, DumpAsk(write_dump(by_page=by_page))))
    by_dump = {one.ref.document_id: one.ref for one in found if isinstance(one, Found)}
    assert by_dump == by_api
    assert by_api


@pytest.mark.parametrize("by_page", [True, False])
def test_texts_come_page_by_page_and_a_file_without_text_is_asked(by_page: bool) -> None:
    ask = DumpAsk(gzip.compress(write_dump(by_page=by_page)))
    source = declare(is_bulk=True)
    found = [one for one in kudos.find_documents(SOURCE_ID, source, ask) if isinstance(one, Found)]
    texts = {held.uuid: "\f".join(held.pages).encode() or None for held in LIBRARY}
    for one in found:
        assert one.content == texts.get(one.ref.key or "")
        assert bool(one.addresses) == (one.content is None)


def test_a_dump_without_a_table_that_is_needed_names_those_it_has() -> None:
    dump = write_dump().replace(b"`actor_document`", b"`gone`").replace(b"`actor_id`", b"`x`")
    with pytest.raises(CollectFault, match="looks like links; its tables with rows are actors"):
        list(kudos.find_documents(SOURCE_ID, declare(is_bulk=True, bodies=[TIDES]), DumpAsk(dump)))


def test_a_document_merged_into_another_is_left_out() -> None:
    source = declare(is_bulk=True)
    dump = write_dump().replace(b"'nob',NULL,2020,", b"'nob',17,2020,")
    merged = {held.uuid for held in LIBRARY if held.year == 2020}
    found = kudos.find_documents(SOURCE_ID, source, DumpAsk(dump))
    keys = {one.ref.key for one in found if isinstance(one, Found)}
    assert keys
    assert not keys & merged


DUMP = (
    b"CREATE TABLE `documents` (\n `id` int,\n `uuid` text,\n `title` text,\n `type` text,\n"
    b" `concerned_year` int,\n `plaintext` longblob\n);\n"
)


def dump_with_text(text: bytes, year: bytes = b"2020") -> list[Found | CollectFault]:
    row = b"INSERT INTO `documents` VALUES (1,'u1','A letter','%b',%b,0x%b);\n"
    dump = DUMP + row % (LETTER.encode(), year, text.hex().encode())
    return list(kudos.find_documents(SOURCE_ID, declare(is_bulk=True), DumpAsk(dump, 1 << 16)))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (zlib.compress(bytes(dump_texts.LARGEST_TEXT_BYTES + 1), 1), "more than"),
        (zlib.compress(b"The agency shall share its data." * 9)[:-9], "breaks off"),
    ],
)
def test_a_text_that_is_too_large_or_breaks_off_is_a_fault(text: bytes, reason: str) -> None:
    (fault,) = dump_with_text(text)
    assert isinstance(fault, CollectFault)
    assert reason in fault.reason


def test_a_text_that_only_begins_as_packed_ones_do_is_a_text() -> None:
    (found,) = dump_with_text(b"\x78\x01 marks the place")
    assert isinstance(found, Found)
    assert found.content == b"\x78\x01 marks the place"


def test_a_number_of_thousands_of_digits_is_no_year() -> None:
    (found,) = dump_with_text(b"Words", b"9" * 5000)
    assert isinstance(found, Found)
    assert found.ref.year is None
