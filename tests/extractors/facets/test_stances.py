"""Denied, weakened, reported: what is so and what only looks so, in sentences of our own."""

from __future__ import annotations

import pytest

from tests.extractors.facet_reading import read, values_of, words_of


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The town cannot afford to ignore what its data [offers]."),
        ("en", "No library can afford to pass over the [insight] in its loans."),
        ("en", "Our ports must not fall behind in the [race] for data."),
        ("en", "Why not let the model [save time]?"),
        ("en", "Farmers should never have to [send the same form] twice."),
        ("en", "The harbour does not hesitate to use cameras to [save time]."),
        ("en", "Without sensors, the water board cannot [save money]."),
        ("en", "Unless the offices share data, they cannot [save money]."),
        ("en", "The form is not pretty, it [saves time]."),
        ("nb", "Bydelen har ikke råd til å vente med det som kan [spare tid]."),
        ("nb", "Hvorfor ikke la modellen [spare tid]?"),
        ("nb", "Uten sensorer kan ikke vannverket [spare penger]."),
        ("nb", "Tilsynet nøler ikke med å bruke kameraer for å [spare tid]."),
        ("nn", "Fylket må ikkje sakke akterut når robotane [sparer tid]."),
        ("nn", "Viss ikkje etatane deler data, kan dei ikkje [spare pengar]."),
        ("sv", "Modellen ersätter inte handläggaren utan [sparar tid] åt henne."),
        ("sv", "Länet har inte råd att missa det som [sparar tid]."),
        ("da", "Havnen tøver ikke med at bruge droner til at [spare tid]."),
        ("da", "Uden sensorer kan vandværket ikke [spare penge]."),
    ],
)
def test_what_is_affirmed_is_not_negated(language: str, sentence: str) -> None:
    assert words_of(read(sentence, language), "negation") == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "It is not true that the new forms [save time]."),
        ("en", "Nobody believes that cameras in all the streets of the old town [prevent crime]."),
        ("en", "The claim that drones [save money] is false."),
        ("en", "It is a myth that the portal [saves time]."),
        ("nb", "Det stemmer ikke at de nye skjemaene [sparer tid]."),
        ("nb", "Ingen tror at kameraene i alle gatene i den gamle bydelen [sparer tid]."),
        ("nb", "Påstanden om at droner [sparer penger], er feil."),
        ("nn", "Det er ikkje sant at skjemaa [sparer tid]."),
        ("nn", "At skjemaa [sparer tid], er ein myte."),
        ("sv", "Det är en myt att portalen [sparar tid]."),
        ("sv", "Påståendet att drönare [sparar pengar] är falskt."),
        ("da", "Det passer ikke, at de nye skemaer [sparer tid]."),
        ("da", "Ingen tror, at kameraerne [sparer tid]."),
    ],
)
def test_what_is_said_to_be_false_is_negated(language: str, sentence: str) -> None:
    assert values_of(read(sentence, language), "negation") == ["negated"]


def test_what_a_constraint_lacks_stays_negated() -> None:
    facets = read("Without a [legal basis], the data cannot be shared.", "en", code="legal")
    assert values_of(facets, "negation") == ["negated"]


@pytest.mark.parametrize(
    ("language", "sentence", "hedge"),
    [
        ("en", "The [savings] from the new port system are likely to be small.", "likely"),
        ("en", "It is possible that the model [saves time].", "it is possible"),
        ("en", "The model [saves time], and the price may rise.", None),
        ("nb", "[Besparelsene] ved den nye portalen blir trolig små.", "trolig"),
        ("nb", "På sikt ser roboten ut til å [spare tid].", "ser roboten ut til"),
        ("nn", "[Innsparingane] ved den nye portalen blir truleg små.", "truleg"),
        ("sv", "På sikt tycks roboten [spara tid].", "tycks"),
        ("sv", "[Besparingarna] blir troligen små.", "troligen"),
        ("da", "Robotten ser ud til at [spare tid].", "ser ud til"),
        ("da", "[Besparelserne] bliver formentlig små.", "formentlig"),
    ],
)
def test_a_hedge_may_stand_after_the_subject(
    language: str, sentence: str, hedge: str | None
) -> None:
    found = [quote.lower() for _, quote in words_of(read(sentence, language), "hedge") if quote]
    assert found == ([hedge] if hedge else [])


@pytest.mark.parametrize(
    ("language", "sentence", "is_reported"),
    [
        ("en", "The auditor general writes that the portal [saves time].", True),
        ("en", "It is said that the portal [saves time].", True),
        ("en", '"Data is our [gold mine], no less," the minister told parliament.', True),
        ("en", "A survey shows that the portal [saves time].", True),
        ("en", "The storm showed that the portal [saves time].", False),
        ("nb", "Det sies at portalen [sparer tid].", True),
        ("nb", "Flommen viste at portalen [sparer tid].", False),
        ("nb", "Portalen [sparer tid], mener lærerne.", True),
        ("nb", "Portalen [sparer tid], mener regjeringen.", False),
        ("nn", "Det blir sagt at portalen [sparer tid].", True),
        ("sv", "Det hävdas att portalen [sparar tid].", True),
        ("sv", "Enligt 3 § ska portalen [spara tid].", False),
        ("da", "Det siges, at portalen [sparer tid].", True),
        ("da", "»Data er vores [guldgrube], intet mindre«, sagde ministeren.", True),
    ],
)
def test_whose_word_it_is(language: str, sentence: str, is_reported: bool) -> None:
    assert (values_of(read(sentence, language), "reported") == ["reported"]) is is_reported
