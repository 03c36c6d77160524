"""Saved files: each answers the address it stands for, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.errors import CollectFault
from extractors.discover import regjeringen
from extractors.discover.door import Answer, Found
from extractors.discover.saved import SavedFiles
from tests.extractors.discover.test_regjeringen import SOURCE_ID, declare
from tests.sites import regjeringen as twin

URL = "https://tides.example/plans/2024/"


def save(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="canonical" href="{URL}">',
        f"<LINK href='{URL}' data-x=1 REL=canonical />",
        f'<meta property="og:url" content="{URL}"/>',
        f"<!-- saved from url=(0034){URL} -->",
        f'<style>{"x" * 300_000}</style><link rel="canonical" href="{URL}">',
    ],
)
@pytest.mark.parametrize(
    "asked",
    [URL, "http://www.tides.example/plans/2024", f"{URL}#part", "https://TIDES.example/plans/2024"],
)
def test_a_page_says_itself_what_it_is(tmp_path: Path, head: str, asked: str) -> None:
    page = save(tmp_path, "Plans.html", f"<html><head>{head}</head><h1>Plans</h1></html>")
    saved = SavedFiles(tmp_path)
    assert saved.unused() == [page]
    assert saved.find(asked) == page
    assert saved.find("https://tides.example/plans/2023/") is None
    assert saved.unused() == []


def test_the_query_tells_pages_apart_but_not_by_its_order(tmp_path: Path) -> None:
    page = save(tmp_path, "a.html", f'<link rel="canonical" href="{URL}?a=1&amp;b=2">')
    saved = SavedFiles(tmp_path)
    assert saved.find(f"{URL}?b=2&a=1") == page
    assert saved.find(f"{URL}?a=1") is None


@pytest.mark.parametrize(
    ("sidecar", "text"),
    [
        ("report.pdf.url", f"[InternetShortcut]\r\nURL={URL}file\r\n"),
        ("report.url", f"[InternetShortcut]\nIconIndex=0\nURL={URL}file"),
        ("report.pdf.txt", f"{URL}file\n"),
        ("report.txt", f"\ufeff{URL}file"),
    ],
)
def test_a_sidecar_gives_the_address(tmp_path: Path, sidecar: str, text: str) -> None:
    file = save(tmp_path, "report.pdf", b"%PDF-1.7")
    save(tmp_path, sidecar, text)
    saved = SavedFiles(tmp_path)
    assert saved.unused() == [file]
    assert saved.address_of(file) == f"{URL}file"
    assert saved.find(f"{URL}file") == file
    assert saved.find(f"{URL}report.pdf") is None


def test_a_text_beside_a_file_is_a_text_if_it_says_more_than_an_address(tmp_path: Path) -> None:
    save(tmp_path, "report.pdf", b"%PDF-1.7")
    save(tmp_path, "report.txt", f"See {URL}file for the report of the harbour.")
    assert len(SavedFiles(tmp_path).unused()) == 2


def test_a_file_is_found_by_its_name_and_answers_one_address_only(tmp_path: Path) -> None:
    file = save(tmp_path, "in/Årsrapport 2024.PDF", b"%PDF-1.7")
    saved = SavedFiles(tmp_path)
    address = f"{URL}%C3%85rsrapport%202024.pdf"
    assert saved.find(address) == file
    assert saved.find(address) == file
    assert saved.find("https://tides.example/other/%C3%85rsrapport%202024.pdf") is None


OTHER = "https://tides.example/other/report.pdf"


def test_a_name_that_several_listed_addresses_have_stands_for_none_of_them(tmp_path: Path) -> None:
    file = save(tmp_path, "report.pdf", b"%PDF-1.7")
    saved = SavedFiles(tmp_path)
    saved.expect([f"{URL}report.pdf", OTHER])
    assert saved.find(f"{URL}report.pdf") is None
    assert saved.find(OTHER) is None
    (fault,) = saved.faults
    assert "2 addresses" in fault.reason
    assert "report.pdf.url" in fault.next_step
    assert saved.unused() == []
    save(tmp_path, "report.pdf.url", f"URL={OTHER}")
    saved = SavedFiles(tmp_path)
    saved.expect([f"{URL}report.pdf", OTHER])
    assert (saved.find(OTHER), saved.find(f"{URL}report.pdf")) == (file, None)
    assert not saved.faults


def test_two_files_of_one_name_stand_for_no_address(tmp_path: Path) -> None:
    save(tmp_path, "2023/report.pdf", b"%PDF-1.7 a")
    save(tmp_path, "2024/report.pdf", b"%PDF-1.7 b")
    saved = SavedFiles(tmp_path)
    assert saved.find(f"{URL}report.pdf") is None
    assert ["2 files" in fault.reason for fault in saved.faults] == [True]


def test_a_name_that_is_asked_for_twice_is_a_fault_the_second_time(tmp_path: Path) -> None:
    save(tmp_path, "report.pdf", b"%PDF-1.7")
    saved = SavedFiles(tmp_path)
    assert saved.find(f"{URL}report.pdf") is not None
    assert saved.find(OTHER) is None
    assert len(saved.faults) == 1


def test_a_listing_is_not_found_by_name_for_each_of_its_pages(tmp_path: Path) -> None:
    file = save(tmp_path, "letters.json", "{}")
    saved = SavedFiles(tmp_path)
    assert saved.find(f"{URL}letters.json?page=2") is None
    assert saved.find(f"{URL}letters.json") == file
    assert saved.unused() == []


@pytest.mark.parametrize("name", ["database.sql.gz", "database.sql", "on 3 May.sql.gz"])
def test_a_dump_may_be_zipped_and_may_have_another_name(tmp_path: Path, name: str) -> None:
    file = save(tmp_path, name, b"\x1f\x8b")
    saved = SavedFiles(tmp_path)
    assert saved.find(f"{URL}database.sql") == file
    assert not saved.is_empty


def test_what_a_browser_saves_beside_a_page_is_no_document(tmp_path: Path) -> None:
    page = save(tmp_path, "Plans.html", f'<link rel="canonical" href="{URL}">')
    save(tmp_path, "Plans_files/frame.html", "<p>Cookies</p>")
    save(tmp_path, "Plans_files/style.css", "p {}")
    save(tmp_path, ".DS_Store", "")
    assert SavedFiles(tmp_path).unused() == [page]


def test_one_file_of_many_parts_is_a_fault_with_a_way_on(tmp_path: Path) -> None:
    save(tmp_path, "page.mhtml", "MIME-Version: 1.0")
    (fault,) = SavedFiles(tmp_path).faults
    assert "page.mhtml" in fault.reason
    assert "HTML only" in fault.next_step


def test_two_different_files_for_one_address_are_a_fault_and_the_same_twice_is_none(
    tmp_path: Path,
) -> None:
    page = f'<link rel="canonical" href="{URL}"><h1>One</h1>'
    first = save(tmp_path, "a.html", page)
    save(tmp_path, "b.html", page)
    assert not SavedFiles(tmp_path).faults
    save(tmp_path, "c.html", page.replace("One", "Two"))
    saved = SavedFiles(tmp_path)
    assert len(saved.faults) == 1
    assert "c.html" in saved.faults[0].reason
    assert saved.find(URL) == first


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    saved = SavedFiles(tmp_path / "none")
    assert saved.find(URL) is None
    assert saved.is_empty
    assert (saved.unused(), saved.faults) == ([], [])


def test_a_saved_chapter_does_not_stand_for_the_paper_that_it_names_as_canonical(
    tmp_path: Path,
) -> None:
    paper = f"{twin.SITE}{twin.STRATEGY.path}"
    head = f'<!-- saved from url=(0060){paper}?ch=2 --><link rel="canonical" href="{paper}">'
    page = save(tmp_path, "2.html", head)
    saved = SavedFiles(tmp_path)
    assert saved.find(paper) is None
    assert saved.find("https://cms12.regjeringen.no/no/other-words/id1001/?ch=2") == page
    assert saved.find(f"{paper}?ch=1") is None
    assert saved.find(paper.replace("/no/", "/en/") + "?ch=2") is None


class SavedAsk:
    """Answers from saved files alone, as an offline run without an archive does."""

    def __init__(self, saved: SavedFiles) -> None:
        self.saved = saved

    def __call__(self, url: str) -> Answer:
        file = self.saved.find(url)
        if file is None:
            raise CollectFault(f"{url} is not saved", next_step="save it")
        return Answer(url, url, None, False, file.read_bytes)

    @contextmanager
    def stream(self, url: str) -> Iterator[Iterator[bytes]]:
        yield iter([self(url).read()])


def test_a_paper_that_is_saved_by_hand_is_collected_in_full_without_a_network(
    tmp_path: Path,
) -> None:
    paper = twin.WHITE_PAPER
    save(tmp_path, "paper.html", twin.landing_page(paper))
    for number in range(1, len(paper.chapters) + 1):
        save(tmp_path, f"chapter {number}.html", twin.chapter_page(paper, number))
    for address, _ in paper.files[:4]:
        save(tmp_path, address.rpartition("/")[2], f"%PDF-1.7 {address}")
    saved = SavedFiles(tmp_path)
    ask = SavedAsk(saved)
    source = declare(documents=["https://regjeringen.no/no/dokumenter/words/id1002/"])
    found = list(regjeringen.find_documents(SOURCE_ID, source, ask))
    assert all(isinstance(one, Found) for one in found)
    asked = [url for one in found if isinstance(one, Found) for url in one.addresses]
    assert len(asked) == len(paper.chapters) + 4
    assert all(ask(url).read() for url in asked)
    assert saved.unused() == []
    assert not saved.faults


def test_a_paper_of_which_nothing_is_saved_is_a_fault(tmp_path: Path) -> None:
    source = declare(documents=[twin.SITE + twin.STRATEGY.path])
    ask = SavedAsk(SavedFiles(tmp_path))
    (fault,) = regjeringen.find_documents(SOURCE_ID, source, ask)
    assert isinstance(fault, CollectFault)
