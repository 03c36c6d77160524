"""The chapters about who is named, which words moved and which images are used."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.codebook import load_codebook
from data.named_group import NamedGroup
from data.records import (
    Comparison,
    CountryWord,
    GroupMention,
    Prevalence,
    SoughtGroup,
    WordChange,
)
from data.settings import DATA_FOLDER
from data.store import Store
from flows.comparing.correction import build_prevalence
from flows.comparing.group_mentions import find_mentions, list_groups
from reports.chapters.document_shares import draw_document_shares
from reports.chapters.images import build_images
from reports.chapters.voices import build_voices
from reports.chapters.word_change import build_words
from reports.compare import build_comparisons
from reports.figures import Chapter, Figure
from reports.narrowing import narrow_store
from reports.year import read_year
from tests.reports.conftest import ERRORS, open_small_world

GROUPS = {
    "parishes": NamedGroup(label="parishes", words={"en": ("parishes",), "nb": ("alle på øya",)}),
    "fishers": NamedGroup(label="fishers", words={"en": ("fisher",), "nb": ("fisker",)}),
}


@pytest.fixture(scope="module")
def world() -> Iterator[Store]:
    with open_small_world() as store:
        store.replace_all(Comparison, build_comparisons(store, 1))
        store.replace_all(Prevalence, build_prevalence(store, ERRORS, 1))
        codebook = load_codebook(DATA_FOLDER)
        store.replace_all(SoughtGroup, list_groups(GROUPS))
        store.replace_all(GroupMention, list(find_mentions(store, GROUPS, codebook)))
        yield store


@pytest.fixture(scope="module")
def voices(world: Store) -> Chapter:
    return build_voices(read_year(world, 2024))


def told(chapter: Chapter) -> str:
    return " ".join((*chapter.paragraphs, *chapter.missing))


def figure_of(chapter: Chapter, key: str) -> Figure:
    return next(figure for figure in chapter.figures if figure.key == key)


def test_who_is_named_and_who_is_not_is_told_with_the_number_of_documents(voices: Chapter) -> None:
    assert voices.lead == (
        "In 2024, parishes are named in 100% of the 8 documents; 1 of the 2 groups looked for are "
        "named in none."
    )
    assert "Named in no document of 2024: fishers." in told(voices)
    rows = figure_of(voices, "groups").table.rows
    assert [row[1:5] for row in rows] == [
        ("parishes", "parishes", 8, 8),
        ("fishers", "fishers", 0, 8),
    ]
    assert voices.key_figure == "groups"


def test_every_naming_sentence_is_listed_and_quotes_lead_to_their_claims(voices: Chapter) -> None:
    listed = next(table for table in voices.tables if table.key == "group-sentences")
    assert len(listed.rows) == 8
    assert {row[1] for row in listed.rows} == {"parishes", "alle på øya"}
    quotes = figure_of(voices, "groups").quotes
    assert all(quote.claim_id for quote in quotes)
    marked = {stretch.text for quote in quotes for stretch in quote.stretches if stretch.is_cue}
    assert marked <= {"parishes", "alle på øya"}
    assert marked


def test_actors_are_shares_of_the_years_claims(voices: Chapter) -> None:
    rows = figure_of(voices, "actors").table.rows
    own = [row for row in rows if row[0] == 2024]
    assert [(row[1], row[4]) for row in own] == [("Technology", 1.0)]


def test_few_documents_are_no_ground_to_call_anyone_absent(world: Store) -> None:
    chapter = build_voices(read_year(world, 2018))
    assert chapter.lead == (
        "Only 1 documents of 2018 could be judged: too few to say who is absent."
    )
    assert "Named in no document" not in told(chapter)
    assert "Hollow: few documents." in figure_of(chapter, "groups").note


def test_a_year_without_documents_says_so_in_every_chapter(world: Store) -> None:
    year = read_year(world, 2031)
    for build in (build_voices, build_words, build_images):
        chapter = build(year)
        assert not chapter.figures
        assert not chapter.tables
        assert chapter.missing
        assert "2031" in chapter.missing[0]


def test_images_are_counted_by_year_with_the_denied_and_all_sentences_listed(world: Store) -> None:
    chapter = build_images(read_year(world, 2024))
    assert "the most frequent is “herring”, in 4." in chapter.lead
    assert "a gold mine 0 times. Found of this kind: none." in told(chapter)
    table = figure_of(chapter, "images").table
    own = [row for row in table.rows if row[0] == "2024"]
    assert [(row[1], row[2], row[3]) for row in own] == [("Herring", 4, 4)]
    assert chapter.tables[0].rows[0][3] is True
    assert all(row[-1] for row in chapter.tables[0].rows)


def test_words_that_moved_are_drawn_with_both_counts_and_others_are_said_to_be_none(
    world: Store,
) -> None:
    counts = {"all_word_count": 200, "document_count": 4, "all_document_count": 4}
    before = {
        "earlier_all_word_count": 800,
        "earlier_document_count": 9,
        "earlier_all_document_count": 12,
    }
    world.replace_all(
        WordChange,
        [
            WordChange(
                "all", "en", 2024, "lantern", word_count=8, earlier_word_count=4,
                log_odds_ratio=1.0, z_score=3.5, **counts, **before,
            ),
            WordChange(
                "all", "en", 2024, "sail", word_count=1, earlier_word_count=40,
                log_odds_ratio=-1.0, z_score=-4.5, **counts, **before,
            ),
        ],
    )  # fmt: skip
    world.replace_all(
        CountryWord, [CountryWord("XN", "en", 2023, "lantern", 8, 200, 4, 4, 1, 200, 12.5)]
    )
    chapter = build_words(read_year(world, 2024))
    assert chapter.lead == (
        "In the 4 documents of 2024 in English, “lantern” rose most, and “sail” fell most."
    )
    figure = figure_of(chapter, "words-en")
    assert "400.0 per 10,000 words, 50.0 before · 4 of 4 documents" in figure.wide_svg
    assert [quote.tag for quote in figure.quotes] == ["lantern"]
    assert "No word of 2024 can be said to have risen or fallen in Norwegian" in told(chapter)
    assert [row[:3] for row in chapter.tables[0].rows] == [("XN", "en", 2023)]
    world.replace_all(WordChange, [])
    world.replace_all(CountryWord, [])


def test_the_share_of_documents_counts_each_document_once(world: Store) -> None:
    figure = draw_document_shares(read_year(world, 2024), ["efficiency"], "shares", "Shares", 2, ())
    own = [row for row in figure.table.rows if row[0] == 2024]
    assert [(row[2], row[3], row[4]) for row in own] == [(4, 8, 0.5)]
    assert "Hollow: years with few documents, 2018 (1), 2019 (1)." in figure.note


def test_a_report_of_one_country_counts_its_documents_alone(world: Store) -> None:
    held = [
        row[0] for row in world.query("select view_name from duckdb_views() where temporary").rows
    ]
    narrow_store(world, "SE")
    try:
        chapter = build_voices(read_year(world, 2024, country="SE"))
    finally:
        laid = world.query("select view_name from duckdb_views() where temporary and not internal")
        for (view,) in laid.rows:
            if view not in held:
                world.execute_script(f"drop view temp.{view}")
    assert "Only 2 documents of 2024" in chapter.lead
    assert "Countries are not compared" not in told(chapter)
