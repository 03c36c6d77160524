"""The verbs that hand on an edition, asked of one that is made here: no run is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import data.store
import flows.cli.edition_verbs
from data.errors import UsageError
from data.records import Comparison, Edition
from data.settings import Home
from data.store import Store, open_work
from flows.cli.main import app
from flows.edition import edition_id, next_edition_id, open_texts
from flows.scope import Scope
from flows.stage import Stage, now
from reports.compare import build_comparisons
from reports.publish import publish_edition
from tests.reports.conftest import NOW, open_small_world

RUNNER = CliRunner()
EDITION = Edition("2026.03.01", NOW, "0123abcd", "0.6.0", True)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("home"))
    with open_small_world() as store:
        store.replace_all(Comparison, build_comparisons(store, 1))
        publish_edition(store, home.published, EDITION)
    return home


def ask(home: Home, *arguments: str) -> tuple[str, str]:
    result = RUNNER.invoke(app, [*arguments, "--home", str(home.root)])
    assert result.exit_code == 0, result.output
    return result.stdout, result.stderr


def test_words_are_found_in_other_forms(home: Home) -> None:
    answer, told = ask(home, "search", "saving OR herrings", "--json", "--most", "100")
    hits = json.loads(answer)
    words = {hit["text"][start:end] for hit in hits for start, end in hit["matches"]}
    assert {"save", "herring"} <= words
    assert f"{len(hits)} sentences in" in told
    shown, _ = ask(home, "search", "herring", "--most", "1")
    assert "[herring]" in shown
    assert ask(home, "search", "herring", "--from", "2090")[0] == ""


def test_without_the_extension_it_says_so(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data.store.Store, "load_full_text", lambda _: False)
    answer, told = ask(home, "search", "herring", "--json")
    assert json.loads(answer)
    assert "full-text search is not installed" in told


def test_an_edition_a_claim_and_a_figure_are_cited(home: Home) -> None:
    assert "Edition 2026.03.01." in ask(home, "cite")[0]
    assert ask(home, "cite", "2026.03.01")[0] == ask(home, "cite")[0]
    claim_id = first_claim(home)
    assert claim_id in ask(home, "cite", claim_id[:8])[0]
    assert ask(home, "cite", claim_id, "--style", "bibtex")[0].startswith("@misc{")
    page = home.reports / "2025" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text('<figure id="figure-ladder">', encoding="utf-8")
    assert "“ladder” of the report on 2025" in ask(home, "cite", "2025/ladder")[0]
    for unknown in ("2026.02.01", "2025/no-such", "1999/ladder", "ffffffff"):
        with pytest.raises(UsageError):
            flows.cli.edition_verbs.find_reference(home, unknown)


def first_claim(home: Home) -> str:
    answer, _ = ask(home, "query", "select min(claim_id) as c from claim", "--format", "json")
    return str(json.loads(answer)[0]["c"])


def test_a_table_and_a_question_are_exported(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "shares.jsonl"
    told, _ = ask(home, "export", "out_code_share", "--format", "jsonl", "--to", str(file))
    lines = file.read_text(encoding="utf-8").splitlines()
    assert f"{len(lines)} rows" in told
    assert "claim_share" in json.loads(lines[0])
    sql = "select 1 as one"
    ask(home, "export", sql, "--format", "csv", "--to", str(tmp_path / "one.csv"))
    assert (tmp_path / "one.csv").read_text() == '"one"\n1\n'


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    settings = Scope(home=tmp_path).settings()
    with open_work(settings.home.work_database) as store:
        yield Stage("publish", settings, store, now())


def test_editions_are_named_by_the_day_and_the_same_content_keeps_its_name(stage: Stage) -> None:
    day = f"{now():%Y.%m.%d}"
    assert edition_id(stage) == day
    stage.store.append(Edition, [replace(EDITION, edition_id=day, content_hash="of other tables")])
    assert edition_id(stage) == f"{day}.2"
    (stage.settings.home.root / "editions" / f"{day}.2").mkdir(parents=True)
    assert next_edition_id(stage) == edition_id(stage) == f"{day}.3"


def test_texts_come_from_the_work_database_where_the_edition_lacks_them(tmp_path: Path) -> None:
    home = Home(tmp_path)

    def publish(store: Store, name: str, *, has_all_text: bool) -> None:
        named = replace(EDITION, edition_id=name, has_all_text=has_all_text)
        publish_edition(store, home.published, named)

    with open_small_world() as small, pytest.MonkeyPatch.context() as patch:
        patch.setattr("reports.publish.load_questions", tuple)
        publish(small, "one", has_all_text=True)
        with open_texts(home) as store:
            assert store.path == home.published_database
        publish(small, "two", has_all_text=False)
    open_work(home.work_database).close()
    with open_texts(home) as store:
        assert store.path == home.work_database
