from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import CollectFault
from data.source import Source
from extractors.discover.door import Answer, Ask, Found
from extractors.discover.doors import build_content, find_documents
from tests.sites.asking import SiteAsk
from tests.sites.regeringen import HOST, ROWS, page_of, publish_mirror
from tests.sites.server import serve


def make_source(**door: Any) -> Source:
    return Source.model_validate(
        {
            "title": "Assignments",
            "publisher": "The Government of Nordavia",
            "country": "XN",
            "kind": "mandate_letter",
            "language": "sv",
            "licence": "MIT",
            "door": {"adapter": "regeringen", "list": "regeringsuppdrag", **door},
            "bounds": {"least": 1, "most": 9, "reason": "made up for a test"},
            "verified": False,
        }
    )


def answering(content: bytes) -> Ask:
    return lambda url: Answer(url, url, None, False, lambda: content)  # type: ignore[return-value]


def find(rows: Any, **door: Any) -> list[Found | CollectFault]:
    source = make_source(**door)
    return list(find_documents("assignments", source, answering(json.dumps(rows).encode())))


def test_every_page_of_the_list_is_collected() -> None:
    source = make_source()
    with serve(publish_mirror) as site:
        ask = SiteAsk(site.hosts(HOST))
        found = [one for one in find_documents("a", source, ask) if isinstance(one, Found)]
        built = [build_content(source, one, [ask(one.addresses[0]).read()]) for one in found]
        assert len(site.asked) == 1 + len(ROWS)
    assert len(found) == len(ROWS)
    path = "/regeringsuppdrag/2023/05/uppdrag-om-delning"
    assert built[0].content.decode() == page_of(path)
    assert built[0].name == f"https://g0v.se{path}.md"


def test_a_row_says_what_a_document_is() -> None:
    first, second, third = (item.ref for item in find(ROWS) if isinstance(item, Found))
    assert first.url == ROWS[0]["url"]
    assert first.key == "regeringsuppdrag/2023/05/uppdrag-om-delning"
    assert (first.year, first.published_on, first.language) == (2023, "2023-05-04", "sv")
    assert first.publisher == "Digitaliseringsdepartementet"
    assert second.title == "Uppdrag om språkmodeller"
    assert second.url.startswith("https://www.regeringen.se/regeringsuppdrag/2024/11/")
    assert second.publisher == "Finansdepartementet, Digitaliseringsdepartementet"
    assert (third.year, third.published_on) == (2021, None)  # the year from the address
    assert third.publisher == "The Government of Nordavia"  # a number is no name


def test_an_assignment_and_its_change_may_share_a_case_number() -> None:
    change = {**ROWS[0], "url": f"{ROWS[0]['url']}-andring/", "title": "Ändring av uppdraget"}
    found = [one.ref for one in find([ROWS[0], change]) if isinstance(one, Found)]
    assert len({ref.document_id for ref in found}) == 2


@pytest.mark.parametrize(
    ("door", "years"),
    [
        ({"from_year": 2022}, [2023, 2024]),
        ({"from_year": 2022, "to_year": 2023}, [2023]),
        ({"title_pattern": "(?i)språkmodell"}, [2024]),
        ({"codes": ["1142"]}, [2023]),
        ({"codes": ["1301", "Finansdepartementet"]}, [2024, 2021]),
    ],
)
def test_only_what_is_wanted_is_found(door: dict[str, Any], years: list[int]) -> None:
    assert [item.ref.year for item in find(ROWS, **door) if isinstance(item, Found)] == years


def test_a_list_inside_an_object_is_read_and_a_page_listed_twice_is_one() -> None:
    with serve(publish_mirror) as site:
        source = make_source(list="nyheter")
        assert len(list(find_documents("a", source, SiteAsk(site.hosts(HOST))))) == 1


def test_a_missing_list_is_a_fault() -> None:
    with serve(publish_mirror) as site, pytest.raises(CollectFault, match="HTTP 404"):
        list(find_documents("a", make_source(list="none"), SiteAsk(site.hosts(HOST))))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>Not today</html>", "no JSON"),
        (b'[{"title": "A"', "no JSON"),
        (b"\xff\xfe\xff", "no JSON"),
        (b"[" * 200_000, "no JSON"),
        (b'{"error": "gone"}', r"keys \['error'\]"),
        (b'"text"', "found str"),
        (b"[]", "an empty one"),
    ],
)
def test_an_answer_of_another_shape_is_a_fault(content: bytes, words: str) -> None:
    with pytest.raises(CollectFault, match=words) as caught:
        list(find_documents("a", make_source(), answering(content)))
    assert "https://g0v.se/regeringsuppdrag.json" in caught.value.reason


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a text", "expected an object"),
        ({"url": "/a/2024/01/b/"}, "no title"),
        ({"title": "A"}, "expected the address"),
        ({"title": "A", "url": "https://elsewhere.example/2024/01/b/"}, "no page of regeringen.se"),
        ({"title": "A", "url": "mailto:a"}, "expected the address"),
        ({"title": "A", "url": "/a/b/"}, "no date"),
    ],
)
def test_a_bad_row_is_a_fault_and_the_others_go_on(row: Any, words: str) -> None:
    fault, found = find([row, ROWS[0]])
    assert isinstance(fault, CollectFault)
    assert "row 1" in fault.reason
    assert words in fault.reason
    assert isinstance(found, Found)


CELLS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20)
    | st.sampled_from(["/a/2024/01/b/", "2024-01-01", "https://regeringen.se/x/2020/01/y"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["name", "title", "url", "published", "sender", "id"]), inner, max_size=5
    ),
    max_leaves=15,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(CELLS)
def test_whatever_the_mirror_answers_is_found_or_a_fault(answer: Any) -> None:
    try:
        items = find(answer)
    except CollectFault:
        return
    for item in items:
        assert isinstance(item, CollectFault) or item.addresses[0].startswith("https://g0v.se/")
