"""regjeringen.no: papers by their number, chapters in one document, refusals as faults."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from data.errors import CollectFault, PassedOverFault
from data.source import Source
from extractors.discover import regjeringen
from extractors.discover.door import Answer, Found, document_id_of
from extractors.discover.regjeringen_pages import MOST_PAGES, read_page_address, read_paper_page
from extractors.page_bundle import read_page_bundle
from tests.sites import regjeringen as twin
from tests.sites.asking import SiteAsk
from tests.sites.server import serve

SOURCE_ID = "tide-papers"


class MovingAsk(SiteAsk):
    """Tells where redirects led, as the collect stage does."""

    def __call__(self, url: str) -> Answer:
        parts = urlsplit(url)
        moved = urlunsplit(parts._replace(path=twin.MOVED.get(parts.path, parts.path)))
        return replace(super().__call__(url), final_url=moved)


def declare(**door: Any) -> Source:
    return Source.model_validate(
        {
            "title": "Papers",
            "publisher": "The government",
            "country": "NO",
            "kind": "report",
            "language": "nb",
            "licence": "NLOD 2.0",
            "bounds": {"least": 0, "most": 1000, "reason": "as many as the twin has"},
            "verified": False,
            "door": {"adapter": "regjeringen", **door},
        }
    )


def collect(refused: str | None = None, **door: Any) -> tuple[list[Found], list[str], list[bytes]]:
    """Documents, faults, and the documents' bytes, from the twin."""
    source = declare(**door)
    documents, faults, contents = [], [], []
    with serve(twin.publish_regjeringen(refused)) as site:
        ask = MovingAsk(site.hosts(twin.HOST))
        for found in regjeringen.find_documents(SOURCE_ID, source, ask):
            if isinstance(found, CollectFault):
                faults.append(found.reason)
            else:
                documents.append(found)
                answered = [ask(url).read() for url in found.addresses]
                contents.append(regjeringen.build_content(found, answered).content)
    return documents, faults, contents


def test_a_paper_with_chapters_is_one_document_of_all_of_them() -> None:
    (found,), faults, (content,) = collect(documents=[twin.SITE + twin.STRATEGY.path])
    assert not faults
    assert found.parts == tuple(f"{twin.SITE}{twin.STRATEGY.path}?ch={n}" for n in (1, 2, 3))
    text = " ".join(block.text for block in read_page_bundle(content, "paper.zip").blocks)
    for chapter in twin.STRATEGY.chapters:
        assert text.count(f"that {chapter.lower()} shall be measured") == 1


def test_the_head_line_says_what_the_paper_is() -> None:
    (found,), _, _ = collect(documents=[twin.SITE + twin.STRATEGY.path])
    ref = found.ref
    assert (ref.title, ref.year, ref.published_on) == ("Strategy for the tide", 2020, "2020-01-14")
    assert (ref.publisher, ref.note) == ("Ministry of Tides", "number T-17")
    assert (ref.key, ref.government, ref.language) == ("id1001", None, None)


def test_a_translation_has_the_number_of_the_original_and_is_another_document() -> None:
    paths = [twin.STRATEGY.path, twin.ENGLISH.path]
    found, _, _ = collect(documents=[twin.SITE + path for path in paths])
    assert [one.ref.key for one in found] == ["id1001", "id1001/en"]
    assert [one.ref.language for one in found] == [None, "en"]
    assert found[1].ref.published_on == "2020-01-15"


def test_a_moved_paper_stays_itself_and_its_files_are_alternatives_or_texts_of_their_own() -> None:
    named, faults, _ = collect(documents=[f"{twin.SITE}/no/dokumenter/meldingen/id1002/?ch=4"])
    listed, more_faults, _ = collect(feeds=[twin.FEED], title_pattern="Meld")
    assert [one.ref for one in named] == [one.ref for one in listed]
    assert not faults + more_faults
    paper, pdf, xml, annex, summary = (one.ref for one in named)
    assert paper.url == twin.SITE + twin.WHITE_PAPER.path
    assert (paper.government, paper.published_on) == ("Regjeringen Havn II", "2021-03-02")
    assert len(named[0].parts) == 12  # the page itself lists but two
    own = document_id_of(SOURCE_ID, "id1002")
    assert [one.alternative_of for one in (paper, pdf, xml, annex, summary)] == [
        None, own, own, None, None,
    ]  # fmt: skip
    assert xml.url.startswith(f"{twin.SITE}/contentassets/")
    assert (annex.title, summary.language) == (f"{paper.title}: Annex 1", "en")


def test_without_chapters_the_pdf_is_the_document() -> None:
    (note, annex, word), _, contents = collect(documents=[twin.SITE + twin.NOTE.path])
    assert (note.ref.key, note.ref.url.rpartition("/")[2]) == ("id1003", "note.pdf")
    assert (annex.ref.title, annex.ref.alternative_of) == (
        "A note with files: Table of harbours",
        None,
    )
    assert word.ref.alternative_of == note.ref.document_id
    assert all(content.startswith(b"%PDF") for content in contents)


