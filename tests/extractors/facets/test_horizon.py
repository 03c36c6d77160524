"""Times and figures that are easily taken for others; in sentences of our own."""

from __future__ import annotations

import pytest

from tests.extractors.facet_reading import read, words_of


@pytest.mark.parametrize(
    ("language", "sentence", "horizon", "year"),
    [
        ("en", "The agency used cameras in order to [save time].", "past", None),
        ("en", "It is not until 2031 that robots will [save time].", "dated_future", 2031),
        ("nb", "Etaten brukte kameraer for å [spare tid].", "past", None),
        ("nb", "Etaten vil bruke kameraer slik at den [sparer tid].", "undated_future", None),
        ("nb", "Tilsynet skriver at roboten har [spart tid].", "past", None),
        ("nb", "Bydelen har siden 2018 [spart tid].", "past", 2018),
        ("nb", "Bydelen har et verktøy som [sparer tid].", "present", None),
        ("nn", "Tidlegast i 2029 kan robotane [spare tid].", "dated_future", 2029),
        ("sv", "Regionen har under 2023 [upptäckt fel].", "past", 2023),
        ("sv", "Först 2031 kommer robotarna att [spara tid].", "dated_future", 2031),
        ("sv", "Verket skriver att roboten har [sänkt] utgifterna.", "past", None),
        ("da", "Rapporten vurderer, at robotter kan [spare tid] i 2031.", "dated_future", 2031),
        ("da", "Havnen brugte droner for at [spare tid].", "past", None),
    ],
)
def test_the_main_verb_and_its_year_tell_the_time(
    language: str, sentence: str, horizon: str, year: int | None
) -> None:
    (found,) = [one for one in read(sentence, language, year=None) if one.facet == "horizon"]
    assert (found.value, found.year) == (horizon, year)


@pytest.mark.parametrize(
    ("language", "sentence", "figures"),
    [
        ("en", "A portal certified by ISO 9001 [saves] a quarter of the cost.", ["a quarter of"]),
        ("en", "It [saves] NOK 400 a day.", ["NOK 400"]),
        ("nb", "Roboten [sparer] en tredel, se § 4 og NS 5814.", ["en tredel"]),
        ("nn", "Roboten [sparer] ein firedel av tida.", ["ein firedel"]),
        ("sv", "Enligt 4 kap. 3 § ska roboten [spara] 20 procent.", ["20 procent"]),
        ("da", "Ifølge § 12 skal robotten [spare] en femtedel.", ["en femtedel"]),
    ],
)
def test_a_reference_is_no_figure(language: str, sentence: str, figures: list[str]) -> None:
    found = words_of(read(sentence, language), "specificity")
    assert [quote for value, quote in found if value != "none"] == figures
