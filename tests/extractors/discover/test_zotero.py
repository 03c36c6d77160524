from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from data.errors import CollectFault
from data.source import Source
from extractors.discover.door import Found
from extractors.discover.doors import find_documents
from tests.sites.asking import SiteAsk

NOBODY = SiteAsk({})

BIBTEX = r"""
@comment{jabref-meta: databaseType:biblatex;}
@string{tides = {Ministry of Tides}}
@techreport{tides2021, title = {Data at {Sea}: {\AA}rsrapport}, institution = tides, year = 2021,
  file = {Full Text:files/12/a\:b.pdf:application/pdf;Page:files/13/a.html:text/html},
  keywords = {data, strategy}, url = {https://tides.example/a\_b}}
@online{harbour, author = {{Harbour Office}}, title = {The Harbour Strategy}, date = {2022-05-04},
  langid = {nb-NO}, url = {https://harbour.example/strategy.pdf}, keywords = {strategy}}
@misc{person, author = {Surname, Forename}, title = {A note}, year = {2020},
  url = {https://tides.example/note}}
@misc{broken, title = "not closed
@misc{nothing, title = {Neither file nor address}, year = 2019}
@misc{outside, title = {Outside}, file = {../secret.pdf}}
@misc{lost, title = {Lost}, file = {files/99/lost.pdf}}
"""

RIS = """\ufeffTY  - RPRT\r
ID  - tides2021\r
TI  - Data at Sea\r
AU  - Surname, Forename\r
PB  - Ministry of Tides\r
PY  - 2021\r
DA  - 2021/05/04/\r
LA  - en\r
KW  - data\r
KW  - strategy\r
L1  - files/12/a.pdf\r
L1  - files/12/annex.pdf\r
ER  - \r
TY  - ELEC
T1  - The Harbour Strategy
Y1  - 2022
UR  - https://harbour.example/strategy.pdf
ER  -
TY  - RPRT
TI  - Without an end
"""

CSL = [
    {
        "id": "tides2021",
        "title": "Data at Sea",
        "author": [{"family": "Surname", "given": "Forename"}, {"literal": "Harbour Office"}],
        "issued": {"date-parts": [[2021, 5, 4]]},
        "language": "en-GB",
        "keyword": "data; strategy",
        "attachments": [{"path": "files/12/a.pdf"}],
    },
    {
        "id": 7,
        "title": "The Harbour Strategy",
        "publisher": "Harbour Office",
        "issued": {"raw": "May 2022"},
        "URL": "https://harbour.example/strategy.pdf",
    },
    {"title": "No id"},
]

