from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from data.errors import CollectFault, PassedOverFault
from data.source import Source
from extractors.discover.door import Answer, Found
from extractors.discover.govuk import build_content, find_documents
from extractors.discover.govuk_attachments import bare_title, read_attachments
from extractors.discover.govuk_item import member_paths, missing_members, read_item, render_page
from tests.sites.asking import SiteAsk
from tests.sites.govuk import (
    ELSEWHERE,
    FILES,
    HOSTS,
    GovukSite,
    content_id,
    file_attachment,
    link_to,
    make_item,
)
from tests.sites.server import LocalSite, serve

PAPERS = "/government/publications"
ROOT = "https://www.gov.uk"


def make_source(*, language: str = "en", **door: object) -> Source:
    return Source.model_validate(
        {
            "title": "Policy papers on tides",
            "publisher": "Government of Nordavia",
            "country": "GB",
            "kind": "data_strategy",
            "language": language,
            "licence": "OGL v3.0",
            "door": {"adapter": "govuk", **door},
            "hosts": [FILES, ELSEWHERE],
            "bounds": {"least": 0, "most": 99, "reason": "written for this test"},
            "verified": False,
        }
    )


@pytest.fixture
def publisher() -> GovukSite:
    return GovukSite()


@pytest.fixture
def site(publisher: GovukSite) -> Iterator[LocalSite]:
    with serve(publisher) as local:
        yield local


@pytest.fixture
def collect(site: LocalSite) -> Callable[..., tuple[list[Found], list[CollectFault]]]:
    def run(**door: object) -> tuple[list[Found], list[CollectFault]]:
        items = list(find_documents("tides", make_source(**door), SiteAsk(site.hosts(*HOSTS))))
        found = [one for one in items if isinstance(one, Found)]
        return found, [one for one in items if isinstance(one, CollectFault)]

    return run


Collect = Callable[..., tuple[list[Found], list[CollectFault]]]


def by_title(found: list[Found]) -> dict[str | None, Found]:
    return {one.ref.title: one for one in found}


def answer_with(answers: dict[str, object] | bytes) -> object:
    """Answers each path of the site, or every path, with this."""

    def ask(url: str) -> Answer:
        if isinstance(answers, bytes):
            content = answers
        else:
            path = url.removeprefix(ROOT).partition("?")[0]
            if path not in answers:
                raise CollectFault(f"{url}: HTTP 404", next_step="look at the test")
            content = json.dumps(answers[path]).encode()
        return Answer(url, url, "application/json", False, lambda: content)

    return ask


@pytest.mark.parametrize("page_size", [1, 2, 6, 1500])
def test_a_search_is_collected_whole_whatever_its_pages(collect: Collect, page_size: int) -> None:
    found, faults = collect(search={"q": "tides"}, page_size=page_size)
    assert [one.ref.title for one in found] == [
        "Tidal data plan (accessible version)",
        "Tidal data plan",
        "Tidal data plan: annex A",
        "Sea register data",
        "Sharing tide tables",
        "Harbour sensors report",
        "Ferries and computers",
        "Ferry annex",
        "Buoy strategy",
    ]
    assert len({one.ref.document_id for one in found}) == 9
    assert len(faults) == 1
    assert "https://lighthouse.example/report.pdf is on another host" in faults[0].reason
    assert isinstance(faults[0], PassedOverFault)
    assert "hand" in faults[0].next_step


def test_one_text_in_two_formats_counts_once_and_html_is_read(collect: Collect) -> None:
    found, _ = collect(publications=[f"{PAPERS}/tidal-data-plan"])
    page, file, annex = found
    assert page.addresses == (f"{ROOT}/api/content{PAPERS}/tidal-data-plan/tidal-data-plan",)
    assert page.ref.url == f"{ROOT}{PAPERS}/tidal-data-plan/tidal-data-plan"
    assert page.ref.key == content_id(f"{PAPERS}/tidal-data-plan/tidal-data-plan")
    assert (page.ref.alternative_of, annex.ref.alternative_of) == (None, None)
    assert file.ref.alternative_of == page.ref.document_id
    assert file.addresses == (f"https://{FILES}/media/tidal-data-plan/tidal-data-plan.pdf",)


