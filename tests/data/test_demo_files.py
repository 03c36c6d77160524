"""The demo: its files are what the texts give, and what is planted stands in them."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import lxml.html
import pypdfium2
import pytest

from data.demo.generate import generate, generate_planted
from data.demo.text import NOTICES, DemoText, load_texts
from data.doors.listing import ListingDoor
from data.source import load_sources

CODES = {
    "resource", "efficiency", "proactive", "knowledge", "service", "growth", "imperative",
    "welfare", "control", "trust", "legal", "ethics", "infrastructure", "organisation", "skills",
    "finance",
}  # fmt: skip


@pytest.fixture(scope="module")
def texts(demo_files: Path) -> tuple[DemoText, ...]:
    return load_texts(demo_files / "texts" / "documents")


@pytest.fixture(scope="module")
def planted(demo_files: Path) -> dict[str, Any]:
    answers: dict[str, Any] = json.loads((demo_files / "planted.json").read_bytes())
    return answers


@pytest.fixture(scope="module")
def letters_of(demo_files: Path, texts: tuple[DemoText, ...]) -> dict[str, str]:
    """The letters and digits of each written file, in reading order, without running heads."""
    return {text.path: _letters(_read_file(demo_files / "site", text)) for text in texts}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _read_file(site: Path, text: DemoText) -> str:
    content = (site / text.path).read_bytes()
    if text.format == "pdf":
        return _read_pdf(content, text.title)
    if text.format == "docx":
        return " ".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)
    if text.format == "html":
        return str(lxml.html.fromstring(content).cssselect("article")[0].text_content())
    return content.decode()


def _read_pdf(content: bytes, title: str) -> str:
    pages = []
    for page in pypdfium2.PdfDocument(content):
        lines = page.get_textpage().get_text_range().splitlines()
        head, number = lines[:2]
        assert head.startswith(title)  # the running head
        assert number.isdigit()
        pages.append(" ".join(lines[2:]))
    return " ".join(pages)


def test_generating_again_gives_the_same_bytes(demo_files: Path, tmp_path: Path) -> None:
    generate(demo_files / "texts", tmp_path)
    committed = _bytes_by_path(demo_files / "site")
    generated = _bytes_by_path(tmp_path)
    assert generated.keys() == committed.keys()
    changed = [path for path, content in generated.items() if content != committed[path]]
    assert changed == [], "run `python -m data.demo.generate` and commit what it writes"
    assert generate_planted(demo_files / "texts") == (demo_files / "planted.json").read_bytes()


def _bytes_by_path(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_documents_span_the_years_formats_and_languages(texts: tuple[DemoText, ...]) -> None:
    assert 16 <= len(texts) <= 24
    assert {text.year for text in texts} == set(range(2016, 2026))
    assert {text.format for text in texts} == {"pdf", "html", "docx", "md"}
    assert {text.language for text in texts} == {"en", "nb", "nn", "sv"}
    kinds = {"digital_strategy", "ai_strategy", "mandate_letter", "annual_report"}
    assert {text.kind for text in texts} == kinds


def test_planted_sentences_stand_in_their_documents(
    planted: dict[str, Any], letters_of: dict[str, str]
) -> None:
    sentences = planted["claims"] + planted["uncoded"]
    missing = [
        (claim["document"], claim["sentence"])
        for claim in sentences
        if letters_of[claim["document"]].count(_letters(claim["sentence"])) != 1
    ]
    assert missing == []


def test_planted_sentences_cover_every_code_and_type(planted: dict[str, Any]) -> None:
    claims = planted["claims"]
    languages: dict[str, set[str]] = {}
    for claim in claims:
        for code in claim["codes"]:
            languages.setdefault(code, set()).add(claim["language"])
    assert languages.keys() == CODES
    assert min(len(found) for found in languages.values()) >= 2
    assert min(planted["totals"]["code"].values()) >= 4
    assert min(planted["totals"]["type"].values()) >= 20
    assert len(claims) >= 100
    assert len({claim["sentence"] for claim in claims}) == len(claims)
    assert all(len(set(claim["codes"])) == len(claim["codes"]) for claim in claims)


def test_totals_agree_with_the_claims(planted: dict[str, Any]) -> None:
    claims = planted["claims"]
    assert planted["totals"] == {
        "code": dict(Counter(code for claim in claims for code in claim["codes"])),
        "type": dict(Counter(claim["type"] for claim in claims)),
        "year": dict(Counter(str(claim["year"]) for claim in claims)),
        "language": dict(Counter(claim["language"] for claim in claims)),
    }


def test_every_document_says_that_it_is_fictional(
    texts: tuple[DemoText, ...], letters_of: dict[str, str]
) -> None:
    silent = [
        text.path for text in texts if _letters(NOTICES[text.language]) not in letters_of[text.path]
    ]
    assert silent == []


def test_every_index_page_says_that_it_is_fictional(demo_files: Path) -> None:
    pages = list((demo_files / "site").rglob("index.html"))
    assert len(pages) == 5
    assert all("is fictional" in page.read_text(encoding="utf-8") for page in pages)


def test_every_link_of_an_index_page_leads_to_a_file(
    demo_files: Path, texts: tuple[DemoText, ...]
) -> None:
    site = demo_files / "site"
    documents = set()
    for page in site.rglob("index.html"):
        for link in lxml.html.fromstring(page.read_bytes()).cssselect("a"):
            target = (page.parent / link.get("href")).resolve()
            assert target.is_file(), f"{page}: {link.get('href')}"
            if link.get("class") == "document":
                assert link.get("hreflang") in {"en", "nb", "nn", "sv"}
                documents.add(target.relative_to(site.resolve()).as_posix())
    registers = {"registers/national.csv", "registers/oversight.json"}
    assert documents == {text.path for text in texts} | registers


def test_sources_list_every_document_once(demo_files: Path, texts: tuple[DemoText, ...]) -> None:
    listed = []
    for source in load_sources(demo_files / "sources").values():
        assert source.country == "XN"
        assert isinstance(source.door, ListingDoor)
        (url,) = source.door.urls
        folder = (url.path or "").strip("/")
        page = lxml.html.fromstring((demo_files / "site" / folder / "index.html").read_bytes())
        links = page.cssselect(source.door.link_selector)
        assert source.bounds.least == source.bounds.most == len(links)
        for link in links:
            year = re.search(source.door.year_pattern, link.text_content())
            assert year is not None
            path = f"{folder}/{link.get('href')}"
            listed.append((path, source.kind, int(year.group(1)), link.get("hreflang")))
    assert sorted(listed) == sorted(
        (text.path, text.kind, text.year, text.language) for text in texts
    )


def test_passages_are_enough_for_topics(texts: tuple[DemoText, ...]) -> None:
    lengths: dict[str, list[int]] = {}
    for text in texts:
        for block in text.blocks:
            if block.kind in {"paragraph", "list_item"}:
                lengths.setdefault(text.language, []).append(len(block.text.split()))
    assert sum(len(found) for found in lengths.values()) >= 250
    assert len(lengths["en"]) >= 100
    assert min(min(found) for found in lengths.values()) >= 15


def test_the_topic_shift_is_in_the_words(
    planted: dict[str, Any], texts: tuple[DemoText, ...]
) -> None:
    shift = planted["topic_shift"]
    early, late = Counter[str](), Counter[str]()
    for text in texts:
        if text.language == shift["language"]:
            words = (word for block in text.blocks for word in re.findall(r"\w+", block.text))
            (early if text.year <= 2018 else late).update(word.lower() for word in words)
    for word in shift["words_falling"]:
        assert early[word] / early.total() > 3 * late[word] / late.total(), word
    for word in shift["words_rising"]:
        assert late[word] / late.total() > 3 * early[word] / early.total(), word
        assert late[word] >= 5, word


def test_registers_hold_the_planted_deployments(planted: dict[str, Any], demo_files: Path) -> None:
    folder = demo_files / "site" / "registers"
    with (folder / "national.csv").open(encoding="utf-8", newline="") as file:
        national = [
            ("demo-national", row["System name"], row["Phase"]) for row in csv.DictReader(file)
        ]
    oversight = [
        ("demo-oversight", row["systemnavn"], row["tilstand"] or "")
        for row in json.loads((folder / "oversight.json").read_bytes())["systemer"]
    ]
    deployments = planted["deployments"]
    assert national + oversight == [
        (row["register_id"], row["name"], row["status_raw"]) for row in deployments
    ]
    meanings: dict[tuple[str, str], set[str]] = {}
    for row in deployments:
        meanings.setdefault((row["register_id"], row["status_raw"]), set()).add(row["status"])
    assert all(len(statuses) == 1 for statuses in meanings.values())
    assert meanings["demo-national", ""] == meanings["demo-oversight", ""] == {"unknown"}


def test_promises_and_registers_tell_the_planted_story(
    planted: dict[str, Any], texts: tuple[DemoText, ...]
) -> None:
    never = planted["promise_never_deployed"]
    assert len(never["sentences"]) == 5
    assert never["name"] not in {row["name"] for row in planted["deployments"]}
    assert planted["contradiction"]["statuses"] == {
        "demo-national": "retired",
        "demo-oversight": "production",
    }
    reached = [
        promise["name"]
        for promise in planted["promises"]
        if set(promise["statuses"].values()) & {"pilot", "production"}
    ]
    assert len(reached) >= 2
    known = {row["name"] for row in planted["deployments"]} | {never["name"]}
    quoted = {
        name
        for text in texts
        for block in text.blocks
        for name in re.findall(r"[“«”](\w+)[”»]", block.text)
    }
    assert quoted <= known