SCHEMA = """
create table itemTypes (itemTypeID integer primary key, typeName text);
create table items (itemID integer primary key, itemTypeID int, libraryID int, key text);
create table fields (fieldID integer primary key, fieldName text);
create table itemDataValues (valueID integer primary key, value);
create table itemData (itemID int, fieldID int, valueID int);
create table itemAttachments (
    itemID int, parentItemID int, linkMode int, contentType text, path text
);
create table deletedItems (itemID int);
create table collections (
    collectionID integer primary key, collectionName text, parentCollectionID int
);
create table collectionItems (collectionID int, itemID int);
create table tags (tagID integer primary key, name text);
create table itemTags (itemID int, tagID int);
create table creators (
    creatorID integer primary key, firstName text, lastName text, fieldMode int
);
create table itemCreators (itemID int, creatorID int, orderIndex int);
insert into itemTypes values (1, 'report'), (2, 'attachment'), (3, 'note');
insert into fields values (1, 'title'), (2, 'date'), (3, 'institution'), (4, 'url'),
    (5, 'language');
insert into itemDataValues values (1, 'Data at Sea'), (2, '2021-05-04 4 May 2021'),
    (3, 'Ministry of Tides'), (4, 'https://tides.example/a'), (5, 'nb-NO'),
    (6, 'The Harbour Strategy'), (7, '2022-00-00 2022'), (8, 'Thrown away'), (9, 'Of a group'),
    (10, 'A file alone'), (11, 'https://harbour.example/strategy.pdf');
insert into items values (1, 1, 1, 'TIDES001'), (2, 2, 1, 'STORE001'), (3, 2, 1, 'STORE002'),
    (4, 1, 1, 'HARBOUR1'), (5, 1, 1, 'THROWN01'), (6, 1, 2, 'TIDES001'), (7, 2, 1, 'ALONE001'),
    (8, 3, 1, 'NOTE0001'), (9, 2, 1, 'LINKURL1'), (10, 2, 1, 'STORE003');
insert into itemData values (1, 1, 1), (1, 2, 2), (1, 3, 3), (1, 4, 4), (1, 5, 5), (4, 1, 6),
    (4, 2, 7), (5, 1, 8), (6, 1, 9), (6, 4, 4), (7, 1, 10), (9, 4, 11);
insert into itemAttachments values (2, 1, 1, 'text/html', 'storage:page.html'),
    (3, 1, 0, 'application/pdf', 'storage:report.pdf'),
    (7, null, 0, 'application/pdf', 'storage:alone.pdf'),
    (9, 4, 3, 'text/html', null), (10, 1, 0, 'application/pdf', 'storage:annex.pdf');
insert into deletedItems values (5);
insert into collections values (1, 'Strategies', null), (2, 'Harbours', 1), (3, 'Other', null);
insert into collectionItems values (1, 1), (2, 4), (3, 6);
insert into tags values (1, 'data'), (2, 'ports');
insert into itemTags values (1, 1), (4, 2);
insert into creators values (1, 'Forename', 'Surname', 0), (2, '', 'Harbour Office', 1);
insert into itemCreators values (4, 1, 0), (4, 2, 1);
"""


def make_source(path: Path, **door: Any) -> Source:
    return Source.model_validate(
        {
            "title": "A library",
            "publisher": "Somebody",
            "country": "XN",
            "kind": "report",
            "language": "en+nb",
            "licence": "MIT",
            "door": {"adapter": "zotero", "path": str(path), **door},
            "hosts": ["tides.example", "harbour.example"],
            "bounds": {"least": 1, "most": 9, "reason": "made up for a test"},
            "verified": False,
        }
    )


def find(path: Path, **door: Any) -> tuple[list[Found], list[str]]:
    """The documents found, and the reasons of the faults."""
    items = list(find_documents("library", make_source(path, **door), NOBODY))
    found = [item for item in items if isinstance(item, Found)]
    return found, [item.reason for item in items if isinstance(item, CollectFault)]


def write(folder: Path, name: str, content: str | bytes = b"%PDF-1.7") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.fixture
def zotero(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "zotero.sqlite")) as connection:
        connection.executescript(SCHEMA)
        connection.commit()
    for name in ("STORE001/page.html", "STORE002/report.pdf", "STORE003/annex.pdf"):
        write(tmp_path / "storage", name)
    write(tmp_path / "storage", "ALONE001/alone.pdf")
    return tmp_path


def change(zotero: Path, statement: str) -> None:
    with closing(sqlite3.connect(zotero / "zotero.sqlite")) as connection:
        connection.execute(statement)
        connection.commit()


def test_bibtex_gives_files_and_addresses(tmp_path: Path) -> None:
    library = write(tmp_path, "library.bib", BIBTEX)
    report = write(tmp_path, "files/12/a:b.pdf")
    page = write(tmp_path, "files/13/a.html", "<p>")
    found, faults = find(library)
    first, twin, harbour, note = found
    assert (first.file, twin.file, harbour.file) == (report, page, None)
    assert first.ref.title == "Data at Sea: Årsrapport"
    assert (first.ref.publisher, first.ref.year) == ("Ministry of Tides", 2021)
    assert first.ref.url == "https://tides.example/a_b"
    assert first.addresses == ()
    assert twin.ref.alternative_of == first.ref.document_id  # a snapshot of the same report
    assert harbour.addresses == ("https://harbour.example/strategy.pdf",)
    assert (harbour.ref.publisher, harbour.ref.published_on) == ("Harbour Office", "2022-05-04")
    assert harbour.ref.language == "nb"
    assert note.ref.publisher == "Somebody"  # persons' names are not kept
    assert [words for words in ("@misc{broken", "'nothing'", "outside", "'lost'") if not any(
        words in fault for fault in faults
    )] == []  # fmt: skip
    assert len(faults) == 4


