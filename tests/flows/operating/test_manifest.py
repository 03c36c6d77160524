"""What a run was made with is on record, and holds no secret and no place."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from data.ids import bytes_sha256
from data.records import RunManifest
from data.store import open_reading
from flows.operating import manifest
from flows.operating.manifest import build_manifest, find_commit, keep_manifest, public_settings
from flows.scope import Scope
from flows.stage import open_stage
from reports.manifest import render_manifest
from tests.conftest import PROJECT
from tests.flows.operating.homes import START, open_home, settings_of

SECRET = "mailto://user:hunter2@mail.example"


def test_it_names_code_lock_codebook_and_seed_and_no_secret(tmp_path: Path) -> None:
    settings = replace(settings_of(tmp_path, notify=SECRET), seed=7, contact="https://us.example")
    made = build_manifest(settings, "r1", START)
    lock = (PROJECT / "requirements.lock").read_bytes()
    assert (made.seed, made.lock_sha256) == (7, bytes_sha256(lock))
    assert json.loads(made.libraries_json)["duckdb"] == "1.5.5"
    assert json.loads(made.settings_json)["seed"] == 7
    text = json.dumps(asdict(made), default=str) + repr(settings.watch)
    for private in ("hunter2", "mail.example", "us.example", str(tmp_path)):
        assert private not in text


def test_settings_are_numbers_and_switches(tmp_path: Path) -> None:
    shown = public_settings(settings_of(tmp_path))
    assert {"seed", "workers", "min_grade", "max_tries"} <= shown.keys()
    assert all(isinstance(value, int | float | bool) for value in shown.values())


def test_a_checkout_without_git_has_no_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = ["git", "-C", str(tmp_path)]
    subprocess.run([*outer, "init", "--quiet"], check=True)
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.setattr(manifest, "PROJECT", inner)
    assert find_commit() == (None, None)  # another project's checkout around it is not ours
    monkeypatch.setattr(manifest, "PROJECT", tmp_path / "nowhere")
    assert find_commit() == (None, None)
    monkeypatch.setenv("PATH", "")
    assert find_commit() == (None, None)


def test_a_commit_is_found_and_changes_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@x.example"]
    (tmp_path / "a").write_text("1")
    for words in (["init", "--quiet"], ["add", "a"], ["commit", "--quiet", "-m", "a"]):
        subprocess.run([*git, *words], check=True)
    monkeypatch.setattr(manifest, "PROJECT", tmp_path)
    commit, is_clean = find_commit()
    assert (len(commit or ""), is_clean) == (40, True)
    (tmp_path / "a").write_text("2")
    assert find_commit() == (commit, False)


def test_a_run_keeps_one_manifest_and_its_stages_are_in_the_text(tmp_path: Path) -> None:
    scope = Scope(home=tmp_path)
    for name in ("parse", "code"):
        with open_stage(scope, name, "r1") as stage:
            stage.done = 3
    with open_stage(scope, "parse", "r2"):
        pass
    with open_reading(scope.settings().home.work_database) as store:
        assert sorted(row.run_id for row in store.read(RunManifest)) == ["r1", "r2"]
        content = json.loads(render_manifest(store))
    assert content["latest_run"]["run_id"] == "r2"
    assert content["latest_run"]["settings"]["seed"] == stage.settings.seed
    worked = {one["stage"]: (one["run_id"], one["done_count"]) for one in content["stages"]}
    assert worked == {"parse": ("r1", 3), "code": ("r1", 3)}
    assert all(one["codebook_hash"] for one in content["stages"])


def test_a_home_without_runs_has_a_manifest_too(tmp_path: Path) -> None:
    with open_home(tmp_path) as stage:
        assert json.loads(render_manifest(stage.store)) == {"latest_run": None, "stages": []}
        keep_manifest(stage.store, stage.settings, "r1", START)
        assert json.loads(render_manifest(stage.store))["latest_run"]["run_id"] == "r1"
