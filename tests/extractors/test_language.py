from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from data.codebook import load_codebook
from data.settings import DATA_FOLDER
from extractors.language import identify_language, load_language_words, passage_language
from flows.language_reading import evaluate_languages

FLOORS = {"en": 0.99, "nb": 0.985, "sv": 0.99, "da": 0.97, "nn": 0.94}
"""Shares of the gold's sentences told right; a passage also has its document to go by."""
OWN_FLOORS = {"en": 0.99, "nb": 0.98, "sv": 0.98, "da": 0.96, "nn": 0.98}
"""The same for sentences written for this test, and for the codebook's examples."""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The agency will publish its data and explain how the model was tested.", "en"),
        (
            "Direktoratet skal sørge for at tjenestene blir enklere, og at de ikke blir dyrere.",
            "nb",
        ),
        (
            "Direktoratet skal syte for at tenestene vert enklare, og at dei ikkje vert dyrare.",
            "nn",
        ),
        ("Styrelsen skal sørge for, at borgerne får hjælp, og at der ikke bliver mere bøvl.", "da"),
        ("Myndigheten ska se till att tjänsterna blir enklare och att de inte blir dyrare.", "sv"),
        (
            "Le gouvernement veut que les données soient ouvertes et que les services soient sûrs.",
            "fr",
        ),
        ("Die Behörde soll dafür sorgen, dass die Daten geteilt werden und sicher sind.", "de"),
        ("El gobierno quiere que los datos sean abiertos y que los servicios sean seguros.", "es"),
        ("تريد الحكومة أن تكون البيانات مفتوحة للجميع", "ar"),
        ("政府はデータを公開します。", "ja"),
    ],
)
def test_languages_are_told_apart(text: str, language: str) -> None:
    guess = identify_language(text, load_language_words())
    assert guess is not None
    assert guess.language == language


def test_a_text_without_words_has_no_language() -> None:
    assert identify_language("12 345 – 2024", load_language_words()) is None


def test_a_short_passage_inherits_and_a_clear_one_speaks_for_itself() -> None:
    known = load_language_words()
    assert passage_language("AI strategy", "nb", known) == "nb"
    english = "This chapter was written in English because the agency works with other countries."
    assert passage_language(english, "nb", known) == "en"


def test_a_choice_can_be_narrowed() -> None:
    text = "Nos données et nos services seront ouverts à tous les citoyens du pays."
    guess = identify_language(text, load_language_words(), among=("en", "fr"))
    assert guess is not None
    assert guess.language == "fr"


def test_a_letter_that_stands_alone_speaks_no_language() -> None:
    damaged = "a i o n r e s u l t a e n d i g i t a l s e r i c e o f a d a t a a n d i"
    assert passage_language(damaged, "en", load_language_words()) == "en"


def test_single_sentences_of_the_gold_set(shared: Path) -> None:
    lines = (shared / "gold" / "dev.jsonl").open(encoding="utf-8")
    rows = [json.loads(line) for line in lines]
    assert_told(((row["language"], row["text"]) for row in rows), FLOORS)


def test_sentences_of_our_own() -> None:
    path = Path(__file__).with_name("language_sentences.tsv")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    counts = Counter(language for language, _ in rows)
    assert min(counts["nn"], counts["da"]) >= 60
    assert_told([(language, text) for language, text in rows], OWN_FLOORS)


def test_examples_of_the_codebook() -> None:
    examples = [
        (language, sentence.text)
        for code in load_codebook(DATA_FOLDER).codes
        for lists in (code.examples, code.counter_examples)
        for language, sentences in lists.items()
        for sentence in sentences
    ]
    assert len(examples) > 1000
    assert_told(examples, OWN_FLOORS)


def assert_told(sentences: Iterable[tuple[str, str]], floors: dict[str, float]) -> None:
    told = {name: found["told_right"] for name, found in evaluate_languages(sentences).items()}
    assert {name: told[name] for name in floors if told[name] < floors[name]} == {}