def test_ris_gives_files_and_addresses(tmp_path: Path) -> None:
    library = write(tmp_path, "library.ris", RIS)
    write(tmp_path, "files/12/a.pdf")
    annex = write(tmp_path, "files/12/annex.pdf")
    (first, second, harbour), faults = find(library)
    assert (first.ref.key, first.ref.title) == ("tides2021", "Data at Sea")
    assert (first.ref.publisher, first.ref.published_on) == ("Ministry of Tides", "2021-05-04")
    assert (second.file, second.ref.alternative_of) == (annex, None)  # an annex is read too
    assert second.ref.note == "annex.pdf, attached to tides2021"
    assert (harbour.ref.title, harbour.ref.year) == ("The Harbour Strategy", 2022)
    assert [("record 3" in fault, "no end" in fault) for fault in faults] == [(True, True)]


def test_csl_json_gives_files_and_addresses(tmp_path: Path) -> None:
    library = write(tmp_path, "library.json", json.dumps(CSL))
    report = write(tmp_path, "files/12/a.pdf")
    (first, harbour), faults = find(library)
    assert (first.file, first.ref.published_on) == (report, "2021-05-04")
    assert (first.ref.publisher, first.ref.language) == ("Harbour Office", "en")
    assert (harbour.ref.key, harbour.ref.year) == ("7", 2022)
    assert len(faults) == 1
    assert "without an id" in faults[0]
    whole = write(tmp_path, "items.json", json.dumps({"items": CSL}))
    assert [one.ref for one in find(whole)[0]] == [first.ref, harbour.ref]


def test_tags_choose(tmp_path: Path) -> None:
    library = write(tmp_path, "library.bib", BIBTEX)
    write(tmp_path, "files/12/a:b.pdf")
    write(tmp_path, "files/13/a.html")
    assert {one.ref.title for one in find(library, tags=["strategy"])[0]} == {
        "Data at Sea: Årsrapport",
        "The Harbour Strategy",
    }
    assert len(find(library, tags=["data"])[0]) == 2


def test_a_zotero_folder_is_read_whole(zotero: Path) -> None:
    found, faults = find(zotero)
    assert faults == []
    by_key = {one.ref.key: one for one in found}
    assert list(by_key) == [
        "TIDES001", "TIDES001/STORE003/annex.pdf", "TIDES001/STORE001/page.html",
        "HARBOUR1", "2/TIDES001", "ALONE001",
    ]  # fmt: skip
    first = by_key["TIDES001"]
    assert first.file == zotero / "storage" / "STORE002" / "report.pdf"
    assert (first.ref.title, first.ref.published_on) == ("Data at Sea", "2021-05-04")
    assert (first.ref.publisher, first.ref.language) == ("Ministry of Tides", "nb")
    page = by_key["TIDES001/STORE001/page.html"]
    assert page.ref.alternative_of == first.ref.document_id
    assert by_key["TIDES001/STORE003/annex.pdf"].ref.alternative_of is None
    harbour = by_key["HARBOUR1"]
    assert harbour.addresses == ("https://harbour.example/strategy.pdf",)
    assert (harbour.ref.publisher, harbour.ref.year) == ("Harbour Office", 2022)


def test_reading_a_zotero_folder_leaves_it_as_it_is(zotero: Path) -> None:
    before = {path: path.read_bytes() for path in zotero.rglob("*") if path.is_file()}
    (zotero / "zotero.sqlite").chmod(0o400)
    find(zotero)
    assert {path: path.read_bytes() for path in zotero.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("door", "keys"),
    [
        ({"collection": "Strategies"}, {"TIDES001", "HARBOUR1"}),  # Harbours is below it
        ({"collection": "Other"}, {"2"}),
        ({"collection": "Strategies", "tags": ["ports"]}, {"HARBOUR1"}),
    ],
)
def test_a_collection_or_tag_chooses(zotero: Path, door: dict[str, Any], keys: set[str]) -> None:
    found, _ = find(zotero, **door)
    assert {(one.ref.key or "").partition("/")[0] for one in found} == keys


