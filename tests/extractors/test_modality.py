"""The type of a sentence, from what it says to whom."""

from typing import get_args

import pytest

from data.codebook import Codebook, Marker, load_codebook
from data.settings import DATA_FOLDER
from extractors.claims import code_text
from extractors.modality import find_type


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook(DATA_FOLDER)


@pytest.mark.parametrize(
    ("language", "sentence", "kind"),
    [
        ("en", "Artificial intelligence can give patients a better life.", "vision"),
        ("en", "The aim is that data should be shared across sectors.", "vision"),
        ("en", "We will launch a data portal next year.", "commitment"),
        ("en", "Establish a national data portal.", "commitment"),
        ("en", "The agency shall report its data to the ministry.", "mandate"),
        ("en", "We recommend that agencies should register their algorithms.", "mandate"),
        ("en", "The agency launched a data portal in 2021.", "result"),
        ("en", "The register has been used by ten municipalities.", "result"),
        ("en", "Biased algorithms are a risk, but they are not well understood.", "caution"),
        ("nb", "Kunstig intelligens kan gi pasientene et bedre liv.", "vision"),
        ("nb", "Vi vil etablere en dataportal neste år.", "commitment"),
        ("nb", "Etaten skal rapportere sine data til departementet.", "mandate"),
        ("nb", "Etaten lanserte en dataportal, og den ble brukt av 40 prosent.", "result"),
        ("nb", "Manglende datakvalitet er en stor utfordring, men lite er ikke kjent.", "caution"),
        ("nn", "Kunstig intelligens kan gi pasientane eit betre liv.", "vision"),
        ("nn", "Vi vil etablere ein dataportal neste år.", "commitment"),
        ("nn", "Etaten skal rapportere sine data til departementet.", "mandate"),
        ("nn", "Etaten lanserte ein dataportal, og han vart brukt av 40 prosent.", "result"),
        ("nn", "Manglande datakvalitet er ei stor utfordring, men det er ikkje kjent.", "caution"),
        ("sv", "Artificiell intelligens kan ge patienterna ett bättre liv.", "vision"),
        ("sv", "Regeringen avser att inrätta en dataportal.", "commitment"),
        ("sv", "Myndigheten ska redovisa sina data till departementet.", "mandate"),
        ("sv", "Myndigheten lanserade en dataportal år 2021.", "result"),
        ("sv", "Bristande datakvalitet är ett problem, men det är inte känt.", "caution"),
        ("da", "Kunstig intelligens kan give patienterne et bedre liv.", "vision"),
        ("da", "Vi vil etablere en dataportal næste år.", "commitment"),
        ("da", "Styrelsen skal redegøre for sine data til ministeriet.", "mandate"),
        ("da", "Styrelsen lancerede en dataportal, og den blev brugt af 40 procent.", "result"),
        ("da", "Manglende datakvalitet er et problem, men det er ikke kendt.", "caution"),
    ],
)
def test_a_sentence_is_of_this_type(
    codebook: Codebook, language: str, sentence: str, kind: str
) -> None:
    assert code_text(sentence, language, "", codebook).type == kind


def test_a_sentence_without_any_marker_reports_a_fact() -> None:
    assert find_type(()) == "result"


@pytest.mark.parametrize(
    ("markers", "kind"),
    [
        (("issuer_acts", "expectation"), "commitment"),
        (("obligation",), "vision"),
        (("obligation", "addressee"), "mandate"),
        (("problem", "possibility"), "caution"),
        (("past", "reported"), "result"),
    ],
)
def test_markers_are_weighed_together(markers: tuple[Marker, ...], kind: str) -> None:
    assert find_type(markers) == kind
    assert find_type(tuple(reversed(markers))) == kind


def test_every_language_has_words_for_every_marker(codebook: Codebook) -> None:
    for language in codebook.languages.values():
        assert set(language.modality) == set(get_args(Marker)), language.id
