"""The type of a sentence, from what it says to whom."""

from typing import get_args

import pytest

from data.codebook import Codebook, load_codebook
from data.codebook_files import Marker
from data.settings import DATA_FOLDER
from extractors.claims import code_text
from extractors.modality import Signs, find_leading, find_type, is_statement


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


@pytest.mark.parametrize(
    ("language", "sentence", "kind"),
    [
        # A named body that shall do something is instructed, whatever its name.
        ("en", "The vessel inspectorate shall share its data with the coast guard.", "mandate"),
        ("nb", "Fyrverket skal måle kvaliteten på sine data hvert år.", "mandate"),
        ("nn", "Fyrverket skal måle kvaliteten på sine data kvart år.", "mandate"),
        ("sv", "Fyrinspektionen ska mäta kvaliteten på sina data varje år.", "mandate"),
        ("da", "Fyrstyrelsen skal måle kvaliteten af sine data hvert år.", "mandate"),
        # An act of the issuer's own purse or hand is a commitment, also in the present tense.
        ("nb", "Regjeringen bevilger 30 millioner kroner til åpne kartdata.", "commitment"),
        ("nn", "Regjeringa løyver 30 millionar kroner til opne kartdata.", "commitment"),
        ("sv", "Regeringen avsätter 30 miljoner kronor till öppna kartdata.", "commitment"),
        ("en", "We allocate 30 million crowns to open map data.", "commitment"),
        # The good that technology brings, without a past: an expectation.
        ("nb", "Kunstig intelligens skaper vekst og nye arbeidsplasser i hele landet.", "vision"),
        ("sv", "Delade data ger medborgarna enklare tjänster.", "vision"),
        # Regular preterites and perfects report.
        ("en", "The harbour office has shortened its digital forms.", "result"),
        ("nb", "Sensorene oppdaterte kartdataene hver time i 2023.", "result"),
        ("nn", "Sensorane oppdaterte kartdataa kvar time i 2023.", "result"),
        ("sv", "Sensorerna uppdaterade kartdata varje timme under året.", "result"),
        ("da", "Sensorerne opdaterede kortdata hver time i 2023.", "result"),
        # Lack, old equipment and the unallowed point to trouble, also in the past tense.
        ("en", "Nobody is responsible for the outdated register, and data are wrong.", "caution"),
        ("nb", "Ingen har ansvar for det utdaterte registeret, og data mangler.", "caution"),
        ("nn", "Ingen har ansvar for det utdaterte registeret, og data manglar.", "caution"),
        ("sv", "Ingen har ansvar för det föråldrade registret, och data saknas.", "caution"),
        ("da", "Ingen har ansvar for det forældede register, og data mangler.", "caution"),
    ],
)
def test_who_speaks_to_whom_and_in_what_tense_decides(
    codebook: Codebook, language: str, sentence: str, kind: str
) -> None:
    assert code_text(sentence, language, "", codebook).type == kind


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("The agency shares its data.", True),
        ("AI saves time.", True),
        ("GDPR, NIS and API rules apply to AI.", True),
        ("Does the agency share its data?", False),
        ("National Data Strategy and Action Plan for Harbours", False),
        ("Data Strategy", True),  # too short to tell
        ("", True),
        ("2021 2022", True),
    ],
)
def test_questions_and_titles_state_nothing(text: str, is_one: bool) -> None:
    assert is_statement(text) is is_one


def test_a_sentence_without_any_sign_reports_a_fact() -> None:
    assert find_type(Signs()) == "result"


@pytest.mark.parametrize(
    ("markers", "kind"),
    [
        (("issuer_acts", "expectation"), "commitment"),
        (("obligation",), "vision"),
        (("obligation", "addressee", "instructs"), "mandate"),
        (("problem", "negation"), "caution"),
        (("past", "reported"), "result"),
    ],
)
def test_markers_are_weighed_together(markers: tuple[Marker, ...], kind: str) -> None:
    assert find_type(Signs(markers)) == kind
    assert find_type(Signs(tuple(reversed(markers)))) == kind


def test_a_promised_good_turns_a_bare_fact_into_a_vision() -> None:
    assert find_type(Signs(("value",))) == "result"
    assert find_type(Signs(("value",), has_imaginary=True)) == "vision"


def test_a_marker_leads_in_the_first_third() -> None:
    assert find_leading({"past": 0, "problem": 29, "goal": 30}, 90) == {"past", "problem"}


def test_every_language_has_words_for_every_marker(codebook: Codebook) -> None:
    for language in codebook.languages.values():
        assert set(language.modality) == set(get_args(Marker)), language.id
