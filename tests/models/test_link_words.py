"""Words of several languages as tokens that they share."""

from __future__ import annotations

import pytest

from data.concept import load_concepts
from data.settings import DATA_FOLDER
from data.system_words import load_system_words
from models.link_words import Meanings, fold, split_words


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    return Meanings(load_system_words(DATA_FOLDER), load_concepts(DATA_FOLDER))


@pytest.mark.parametrize(
    ("text", "language", "english"),
    [
        ("prediksjon av sykefravær", "nb", "predict sick absence"),
        ("Hjertesviktprediksjon", "nb", "heart failure predict"),
        ("camerahandhaving", "nl", "video control"),
        ("varsling om flom", "nb", "alert flood"),
        ("détection de la fraude", "fr", "detect fraud"),
    ],
)
def test_words_of_one_meaning_are_one_token(
    meanings: Meanings, text: str, language: str, english: str
) -> None:
    shared = set(meanings.tokens(text, language)) & set(meanings.tokens(english, "en"))
    assert len(shared) >= len(english.split())


def test_a_made_up_name_stays_as_it_is_in_every_language(meanings: Meanings) -> None:
    assert meanings.tokens("Fyrlykta", "en")[0].startswith("w:fyrlykt")
    assert "w:zorblax" in meanings.tokens("Zorblax", "nb")
    assert "w:zorblax" in meanings.tokens("Zorblax", "en")


def test_empty_words_make_no_token(meanings: Meanings) -> None:
    assert meanings.tokens("for the with and", "en") == []
    assert meanings.tokens("med for og til", "nb") == []


def test_folding_takes_accents_and_case_away() -> None:
    assert fold("Ærlig PRØVE på Ålesund") == "arlig prove pa alesund"
    assert split_words("Ki-67 (è vero)") == ["ki", "67", "e", "vero"]
