from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import CollectFault
from data.source import Source
from extractors.discover.door import Answer, Found
from extractors.discover.doors import build_content, find_documents
from extractors.discover.listing import read_listing
from tests.sites.asking import SiteAsk
from tests.sites.listing import CHAPTERS, HOST, LETTER_COUNT, publish_tides
from tests.sites.server import LocalSite, serve

PAGE = b"""
<html><body><nav><a href="/about">About 2020</a></nav>
<ul>
  <li><a class="document" hreflang="nb-NO" href="b.pdf#top">Brev  til
      etaten (2021)</a></li>
  <li><a class="document" href="/letters/2019/c.html"><b>Letter</b> without a year</a></li>
  <li><a class="document" href="b.pdf">the same again</a></li>
</ul></body></html>
"""


def make_source(*paths: str, least: int = 1, host: str = HOST, **door: Any) -> Source:
    urls = [f"https://{host}{path}" for path in paths or ("/letters/",)]
    return Source.model_validate(
        {
            "title": "Letters",
            "publisher": "Ministry of Tides",
            "country": "XN",
            "kind": "mandate_letter",
            "language": "en",
            "licence": "MIT",
            "door": {"adapter": "listing", "urls": urls, **door},
            "bounds": {"least": least, "most": 99, "reason": "made up for a test"},
            "verified": False,
        }
    )


def page_ask(content: bytes) -> Any:
    """Answers every address with the same bytes."""
    return lambda url: Answer(url, url, None, False, lambda: content)


@pytest.fixture(scope="module")
def site() -> Iterator[LocalSite]:
    with serve(publish_tides) as site:
        yield site


def collect(site: LocalSite, source: Source) -> list[Found | CollectFault]:
    return list(find_documents("tides", source, SiteAsk(site.hosts(HOST))))


def found_in(items: list[Found | CollectFault]) -> list[Found]:
    assert [item for item in items if isinstance(item, CollectFault)] == []
    return [item for item in items if isinstance(item, Found)]


def test_links_become_references() -> None:
    source = make_source(link_selector="a.document", year_pattern=r"(20\d\d)")
    items = found_in(list(find_documents("tides", source, page_ask(PAGE))))
    first, second = (item.ref for item in items)
    assert first.url == f"https://{HOST}/letters/b.pdf"
    assert (first.title, first.year, first.language) == ("Brev til etaten (2021)", 2021, "nb")
    assert second.url == f"https://{HOST}/letters/2019/c.html"
    assert (second.title, second.year, second.language) == ("Letter without a year", 2019, None)
    assert {first.kind, second.kind} == {"mandate_letter"}
    assert first.publisher == "Ministry of Tides"


def test_a_reference_is_the_same_in_every_run() -> None:
    source = make_source(link_selector="a.document")
    first, again = (list(find_documents("tides", source, page_ask(PAGE))) for _ in "12")
    assert first == again
    assert len({item.ref.document_id for item in found_in(first)}) == 2


def test_every_page_of_a_list_is_read_once(site: LocalSite) -> None:
    ask = SiteAsk(site.hosts(HOST))
    source = make_source(
        link_selector="a.letter",
        next_selector="a[rel=next]",
        date_pattern=r"(?P<day>\d+)\. (?P<month>\w+) (?P<year>\d{4})",
    )
    found = found_in(list(find_documents("tides", source, ask)))
    assert len(found) == LETTER_COUNT
    assert len(ask.asked) == len(set(ask.asked)) == 4  # three pages, and the first by two names
    assert found[4].ref.url == f"https://{HOST}/letters/files/letter%205.pdf"
    assert found[4].ref.published_on == "2015-03-05"
    assert found[4].ref.year == 2015
    content = ask(found[4].addresses[0]).read()
    assert build_content(source, found[4], [content]).content == content


