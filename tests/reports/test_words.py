"""The report's own words: what is translated, what stays, and what is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.errors import DeclarationError, UsageError
from reports.chapters.order import CHAPTERS, GROUPS, NUMBERS
from reports.pages import TEMPLATES
from reports.words import WORDS, Words, load_words, same_slots

CATALOGUE = """
language: nb
thousands: "\\u00a0"
decimal: ","
percent: "\\u00a0%"
texts:
  "and": "og"
  "Growth": "Vekst"
  "Trust": "Tillit"
  "page {number:d}": "side {number}"
  "In {year:d}, {code} is found in {share:d} of them.": "I {year} finnes {code} i {share} av dem."
  "Nothing else.": "Ingenting annet."
"""


@pytest.fixture
def words(tmp_path: Path) -> Words:
    (tmp_path / "nb.yml").write_text(CATALOGUE, encoding="utf-8")
    return load_words("nb", tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Growth", "Vekst"),
        ("growth", "vekst"),
        ("page 1,204", "side 1\u00a0204"),
        ("In 2024, Growth is found in 5.1% of them.", "I 2024 finnes Vekst i 5,1\u00a0% av dem."),
        (
            "In 2024, Growth and Trust is found in 5% of them. Nothing else.",
            "I 2024 finnes Vekst og Tillit i 5\u00a0% av dem. Ingenting annet.",
        ),
        (
            "In 2024, Growth is found in 5% of them. Nothing else.",
            "I 2024 finnes Vekst i 5\u00a0% av dem. Ingenting annet.",
        ),
        ("12.5%", "12,5\u00a0%"),
        ("2026-11-22", "2026-11-22"),
    ],
)
def test_a_text_is_said_with_its_values(words: Words, text: str, said: str) -> None:
    assert words.find(text) == said
    assert not words.missing


def test_a_text_of_which_one_sentence_is_unknown_stays_english_whole(words: Words) -> None:
    text = "Nothing else. But this is new <here>."
    assert words.marked(text) == (
        '<span lang="en">Nothing else. But this is new &lt;here&gt;.</span>'
    )
    assert list(words.missing) == [text]


def test_a_name_in_a_text_stays_as_it_is(words: Words) -> None:
    assert words.value("Lantern") == "Lantern"
    assert words.value("Growth (1,601)") == "Vekst (1\u00a0601)"
    assert words.value("edition 2026.11.22") == "edition 2026.11.22"


def test_a_number_is_no_name(words: Words) -> None:
    assert words.find("page of contents") is None


def test_labels_of_a_drawing_are_translated_and_its_markup_is_not(words: Words) -> None:
    svg = '<svg><text x="1.5">Growth</text><path data-tip="Trust · 2024 · 5.1%" d="M1.5,2"/></svg>'
    assert words.drawing(svg) == (
        '<svg><text x="1.5">Vekst</text><path data-tip="Tillit · 2024 · 5,1\u00a0%" d="M1.5,2"/>'
        "</svg>"
    )


def test_english_needs_no_catalogue_and_misses_nothing() -> None:
    english = load_words("en")
    assert english.marked("A <b>new</b> text") == "A &lt;b&gt;new&lt;/b&gt; text"
    assert not english.is_translated
    assert not english.missing


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UsageError, match="no report in 'xx': there are en, nb"):
        load_words("xx")


def test_a_translation_with_a_strange_value_is_refused(tmp_path: Path) -> None:
    wrong = CATALOGUE.replace("side {number}", "side {page}")
    (tmp_path / "nb.yml").write_text(wrong, encoding="utf-8")
    with pytest.raises(DeclarationError, match="page"):
        load_words("nb", tmp_path)


@pytest.mark.parametrize("path", sorted(WORDS.glob("*.yml")), ids=lambda path: path.stem)
def test_every_catalogue_says_the_frame(path: Path) -> None:
    words = load_words(path.stem)
    assert words.is_translated
    frame = [*GROUPS.values(), NUMBERS.title, *(entry.title for entry in CHAPTERS)]
    for template in TEMPLATES.glob("*.html.j2"):
        if template.stem != "parse.html":
            frame += _literal_texts(template.read_text(encoding="utf-8"))
    assert len(frame) > 60
    missing = [text for text in frame if words.find(text) is None]
    assert not missing, f"{path.name} lacks: {missing}"


@pytest.mark.parametrize("path", sorted(WORDS.glob("*.yml")), ids=lambda path: path.stem)
def test_no_translation_leaves_a_value_out(path: Path) -> None:
    assert same_slots(load_words(path.stem).texts) == []


def _literal_texts(template: str) -> list[str]:
    """The texts that a template says as they stand, without a value in them."""
    return re.findall(r'\b(?:say|plain)\("([^"]+)"\)', template)
