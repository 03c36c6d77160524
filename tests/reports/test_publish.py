from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest

import reports.publish
from data.errors import StoreError
from data.records import Comparison, Edition
from data.store import Store, open_memory, open_published, open_work
from reports.compare import build_comparisons
from reports.dictionary import read_relations
from reports.freeze import SUMS, freeze_edition
from reports.publish import PUBLIC_TABLES, WORK_ONLY, publish_edition
from reports.questions import load_questions
from reports.ten_questions import TEN
from tests.reports.conftest import NOW, open_small_world

SMALL = ("document", "snapshot", "sentence", "passage", "edition", "run", "run_manifest")
ONE = Edition("2026.03.01", NOW, "0123abcd", "0.6.0", True)


def publish(store: Store, published: Path, edition_id: str) -> Path:
    return publish_edition(store, published, replace(ONE, edition_id=edition_id))


@pytest.fixture(scope="module")
def world() -> Iterator[Store]:
    with open_small_world() as store:
        store.replace_all(Comparison, build_comparisons(store, 1))
        yield store


@pytest.fixture(scope="module")
def folder(world: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(world, tmp_path_factory.mktemp("home") / "published", "2026.03.01")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """No rows and no questions: enough where it is only about folders and links."""
    monkeypatch.setattr(reports.publish, "load_questions", tuple)
    monkeypatch.setattr(reports.publish, "PUBLIC_TABLES", SMALL)
    monkeypatch.setattr(reports.publish, "COUNTED", ("document",))
    with open_memory() as store:
        yield store


def test_an_edition_has_the_tables_the_views_and_their_meanings(world: Store, folder: Path) -> None:
    assert folder.parent.with_name("published").resolve() == folder.resolve()
    with open_published(folder / "imaginaries.duckdb") as edition:
        relations = read_relations(edition)
        assert [r.name for r in relations if r.kind == "table"] == sorted(PUBLIC_TABLES)
        assert {r.name for r in relations if r.kind == "view"} == {
            question.view for question in load_questions()
        }
        assert [row.edition_id for row in edition.read(Edition)] == ["2026.03.01"]
        unexplained = [
            f"{relation.name}.{column.name}"
            for relation in relations
            for column in relation.columns
            if not column.comment or not relation.comment
        ]
        assert unexplained == []
        for relation in relations:
            if relation.kind == "table" and relation.name != "edition":
                same = edition.query(f"select count(*) from {relation.name}").rows
                assert same == world.query(f"select count(*) from {relation.name}").rows
    assert not set(WORK_ONLY) & {relation.name for relation in relations}


def test_stored_answers_are_those_of_the_questions(world: Store, folder: Path) -> None:
    with open_published(folder / "imaginaries.duckdb") as edition:
        for view in ("out_hope_or_evidence", "out_national_system", "out_promise_and_production"):
            stored = edition.query(f"from {view} order by all").rows
            assert stored
            assert stored == world.query(f"from {view} order by all").rows


def test_the_dictionary_begins_with_the_ten_questions_and_rows_of_them(folder: Path) -> None:
    dictionary = (folder / "DICTIONARY.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### (\w+)$", dictionary, re.MULTILINE)
    assert headings[:10] == [question.view for question in TEN]
    assert "A row of it says: In " in dictionary
    page = (folder / "dictionary.html").read_text(encoding="utf-8")
    assert all(f'<section class="one" id="{name}">' in page for name in headings)
    assert not re.search(r"(src|href)=\"(https?:)?//", page)


def test_the_data_package_describes_the_files_beside_it(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == "2026.03.01"
    assert [licence["name"] for licence in package["licenses"]] == ["MIT"]
    assert "keep their own" in package["licenses"][0]["title"]
    assert package["created"] == "2026-03-01T12:00:00Z"
    assert {resource["name"] for resource in package["resources"]} == set(PUBLIC_TABLES)
    for resource in package["resources"]:
        names = pyarrow.parquet.read_schema(folder / resource["path"]).names
        assert [field["name"] for field in resource["schema"]["fields"]] == names


def test_the_crate_lists_every_file_with_its_digest(folder: Path) -> None:
    crate = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    items = {item["@id"]: item for item in crate["@graph"]}
    assert len(items) == len(crate["@graph"])
    assert items["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    parts = {part["@id"] for part in items["./"]["hasPart"]}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert parts == there - {"ro-crate-metadata.json"}
    for part in parts:
        assert items[part]["sha256"] == hashlib.sha256((folder / part).read_bytes()).hexdigest()


def test_a_second_edition_says_what_moved(folder: Path) -> None:
    assert "first edition" in (folder / "CHANGES.md").read_text(encoding="utf-8")
    with open_small_world() as store:
        store.replace_all(Comparison, build_comparisons(store, 1))
        before = store.query("select count(*) from document").rows[0][0]
        gone = store.query("select count(*) from document where country = 'XN'").rows[0][0]
        store.execute_script("delete from document where country = 'XN'")
        second = publish(store, folder.parent.with_name("published"), "two")
    changes = (second / "CHANGES.md").read_text(encoding="utf-8")
    assert "Compared with edition 2026.03.01" in changes
    assert f"| document | {before} | {before - gone} | -{gone} |" in changes
    assert f"No longer there: {gone}" in changes
    assert re.search(r"[1-9]\d* headline numbers moved", changes)


def test_a_reader_keeps_the_edition_it_has_open(small: Store, tmp_path: Path) -> None:
    published = tmp_path / "published"
    publish(small, published, "one")
    with open_published(published / "imaginaries.duckdb") as reader:
        publish(small, published, "two")
        assert reader.query("select edition_id from edition").rows == [("one",)]
    with open_published(published / "imaginaries.duckdb") as reader:
        assert reader.query("select max(edition_id) from edition").rows == [("two",)]
    assert published.resolve().name == "two"


def test_an_interrupted_publish_leaves_the_last_edition_whole(
    small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = tmp_path / "published"
    publish(small, published, "one")
    before = {path.name for path in published.iterdir()}

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reports.publish, "write_parquet", interrupt)
        with pytest.raises(KeyboardInterrupt):
            publish(small, published, "two")
    assert published.resolve().name == "one"
    assert {path.name for path in published.iterdir()} == before
    assert [path.name for path in (tmp_path / "editions").iterdir()] == ["one"]
    assert [row.edition_id for row in small.read(Edition)] == ["one"]


def test_leftovers_of_a_killed_run_are_removed(small: Store, tmp_path: Path) -> None:
    leftover = tmp_path / "editions" / ".making-zero"
    leftover.mkdir(parents=True)
    (leftover / "half.parquet").write_bytes(b"half")
    publish(small, tmp_path / "published", "one")
    assert [path.name for path in (tmp_path / "editions").iterdir()] == ["one"]


def test_the_last_editions_are_kept_and_frozen_ones_for_ever(small: Store, tmp_path: Path) -> None:
    frozen = publish(small, tmp_path / "published", "one")
    count = freeze_edition(frozen)
    lines = (frozen / SUMS).read_text(encoding="utf-8").splitlines()
    assert count == len(lines) == sum(path.is_file() for path in frozen.rglob("*")) - 1
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((frozen / name).read_bytes()).hexdigest() == digest
    for name in ("two", "three", "four"):
        publish(small, tmp_path / "published", name)
    kept = {path.name for path in (tmp_path / "editions").iterdir()}
    assert kept == {"one", "three", "four"}
    assert freeze_edition(frozen) == count
    (frozen / "CHANGES.md").chmod(0o644)
    (frozen / "CHANGES.md").write_text("something else", encoding="utf-8")
    with pytest.raises(StoreError, match=r"CHANGES\.md is not what"):
        freeze_edition(frozen)


def test_an_edition_is_never_written_over(small: Store, tmp_path: Path) -> None:
    first = publish(small, tmp_path / "published", "one")
    second = publish(small, tmp_path / "published", "one")
    assert first.exists()
    assert second.name == "one.2"


def test_a_folder_in_the_links_place_is_not_touched(small: Store, tmp_path: Path) -> None:
    (tmp_path / "published").mkdir()
    with pytest.raises(StoreError, match="not a link"):
        publish(small, tmp_path / "published", "one")


def test_a_target_that_cannot_be_written_is_a_store_error(small: Store, tmp_path: Path) -> None:
    (tmp_path / "editions").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot publish"):
        publish(small, tmp_path / "published", "one")


FULL_DISK = """
import resource, signal, sys
from datetime import datetime
from pathlib import Path
from data.errors import StoreError
from data.records import Edition
from data.store import open_work
from reports.publish import publish_edition
store = open_work(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    publish_edition(store, Path(sys.argv[2]), Edition("two", datetime(2026, 3, 1), "", "", True))
except StoreError as error:
    print("refused:", error)
"""


def test_a_full_disk_leaves_nothing_half_written(small: Store, tmp_path: Path) -> None:
    published = tmp_path / "published"
    publish(small, published, "one")
    open_work(tmp_path / "work.duckdb").close()
    script = [sys.executable, "-c", FULL_DISK, str(tmp_path / "work.duckdb"), str(published)]
    ended = subprocess.run(script, capture_output=True, text=True, check=False)
    assert ended.stdout.startswith("refused: cannot"), ended.stderr
    assert published.resolve().name == "one"
    assert [path.name for path in (tmp_path / "editions").iterdir()] == ["one"]