def test_pages_that_repeat_themselves_for_ever_come_to_an_end() -> None:
    def ask(url: str) -> Answer:
        number = int(url.rpartition("=")[2]) if "=" in url else 1
        page = f'<a class="d" href="/one">One</a><a class="n" href="?page={number + 1}">Next</a>'
        return Answer(url, url, None, False, page.encode)

    source = make_source(link_selector="a.d", next_selector="a.n")
    assert len(list(find_documents("tides", source, ask))) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("a b.pdf", "https://tides.example/letters/a%20b.pdf"),
        (" /a\n.pdf ", "https://tides.example/a.pdf"),
        ("å%20b.pdf?q=ø&x=1#top", "https://tides.example/letters/%C3%A5%20b.pdf?q=%C3%B8&x=1"),
        ("//SJØ.example/a", "https://xn--sj-mka.example/a"),
        ("https://tides.example:8443", "https://tides.example:8443/"),
        ("mailto:?subject=tides", None),
        ("javascript:void(0)", None),
        ("#contents", None),
        ("", None),
        ("/letters/", None),  # the list itself
    ],
)
def test_links_as_pages_write_them(href: str, url: str | None) -> None:
    page = f'<p><a href="{href}">A</a></p><a href="/other">Other</a>'.encode()
    found = found_in(list(find_documents("tides", make_source(), page_ask(page))))
    expected = ["https://tides.example/other"]
    assert [item.ref.url for item in found] == ([url] if url else []) + expected


@pytest.mark.parametrize("href", ["http://[bad/a", "https://tides.example:port/", "http:///a"])
def test_a_link_that_is_no_address_is_a_fault_in_its_place(href: str) -> None:
    page = f'<a href="{href}">Bad</a><a href="/good">Good</a>'.encode()
    fault, found = find_documents("tides", make_source(), page_ask(page))
    assert isinstance(fault, CollectFault)
    assert href in fault.reason
    assert isinstance(found, Found)


def test_a_page_about_a_document_leads_to_it(site: LocalSite) -> None:
    items = collect(site, make_source("/reports/", follow_selector="a.file"))
    *found, fault = items
    refs = [item.ref for item in found_in(found)]
    assert [ref.title for ref in refs] == ["Report 1", "Report 2", "Report 3"]
    assert refs[1].url == f"https://{HOST}/reports/about/2/"
    assert (refs[1].published_on, refs[1].year) == ("2012-11-02", 2012)
    assert found_in(found)[1].addresses == (f"https://{HOST}/reports/files/2.pdf",)
    assert isinstance(fault, CollectFault)
    assert "/reports/about/4/: no link on the page fits 'a.file'" in fault.reason


def test_a_report_with_a_page_per_chapter_is_one_document(site: LocalSite) -> None:
    source = make_source("/reviews/", link_selector="a[href*=harbour]", pages_selector="a.chapter")
    (found,) = found_in(collect(site, source))
    assert (found.ref.title, found.ref.year) == ("Review of the harbour, 2023", 2023)
    assert len(found.addresses) == len(CHAPTERS)
    ask = SiteAsk(site.hosts(HOST))
    built = build_content(source, found, [ask(address).read() for address in found.addresses])
    pages = zipfile.ZipFile(io.BytesIO(built.content))
    assert len(pages.namelist()) == 3
    assert CHAPTERS[2].encode() in pages.read("0003.html")
    assert built.name.endswith(".zip")
    with pytest.raises(CollectFault, match="is a file"):
        build_content(source, found, [b"<p>", b"%PDF-1.7", b"<p>"])


def test_chapters_that_only_name_the_next_are_all_found() -> None:
    def ask(url: str) -> Answer:
        number = int(url.rpartition("/")[2]) if "/pages/" in url else 0
        link = f'<a class="next" href="/pages/{number + 1}">Next</a>' if number < 4 else ""
        page = f'<a class="first" href="/pages/1">A</a>{link}' if number < 1 else link or "<p>End"
        return Answer(url, url, None, False, page.encode)

    source = make_source(link_selector="a.first", pages_selector="a.next")
    (found,) = found_in(list(find_documents("tides", source, ask)))  # type: ignore[arg-type]
    assert found.addresses == tuple(f"https://{HOST}/pages/{n}" for n in (1, 2, 3, 4))