def test_linked_files_are_found_where_they_are(zotero: Path, tmp_path: Path) -> None:
    change(zotero, "update itemAttachments set path = 'attachments:a/linked.pdf', linkMode = 2 "
           "where itemID = 7")  # fmt: skip
    assert "base folder" in find(zotero)[1][0]
    linked = write(tmp_path / "linked", "a/linked.pdf")
    assert find(zotero, linked_files=tmp_path / "linked")[0][-1].file == linked
    change(zotero, f"update itemAttachments set path = '{linked}' where itemID = 7")
    assert find(zotero)[0][-1].file == linked


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("storage:../../../secret.pdf", "outside the library"),
        (r"C:\Users\secret.pdf", "not on this machine"),
        ("storage:gone.pdf", "is not there"),
        ("storage:sound.mp3", "neither a document's file nor an address"),
    ],
)
def test_a_file_that_cannot_be_had_is_a_fault(zotero: Path, path: str, words: str) -> None:
    change(zotero, f"update itemAttachments set path = '{path}' where itemID = 7")
    found, faults = find(zotero)
    assert len(faults) == 1
    assert words in faults[0]
    assert len(found) == 5


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.bib", None, "no Zotero folder, nor"),
        ("library.xls", "x", "no Zotero folder, nor"),
        ("library.bib", b"\x00\x01\x02\x03" * 99, "binary"),
        ("library.bib", "@misc{a, title = tides}", "cannot be read: UndefinedString"),
        ("library.json", "{", "cannot be read"),
        ("library.json", '{"a": 1}', "found dict"),
        ("zotero.sqlite", "not a database at all", "cannot be read"),
    ],
)
def test_a_library_that_cannot_be_read_is_a_fault(
    tmp_path: Path, name: str, content: str | bytes | None, words: str
) -> None:
    if content is not None:
        write(tmp_path, name, content)
    path = tmp_path if name == "zotero.sqlite" else tmp_path / name
    with pytest.raises(CollectFault, match=words):
        find(path)


def test_a_folder_without_zotero_or_collection_is_a_fault(zotero: Path) -> None:
    with pytest.raises(CollectFault, match="there are Harbours, Other, Strategies"):
        find(zotero, collection="None")
    with pytest.raises(CollectFault, match=r"has no zotero\.sqlite"):
        find(zotero / "storage")


def test_two_references_with_one_key_are_a_fault(tmp_path: Path) -> None:
    entry = "@misc{a, title = {A}, url = {https://tides.example/a}}\n"
    found, faults = find(write(tmp_path, "library.bib", entry * 2))
    assert (len(found), len(faults)) == (1, 1)
    assert "two references 'a'" in faults[0]


def test_only_a_folder_has_collections() -> None:
    with pytest.raises(ValidationError, match="only for a Zotero data folder"):
        make_source(Path("library.bib"), collection="Strategies")


PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "@misc{", "@string{", "title = {", "}", ",", '"', "{", "\\", "file = {a:b:c;d}", "=",
            "TY  - RPRT\n", "ER  - \n", "TI  - A\n", "L1  - ../a.pdf\n", "UR  - x\n", "\n", "\r",
            "DA  - 2021/13/45/\n", '[{"id": 1, ', '"title": ', '"issued": {"date-parts": [[]]}',
            '"author": [1]', "}]", "null", "[", '"attachments": [{"path": "\\u0000"}]',
        ]
    ),
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from([".bib", ".ris", ".json"]), st.lists(PIECES, max_size=15))
def test_whatever_a_library_holds_is_found_or_a_fault(
    tmp_path: Path, suffix: str, pieces: list[str]
) -> None:
    text = "".join(pieces).encode("utf-8", "replace")
    try:
        found, faults = find(write(tmp_path, f"library{suffix}", text))
    except CollectFault:
        return
    assert all(faults)
    for one in found:
        assert one.file is not None or one.ref.url.startswith(("http://", "https://"))


