"""Nothing is done twice, and nothing stays that should have gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.errors import CheckError, UsageError
from data.records import Claim, Document, FaultRecord, Sentence, Snapshot
from data.settings import Home
from data.store import Store, open_published, open_work
from flows.code import code
from flows.collect import collect
from flows.demo import run_demo
from flows.parse import parse
from flows.publish import publish
from flows.scope import Scope
from flows.stage import StageOutcome
from tests.flows.conftest import DemoRun

STRATEGY = """# Strategy for shared data

Data are a gold mine that the public sector has hardly begun to exploit. The government will invest
in machine learning so that case workers save time on simple applications.
"""
REPORT = """# Annual report

The agency has put a chatbot into use, and it answers a third of the questions about digital
services. Data quality has been too poor for automated decisions.
"""


@pytest.fixture
def scope(tmp_path: Path) -> Scope:
    folder = tmp_path / "corpus"
    (folder / "norway" / "ai_strategy").mkdir(parents=True)
    (folder / "norway" / "ai_strategy" / "strategy-2021.md").write_text(STRATEGY)
    (folder / "norway" / "ai_strategy" / "report-2022.md").write_text(REPORT)
    return Scope(home=tmp_path / "home", corpus=folder)


def run(scope: Scope) -> list[StageOutcome]:
    return [stage(scope) for stage in (collect, parse, code)]


def work(scope: Scope) -> Store:
    assert scope.home is not None
    return open_work(Home(scope.home).work_database)


def numbers(outcomes: list[StageOutcome]) -> list[tuple[int, int]]:
    return [(one.done, one.skipped) for one in outcomes]


def test_unchanged_documents_are_neither_parsed_nor_coded_again(scope: Scope) -> None:
    assert numbers(run(scope)) == [(2, 0)] * 3
    assert numbers(run(scope)) == [(0, 2)] * 3
    with work(scope) as store:
        assert len(store.read(Snapshot)) == 2


def test_a_changed_document_is_read_anew_and_its_old_bytes_stay(scope: Scope) -> None:
    run(scope)
    assert scope.corpus is not None
    file = scope.corpus / "norway" / "ai_strategy" / "report-2022.md"
    file.write_text("# Annual report\n\nThe agency has closed the chatbot.\n")
    assert numbers(run(scope)) == [(1, 1)] * 3
    with work(scope) as store:
        assert len(store.read(Snapshot)) == 3
        assert len(store.read(Document)) == 2
        texts = [sentence.text for sentence in store.read(Sentence)]
    assert "The agency has closed the chatbot." in texts
    assert not [text for text in texts if "a third of the questions" in text]


def test_a_document_that_is_gone_leaves_nothing(scope: Scope) -> None:
    run(scope)
    assert scope.corpus is not None
    for file in scope.corpus.rglob("*.md"):
        file.unlink()
    run(scope)
    with work(scope) as store:
        assert store.read(Document) == []
        assert store.read(Sentence) == []
        assert store.read(Claim) == []
        assert len(store.read(Snapshot)) == 2


def test_a_document_that_comes_back_is_coded_again(scope: Scope) -> None:
    run(scope)
    with work(scope) as store:
        before = {row.claim_id for row in store.read(Claim)}
    assert scope.corpus is not None
    file = scope.corpus / "norway" / "ai_strategy" / "strategy-2021.md"
    file.unlink()
    run(scope)
    file.write_text(STRATEGY)
    run(scope)
    with work(scope) as store:
        assert {row.claim_id for row in store.read(Claim)} == before
        assert all(row.in_scope is not None for row in store.read(Sentence))


def test_bytes_that_the_archive_lost_are_put_back(scope: Scope) -> None:
    run(scope)
    assert scope.home is not None
    shutil.rmtree(Home(scope.home).archive)
    assert [one.faults for one in run(scope)] == [0, 0, 0]
    assert len(list(Home(scope.home).archive.rglob("*.md"))) == 2


def test_a_fault_counts_its_tries_and_keeps_its_first_date(scope: Scope) -> None:
    assert scope.corpus is not None
    file = scope.corpus / "broken-2020.pdf"
    for size in (1, 2, 3):
        file.write_bytes(b"%PDF-1.7" + b"x" * size)
        run(scope)
    with work(scope) as store:
        (fault,) = store.read(FaultRecord)
    assert fault.tries == 3
    assert fault.first_seen_at < fault.last_seen_at


def test_a_source_declared_no_longer_leaves_with_its_documents(scope: Scope) -> None:
    run(scope)
    with work(scope) as store:
        store.query("update document_ref set source_id = 'once-declared'")
    assert scope.home is not None
    offline = Scope(home=scope.home, offline=True)
    for stage in (collect, parse):
        stage(offline)
    with work(scope) as store:
        assert store.read(Document) == []
        assert store.read(Claim) == []


def test_the_demo_keeps_out_of_a_home_with_other_documents(scope: Scope) -> None:
    run(scope)
    with pytest.raises(UsageError, match="--home"):
        run_demo(scope.home)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty-2020.pdf", b"", "empty"),
        ("page-2020.pdf", b"<!DOCTYPE html><html><p>A page of a viewer.</p></html>", "mislabelled"),
        ("cut-2020.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type", "cut-2020.pdf"),
        ("notes-2020.txt", bytes(range(256)) * 40, "notes-2020.txt"),
        ("links-2020.csv", b"Body,URL\nA,https://a.example/1\nB,https://b.example/2\n", "address"),
    ],
)
def test_a_bad_file_is_a_fault_with_a_next_step_and_the_run_goes_on(
    scope: Scope, name: str, content: bytes, words: str
) -> None:
    assert scope.corpus is not None
    (scope.corpus / name).write_bytes(content)
    outcomes = run(scope)
    assert [one.faults for one in outcomes] == [0, 1, 0]
    assert outcomes[1].done == 2
    with work(scope) as store:
        (fault,) = store.read(FaultRecord)
    assert (fault.stage, fault.subject) == ("parse", name)
    assert words in fault.reason
    assert fault.next_step
    assert numbers(run(scope))[1] == (0, 3)


def test_a_mended_file_has_no_fault_any_more(scope: Scope) -> None:
    assert scope.corpus is not None
    file = scope.corpus / "empty-2020.txt"
    file.write_bytes(b"")
    run(scope)
    file.write_text("The ministry will publish all its data sets within a year.\n")
    assert run(scope)[1].faults == 0


def test_a_file_that_cannot_be_taken_is_a_collect_fault(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert scope.corpus is not None
    monkeypatch.setenv("IMAGINARIES_MAX_FILE_MB", "1")
    (scope.corpus / "big-2020.txt").write_bytes(b"word " * 300_000)
    outcome = collect(scope)
    assert (outcome.done, outcome.faults) == (2, 1)


def test_a_second_run_of_everything_does_nothing(demo: DemoRun) -> None:
    assert demo.home.root is not None
    before = demo.home.published.resolve()
    pages = {page: page.stat().st_mtime_ns for page in demo.home.reports.glob("*/index.html")}
    _, outcomes = run_demo(demo.home.root)
    assert {one.stage: one.done for one in outcomes} == dict.fromkeys(demo.outcomes, 0)
    assert demo.home.published.resolve() == before
    assert pages == {
        page: page.stat().st_mtime_ns for page in demo.home.reports.glob("*/index.html")
    }


def test_tables_that_contradict_themselves_are_not_published(scope: Scope) -> None:
    run(scope)
    publish(scope)
    assert scope.home is not None
    home = Home(scope.home)
    edition = home.published.resolve()
    with work(scope) as store:
        store.query("update sentence set text = 'nobody wrote this', in_scope = true")
        store.query("delete from stage_input where stage = 'publish'")
    with pytest.raises(CheckError, match="sentence"):
        publish(scope)
    assert home.published.resolve() == edition
    with open_published(home.published_database) as store:
        assert "nobody wrote this" not in [row.text for row in store.read(Sentence)]