def test_a_sitemap_index_is_read_whole(site: LocalSite) -> None:
    source = make_source("/sitemap.xml", link_pattern="/strategy-")
    refs = [item.ref for item in found_in(collect(site, source))]
    assert [ref.url for ref in refs] == [
        f"https://{HOST}/strategy-2021",
        f"https://{HOST}/strategy-2024/",
    ]
    assert [ref.year for ref in refs] == [2021, 2024]
    assert {ref.published_on for ref in refs} == {None}  # a change is no publication


def test_an_rss_feed_is_read(site: LocalSite) -> None:
    first, fault, last = collect(site, make_source("/rss.xml"))
    assert isinstance(first, Found)
    assert (first.ref.title, first.ref.language) == ("Høyvann & data", "nb")
    assert (first.ref.published_on, first.ref.year) == ("2024-01-02", 2024)
    assert isinstance(fault, CollectFault)
    assert "entry 2, 'Uten lenke'" in fault.reason
    assert isinstance(last, Found)
    assert (last.ref.url, last.ref.year) == (f"https://{HOST}/news/2", None)


def test_an_atom_feed_is_read_to_its_last_part(site: LocalSite) -> None:
    refs = [item.ref for item in found_in(collect(site, make_source("/atom-1.xml")))]
    assert [ref.title for ref in refs] == ["Notice 1", "Notice 2", "Notice 3"]
    assert [ref.published_on for ref in refs] == ["2021-06-30", "2022-06-30", "2023-06-30"]


def test_in_rss_1_the_only_date_is_that_of_publication() -> None:
    content = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <item><title>A</title><link>https://tides.example/a</link><dc:date>2019-04-01</dc:date></item>
      </rdf:RDF>"""
    (found,) = found_in(list(find_documents("tides", make_source(), page_ask(content))))
    assert (found.ref.published_on, found.ref.year) == ("2019-04-01", 2019)


def test_a_date_beside_two_links_is_neither_ones() -> None:
    page = b"""<div><p><a href="/a">A</a>, <a href="/b">B</a>, 3.4.2020</p>
      <p>5.6.2021: <b><a href="/c">C</a></b></p><p>31.2.2021 <a href="/d">D</a></p></div>"""
    source = make_source(date_pattern=r"(?P<day>\d+)\.(?P<month>\d+)\.(?P<year>\d+)")
    found = found_in(list(find_documents("tides", source, page_ask(page))))
    assert [one.ref.published_on for one in found] == [None, None, "2021-06-05", None]


def test_a_title_pattern_chooses(site: LocalSite) -> None:
    source = make_source("/atom-1.xml", "/rss.xml", title_pattern="Notice|Lav")
    titles = [item.ref.title for item in collect(site, source) if isinstance(item, Found)]
    assert titles == ["Notice 1", "Notice 2", "Notice 3", "Lavvann"]


def test_latin_1_that_nobody_declared_is_read_right(site: LocalSite) -> None:
    (found,) = found_in(collect(site, make_source("/gammel/")))
    assert found.ref.title == "Årsrapport for Sjøetaten"
    assert found.ref.url == f"https://{HOST}/gammel/%C3%A5rsrapport%202004.html"
    assert found.ref.year == 2004


def test_links_start_where_the_list_was_found_in_the_end() -> None:
    def ask(url: str) -> Answer:
        return Answer(url, "https://new.example/list/", None, False, b"<a href='a'>A".strip)

    (found,) = found_in(list(find_documents("tides", make_source(), ask)))  # type: ignore[arg-type]
    assert found.ref.url == "https://new.example/list/a"


def test_xhtml_that_declares_itself_as_xml_is_a_page() -> None:
    page = """<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML"
      "x.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><body><a href="/a">År</a></body></html>"""
    answer = page_ask(page.encode("latin-1"))
    (found,) = found_in(list(find_documents("tides", make_source(), answer)))
    assert found.ref.title == "År"


