from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import CollectFault
from data.source import Source
from extractors.discover.canada_letters import find_documents
from extractors.discover.door import Answer, Found
from extractors.discover.letter_titles import find_letter_date, find_office, title_of
from tests.sites.asking import SiteAsk
from tests.sites.canada_letters import HOSTS, LETTERS, CanadaSite, Letter
from tests.sites.server import LocalSite, serve


def make_source(**door: object) -> Source:
    return Source.model_validate(
        {
            "title": "Mandate letters",
            "publisher": "Office of the Prime Minister of Nordavia",
            "country": "CA",
            "kind": "mandate_letter",
            "language": "en",
            "licence": "not stated",
            "door": {"adapter": "canada_letters", **door},
            "bounds": {"least": 0, "most": 99, "reason": "written for this test"},
            "verified": False,
        }
    )


@pytest.fixture
def publisher() -> CanadaSite:
    return CanadaSite()


@pytest.fixture
def site(publisher: CanadaSite) -> Iterator[LocalSite]:
    with serve(publisher) as local:
        yield local


def list_letters(site: LocalSite, **door: object) -> list[Found]:
    found = list(find_documents("letters", make_source(**door), SiteAsk(site.hosts(*HOSTS))))
    assert not [one for one in found if isinstance(one, CollectFault)]
    return [one for one in found if isinstance(one, Found)]


def answer_with(content: bytes) -> Callable[[str], Answer]:
    return lambda url: Answer(url, url, "text/html", False, lambda: content)


def test_every_letter_of_every_page_is_found_once(site: LocalSite) -> None:
    found = list_letters(site)
    assert [(one.ref.title, one.ref.published_on) for one in found] == [
        ("Minister of Tides Mandate Letter", "2021-12-16"),
        ("Minister of Ferries, Harbours and Lighthouses Mandate Letter", "2021-12-16"),
        ("Minister of Tides Supplementary Mandate Letter", "2021-01-15"),
        ("Minister of Tides Mandate Letter", "2017-10-04"),
        ("Minister of Tides Mandate Letter", "2015-11-13"),
        ("President of the Board of Buoys Mandate Letter", "2015-11-13"),
    ]
    assert [one.ref.year for one in found] == [2021, 2021, 2021, 2017, 2015, 2015]
    assert len({one.ref.document_id for one in found}) == 6
    assert {one.ref.publisher for one in found} == {"Office of the Prime Minister"}
    assert {one.ref.language for one in found} == {"en"}
    is_archived = [bool(one.ref.note and "archived" in one.ref.note) for one in found]
    assert is_archived == [False, False, True, True, True, False]


def test_a_letter_is_asked_here_only_where_the_list_does_not_say_enough(site: LocalSite) -> None:
    found = list_letters(site)
    assert [bool(one.content) for one in found] == [False] * 4 + [True] * 2
    assert [one.target for one in site.asked] == [
        LETTERS,
        f"{LETTERS}?page=1",
        f"{LETTERS}?page=2",
        "/eng/minister-tides-mandate-letter",
        "/en/node/4711",
    ]
    assert b"You will publish the tide tables." in (found[-1].content or b"")


def test_only_the_wanted_years(site: LocalSite) -> None:
    assert [one.ref.year for one in list_letters(site, from_year=2016, to_year=2020)] == [2017]


def test_a_letter_stays_itself_when_it_is_archived(publisher: CanadaSite, site: LocalSite) -> None:
    (before,) = list_letters(site, from_year=2021)[:1]
    old = publisher.letters[0]
    publisher.letters[0] = Letter(
        old.path.replace("minister-tides", "archived-minister-tides"),
        f"ARCHIVED - {old.heading}",
        old.date_line,
        old.listed_on,
    )
    (after,) = list_letters(site, from_year=2021)[:1]
    assert before.ref.url != after.ref.url
    assert before.ref.document_id == after.ref.document_id


def test_no_name_is_kept_beside_the_address(publisher: CanadaSite, site: LocalSite) -> None:
    publisher.letters = [
        Letter(f"{LETTERS}/2021/12/16/minister-qwertz-mandate-letter",
               "Minister Qwertz Mandate Letter", "December 16, 2021", "2021-12-16"),
        Letter(f"{LETTERS}/2021/12/16/minister-buoys-mandate-letter",
               "Minister of Buoys, Asdf Qwertz", "December 16, 2021", "2021-12-16"),
    ]  # fmt: skip
    first, second = list_letters(site)
    assert (first.ref.title, second.ref.title) == (
        "Mandate Letter",
        "Minister of Buoys Mandate Letter",
    )
    kept = f"{first.ref.title} {first.ref.key} {first.ref.note} {second.ref}"
    assert "qwertz" not in kept.lower()


