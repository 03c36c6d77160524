from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from extractors.language import identify_language, load_language_words, passage_language

FLOORS = {"en": 0.99, "nb": 0.9, "sv": 0.98, "da": 0.85, "nn": 0.75}
"""Shares of single sentences told right; a passage also has its document's language to go by."""


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


def test_single_sentences_of_the_gold_set(shared: Path) -> None:
    known = load_language_words()
    right: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for line in (shared / "gold" / "dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        guess = identify_language(row["text"], known)
        whole[row["language"]] += 1
        right[row["language"]] += guess is not None and guess.language == row["language"]
    assert {
        code: right[code] / whole[code] >= floor for code, floor in FLOORS.items()
    } == dict.fromkeys(FLOORS, True)