def test_what_the_site_says_of_a_publication_is_kept(collect: Collect) -> None:
    found, _ = collect(publications=[f"{PAPERS}/tidal-data-plan"])
    ref = found[1].ref
    assert (ref.publisher, ref.year, ref.published_on) == ("Ministry of Tides", 2019, "2019-11-20")
    assert ref.government == "2014 to 2019 Harbour coalition government"
    assert ref.note == "policy paper; Cm 12; ISBN 978-0-00-000000-2"
    assert ref.key == f"{content_id(f'{PAPERS}/tidal-data-plan')}/tidal-data-plan.pdf"
    assert ref.withdrawn_on is None
    note = found[2].ref.note
    assert note == "policy paper; part of: Tidal data plan"


def test_a_withdrawn_paper_is_kept_with_its_notice(collect: Collect) -> None:
    (found,), _ = collect(publications=[f"{PAPERS}/buoy-strategy"])
    assert found.ref.withdrawn_on == "2019-11-21"
    assert found.ref.note == "policy paper; withdrawn: Replaced by the tidal data plan."


def test_an_html_attachment_becomes_a_page_of_title_and_body(
    collect: Collect, site: LocalSite
) -> None:
    found, _ = collect(publications=[f"{PAPERS}/tidal-data-plan"])
    ask = SiteAsk(site.hosts(*HOSTS))
    built = build_content(found[0], [ask(address).read() for address in found[0].addresses])
    assert built.name == "tidal-data-plan.html"
    text = built.content.decode()
    assert "<h1>Tidal data plan</h1>" in text
    assert "We will share tide tables <em>&amp;</em> ferry data by 2021." in text
    file = build_content(found[1], [b"%PDF"])
    assert (file.content, file.name.endswith(".pdf")) == (b"%PDF", True)


def test_titles_are_escaped() -> None:
    item = make_item("/x", 'Tides < "10 m" & more', locale='en"><script>')
    page = render_page(read_item("tides", "/x", json.dumps(item).encode()))
    assert page is not None
    assert b"<title>Tides &lt; &quot;10 m&quot; &amp; more</title>" in page
    assert b"<script>" not in page


def test_older_papers_without_attachments_are_found_through_their_links(collect: Collect) -> None:
    found, faults = collect(publications=[f"{PAPERS}/old-ferry-paper"])
    assert not faults
    file, page = found
    assert file.ref.url.endswith("/attachment_data/file/7/ferries.pdf")
    assert file.ref.year == 2012
    assert page.ref.key == content_id(f"{PAPERS}/old-ferry-paper/annex")
    assert page.parts == (f"{ROOT}/api/content{PAPERS}/old-ferry-paper/annex",)


def test_links_in_a_body_are_attachments_only_if_they_are_files_or_below_the_page() -> None:
    body = (
        f'<a href="https://{FILES}/media/1/a.pdf">A</a> <a href="/contact">Contact</a> '
        '<a href="/p/b">B</a> <a href="https://far.example/uploads/c.pdf">C</a> <a href="#d">D</a>'
    )
    item = read_item("tides", "", json.dumps(make_item("/p", "P", body=body)).encode())
    listed = read_attachments(item, ROOT)
    assert [one if isinstance(one, str) else (one.kind, one.title) for one in listed] == [
        ("file", "A"),
        ("html", "B"),
    ]


def test_a_page_whose_text_is_its_own_is_not_asked_twice(collect: Collect, site: LocalSite) -> None:
    (found,), _ = collect(publications=["/guidance/sharing-tide-tables"])
    assert found.addresses == ()
    assert b"Ask before you share a tide table." in (found.content or b"")
    assert len(site.asked) == 1


def test_collections_are_walked_without_going_in_circles(collect: Collect, site: LocalSite) -> None:
    found, faults = collect(collections=["/government/collections/harbour-papers"])
    assert [one.ref.title for one in found] == ["Ferry guide", "Sea register data"]
    guide = (found[0].content or b"").decode()
    assert guide.index("Look at the timetable.") < guide.index("<h2>On board</h2>")
    missing, registers = faults
    assert content_id("/unpublished") in missing.reason
    assert "1 algorithmic transparency records" in registers.reason
    assert isinstance(registers, PassedOverFault)
    assert len({one.target for one in site.asked}) == len(site.asked) == 4


def test_the_same_document_by_two_ways_is_found_once(collect: Collect) -> None:
    found, _ = collect(
        search={"q": "sea"},
        collections=["/government/collections/sea-papers"],
        publications=[f"{PAPERS}/tidal-data-plan/tidal-data-plan", f"{PAPERS}/sea-register"],
    )
    assert len(found) == 10
    assert len({one.ref.document_id for one in found}) == 10
    assert len({one.ref.url for one in found}) == 10