def test_a_letter_that_is_not_there_is_a_fault_in_its_place(
    publisher: CanadaSite, site: LocalSite
) -> None:
    index = publisher._index
    publisher.letters_per_page = 9

    def with_broken_link(page: int) -> str:
        return index(page).replace("/en/node/4711", "/en/node/4712")

    publisher._index = with_broken_link  # type: ignore[method-assign]
    found = list(find_documents("letters", make_source(), SiteAsk(site.hosts(*HOSTS))))
    assert len(found) == 6
    assert isinstance(found[-1], CollectFault)
    assert "4712" in found[-1].reason


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe\x00", b"<p>No letters today.</p>"])
def test_an_index_without_letters_is_a_fault(content: bytes) -> None:
    with pytest.raises(CollectFault, match="expected links to mandate letters"):
        list(find_documents("letters", make_source(), answer_with(content)))  # type: ignore[arg-type]


def test_one_index_that_fails_does_not_hide_the_others(site: LocalSite) -> None:
    door = {"indexes": ["https://www.pm.gc.ca/en/none", f"https://www.pm.gc.ca{LETTERS}"]}
    found = []
    with pytest.raises(CollectFault, match="404"):
        for one in find_documents("letters", make_source(**door), SiteAsk(site.hosts(*HOSTS))):
            found.append(one)
    assert len(found) == 6


@pytest.mark.parametrize(
    ("heading", "office"),
    [
        ("ARCHIVED - Minister of Tides Mandate Letter", "Minister of Tides"),
        ("Deputy Prime Minister and Minister of Buoys Mandate Letter",
         "Deputy Prime Minister and Minister of Buoys"),
        ("Leader of the Crew in the House of Boats Mandate Letter | Prime Minister",
         "Leader of the Crew in the House of Boats"),
        ("Minister for Crews and Youth Supplementary Mandate Letter",
         "Minister for Crews and Youth"),
        ("The Honourable Asdf Qwertz, Minister of Tides", "Minister of Tides"),
        ("Minister of Tides – Asdf Qwertz", "Minister of Tides"),
        ("Minister of Tides (Asdf Qwertz)", "Minister of Tides"),
        ("Minister of Tides the Hon. Asdf Qwertz", "Minister of Tides"),
        ("Minister Qwertz Mandate Letter", None),
        ("Mandate Letter", None),
        ("Lettre de mandat de la ministre des Marées", "Ministre des Marées"),
        ("Lettre de mandat du président du Conseil des bouées", "Président du Conseil des bouées"),
    ],
)  # fmt: skip
def test_the_office_is_read_and_names_are_cut_off(heading: str, office: str | None) -> None:
    assert find_office(heading) == office


def test_titles_and_dates_in_french() -> None:
    heading = "Lettre de mandat supplémentaire de la ministre des Marées"
    title = title_of(find_office(heading), heading, "fr")
    assert title == "Lettre de mandat supplémentaire : Ministre des Marées"
    assert find_letter_date("Le 1er octobre 2019") == "2019-10-01"
    assert find_letter_date("16 décembre 2021", whole=True) == "2021-12-16"
    assert find_letter_date("February 30, 2020") is None
    assert find_letter_date("On March 3, 2014, it rained", whole=True) is None


@settings(max_examples=150, deadline=None)
@given(
    st.binary()
    | st.text().map(str.encode)
    | st.lists(
        st.sampled_from(
            ["<a href='/en/mandate-letters/2021/13/99/x'>", "<a href='http://['>", "</a>", "<li>",
             "<a rel=next href='?page=1'>", "<time datetime='x'>", "December 99, 2021", "&#xD800;",
             "<a href='/en/node/1'>Mandate letter", "<a href='/eng/%ff-mandate-letter'>", "\x00"]
        )
    ).map(lambda parts: "".join(parts).encode())
)  # fmt: skip
def test_no_answer_is_more_than_a_fault(content: bytes) -> None:
    try:
        found = list(find_documents("letters", make_source(), answer_with(content)))  # type: ignore[arg-type]
    except CollectFault:
        return
    assert all(isinstance(one, Found | CollectFault) for one in found)


def test_a_further_page_without_letters_is_a_fault(publisher: CanadaSite, site: LocalSite) -> None:
    ask = SiteAsk(site.hosts(*HOSTS))

    def ask_but_break(url: str) -> Answer:
        if "page=1" in url:
            return answer_with(b"<html><h1>Something went wrong</h1></html>")(url)
        return ask(url)

    found = find_documents("letters", make_source(), ask_but_break)  # type: ignore[arg-type]
    with pytest.raises(CollectFault, match=r"page=1: expected links to mandate letters"):
        list(found)


def test_a_list_without_end_is_a_fault() -> None:
    def ask(url: str) -> Answer:
        page = int(url.partition("page=")[2] or 0)
        link = '<a href="/en/mandate-letters/2021/12/16/minister-tides">Minister of Tides</a>'
        return answer_with(f'{link}<a rel="next" href="?page={page + 1}">On</a>'.encode())(url)

    with pytest.raises(CollectFault, match="more than 100 pages"):
        list(find_documents("letters", make_source(), ask))  # type: ignore[arg-type]
