"""Who acts, where another noun stands nearer; in sentences of our own."""

from __future__ import annotations

import pytest

from tests.extractors.facet_reading import read, values_of, words_of


@pytest.mark.parametrize(
    ("language", "sentence", "actors"),
    [
        ("en", "It has been argued that algorithms [discriminate].", ["technology"]),
        ("en", "In the long run, automation appears to [save time].", ["technology"]),
        ("en", "The agency trains language models on letters to [save time].", ["public_body"]),
        ("en", "The portal lets teachers [save time].", ["technology"]),
        ("en", "The auditors write that the portal [saves time].", ["technology"]),
        ("en", "Data scientists [save time] with it.", ["people"]),
        ("en", "We launched a portal which [saves time].", ["technology"]),
        ("en", "No rule bars joining the two registers, and that would [save time].", ["nobody"]),
        ("nb", "Bydelene bør dele utgiftene til felles kart og [spare tid].", ["public_body"]),
        ("nb", "Ved å bruke kart kan lærerne [spare tid].", ["people"]),
        ("nb", "Algoritmer som er trent på gamle brev, kan [spare tid].", ["technology"]),
        ("nb", "Tilsynet skriver at roboten [sparer tid].", ["technology"]),
        ("nb", "Registeret gjør at bønder og fiskere [sparer tid].", ["technology"]),
        ("nb", "I 2020 oppdaget etatens robot [feil].", ["technology"]),
        ("nn", "Det blir hevda at algoritmane [sparer tid].", ["technology"]),
        ("nn", "Mange verksemder manglar det som kan [spare tid].", ["public_body"]),
        ("sv", "Automatisering riskerar att [glömma] någon.", ["technology"]),
        ("sv", "Bättre kartdata gör kommunerna [snabbare] och sparar pengar.", ["technology"]),
        ("da", "Appen gør, at lærere og forældre [sparer tid].", ["technology"]),
        ("da", "Det hævdes, at droner [sparer tid].", ["technology"]),
    ],
)  # fmt: skip
def test_the_subject_acts_and_not_the_nearest_noun(
    language: str, sentence: str, actors: list[str]
) -> None:
    assert values_of(read(sentence, language), "actor") == actors


@pytest.mark.parametrize(
    ("language", "sentence", "names"),
    [
        (
            "en",
            "Costs are [cut] by the counties, two suppliers and the tax office by means of AI.",
            ["counties", "suppliers", "tax office"],
        ),
        (
            "nb",
            "Utgiftene skal [kuttes] av bydelene, leverandørene og Nav ved hjelp av roboter.",
            ["bydelene", "leverandørene", "Nav"],
        ),
        (
            "nn",
            "Utgiftene skal [kuttast] av fylka, leverandørane og Nav ved hjelp av robotar.",
            ["fylka", "leverandørane", "Nav"],
        ),
        (
            "sv",
            "Utgifterna ska [sänkas] av regionerna, två bolag och Skolverket med hjälp av robotar.",
            ["regionerna", "bolag", "Skolverket"],
        ),
        (
            "da",
            "Udgifterne skal [sænkes] af regionerne, to firmaer og KL ved hjælp af robotter.",
            ["regionerne", "firmaer", "KL"],
        ),
        ("nb", "Digdir, KS og bydelene vil [spare tid].", ["Digdir", "KS", "bydelene"]),
    ],
)
def test_a_list_is_named_in_full(language: str, sentence: str, names: list[str]) -> None:
    assert [quote for _, quote in words_of(read(sentence, language), "actor")] == names


@pytest.mark.parametrize(
    ("language", "sentence", "groups"),
    [
        ("en", "The register is a help for Norwegian businesses to [save time].", ["businesses"]),
        (
            "nb",
            "Elever, foreldre og lærere får [bedre] oversikt.",
            ["learners", "citizens", "employees"],
        ),
        ("nb", "Etaten vil tilby alle ansatte [opplæring].", ["employees"]),
        ("nn", "Portalen er laga av tre kommunar og eit selskap, og [sparer tid].", []),
        (
            "sv",
            "Appen gör att patienter, anhöriga och läkare [sparar tid].",
            ["patients", "citizens", "employees"],
        ),
        ("da", "Elever og lærere får [bedre] overblik.", ["learners", "employees"]),
    ],
)  # fmt: skip
def test_all_of_a_list_gain(language: str, sentence: str, groups: list[str]) -> None:
    assert values_of(read(sentence, language), "beneficiary") == groups
