"""Kudos, page by page: complete, each document once, and loud when an answer is another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from data.errors import CollectFault
from data.source import Source
from extractors.discover import kudos
from extractors.discover.door import Answer, Found, document_id_of
from tests.sites.asking import SiteAsk
from tests.sites.kudos import HOST, LANTERNS, LETTER, LETTER_COUNT, LIBRARY, TIDES, publish_kudos
from tests.sites.server import LocalSite, serve

SOURCE_ID = "tide-letters"
JOINT = next(held for held in LIBRARY if held.title == "Joint letter")


@pytest.fixture(scope="module")
def site() -> Iterator[LocalSite]:
    with serve(publish_kudos) as site:
        yield site


def declare(**door: Any) -> Source:
    return Source.model_validate(
        {
            "title": "Letters",
            "publisher": "A ministry",
            "country": "NO",
            "kind": "mandate_letter",
            "language": "nb",
            "licence": "NLOD 2.0",
            "bounds": {"least": 0, "most": 1000, "reason": "as many as the twin has"},
            "verified": False,
            "door": {"adapter": "kudos", "type": LETTER, **door},
        }
    )


def find(site: LocalSite, **door: Any) -> list[Found]:
    ask = SiteAsk(site.hosts(HOST))
    found = list(kudos.find_documents(SOURCE_ID, declare(**door), ask))
    assert all(isinstance(one, Found) for one in found)
    return [one for one in found if isinstance(one, Found)]


def test_every_document_of_every_page_is_found_once_and_its_file_is_there(site: LocalSite) -> None:
    found = find(site, bodies=[TIDES])
    main = [one for one in found if "/" not in (one.ref.key or "")]
    expected = [held.uuid for held in LIBRARY if held.is_shown and TIDES in held.recipients]
    assert len(expected) == LETTER_COUNT
    assert [one.ref.key for one in main] == expected
    assert len({one.ref.document_id for one in found}) == len(found)
    ask = SiteAsk(site.hosts(HOST))
    for one in found[-5:]:
        assert ask(one.addresses[0]).read().startswith(b"%PDF")


def test_the_pages_are_asked_as_the_api_allows(site: LocalSite) -> None:
    before = len(site.asked)
    find(site, bodies=[TIDES], from_year=2012, to_year=2025)
    pages = [asked.query for asked in site.asked[before:]]
    assert [(page["page"], page["per_page"]) for page in pages] == [
        ("1", "50"), ("2", "50"), ("3", "50"),
    ]  # fmt: skip
    assert pages[0]["concerned_year_from"] == "2012"


def test_a_letter_to_two_bodies_comes_once_and_a_body_without_letters_is_empty(
    site: LocalSite,
) -> None:
    found = find(site, bodies=[TIDES, LANTERNS], from_year=2020, to_year=2020)
    assert sum(one.ref.key == JOINT.uuid for one in found) == 1
    assert find(site, bodies=["999000099"]) == []


def test_what_is_said_of_a_document_stands_in_its_reference(site: LocalSite) -> None:
    found = {one.ref.key: one.ref for one in find(site, bodies=[LANTERNS])}
    joint = found[JOINT.uuid]
    assert joint.url == f"https://{HOST}/dokument/{JOINT.uuid}/filer/{JOINT.file_uuid(2)}.pdf"
    assert (joint.title, joint.year, joint.published_on) == ("Joint letter", 2020, "2019-12-05")
    assert joint.publisher == "Ministry of Tides"
    assert joint.note == "to Lantern Inspectorate; Tide Agency"
    assert joint.language == "nb"


def test_other_files_are_alternatives_by_name_and_else_texts_of_their_own(site: LocalSite) -> None:
    found = {one.ref.key: one.ref for one in find(site, bodies=[LANTERNS])}
    annex = found[f"{JOINT.uuid}/{JOINT.file_uuid(0)}"]
    other_format = found[f"{JOINT.uuid}/{JOINT.file_uuid(1)}"]
    assert (annex.title, annex.alternative_of) == ("Joint letter: annex.pdf", None)
    assert other_format.alternative_of == document_id_of(SOURCE_ID, JOINT.uuid)


def test_a_document_without_files_is_its_page_and_says_so(site: LocalSite) -> None:
    bare = next(one.ref for one in find(site, bodies=[LANTERNS]) if "inspec" in str(one.ref.title))
    assert bare.url == f"https://{HOST}/dokument/{bare.key}"
    assert (
        bare.note == "to Lantern Inspectorate; no file listed: the library's page of the document"
    )


class OneAnswer:
    """An API that says one thing, whatever it is asked."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __call__(self, url: str) -> Answer:
        return Answer(url, url, "application/json", False, lambda: self.content)

    @contextmanager
    def stream(self, url: str) -> Iterator[Iterator[bytes]]:
        yield iter([self.content])


