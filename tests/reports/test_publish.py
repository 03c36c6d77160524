from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow.parquet
import pytest

import reports.publish
from data.errors import StoreError
from data.records import Comparison
from data.store import Store, open_published
from reports.compare import build_comparisons
from reports.dictionary import read_relations
from reports.publish import PUBLIC_TABLES, WORK_ONLY, publish_edition
from reports.questions import load_questions
from tests.reports.conftest import NOW


@pytest.fixture
def world(small_world: Store) -> Store:
    small_world.replace_all(Comparison, build_comparisons(small_world, 1))
    return small_world


def test_an_edition_has_the_tables_the_views_and_their_meanings(
    world: Store, tmp_path: Path
) -> None:
    published = tmp_path / "published"
    folder = publish_edition(world, published, now=NOW, edition_id="2026.03.01")
    assert published.resolve() == folder.resolve()
    with open_published(published / "imaginaries.duckdb") as edition:
        relations = read_relations(edition)
        assert [r.name for r in relations if r.kind == "table"] == sorted(PUBLIC_TABLES)
        assert {r.name for r in relations if r.kind == "view"} == {
            question.view for question in load_questions()
        }
        unexplained = [
            f"{relation.name}.{column.name}"
            for relation in relations
            for column in relation.columns
            if not column.comment or not relation.comment
        ]
        assert unexplained == []
        for relation in relations:
            same = edition.query(f"select count(*) from {relation.name}").rows
            if relation.kind == "table":
                assert same == world.query(f"select count(*) from {relation.name}").rows
    dictionary = (published / "DICTIONARY.md").read_text(encoding="utf-8")
    assert "### out_claim" in dictionary
    assert not set(WORK_ONLY) & {relation.name for relation in relations}


def test_the_data_package_describes_the_files_beside_it(world: Store, tmp_path: Path) -> None:
    folder = publish_edition(world, tmp_path / "published", now=NOW, edition_id="one")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == "one"
    assert [licence["name"] for licence in package["licenses"]] == ["MIT"]
    assert "keep their own" in package["licenses"][0]["title"]
    assert package["created"] == "2026-03-01T12:00:00Z"
    assert {resource["name"] for resource in package["resources"]} == set(PUBLIC_TABLES)
    for resource in package["resources"]:
        path = folder / resource["path"]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert resource["hash"] == f"sha256:{digest}"
        names = pyarrow.parquet.read_schema(path).names
        assert [field["name"] for field in resource["schema"]["fields"]] == names


def test_a_reader_keeps_the_edition_it_has_open(world: Store, tmp_path: Path) -> None:
    published = tmp_path / "published"
    publish_edition(world, published, now=NOW, edition_id="one")
    with open_published(published / "imaginaries.duckdb") as reader:
        before = reader.query("select count(*) from document").rows
        world.execute_script("delete from document where country = 'SE'")
        publish_edition(world, published, now=NOW, edition_id="two")
        assert reader.query("select count(*) from document").rows == before
    assert published.resolve().name == "two"


def test_an_interrupted_publish_leaves_the_last_edition_whole(
    world: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = tmp_path / "published"
    publish_edition(world, published, now=NOW, edition_id="one")
    before = {path.name for path in published.iterdir()}

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reports.publish, "write_parquet", interrupt)
        with pytest.raises(KeyboardInterrupt):
            publish_edition(world, published, now=NOW, edition_id="two")
    assert published.resolve().name == "one"
    assert {path.name for path in published.iterdir()} == before
    assert [path.name for path in (tmp_path / "editions").iterdir()] == ["one"]


def test_leftovers_of_a_killed_run_are_removed(world: Store, tmp_path: Path) -> None:
    leftover = tmp_path / "editions" / ".making-zero"
    leftover.mkdir(parents=True)
    (leftover / "half.parquet").write_bytes(b"half")
    publish_edition(world, tmp_path / "published", now=NOW, edition_id="one")
    assert [path.name for path in (tmp_path / "editions").iterdir()] == ["one"]


def test_only_the_last_editions_are_kept(world: Store, tmp_path: Path) -> None:
    for edition_id in ("one", "two", "three", "four"):
        publish_edition(world, tmp_path / "published", now=NOW, edition_id=edition_id, keep=2)
    kept = {path.name for path in (tmp_path / "editions").iterdir()}
    assert kept == {"three", "four"}


def test_an_edition_is_never_written_over(world: Store, tmp_path: Path) -> None:
    first = publish_edition(world, tmp_path / "published", now=NOW, edition_id="one")
    second = publish_edition(world, tmp_path / "published", now=NOW, edition_id="one")
    assert first.exists()
    assert second.name == "one.2"


def test_a_folder_in_the_links_place_is_not_touched(world: Store, tmp_path: Path) -> None:
    (tmp_path / "published").mkdir()
    with pytest.raises(StoreError, match="not a link"):
        publish_edition(world, tmp_path / "published", now=NOW, edition_id="one")


def test_a_target_that_cannot_be_written_is_a_store_error(world: Store, tmp_path: Path) -> None:
    (tmp_path / "editions").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot publish"):
        publish_edition(world, tmp_path / "published", now=NOW, edition_id="one")
