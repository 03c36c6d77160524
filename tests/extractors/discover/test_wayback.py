from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import CollectFault
from data.source import Source
from extractors.discover.door import Answer, Found
from extractors.discover.wayback import find_documents
from tests.sites.asking import SiteAsk
from tests.sites.server import LocalSite, serve
from tests.sites.wayback import HOSTS, PAGE, WaybackSite

FIELDS = ["timestamp", "original", "statuscode", "mimetype", "digest"]


def make_source(**door: object) -> Source:
    return Source.model_validate(
        {
            "title": "The tidal strategy over the years",
            "publisher": "Ministry of Tides",
            "country": "XN",
            "kind": "digital_strategy",
            "language": "en",
            "licence": "CC0",
            "door": {"adapter": "wayback", "pages": [PAGE], **door},
            "bounds": {"least": 0, "most": 99, "reason": "written for this test"},
            "verified": False,
        }
    )


@pytest.fixture
def publisher() -> WaybackSite:
    return WaybackSite()


@pytest.fixture
def site(publisher: WaybackSite) -> Iterator[LocalSite]:
    with serve(publisher) as local:
        yield local


def list_captures(site: LocalSite, **door: object) -> list[Found]:
    ask = SiteAsk(site.hosts(*HOSTS))
    found = list(find_documents("tides", make_source(**door), ask))
    assert not [one for one in found if isinstance(one, CollectFault)]
    return [one for one in found if isinstance(one, Found)]


def answer_with(content: bytes) -> object:
    return lambda url: Answer(url, url, "application/json", False, lambda: content)


@pytest.mark.parametrize("page_size", [1, 2, 5000])
@pytest.mark.parametrize(
    ("per", "days"),
    [
        ("year", ["2019-01-05", "2020-03-02", "2022-01-01"]),
        ("month", ["2019-01-05", "2019-06-11", "2020-03-02", "2020-09-15", "2022-01-01",
                   "2022-07-04"]),
        ("change", ["2019-01-05", "2019-06-11", "2020-09-15", "2022-01-01", "2022-07-04"]),
    ],
)  # fmt: skip
def test_captures_are_kept_per_change_month_or_year(
    site: LocalSite, per: str, days: list[str], page_size: int
) -> None:
    found = list_captures(site, per=per, page_size=page_size)
    assert [one.ref.published_on for one in found] == days
    assert [one.ref.year for one in found] == [int(day[:4]) for day in days]
    assert len({one.ref.document_id for one in found}) == len(days)


def test_the_index_is_read_page_by_page_with_its_own_key(site: LocalSite) -> None:
    list_captures(site, per="change", page_size=2)
    keys = [one.query.get("resumeKey") for one in site.asked]
    assert keys == [None, "example,nordavia)/strategy 2!", "example,nordavia)/strategy 4!"]


def test_a_capture_says_that_it_is_an_archived_copy_and_its_bytes_are_there(
    site: LocalSite,
) -> None:
    first = list_captures(site)[0]
    assert first.ref.url == f"https://web.archive.org/web/20190105080000id_/{PAGE}"
    assert first.ref.key == f"{PAGE} 20190105080000"
    assert first.ref.note == f"archived copy of {PAGE}, captured on 2019-01-05"
    ask = SiteAsk(site.hosts(*HOSTS))
    assert b"We will map the tides." in ask(first.addresses[0]).read()


def test_only_the_wanted_years(site: LocalSite) -> None:
    found = list_captures(site, from_year=2020, to_year=2021)
    assert [one.ref.year for one in found] == [2020]
    assert (site.asked[0].query["from"], site.asked[0].query["to"]) == ("2020", "2021")


def test_a_page_that_was_never_captured_is_an_empty_listing(site: LocalSite) -> None:
    assert list_captures(site, pages=["https://tides.nordavia.example/never"]) == []


def test_a_revisit_is_no_change_but_is_a_capture_of_its_year(
    publisher: WaybackSite, site: LocalSite
) -> None:
    publisher.extra_rows = [
        ["20230301000000", PAGE, "-", "warc/revisit", "A" * 32],
        ["20240301000000", PAGE, "404", "text/html", "B" * 32],
        ["20250301000000", PAGE, "200", "-", "C" * 32],
    ]
    assert [one.ref.year for one in list_captures(site)][-2:] == [2023, 2025]
    assert [one.ref.year for one in list_captures(site, per="change")][-2:] == [2022, 2025]


@pytest.mark.parametrize(
    "row",
    [
        ["20231301000000", PAGE, "200", "text/html", "A"],
        ["2023", PAGE, "200", "text/html", "A"],
        ["20230101000000", "javascript:void(0)", "200", "text/html", "A"],
        ["20230101000000", PAGE, "200"],
    ],
)
def test_a_bad_row_is_a_fault_in_its_place(
    publisher: WaybackSite, site: LocalSite, row: list[str]
) -> None:
    publisher.extra_rows = [row, ["20240101000000", PAGE, "200", "text/html", "B"]]
    found = list(find_documents("tides", make_source(), SiteAsk(site.hosts(*HOSTS))))
    fault, last = found[-2:]
    assert isinstance(fault, CollectFault)
    assert "not a capture" in fault.reason
    assert isinstance(last, Found)
    assert last.ref.year == 2024


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Service unavailable</html>",
        b"{}",
        b"null",
        b'[["timestamp", "original"]]',
        b"[7]",
        json.dumps([FIELDS, [], [7]]).encode(),
        json.dumps([[FIELDS[0], *FIELDS], FIELDS]).encode(),
        b"[" * 100_000,
    ],
)
def test_another_shape_is_a_fault_that_says_what_was_expected(content: bytes) -> None:
    with pytest.raises(CollectFault, match="expected a list of rows"):
        list(find_documents("tides", make_source(), answer_with(content)))  # type: ignore[arg-type]


def test_one_page_that_cannot_be_listed_does_not_hide_the_others(site: LocalSite) -> None:
    def ask(url: str) -> Answer:
        if "broken" in url:
            raise CollectFault("refused", next_step="wait")
        return SiteAsk(site.hosts(*HOSTS))(url)

    source = make_source(pages=["https://broken.example/", PAGE])
    found = []
    with pytest.raises(CollectFault, match="refused"):
        for one in find_documents("tides", source, ask):  # type: ignore[arg-type]
            found.append(one)
    assert len(found) == 3


def test_an_index_that_gives_one_key_for_ever_is_a_fault() -> None:
    content = json.dumps([FIELDS, ["20200101000000", PAGE, "200", "-", "A"], [], ["k"]]).encode()
    with pytest.raises(CollectFault, match="the same key"):
        list(find_documents("tides", make_source(), answer_with(content)))  # type: ignore[arg-type]


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
CELLS = SCALARS | st.sampled_from(["20200101000000", PAGE, "200", "-", "warc/revisit", "\ud800"])
ROWS = st.lists(st.lists(CELLS, max_size=6) | SCALARS, max_size=6)


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(SCALARS, lambda some: st.lists(some) | st.dictionaries(st.text(), some))
    | ROWS
    | ROWS.map(lambda rows: [FIELDS, *rows])
)
def test_no_answer_is_more_than_a_fault(answer: object) -> None:
    content = json.dumps(answer).encode()
    try:
        found = list(find_documents("tides", make_source(), answer_with(content)))  # type: ignore[arg-type]
    except CollectFault:
        return
    assert all(isinstance(one, Found | CollectFault) for one in found)
