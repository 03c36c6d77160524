"""The verbs of those who write the codebook, on a small codebook and on the demo's home."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from data.codebook import load_codebook
from data.codebook_version import keep_codebook, kept_hashes, load_kept_codebook
from data.errors import DeclarationError, StoreError, UsageError
from data.settings import DATA_FOLDER, Home
from flows.cli.main import app
from flows.coding import shipped_codebook
from tests.flows.conftest import DemoRun

RUNNER = CliRunner()


def codebook(*arguments: object) -> Result:
    return RUNNER.invoke(app, ["codebook", *map(str, arguments)], catch_exceptions=False)


def diff_of(*arguments: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(codebook("diff", *arguments, "--json").stdout)
    return answer


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The shipped codebook without the English cues of one code."""
    folder = tmp_path / "changed"
    for name in ("imaginaries", "constraints", "languages"):
        shutil.copytree(DATA_FOLDER / name, folder / name)
    file = folder / "imaginaries" / "efficiency.yml"
    text = file.read_text(encoding="utf-8")
    start, end = text.index("  en: ["), text.index("  nb: [")
    file.write_text(f"{text[:start]}  en: [zyzzyva*]\n{text[end:]}", encoding="utf-8")
    return folder


@pytest.fixture
def broken(changed: Path) -> Path:
    """A code without examples: a cell to fill."""
    file = changed / "imaginaries" / "efficiency.yml"
    text = file.read_text(encoding="utf-8")
    assert text.count("\nexamples:") == 1
    file.write_text(text[: text.index("\nexamples:") + 1], encoding="utf-8")
    return changed


@pytest.mark.parametrize("verb", ["lint", "diff"])
def test_both_verbs_explain_themselves(verb: str) -> None:
    assert "Example:" in codebook(verb, "--help").stdout


def test_the_shipped_codebook_has_no_errors() -> None:
    result = codebook("lint", "--level", "error")
    assert result.exit_code == 0, result.stdout
    assert "dead cues: not checked; give --home or --corpus" in result.stdout
    assert result.stdout.startswith("0 errors; ")


def test_lint_sums_up_first_and_folds_what_is_alike() -> None:
    short, full = (codebook("lint", *more).stdout.splitlines() for more in ([], ["--all"]))
    assert short[0] == full[0]
    found = json.loads(codebook("lint", "--json").stdout)
    assert f"; {found['counts']['warning']} warnings (" in short[0]
    kinds = {one["kind"] for one in found["findings"] if one["level"] == "warning"}
    assert kinds
    for kind in kinds:
        count = sum(one["kind"] == kind for one in found["findings"])
        lines = [line for line in short[1:] if line.startswith(f"warning {kind} ")]
        assert len(lines) == min(count, 4)
        if count > 3:
            assert f"and {count - 3} more like these: --all" in lines[-1]
    assert sum(line.startswith("warning ") for line in full) == found["counts"]["warning"]