def _answer(rows: list[Any], **meta: Any) -> bytes:
    return json.dumps({"meta": {"last_page": 1, "total": len(rows), **meta}, "data": rows}).encode()


DOCX = {"uuid": "F", "filename": "letter.docx", "url": f"https://{HOST}/files/F"}
ROW = {"uuid": "A1", "type": LETTER, "title": "A letter"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html>Maintenance</html>", "no JSON"),
        (b"[]", "a list"),
        (b'{"error": {"details": {}}}', "error"),
        (b'{"meta": {"total": 3}, "data": []}', "meta with"),
        (_answer([ROW], total=2), "the API says there are 2"),
        (_answer([ROW, ROW]), "1 different documents on 1 pages"),
        (_answer([{"title": "No number"}]), "found ['title']"),
        (_answer(["text"]), "found str"),
        (b"[" * 200_000, "no JSON"),
        (_answer([], total=1, last_page=3), "0 different documents on 3 pages"),
    ],
)
def test_an_answer_of_another_shape_is_a_fault(content: bytes, reason: str) -> None:
    with pytest.raises(CollectFault) as caught:
        list(kudos.find_documents(SOURCE_ID, declare(), OneAnswer(content)))
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("row", "read"),
    [
        ({}, lambda ref: (ref.year, ref.publisher, ref.language) == (None, "A ministry", None)),
        ({"published_at": "2019-05-04T10:00:00Z"}, lambda ref: ref.published_on == "2019-05-04"),
        ({"concerned_year": "2018"}, lambda ref: ref.year == 2018),
        ({"language": "no"}, lambda ref: ref.language is None),
        ({"language": "en"}, lambda ref: ref.language == "en"),
        ({"publishers": ["A board"]}, lambda ref: ref.publisher == "A board"),
        ({"files": [DOCX]}, lambda ref: ref.url == f"https://{HOST}/files/F"),
        (
            {"files": [{**DOCX, "url": "https://x.example/F"}]},
            lambda ref: "x.example" not in ref.url,
        ),
        ({"files": [{"uuid": "F"}]}, lambda ref: ref.url.endswith("/dokument/a1/filer/f.pdf")),
    ],
)
def test_fields_may_be_missing_or_spelled_otherwise(
    row: dict[str, Any], read: Callable[[Any], bool]
) -> None:
    ask = OneAnswer(_answer([{**ROW, **row}]))
    (found,) = kudos.find_documents(SOURCE_ID, declare(), ask)
    assert isinstance(found, Found)
    assert read(found.ref)


LETTERS_OF_ONE_NAME = [
    {"uuid": "F1", "filename": "letter.pdf", "description": "The letter"},
    {"uuid": "F2", "filename": "letter.pdf", "description": "First supplement"},
    {"uuid": "F3", "filename": "letter.docx"},
]


def refs_of(files: list[dict[str, Any]]) -> dict[str, Any]:
    ask = OneAnswer(_answer([{**ROW, "files": files}]))
    found = kudos.find_documents(SOURCE_ID, declare(), ask)
    return {one.ref.url.rpartition("/")[2]: one.ref for one in found if isinstance(one, Found)}


def test_two_files_of_one_name_and_format_are_two_texts() -> None:
    refs = refs_of(LETTERS_OF_ONE_NAME)
    assert refs["f1.pdf"].alternative_of is None
    assert refs["f2.pdf"].alternative_of is None
    assert refs["f3.docx"].alternative_of == refs["f1.pdf"].document_id


@pytest.mark.parametrize("main", [None, "F1", "F2"])
def test_a_file_stays_itself_when_another_is_listed_before_it(main: str | None) -> None:
    before = [{**one, "is_primary": one["uuid"] == main} for one in LETTERS_OF_ONE_NAME]
    after = [{"uuid": "F0", "filename": "a.pdf"}, *reversed(before)]
    ids = {name: ref.document_id for name, ref in refs_of(after).items()}
    assert len(set(ids.values())) == 4
    assert {name: ids[name] for name in refs_of(before)} == {
        name: ref.document_id for name, ref in refs_of(before).items()
    }


def test_the_main_file_has_the_key_and_title_of_the_document() -> None:
    files = [{**one, "is_main": one["uuid"] == "F2"} for one in LETTERS_OF_ONE_NAME]
    refs = refs_of(files)
    assert (refs["f2.pdf"].key, refs["f2.pdf"].title) == ("a1", "A letter")
    assert (refs["f1.pdf"].key, refs["f1.pdf"].title) == ("a1/f1", "A letter: The letter")