def test_translations_are_followed_into_declared_languages_and_kept_apart(
    publisher: GovukSite, collect: Collect
) -> None:
    found, _ = collect(publications=[f"{PAPERS}/sea-register"], language="en+cy")
    assert [(one.ref.title, one.ref.language) for one in found] == [
        ("Sea register data", None),
        ("Cofrestr y môr", "cy"),
    ]
    welsh = make_item("/guide.cy", "Canllaw", schema="detailed_guide", locale="cy", key="k")
    english = make_item(
        "/guide", "Guide", schema="detailed_guide", key="k",
        links={"available_translations": [link_to(welsh)]},
    )  # fmt: skip
    publisher.items |= {"/guide": english, "/guide.cy": welsh}
    found, _ = collect(publications=["/guide"], language="en+cy")
    assert [(one.ref.language, one.ref.key) for one in found] == [("en", "k:en"), ("cy", "k:cy")]


@pytest.mark.parametrize(
    ("path", "words", "kind"),
    [
        (f"{PAPERS}/moved", f"the page has moved to {PAPERS}/tidal-data-plan", CollectFault),
        (f"{PAPERS}/gone", "the page is gone: Published in error.", PassedOverFault),
        (f"{PAPERS}/never", "404", CollectFault),
    ],
)
def test_what_has_moved_or_gone_is_a_fault_in_its_place(
    collect: Collect, path: str, words: str, kind: type[CollectFault]
) -> None:
    found, faults = collect(publications=[path, f"{PAPERS}/buoy-strategy"])
    assert len(found) == 1
    assert words in faults[0].reason
    assert type(faults[0]) is kind


def test_a_collection_that_is_not_there_is_said_after_everything_else(site: LocalSite) -> None:
    source = make_source(search={"q": "x"}, collections=["/none"])
    found = []
    with pytest.raises(CollectFault, match="404"):
        for one in find_documents("tides", source, SiteAsk(site.hosts(*HOSTS))):
            found.append(one)
    assert len(found) == 10


def test_a_parameter_that_the_search_does_not_know_is_refused_before_it_is_asked() -> None:
    with pytest.raises(ValidationError):
        make_source(search={"qq": "tides"})
    with pytest.raises(ValidationError):
        make_source(search={"start": "10"})
    make_source(search={"q": "tides", "filter_all_organisations": ["a", "b"]})


def test_a_filter_that_the_search_does_not_know_is_the_searchs_own_fault(site: LocalSite) -> None:
    source = make_source(search={"filter_moonphase": "full"})
    with pytest.raises(CollectFault, match="422"):
        list(find_documents("tides", source, SiteAsk(site.hosts(*HOSTS))))


@pytest.mark.parametrize("filters", [("a",), ("a", "b")])
def test_several_values_of_a_filter_are_all_asked(
    collect: Collect, site: LocalSite, filters: tuple[str, ...]
) -> None:
    collect(search={"filter_organisations": filters})
    assert site.asked[0].target.count("filter_organisations=") == len(filters)
    assert "order=-public_timestamp" in site.asked[0].target


def many_papers(publisher: GovukSite, count: int) -> list[str]:
    paths = [f"/guidance/paper-{number}" for number in range(count)]
    for path in paths:
        publisher.items[path] = make_item(path, path, schema="detailed_guide")
    publisher.search_results = list(paths)
    return paths


def test_rows_that_are_published_meanwhile_are_not_doubled(
    publisher: GovukSite, collect: Collect
) -> None:
    paths = many_papers(publisher, 40)
    new = "/guidance/new"
    publisher.items[new] = make_item(new, new, schema="detailed_guide")

    def publish(site: GovukSite, start: int) -> None:
        if start and new not in site.search_results:
            site.search_results.insert(0, new)

    publisher.on_search = publish
    found, faults = collect(search={"q": "x"}, page_size=10)
    titles = [one.ref.title for one in found]
    assert not faults
    assert sorted(titles) == sorted({*paths, new})  # type: ignore[type-var]


def test_rows_that_shift_up_when_others_are_withdrawn_are_not_lost(
    publisher: GovukSite, collect: Collect
) -> None:
    paths = many_papers(publisher, 40)

    def withdraw(site: GovukSite, start: int) -> None:
        if start and len(site.search_results) == 40:
            del site.search_results[:8]  # more than the pages overlap

    publisher.on_search = withdraw
    found, _ = collect(search={"q": "x"}, page_size=10)
    assert {one.ref.title for one in found} >= set(paths[8:])


