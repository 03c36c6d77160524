"""The notebooks run on the demo's edition, and what they draw and say is what the edition has."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair as alt
import pytest

from data.errors import StoreError
from data.store import Store
from tests.conftest import PROJECT
from tests.flows.conftest import DemoRun

NOTEBOOKS = PROJECT / "reports" / "notebooks"
NAMES = ("first_look", "country_year", "own_codebook")


class Ran:
    """A notebook that was run: what it says, as one text, and what it has defined."""

    def __init__(self, outputs: Any, defined: Any) -> None:
        self.text = "\n".join(one.text for one in outputs if one is not None)
        self.defined = defined

    def charts(self) -> dict[str, dict[str, Any]]:
        """The figures as Vega-Lite, checked by its schema."""
        drawn = {name: value for name, value in self.defined.items() if name.endswith("_chart")}
        assert all(isinstance(chart, alt.TopLevelMixin) for chart in drawn.values())
        return {name: chart.to_dict() for name, chart in drawn.items()}


@pytest.fixture
def run(demo: DemoRun, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    monkeypatch.setenv("IMAGINARIES_HOME", str(demo.home.root))

    def run_notebook(name: str, *arguments: str) -> Ran:
        file = NOTEBOOKS / f"{name}.py"
        monkeypatch.setattr(sys, "argv", [str(file), *arguments])
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec is not None
        assert spec.loader is not None
        notebook = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(notebook)
        return Ran(*notebook.app.run())

    return run_notebook


def test_these_are_all_notebooks() -> None:
    assert sorted(path.stem for path in NOTEBOOKS.glob("*.py")) == sorted(NAMES)


def test_a_first_look_shows_what_is_there(
    run: Callable[..., Ran], edition: Store, demo: DemoRun
) -> None:
    seen = run("first_look", "--edition", str(demo.home.published_database))
    documents, claims = edition.query(
        "select count(*), sum(claim_count)::bigint from out_document"
    ).rows[0]
    assert f"<strong>{documents} documents</strong>" in seen.text
    assert f"<strong>{claims} claims</strong>" in seen.text
    charts = seen.charts()
    assert charts.keys() == {"shares_chart", "ladder_chart"}
    drawn = charts["shares_chart"]["data"]["values"]
    asked = edition.query(
        "select code, year, claim_share from out_code_share where family = 'imaginary' "
        "and country = 'XN' and sentence_count > 0"
    ).rows
    assert {(row["code"], row["year"], row["claim_share"]) for row in drawn} == set(asked)
    counted = sum(row["claim_count"] for row in charts["ladder_chart"]["data"]["values"])
    by_type = "sum(hope_count + promise_count + evidence_count + caution_count)::bigint"
    assert counted == edition.query(f"select {by_type} from out_hope_or_evidence").rows[0][0] > 100
    shown = {row["view"] for row in seen.defined["questions"]}
    assert {"out_claim", "out_gap", "out_promise_ledger"} <= shown


def test_a_countrys_year_shows_that_year(run: Callable[..., Ran], edition: Store) -> None:
    seen = run("country_year", "--country", "XN", "--year", "2024")
    (sentences,) = edition.query(
        "select distinct sentence_count from out_code_share where country = 'XN' and year = 2024"
    ).rows[0]
    assert f"{sentences} sentences" in " ".join(seen.text.split())
    assert "the year before that has documents, 2023" in seen.text
    assert seen.charts().keys() == {"shares_chart", "ladder_chart", "actors_chart"}
    beside = {row["code"]: row for row in seen.defined["beside"]}
    for code, production in edition.query(
        "select code, production_count from out_promise_and_production "
        "where country = 'XN' and year = 2024"
    ).rows:
        assert beside.pop(code)["production_count"] == production
    assert not beside
    assert len(seen.defined["systems"]) == 16


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("first_look", ("--country", "QQ"), "<strong>No documents of QQ</strong>"),
        ("country_year", ("--country", "QQ"), "<strong>No documents of QQ</strong>"),
        ("country_year", ("--year", "1999"), "<strong>No documents of XN in 1999.</strong>"),
        ("own_codebook", ("--code", "herring"), "<strong>No such code</strong>"),
        ("own_codebook", ("--language", "fi"), "<strong>No open text in fi</strong>"),
        ("own_codebook", ("--add", "Great"), "must be in lower case"),
        ("own_codebook", ("--remove", "herring"), "<strong>Not a cue of proactive in en"),
    ],
)
def test_what_is_not_there_is_said(
    run: Callable[..., Ran], name: str, arguments: tuple[str, ...], words: str
) -> None:
    seen = run(name, *arguments)
    assert words in seen.text
    assert not seen.charts()


def test_without_an_edition_it_says_how_to_make_one(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="run `imaginaries run`"):
        run("first_look", "--home", str(tmp_path))


def test_a_cue_that_is_taken_away_moves_codes(run: Callable[..., Ran], edition: Store) -> None:
    seen = run("own_codebook")
    assert seen.defined["changed_cues"] == ["proactiv*"]
    moved = seen.defined["moved"]
    assert ("lost", "proactive") in {(row["way"], row["code"]) for row in moved}
    (drawn,) = seen.charts().values()
    assert sum(abs(row["sentence_count"]) for row in drawn["data"]["values"]) == len(moved)
    coded = set(edition.query("select sentence_id, code from claim").rows)
    assert all(
        ((row["sentence_id"], row["code"]) in coded) == (row["way"] == "lost") for row in moved
    )


def test_a_cue_that_is_added_is_found_where_it_stands(
    run: Callable[..., Ran], edition: Store
) -> None:
    seen = run("own_codebook", "--code", "welfare", "--language", "en", "--add", "ministry")
    texts = edition.query("select text from sentence where language = 'en'").rows
    held = [text for (text,) in texts if re.search(r"\bministry\b", text.lower())]
    assert seen.defined["held_in"].total() == len(held) > 2
    assert seen.defined["now"][-1] == "ministry"


def test_the_rules_alone_follow_every_cue(run: Callable[..., Ran]) -> None:
    change = ("--code", "welfare", "--language", "en", "--add", "ministry")
    seen = run("own_codebook", *change, "--coder", "rules")
    moved = seen.defined["moved"]
    assert {(row["way"], row["code"]) for row in moved} == {("gained", "welfare")}
    assert all(re.search(r"\bministry\b", row["sentence"].lower()) for row in moved)
    assert "The rules alone code here." in seen.text