def test_a_list_that_unpacks_without_end_is_a_fault() -> None:
    with pytest.raises(CollectFault, match="more than 64000000 bytes when unpacked"):
        list(find_documents("tides", make_source(), page_ask(gzip.compress(b" " * 70_000_000, 1))))


def test_a_page_that_lists_nothing_is_a_fault(site: LocalSite) -> None:
    with pytest.raises(CollectFault, match="lists nothing"):
        collect(site, make_source("/nothing/"))
    assert collect(site, make_source("/nothing/", least=0)) == []


def test_a_list_that_is_not_there_is_a_fault(site: LocalSite) -> None:
    with pytest.raises(CollectFault, match="HTTP 404"):
        collect(site, make_source("/gone/"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no page|empty"),
        (b"\x00\x01\x02" * 90, "binary"),
        (b"\x1f\x8bnot gzip at all", "cannot be unpacked"),
        (b"<urlset><url><loc>https://tides.example/a</loc>", "broken XML"),
        (b"<urlset><url><loc>mailto:x</loc></url></urlset>", None),
        (b"<sitemapindex><sitemap><loc/></sitemap></sitemapindex>", "not an address"),
        (b'<!DOCTYPE u [<!ENTITY a "b">]><urlset>&a;</urlset>', "entities"),
        (b"<rss version='2.0'><channel><item><link>https://tides.example/a</link>", "breaks off"),
        (b"<feed>nothing of the kind</feed>", "lists nothing"),
        (b"<rdf:RDF>nothing of the kind</rdf:RDF>", "expected RSS or Atom"),
    ],
)
def test_a_list_that_is_broken_is_a_fault(content: bytes, words: str | None) -> None:
    def items() -> list[Found | CollectFault]:
        return list(find_documents("tides", make_source(), page_ask(content)))

    if words is None:
        assert [type(item) for item in items()] == [CollectFault]
    else:
        with pytest.raises(CollectFault, match=words):
            items()


def test_a_page_of_comments_alone_is_told_at_once() -> None:
    content = b"<!-- a --><?b?>" * 20_000
    with pytest.raises(CollectFault):
        list(find_documents("tides", make_source(), page_ask(content)))


ROOTS = ("<urlset>", "<sitemapindex>", '<rss version="2.0">', "<feed>", "<html>", "<rdf:RDF>", "")
PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "<url><loc>", "</loc></url>", "<item><link>", "</link></item>", "<entry>", "</entry>",
            '<link href="', '"/>', "https://a.example/b", "<title>", "</title>", "<pubDate>",
            "</pubDate>", "<a href=//x:y>", "<base href=':'>", "<![CDATA[", "]]>", "&amp;", "&x;",
            "</rss>", "</feed>", "</urlset>", "<time datetime='2020-01-01'>",
        ]
    ),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ROOTS), st.lists(PIECES, max_size=12), st.booleans())
def test_whatever_is_listed_is_an_entry_or_a_fault(
    root: str, pieces: list[str], is_latin: bool
) -> None:
    text = root + "".join(pieces)
    content = text.encode("latin-1" if is_latin else "utf-8", "replace")
    answer = Answer("https://a.example/", "https://a.example/", None, False, lambda: content)
    door = make_source(next_selector="a").door
    try:
        listing = read_listing(answer, door)  # type: ignore[arg-type]
    except CollectFault:
        return  # and no other exception
    for entry in listing.entries:
        assert isinstance(entry, CollectFault) or entry.url.isascii()
        assert isinstance(entry, CollectFault) or entry.url.startswith(("http://", "https://"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abcæø 12", min_size=1, max_size=6), min_size=1, max_size=8))
def test_a_sitemap_loses_no_address(names: list[str]) -> None:
    urls = "".join(f"<url><loc>https://a.example/{name.strip()}</loc></url>" for name in names)
    content = f"<urlset>{urls}</urlset>".encode()
    answer = Answer("https://a.example/s", "https://a.example/s", None, False, lambda: content)
    door = make_source().door
    listing = read_listing(answer, door)  # type: ignore[arg-type]
    assert len(listing.entries) == len({" ".join(name.split()) for name in names})