def test_a_page_without_files_is_the_document_and_its_government_is_in_its_path() -> None:
    (found,), _, (content,) = collect(documents=[twin.SITE + twin.PLAIN.path])
    assert found.addresses == (twin.SITE + twin.PLAIN.path,)
    assert (found.ref.government, found.ref.year) == ("Regjeringen Havn", None)
    assert b"presents its plans" in content


def test_a_feed_is_read_in_full_and_what_has_no_number_is_a_fault() -> None:
    found, faults, _ = collect(feeds=[twin.FEED])
    assert {one.ref.key for one in found} >= {"id1002", "id1004"}
    assert len(faults) == 1
    assert "/no/aktuelt/speech/" in faults[0]


def test_an_index_is_read_on_all_of_its_pages() -> None:
    found, faults, _ = collect(indexes=[twin.INDEX])
    assert [one.ref.title for one in found] == [
        f"Letter {number}" for number in range(1, twin.LETTER_COUNT + 1)
    ]
    assert not faults


def test_a_refused_page_is_a_fault_and_the_others_are_found() -> None:
    found, faults, _ = collect(refused="/letter-5/", indexes=[twin.INDEX])
    assert len(found) == twin.LETTER_COUNT - 1
    assert len(faults) == 1
    assert "HTTP 403" in faults[0]


def test_a_refused_listing_is_a_fault_of_the_source() -> None:
    with pytest.raises(CollectFault, match="HTTP 403"):
        collect(refused="Rss", feeds=[twin.FEED])


def test_a_page_in_place_of_a_feed_is_a_fault() -> None:
    with pytest.raises(CollectFault):
        collect(feeds=[twin.SITE + twin.PLAIN.path])


@pytest.mark.parametrize(
    ("url", "key", "chapter"),
    [
        ("https://www.regjeringen.no/no/dokumenter/slug/id12/", "id12", None),
        ("https://regjeringen.no/nb/dokumenter/other/id12", "id12", None),
        ("https://cms12.regjeringen.no/dokumentarkiv/x/y/id12/?ch=4#a", "id12", 4),
        ("https://www.regjeringen.no/en/dokumenter/slug/id12/?ch=x", "id12/en", None),
        ("https://www.regjeringen.no/no/dokumenter/slug/", None, None),
        ("https://www.regjeringen.no.example/no/dokumenter/slug/id12/", None, None),
        ("https://aregjeringen.no/no/dokumenter/slug/id12/", None, None),
    ],
)
def test_the_number_of_an_address_is_what_counts(
    url: str, key: str | None, chapter: int | None
) -> None:
    read = read_page_address(url)
    assert (read.key if read else None) == key
    assert (read.chapter if read else None) == chapter


@pytest.mark.parametrize("content", [b"", b"<p>Just a moment</p>"])
def test_a_page_without_a_heading_is_no_document(content: bytes) -> None:
    with pytest.raises(CollectFault, match="expected a"):
        read_paper_page(content, twin.SITE + twin.PLAIN.path)


PAPER = twin.SITE + twin.PLAIN.path


def paper_with_chapter(chapter: str) -> bytes:
    return f"<h1>Plans</h1><a href='{twin.PLAIN.path}?ch={chapter}'>Next</a>".encode()


@pytest.mark.parametrize("chapter", [str(MOST_PAGES + 1), "999999999"])
def test_more_chapters_than_any_paper_has_are_a_fault(chapter: str) -> None:
    with pytest.raises(CollectFault, match=f"chapter {chapter}"):
        read_paper_page(paper_with_chapter(chapter), PAPER)


def test_a_number_of_thousands_of_digits_is_no_chapter() -> None:
    assert read_paper_page(paper_with_chapter("9" * 5000), PAPER).chapters == ()
    assert read_page_address(twin.SITE + f"/no/dokumenter/x/id{'9' * 5000}/") is None


def test_a_page_in_another_encoding_is_read_as_it_says() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><h1>Årsplan for fjæra</h1></html>'
    assert read_paper_page(page.encode("latin-1"), PAPER).title == "Årsplan for fjæra"


def test_an_index_without_end_is_a_fault() -> None:
    def ask(url: str) -> Answer:
        page = int(url.partition("page=")[2] or 1)
        content = f"<h1>Letters</h1><a href='?page={page + 1}'>On</a>".encode()
        return Answer(url, url, "text/html", False, lambda: content)

    with pytest.raises(CollectFault, match=f"more than {MOST_PAGES} pages"):
        list(regjeringen.find_documents(SOURCE_ID, declare(indexes=[twin.INDEX]), ask))  # type: ignore[arg-type]


def test_an_entry_that_is_no_document_is_passed_over() -> None:
    with serve(twin.publish_regjeringen()) as site:
        ask = MovingAsk(site.hosts(twin.HOST))
        found = list(regjeringen.find_documents(SOURCE_ID, declare(feeds=[twin.FEED]), ask))
    faults = [one for one in found if isinstance(one, CollectFault)]
    assert [type(one) for one in faults] == [PassedOverFault]