def test_a_search_that_lists_fewer_than_it_says_is_a_fault_and_ends() -> None:
    rows = [{"link": "/guidance/a", "title": "A"}]
    answers = {
        "/api/search.json": {"results": rows, "total": 10**12},
        "/api/content/guidance/a": make_item("/guidance/a", "A", schema="detailed_guide"),
    }
    source = make_source(search={"q": "x"})
    found, fault = find_documents("tides", source, answer_with(answers))  # type: ignore[arg-type]
    assert isinstance(found, Found)
    assert isinstance(fault, CollectFault)
    assert f"says {10**12} results and lists 1" in fault.reason


def test_rows_without_a_link_or_on_another_site_are_faults() -> None:
    rows = [{"title": "A"}, None, {"link": "https://far.example/x"}, {"link": "//far.example/x"}]
    answers = {"/api/search.json": {"results": rows, "total": 4}}
    source = make_source(search={"q": "x"})
    items = list(find_documents("tides", source, answer_with(answers)))  # type: ignore[arg-type]
    assert len(items) == 4
    assert all(isinstance(one, CollectFault) for one in items)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"[]", b"null", b'{"results": null, "total": 1}', b'{"results": []}',
     b'{"results": [], "total": "3"}', b'{"results": {}, "total": 0}', b"[" * 100_000],
)  # fmt: skip
def test_another_shape_of_search_is_a_fault_that_says_what_was_expected(content: bytes) -> None:
    source = make_source(search={"q": "x"})
    with pytest.raises(CollectFault, match=r"api/search\.json.*expected search results"):
        list(find_documents("tides", source, answer_with(content)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [{"details": None}, {"details": []}, {"base_path": None}, {"base_path": "x"},
     {"content_id": 7}, {"schema_name": None, "document_type": None}],
)  # fmt: skip
def test_another_shape_of_item_is_a_fault_that_says_what_was_expected(
    change: dict[str, object],
) -> None:
    answers = {"/api/content/x": make_item("/x", "X") | change}
    source = make_source(publications=["/x"])
    (fault,) = find_documents("tides", source, answer_with(answers))  # type: ignore[arg-type]
    assert isinstance(fault, CollectFault)
    assert "expected a content item" in fault.reason


def test_a_page_without_text_and_attachments_is_a_fault() -> None:
    item = make_item("/x", "X", schema="smart_answer")
    item["details"] = {}
    source = make_source(publications=["/x"])
    (fault,) = find_documents("tides", source, answer_with({"/api/content/x": item}))  # type: ignore[arg-type]
    assert isinstance(fault, CollectFault)
    assert "smart_answer" in fault.reason


def test_two_files_of_one_name_are_two_documents() -> None:
    attachments = [
        file_attachment("a.pdf", "One", url=f"https://{FILES}/media/1/a.pdf"),
        file_attachment("a.pdf", "Two", url=f"https://{FILES}/media/2/a.pdf"),
    ]
    answers = {"/api/content/x": make_item("/x", "X", attachments=attachments)}
    source = make_source(publications=["/x"])
    found = list(find_documents("tides", source, answer_with(answers)))  # type: ignore[arg-type]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Tide plan (accessible version)", "tide plan"),
        ("Tide plan (PDF, 2MB)", "tide plan"),
        ("Tide plan - web version", "tide plan"),
        ("Tide plan HTML", "tide plan"),
        ("Tide plan (print ready) [PDF]", "tide plan"),
        ("Tide plan (easy read)", "tide plan (easy read)"),
        ("Tide plan: annex A", "tide plan: annex a"),
        ("Tide plan (Welsh)", "tide plan (welsh)"),
        ("Making ferries accessible", "making ferries accessible"),
        ("HTML", "html"),
    ],
)
def test_words_of_format_are_no_part_of_a_title(title: str, bare: str) -> None:
    assert bare_title(title) == bare


def test_build_content_refuses_what_is_no_text() -> None:
    source = make_source(publications=[f"{PAPERS}/x"])
    page = {"attachment_type": "html", "title": "X", "url": f"{PAPERS}/x/x"}
    answers = {f"/api/content{PAPERS}/x": make_item(f"{PAPERS}/x", "X", attachments=[page])}
    (found,) = find_documents("tides", source, answer_with(answers))  # type: ignore[arg-type]
    assert isinstance(found, Found)
    empty = make_item(f"{PAPERS}/x/x", "X", schema="html_publication")
    empty["details"] = {"body": " "}
    for content in (b"", b"[]", b"{}", json.dumps(empty).encode()):
        with pytest.raises(CollectFault, match="expected"):
            build_content(found, [content])


