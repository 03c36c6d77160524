"""Words of a language, their stems, and the words that are left out."""

from __future__ import annotations

import pytest

from models.stems import stem_word
from models.stopwords import stop_words
from models.word_counts import word_splitter


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The 24 ferries of COVID19 sail in it", ["ferries", "sail"]),
        ("nb", "Også bærekraftige tjenester skal være åpne", ["bærekraftige", "tjenester", "åpne"]),
        ("nn", "Kommunane skal ikkje gløyme tenestene", ["kommunane", "gløyme", "tenestene"]),
        ("sv", "Även ökande förvaltning är här", ["ökande", "förvaltning"]),
        ("xx", "Kawo 3 selu https://sted.example/side", ["kawo", "selu"]),
    ],
)
def test_words_of_a_language(language, text, words):
    assert word_splitter(language)(text) == words


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["strategy", "strategies"]),
        ("en", ["service", "services"]),
        ("en", ["process", "processes"]),
        ("en", ["train", "trained", "training"]),
        ("nb", ["tjeneste", "tjenester", "tjenesten", "tjenestene"]),
        ("nn", ["teneste", "tenester", "tenesta", "tenestene"]),
        ("nb", ["virksomhet", "virksomheter", "virksomhetene"]),
        ("nn", ["brukar", "brukarar", "brukarane"]),
        ("sv", ["användare", "användaren", "användarna", "användarnas"]),
        ("sv", ["myndighet", "myndigheter", "myndigheten", "myndigheterna"]),
        ("da", ["borger", "borgere", "borgerne", "borgernes"]),
    ],
)
def test_forms_of_a_word_have_one_stem(language, forms):
    assert len({stem_word(form, language) for form in forms}) == 1


@pytest.mark.parametrize(("language", "word"), [("en", "status"), ("en", "uses"), ("xx", "kawos")])
def test_a_word_that_is_not_inflected_stays(language, word):
    assert stem_word(word, language) == word


def test_stop_words_of_nynorsk_include_those_of_bokmal():
    assert stop_words("nb") < stop_words("nn")
    assert stop_words("../en") == frozenset()