def test_an_error_ends_lint_with_1_and_is_shown(broken: Path) -> None:
    result = codebook("lint", "--folder", broken, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["dead_cues_checked"] == []
    errors = {(one["kind"], one["code"]) for one in found["findings"] if one["level"] == "error"}
    assert errors == {("few_examples", "efficiency"), ("few_counter_examples", "efficiency")}
    assert found["counts"]["error"] == 10
    plain = codebook("lint", "--folder", broken, "--level", "error", "--all")
    assert plain.exit_code == 1
    assert plain.stdout.startswith("10 errors (5 few_")
    assert "error   few_examples          efficiency sv: 0 examples of at least 8" in plain.stdout
    assert "warning " not in plain.stdout


def test_dead_cues_are_looked_for_in_a_home_and_in_a_folder(
    demo: DemoRun, changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = codebook("lint", "--home", demo.home.root, "--level", "error").stdout
    assert "dead cues: checked in no language; not in" in plain  # the demo is too small to tell
    for module in ("flows.codebook_work", "extractors.codebook_lint"):
        monkeypatch.setattr(f"{module}.MIN_SENTENCES", 10)
    answer = codebook("lint", "--home", demo.home.root, "--folder", changed, "--json").stdout
    dead = [
        one["language"]
        for one in json.loads(answer)["findings"]
        if one["kind"] == "dead_cue" and one["cue"] == "zyzzyva*"
    ]
    assert dead == ["en"]


def test_a_folder_of_documents_is_read_on_the_fly(
    tmp_path: Path, changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("flows.codebook_work", "extractors.codebook_lint"):
        monkeypatch.setattr(f"{module}.MIN_SENTENCES", 1)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = "# A plan\n\nThe zyzzyva of the archive will sort the incoming letters of the house.\n"
    (corpus / "plan.md").write_text(text, encoding="utf-8")
    (corpus / "broken.pdf").write_bytes(b"nothing")
    result = codebook("lint", "--corpus", corpus, "--folder", changed, "--json")
    found = json.loads(result.stdout)
    assert found["sentences"]["en"] == 1
    dead = {one["cue"] for one in found["findings"] if one["kind"] == "dead_cue"}
    assert "zyzzyva*" not in dead
    assert "left out: " in result.stderr


def test_a_home_and_a_folder_at_once_or_an_empty_home_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not both"):
        codebook("lint", "--home", tmp_path, "--corpus", tmp_path)
    with pytest.raises(StoreError, match="imaginaries run"):
        codebook("lint", "--home", tmp_path)


def test_a_run_keeps_the_codebook_that_its_claims_refer_to(demo: DemoRun) -> None:
    assert kept_hashes(demo.home) == [shipped_codebook().hash]
    again = load_kept_codebook(demo.home, shipped_codebook().hash)
    assert again.hash == shipped_codebook().hash
    assert again.codes == shipped_codebook().codes


def test_a_kept_codebook_stays_as_it_was(tmp_path: Path, changed: Path) -> None:
    home, first = Home(tmp_path / "home"), load_codebook(changed)
    keep_codebook(home, changed, first.hash)
    keep_codebook(home, DATA_FOLDER, first.hash)
    assert load_kept_codebook(home, first.hash).hash == first.hash
    assert [file.name for file in home.codebooks.iterdir()] == [f"{first.hash}.json"]
    with pytest.raises(UsageError, match=first.hash):
        load_kept_codebook(home, "0" * 16)


def test_a_kept_codebook_that_is_no_longer_understood_says_so(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.codebooks.mkdir()
    files = json.dumps({"languages/en.yml": "title: English\nspacy: en\ncolour: red\n"})
    (home.codebooks / f"{'a' * 16}.json").write_text(files, encoding="utf-8")
    with pytest.raises(DeclarationError, match="older version"):
        load_kept_codebook(home, "a" * 16)


def test_a_codebook_does_not_differ_from_itself(demo: DemoRun) -> None:
    answer = diff_of(shipped_codebook().hash, DATA_FOLDER, "--home", demo.home.root)
    assert answer["changes"] == []
    assert (answer["retyped"], answer["rescoped"]) == (0, 0)
    assert answer["coder"] == "rules and the shipped model"
    assert all(row["gained"] == row["lost"] == 0 for row in answer["codes"].values())
    assert sum(row["before"] for row in answer["codes"].values()) > 100
    plain = codebook("diff", DATA_FOLDER, DATA_FOLDER, "--home", demo.home.root).stdout
    assert plain == f"no difference: both are codebook {shipped_codebook().hash}\n"


def test_the_sentences_that_lose_a_code_are_counted_and_shown(demo: DemoRun, changed: Path) -> None:
    answer = diff_of(DATA_FOLDER, changed, "--home", demo.home.root, "--show", 2)
    places = {change["place"] for change in answer["changes"]}
    assert places == {"efficiency.cues.en"}
    row = answer["codes"]["efficiency"]
    assert row["after"] == row["before"] + row["gained"] - row["lost"]
    assert row["lost"] > row["gained"]
    lost = [one for one in row["sentences"] if one["way"] == "lost"]
    assert len(lost) == min(2, row["lost"])
    assert {one["language"] for one in lost} == {"en"}
    assert answer["languages"]["lost"].keys() == {"en"}
    back = diff_of(changed, DATA_FOLDER, "--home", demo.home.root)["codes"]["efficiency"]
    assert (back["gained"], back["lost"]) == (row["lost"], row["gained"])
    plain = codebook("diff", DATA_FOLDER, changed, "--home", demo.home.root, "--show", 1).stdout
    assert "  + zyzzyva*" in plain
    assert "efficiency" in plain.split("lost\n")[1]
    assert "no sentence gains" not in plain
    unmoved = next(
        code for code, one in answer["codes"].items() if one["gained"] == one["lost"] == 0
    )
    assert f"\n{unmoved} " not in plain
    assert lost[0]["text"] in plain


def test_codebooks_with_other_codes_are_compared_by_the_rules_alone(
    demo: DemoRun, changed: Path
) -> None:
    (changed / "constraints" / "legal.yml").unlink()
    for file in [*changed.glob("imaginaries/*.yml"), *changed.glob("constraints/*.yml")]:
        text = file.read_text(encoding="utf-8")
        file.write_text(text[: text.index("\nexamples:") + 1], encoding="utf-8")
    answer = diff_of(DATA_FOLDER, changed, "--home", demo.home.root)
    assert answer["coder"].startswith("rules alone")
    assert (answer["codes"]["legal"]["after"], answer["codes"]["legal"]["gained"]) == (0, 0)
    assert answer["codes"]["legal"]["lost"] == answer["codes"]["legal"]["before"] > 0


def test_what_is_no_codebook_is_refused(demo: DemoRun, tmp_path: Path) -> None:
    for name in (str(tmp_path), "nonsense"):
        with pytest.raises(UsageError, match="no folder with"):
            codebook("diff", name, DATA_FOLDER, "--home", demo.home.root)
    with pytest.raises(UsageError, match="keeps no codebook"):
        codebook("diff", "0" * 16, DATA_FOLDER, "--home", demo.home.root)