def read_sample(shared: Path, name: str) -> dict[str, object]:
    sample = json.loads((shared / "sites" / "samples" / "govuk" / name).read_bytes())
    assert isinstance(sample, dict)
    return sample


@pytest.mark.parametrize(
    ("name", "found_count", "year", "withdrawn_on"),
    [
        ("publication_frontend_best-practice-policy-paper.json", 1, 2013, None),
        ("publication_frontend_publication-with-featured-attachments.json", 1, 2014, None),
        ("publication_frontend_withdrawn_publication.json", 1, 2011, "2015-01-13"),
        ("html_publication_frontend_best-practice-command-paper.json", 1, 2017, None),
    ],
)
def test_real_items_are_read(
    shared: Path, name: str, found_count: int, year: int, withdrawn_on: str | None
) -> None:
    item = read_sample(shared, name)
    path = str(item["base_path"])
    source = make_source(publications=[path])
    answers = {f"/api/content{path}": item}
    found = list(find_documents("uk", source, answer_with(answers)))  # type: ignore[arg-type]
    assert len(found) == found_count
    for one in found:
        assert isinstance(one, Found)
        assert (one.ref.year, one.ref.withdrawn_on) == (year, withdrawn_on)
        assert one.ref.publisher != source.publisher


def test_a_real_collection_is_read(shared: Path) -> None:
    sample = read_sample(shared, "document_collection_frontend_document_collection.json")
    item = read_item("uk", "", json.dumps(sample).encode())
    assert len(member_paths(item)) == 9
    assert missing_members(item) == []


def test_a_real_search_of_the_register_of_algorithms_finds_no_document(shared: Path) -> None:
    content = (shared / "registers" / "fixtures" / "uk_atrs_search.json").read_bytes()
    rows = json.loads(content)["results"]
    answers = {"/api/search.json": {"results": rows, "total": len(rows)}}
    source = make_source(search={"q": "x"})
    (fault,) = find_documents("uk", source, answer_with(answers))  # type: ignore[arg-type]
    assert isinstance(fault, CollectFault)
    assert f"{len(rows)} algorithmic transparency records" in fault.reason


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | (
    st.sampled_from(["\ud800", "/x", "http://[", "//", "<p>x</p>", "html", "file", "2020-01-01"])
)  # fmt: skip
NAMES = st.sampled_from(
    ["results", "total", "link", "base_path", "content_id", "schema_name", "document_type", "title",
     "details", "links", "attachments", "attachment_type", "url", "documents", "body", "parts",
     "children", "collection_groups", "withdrawn_notice", "available_translations", "locale",
     "government", "redirects", "explanation", "organisations", "content_type", "id"]
)  # fmt: skip
ANY_JSON = st.recursive(
    SCALARS, lambda some: st.lists(some, max_size=4) | st.dictionaries(NAMES, some, max_size=5)
)
SCHEMAS = st.sampled_from(
    ["publication", "document_collection", "redirect", "gone", "html_publication", "guide"]
)
NEARLY_ITEMS = st.builds(
    lambda schema, details, links, more: (
        make_item("/x", "X", schema=schema) | {"details": details, "links": links} | more
    ),
    SCHEMAS,
    st.dictionaries(NAMES, ANY_JSON, max_size=5) | ANY_JSON,
    st.dictionaries(NAMES, ANY_JSON, max_size=5) | ANY_JSON,
    st.dictionaries(NAMES, ANY_JSON, max_size=2),
)


@settings(max_examples=400, deadline=None)
@given(ANY_JSON, ANY_JSON | NEARLY_ITEMS)
def test_no_answer_is_more_than_a_fault(search: object, item: object) -> None:
    def ask(url: str) -> Answer:
        content = json.dumps(search if "search.json" in url else item).encode()
        return Answer(url, url, "application/json", False, lambda: content)

    source = make_source(
        search={"q": "x"}, collections=["/c"], publications=["/x"], language="en+cy"
    )
    try:
        for one in find_documents("tides", source, ask):  # type: ignore[arg-type]
            if isinstance(one, Found) and one.parts:
                build_content(one, [json.dumps(item).encode()])
    except CollectFault:
        return
