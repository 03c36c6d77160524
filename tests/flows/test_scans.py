"""Scans through the stages: gaps are told, OCR fills them, and badly read text can be left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import UsageError
from data.records import Claim, FaultRecord, Page, Sentence, SentenceBox
from data.settings import Home, load_settings
from data.store import Store, open_work
from flows import parse as parse_module
from flows.code import code
from flows.collect import collect
from flows.parse import parse
from flows.scope import Scope
from tests.extractors.pdf_pages import draw_lines, write_pdf
from tests.extractors.scans import as_picture, need_tesseract, show_picture

LINES = [
    "The government will invest in machine learning to save time in case work.",
    "Data are a gold mine that the public sector has hardly begun to exploit.",
    "Every agency will use artificial intelligence for its services by 2030.",
    "We will share more data between the agencies than any other country does.",
    "Digital services will be so good that nobody wants to use any other ones.",
    "The ministry will follow up how the agencies use machine learning here.",
]


@pytest.fixture
def scope(tmp_path: Path) -> Scope:
    folder = tmp_path / "corpus" / "norway" / "ai_strategy"
    folder.mkdir(parents=True)

    def text(canvas) -> None:  # type: ignore[no-untyped-def]
        draw_lines(canvas, LINES, size=12)

    mixed = write_pdf(text, show_picture(as_picture(text)))
    (folder / "mixed-2021.pdf").write_bytes(mixed)
    (folder / "plain-2022.pdf").write_bytes(write_pdf(text))
    return Scope(home=tmp_path / "home", corpus=tmp_path / "corpus")


def work(scope: Scope) -> Store:
    assert scope.home is not None
    return open_work(Home(scope.home).work_database)


def routes(scope: Scope) -> list[str]:
    with work(scope) as store:
        return sorted(page.route for page in store.read(Page))


def test_a_gap_is_a_fault_beside_its_document_until_ocr_is_installed(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    tesseract = need_tesseract()
    monkeypatch.setattr(parse_module, "find_tesseract", lambda: None)
    collect(scope)
    first = parse(scope)
    assert (first.done, first.skipped, first.faults) == (2, 0, 1)
    assert routes(scope) == ["gap", "text layer", "text layer"]
    with work(scope) as store:
        (fault,) = store.read(FaultRecord)
        boxed = {box.sentence_id for box in store.read(SentenceBox)}
        assert {sentence.sentence_id for sentence in store.read(Sentence)} == boxed
    assert "1 of 2 pages" in fault.reason
    assert "tesseract-ocr" in fault.next_step
    assert parse(scope).skipped == 2

    monkeypatch.setattr(parse_module, "find_tesseract", lambda: tesseract)
    second = parse(scope)
    assert (second.done, second.skipped, second.faults) == (1, 1, 0)
    assert routes(scope) == ["OCR", "text layer", "text layer"]
    with work(scope) as store:
        (read,) = store.read(Page, "route = 'OCR'")
    assert read.reader == tesseract.version
    assert parse(scope).skipped == 2


def test_sentences_of_passages_below_the_least_grade_are_not_coded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "corpus" / "norway" / "ai_strategy"
    folder.mkdir(parents=True)
    bad = "D t  r  n g ll gr v  s m v  sk l br k \ue000 \ue001 data og machine learning i tiden."
    (folder / "plan-2021.md").write_text(f"{LINES[0]}\n\n{bad}\n", encoding="utf-8")
    scope = Scope(home=tmp_path / "home", corpus=tmp_path / "corpus")
    collect(scope)
    parse(scope)
    assert "left out" not in code(scope).detail
    monkeypatch.setenv("IMAGINARIES_MIN_GRADE", "0.8")
    coded = code(scope)
    assert coded.done == 1
    assert "1 sentences left out below grade 0.8" in coded.detail
    with work(scope) as store:
        judged = {row.text: row.in_scope for row in store.read(Sentence)}
        assert judged == {LINES[0]: True, bad.replace("  ", " "): False}
        assert store.read(Claim)


@pytest.mark.parametrize("given", ["1.5", "-1", "much"])
def test_a_least_grade_is_a_share(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGINARIES_MIN_GRADE", given)
    with pytest.raises(UsageError, match="from 0 to 1"):
        load_settings()
