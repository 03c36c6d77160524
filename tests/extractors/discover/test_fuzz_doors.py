"""Whatever a publisher answers, or a person's folder holds: documents, or faults that say why."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import CollectFault, UsageError
from data.source import load_sources
from extractors.discover.door import Answer, Built, Found
from extractors.discover.doors import build_content, find_documents
from extractors.discover.feeds import read_feed
from extractors.discover.folder import MANIFEST, FolderDocument, find_files
from extractors.discover.saved import SavedFiles
from extractors.discover.zotero_folder import DATABASE, read_zotero_folder
from extractors.fetch.robots import Robots
from flows.collecting.sample import SampleAsk
from tests.conftest import PROJECT
from tests.extractors.discover.test_zotero import SCHEMA
from tests.extractors.test_fuzz import FUZZ, LONGER, damage

SOURCES = load_sources(PROJECT / "data" / "sources")
SAMPLES = PROJECT / "tests" / "samples"
SECONDS = 5.0
ADDRESSES = (
    "http://[", "http://[::1", "https://a.example:99999/x.pdf", "http://a\u2100b.example/x.pdf",
    "https://a.example/%", "https://a.example/" + "x/" * 5000, "//", "http://", "https://\x00/",
    "javascript:alert(1)", "file:///etc/passwd", "https://a.example/" + "x" * 300 + ".pdf",
)  # fmt: skip


class DamagedAsk:
    """Asks a sample whose answers are damaged on the way."""

    def __init__(self, sample: SampleAsk, draw: st.DataObject) -> None:
        self.sample = sample
        self.draw = draw
        self.count = 0

    def __call__(self, url: str) -> Answer:
        content = self._content(url)
        return Answer(url, url, self.sample(url).media_type, False, lambda: content)

    @contextmanager
    def stream(self, url: str) -> Iterator[Iterator[bytes]]:
        yield iter([self._content(url)])

    def _content(self, url: str) -> bytes:
        self.count += 1
        if self.count > 50:
            raise CollectFault("asked too often", next_step="see why")
        content = self.sample(url).read()
        return self.draw.draw(damage(content)) if self.draw.draw(st.booleans()) else content


def find(source_id: str, ask: DamagedAsk) -> None:
    """Find and build; anything but a fault that says why fails the test."""
    source, began = SOURCES[source_id], time.process_time()
    try:
        for found in find_documents(source_id, source, ask):
            if isinstance(found, Found) and found.addresses:
                assert found.ref.document_id
                answered = [ask(address).read() for address in found.addresses]
                assert isinstance(build_content(source, found, answered), Built)
    except CollectFault as fault:
        assert_says_why(fault)
    assert time.process_time() - began < SECONDS


def assert_says_why(fault: CollectFault) -> None:
    assert fault.reason
    assert fault.next_step


def test_half_a_character_in_a_feed_is_a_fault() -> None:
    feed = b"<rss version='2.0'><channel><link>&#xD800;https://a.example/</link></rss>"
    with pytest.raises(CollectFault, match="the feed is damaged: UnicodeEncodeError"):
        read_feed(feed, "https://a.example/feed")


@settings(FUZZ, max_examples=250 * LONGER)
@given(st.sampled_from(sorted(SOURCES)), st.data())
def test_damaged_answers_of_every_door(source_id: str, data: st.DataObject) -> None:
    find(source_id, DamagedAsk(SampleAsk(SAMPLES / source_id), data))


PAGE = (
    b"<!-- saved from url=(0021)https://a.example/plan -->\n<link rel='canonical' href='"
    b"https://a.example/plan'><meta property=og:url content='https://a.example/plan'>"
)
HEADS = [PAGE.replace(b"https://a.example/plan", url.encode()) for url in ADDRESSES]
NAMES = ("a.html", "b.pdf", "b.pdf.url", "c.txt", "c.pdf", "d.xml", "a_files/e.html", "f.sql.gz")


@settings(FUZZ, max_examples=150 * LONGER)
@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        damage(PAGE)
        | st.sampled_from(HEADS)
        | st.sampled_from(ADDRESSES).map(str.encode)
        | st.binary(max_size=200),
        min_size=1,
    ),
    st.lists(st.sampled_from(("https://a.example/plan", "http://b.example/b.pdf")), max_size=5),
)
def test_saved_files_of_any_content(files: dict[str, bytes], asked: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, content in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(content)
        saved = SavedFiles(folder)
        saved.expect(asked)
        for url in asked:
            saved.find(url)
        assert len(saved.unused()) <= len(files)
        for fault in saved.faults:
            assert_says_why(fault)


LISTED = (
    b"path\ttitle\tyear\tkind\tlanguage\turl\ncopy.pdf\tA plan\t2024\tstrategy\ten\t"
    b"https://a.example/plan\n"
)


@settings(FUZZ, max_examples=100 * LONGER)
@given(damage(LISTED) | st.binary(max_size=300))
def test_lists_of_a_folder_of_any_content(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / MANIFEST).write_bytes(content)
        found: list[object] = []
        with suppress(UsageError):
            found = list(find_files(Path(name)))
        for one in found:
            if isinstance(one, CollectFault):
                assert_says_why(one)
            else:
                assert isinstance(one, FolderDocument)
                assert one.path.is_relative_to(name)


def zotero_database() -> bytes:
    """The bytes of a small library's database."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        return connection.serialize()