def write_libraries(folder: Path, written: str) -> list[Path]:
    """One reference with one file, in each of the formats."""
    csl = [{"id": "a", "title": "A", "attachments": [{"path": written}]}]
    escaped = written.replace(":", r"\:")
    return [
        write(
            folder, "a.bib", f"@report{{a, title={{A}}, year={{2020}}, file={{:{escaped}:TXT}}}}"
        ),
        write(folder, "a.ris", f"TY  - RPRT\nID  - a\nTI  - A\nL1  - {written}\nER  - \n"),
        write(folder, "a.json", json.dumps(csl)),
    ]


def test_a_whole_path_outside_the_library_is_read_only_where_it_is_declared(tmp_path: Path) -> None:
    diary = write(tmp_path, "somebody/diary.txt", "We shall share data.")
    for library in write_libraries(tmp_path / "library", str(diary)):
        found, faults = find(library)
        assert found == []
        assert len(faults) == 1
        assert "'diary.txt' is outside" in faults[0]
        assert "somebody" not in faults[0]  # the path may tell of a person
        (one,) = find(library, linked_files=tmp_path / "somebody")[0]
        assert (one.file, one.ref.url) == (diary, "diary.txt")


@pytest.mark.parametrize(
    "written",
    ["~nosuchuser/x.txt", "~/x.txt", "file:///etc/services.txt", "../x.txt", "a/../../x.txt"],
)
def test_a_path_that_leads_out_of_the_library_is_a_fault(tmp_path: Path, written: str) -> None:
    for library in write_libraries(tmp_path / "library", written):
        found, faults = find(library)
        assert found == []
        assert ["is outside the library" in fault for fault in faults] == [True]


def test_a_link_that_leads_out_of_the_library_is_a_fault(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", "Words")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "x.txt").symlink_to(secret)
    for library in write_libraries(tmp_path / "library", "x.txt"):
        assert find(library)[0] == []


def test_a_file_has_its_path_in_the_library_as_address(tmp_path: Path) -> None:
    report = write(tmp_path, "Home of somebody/files/12/report.txt", "We shall share data.")
    for written in ("files/12/report.txt", str(report), report.as_uri()):
        for library in write_libraries(tmp_path / "Home of somebody", written):
            (one,) = find(library)[0]
            assert (one.ref.url, one.file) == ("files/12/report.txt", report)


def test_a_folder_of_zotero_may_keep_its_files_elsewhere(zotero: Path, tmp_path: Path) -> None:
    (zotero / "storage").rename(tmp_path / "cloud")
    (zotero / "storage").symlink_to(tmp_path / "cloud")
    urls = {one.ref.key: one.ref.url for one in find(zotero)[0]}
    assert urls["ALONE001"] == "storage/ALONE001/alone.pdf"


@pytest.mark.parametrize("key", ["../..", "../../secret", "short", "lower001", "STORE001/"])
def test_a_key_that_zotero_does_not_write_is_a_fault(zotero: Path, key: str) -> None:
    change(zotero, f"update items set key = '{key}' where itemID = 3")
    found, faults = find(zotero)
    assert ["eight letters and digits" in fault for fault in faults] == [True]
    assert all(one.ref.key != "TIDES001" for one in found)


@pytest.mark.parametrize(
    ("author", "publisher"),
    [
        ("{Harbour Office}", "Harbour Office"),
        ("{Ministry of Tides}", "Ministry of Tides"),
        ("{Tidevannsdirektoratet}", "Tidevannsdirektoratet"),
        ("{Tidvattenverket}", "Tidvattenverket"),
        ("{Vuorovesivirasto}", "Vuorovesivirasto"),
        ("{Agence des marées}", "Agence des marées"),
        ("{Tidevandsstyrelsen}", "Tidevandsstyrelsen"),
        ("{Forename Surname}", "Somebody"),
        ("{Surname, Forename}", "Somebody"),
    ],
)
def test_an_author_in_braces_is_a_publisher_if_the_name_says_so(
    tmp_path: Path, author: str, publisher: str
) -> None:
    entry = f"@misc{{a, title = {{A}}, author = {{{author}}}, url = {{https://tides.example/a}}}}"
    (one,) = find(write(tmp_path, "library.bib", entry))[0]
    assert one.ref.publisher == publisher
