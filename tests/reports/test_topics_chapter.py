from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records import Comparison, Prevalence, TopicLabel
from data.store import Store, open_work
from flows.comparing.correction import build_prevalence
from reports.chapters.topic_figures import shorten_labels
from reports.chapters.topics import build_topics
from reports.compare import build_comparisons
from reports.figures import Chapter
from reports.narrowing import narrow_store
from reports.questions import run_checks
from reports.year import read_year
from tests.reports.conftest import ERRORS
from tests.topic_world import FEW_YEAR, build_topic_world


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The world with the talk of its sentences compared too, as the bytes of its database."""
    home = tmp_path_factory.mktemp("measured")
    with build_topic_world(home) as store:
        store.replace_all(Comparison, build_comparisons(store, 1))
        store.replace_all(Prevalence, build_prevalence(store, ERRORS, 1))
        path = store.path
    return path.read_bytes()


@pytest.fixture
def world(measured: bytes, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "world.duckdb"
    path.write_bytes(measured)
    with open_work(path) as store:
        yield store


def told(chapter: Chapter) -> str:
    return " ".join((*chapter.paragraphs, *chapter.missing))


def test_the_chapter_says_what_moved_what_is_unstable_what_became_and_what_is_left_out(
    world: Store,
) -> None:
    chapter = build_topics(read_year(world, 2024))
    words = told(chapter)
    assert chapter.lead == chapter.paragraphs[0]
    assert chapter.lead.startswith(
        "In the 5 documents of 2024 in English, the largest topic is “do"
    )
    assert "“harbour, vessel, quay, captain” (English) is on another level from 2021 on" in words
    assert "Of the 2 topics in English of the fit before, 1 are kept under" in words
    keys = [figure.key for figure in chapter.figures]
    assert keys[:2] == ["topics-en", "topic-codes-en"]
    assert chapter.key_figure == "topics-en"
    drawn = chapter.figures[0]
    assert "◇ timber" in drawn.wide_svg
    assert "◇ unstable" in drawn.note
    assert "◇ harbour" not in drawn.wide_svg
    assert "▼" in drawn.wide_svg
    assert "▲" in drawn.wide_svg
    tables = {table.key: table for table in chapter.tables}
    assert {"topic-list", "topic-lineage", "topic-links"} <= set(tables)
    assert "not asked" in [cell.text for cell in tables["topic-list"].cells[0]]
    fates = [[cell.text for cell in row[1:4]] for row in tables["topic-lineage"].cells]
    assert fates == [
        ["timber, spruce, sawmill, canopy", "new", "–"],
        ["earlier topic en-castl", "gone", "–"],
        ["dough, oven, flour, yeast", "split off from another", "harbour, vessel, quay, captain"],
    ]


def test_a_weak_year_is_in_the_table_and_drawn_as_weak(world: Store) -> None:
    figure = build_topics(read_year(world, 2024)).figures[0]
    weak = [row for row in figure.table.rows if row[0] == FEW_YEAR]
    flag = figure.table.columns.index("has_few_documents")
    assert weak
    assert all(row[flag] for row in weak)
    world.execute_script("update topic_share set has_few_documents = false")
    without = build_topics(read_year(world, 2024)).figures[0]
    assert 'fill="var(--rule)"' in figure.wide_svg
    assert 'fill="var(--rule)"' not in without.wide_svg


def test_a_given_label_stands_in_place_of_the_words_everywhere(world: Store) -> None:
    world.replace_all(TopicLabel, [TopicLabel("en-ferry", "en", "Ferries & <b>quays</b>", "")])
    chapter = build_topics(read_year(world, 2024))
    assert "“Ferries & <b>quays</b>” (English) is on another level" in told(chapter)
    assert "Ferries &amp; &lt;b&gt;quays" in chapter.figures[0].wide_svg
    assert "<b>quays" not in chapter.figures[0].wide_svg


def test_each_topic_is_quoted_from_a_document_of_its_own(world: Store) -> None:
    quotes = build_topics(read_year(world, 2024)).figures[0].quotes
    assert {quote.tag.split(", ")[0] for quote in quotes} == {"harbour", "dough", "timber"}
    assert len({quote.title for quote in quotes}) == 3
    assert {quote.year for quote in quotes} == {2024}


def test_a_first_fit_without_links_or_stability_says_less_and_nothing_wrong(world: Store) -> None:
    world.execute_script(
        "delete from topic_lineage; delete from topic_link; delete from topic_stability;"
        "update topic_model set earlier_model_id = null; delete from topic_change"
    )
    chapter = build_topics(read_year(world, 2024))
    assert "fit before" not in told(chapter)
    assert "No topic has moved" in told(chapter)
    assert "has not been measured" in chapter.figures[0].note
    keys = {table.key for table in chapter.tables}
    assert "topic-list" in keys
    assert not keys & {"topic-lineage", "topic-links"}


def test_a_year_of_one_document_names_no_largest_topic(world: Store) -> None:
    chapter = build_topics(read_year(world, FEW_YEAR))
    assert chapter.lead.startswith("Only 1 document")


def test_no_topics_at_all_is_said(world: Store) -> None:
    world.execute_script("delete from topic_share")
    chapter = build_topics(read_year(world, 2024))
    assert chapter.figures == ()
    assert "No topics are known up to 2024" in chapter.missing[0]


def test_a_country_has_its_own_shares(world: Store) -> None:
    narrow_store(world, "XN")
    chapter = build_topics(read_year(world, 2024, country="XN"))
    assert chapter.figures or chapter.tables
    rows = [row for part in (*chapter.figures,) for row in part.table.rows]
    listed = rows or [row for table in chapter.tables for row in table.rows]
    assert listed
    assert "is on another level" not in told(chapter)
    assert "looked for in all countries only" in told(chapter)


def test_the_checks_hold_for_measured_topics_and_notice_a_wrong_share(world: Store) -> None:
    topical = [one for one in run_checks(world) if "topic" in " ".join(one.examples)]
    assert topical == []
    world.execute_script("update topic_share set share = share / 2")
    assert "topic_shares_of_a_year_add_to_one" in {one.name for one in run_checks(world)}


def test_labels_are_cut_between_words_and_stay_apart() -> None:
    labels = ["open data, portals, agencies", "open data, portals, health", "sea"]
    assert shorten_labels(labels, 18) == {
        labels[0]: "open data, portals",
        labels[1]: "open data, portals, health",
        "sea": "sea",
    }
    assert shorten_labels(["a person’s own long name of it"], 10) == {
        "a person’s own long name of it": "a person’s own long name of it"
    }