def test_a_list_with_an_endless_cell_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(LISTED + b"x" * 200_000)
    with pytest.raises(UsageError, match=rf"{MANIFEST}:3: not readable"):
        list(find_files(tmp_path))


def test_a_page_of_endless_tags_is_looked_at_in_no_time(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<link " * 80_000 + b"<meta " + b"a" * 500_000)
    began = time.process_time()
    assert SavedFiles(tmp_path).unused() == [tmp_path / "a.html"]
    assert time.process_time() - began < SECONDS


@settings(FUZZ, max_examples=100 * LONGER)
@given(st.lists(st.tuples(st.integers(0, 1), st.binary(max_size=60)), min_size=1), st.data())
def test_damaged_databases_of_zotero(damages: list[tuple[int, bytes]], data: st.DataObject) -> None:
    database = bytearray(zotero_database())
    for is_cut, content in damages:
        place = data.draw(st.integers(0, len(database)))
        database[place : None if is_cut and place > 4096 else place + len(content)] = content
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / DATABASE).write_bytes(database)
        try:
            for one in read_zotero_folder(Path(name)):
                if isinstance(one, CollectFault):
                    assert_says_why(one)
        except CollectFault as fault:
            assert_says_why(fault)


@settings(FUZZ, max_examples=150 * LONGER)
@given(
    st.lists(
        st.sampled_from(
            ("User-agent: *\n", "Disallow: /", "Crawl-delay: ", "Request-rate: ", "1/0", "9" * 400,
             "*$*$", "%", "Sitemap: http://[", "\n", "-1", "nan", "1/1 0900-9999", "Allow: %zz")
        )
        | st.text(max_size=20),
        max_size=30,
    ).map("".join),
    st.sampled_from(("https://a.example/x", "https://a.example/%", *ADDRESSES[4:6])),
)  # fmt: skip
def test_robots_of_any_content(text: str, url: str) -> None:
    began = time.process_time()
    rules = Robots("us/1", lambda: 0.0).rules_of("https://a.example", lambda: text)
    assert rules.allow(url) in (True, False)
    assert rules.delay_seconds >= 0
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("stars", [20, 2000])
def test_a_rule_of_many_stars_is_matched_in_no_time(stars: int) -> None:
    began = time.process_time()
    text = f"User-agent: *\nDisallow: /{'*a' * stars}b"
    rules = Robots("us/1", lambda: 0.0).rules_of("https://a.example", lambda: text)
    assert rules.allow("https://a.example/" + "a" * 2000)
    assert time.process_time() - began < SECONDS
