"""Facets of claims in sentences of our own; [brackets] mark the words that made the claim."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records import FACETS, Claim, Sentence
from extractors.claims import code_sentences, code_text
from extractors.coding import CodedClaim, Coding, CueSpan
from extractors.facets.finder import Background, facet_rows, find_facets
from tests.extractors.facet_reading import BODIES, CODEBOOK, YEAR, read, values_of, words_of


@pytest.mark.parametrize(
    ("language", "sentence", "negator"),
    [
        ("en", "Data is not a [gold mine] for small towns.", "not"),
        ("en", "Data is not only a [gold mine], it is a duty.", None),
        ("en", "The registers are old, but the new data is a [gold mine].", None),
        ("en", "Not every office has data, but data is a [gold mine].", None),
        ("en", "If the data are not shared, we lose a [gold mine].", None),
        ("en", "The pilot gave no [savings] at all.", "no"),
        ("en", "The expected [savings] were not found.", "not"),
        ("en", "The new form [saves time] without extra staff.", None),
        ("nb", "Data er ikke en [gullgruve] for små kommuner.", "ikke"),
        ("nb", "Data er ikke bare en [gullgruve], men også et ansvar.", None),
        ("nb", "Modellen [sparer] ikke tid for etaten.", "ikke"),
        ("nb", "Registeret er ikke nytt, men data er en [gullgruve].", None),
        ("nb", "Hvis data ikke deles, mister vi en [gullgruve].", None),
        ("nb", "Ordningen ga ingen [innsparing] det første året.", "ingen"),
        ("nn", "Data er ikkje ei [gullgruve] for små kommunar.", "ikkje"),
        ("nn", "Data er ikkje berre ei [gullgruve], men òg eit ansvar.", None),
        ("nn", "Modellen [sparer] ikkje tid for etaten.", "ikkje"),
        ("sv", "Data är inte en [guldgruva] för små kommuner.", "inte"),
        ("sv", "Data är inte bara en [guldgruva] utan också ett ansvar.", None),
        ("sv", "Systemet [sparar] inte tid för handläggarna.", "inte"),
        ("sv", "Registret är inte nytt, men data är en [guldgruva].", None),
        ("da", "Data er ikke en [guldgrube] for små kommuner.", "ikke"),
        ("da", "Data er ikke kun en [guldgrube], men også et ansvar.", None),
        ("da", "Modellen [sparer] ikke tid for styrelsen.", "ikke"),
    ],
)
def test_a_negation_reaches_as_far_as_its_clause(
    language: str, sentence: str, negator: str | None
) -> None:
    wanted = [("negated", negator)] if negator else []
    assert words_of(read(sentence, language, code="resource"), "negation") == wanted


def test_a_claim_is_denied_only_where_all_of_it_is() -> None:
    text = "Data is not a gold mine but a strategic asset."
    coding = code_text(text, "en", "", CODEBOOK)
    found = find_facets(text, "en", coding, CODEBOOK, Background(BODIES))
    resource = dict(zip([claim.code for claim in coding.claims], found, strict=True))["resource"]
    assert words_of(resource, "metaphor") == [("gold_mine", "gold mine")]
    assert words_of(resource, "negation") == []


@pytest.mark.parametrize(
    ("language", "sentence", "hedge"),
    [
        ("en", "AI may [save time] in the tax office.", "may"),
        ("en", "AI will [save time] from May 2026.", None),
        ("en", "Perhaps the model is slow, but it [saves time].", None),
        ("nb", "Løsningen kan muligens [spare tid].", "muligens"),
        ("nb", "Løsningen [sparer tid] hver dag.", None),
        ("nn", "Løysinga vil truleg [spare tid].", "truleg"),
        ("sv", "Lösningen kommer sannolikt att [spara tid].", "sannolikt"),
        ("da", "Løsningen vil formentlig [spare tid].", "formentlig"),
    ],
)
def test_a_hedge_weakens_what_follows_in_its_clause(
    language: str, sentence: str, hedge: str | None
) -> None:
    wanted = [("hedged", hedge)] if hedge else []
    assert words_of(read(sentence, language), "hedge") == wanted


@pytest.mark.parametrize(
    ("language", "sentence", "actors"),
    [
        ("en", "We will use registers to [save time].", ["issuer"]),
        ("en", "The government intends to [save time] with AI.", ["government"]),
        ("en", "Companies can use open data to [save time].", ["industry"]),
        ("en", "Artificial intelligence will [save time].", ["technology"]),
        ("en", "Registers will be used to [save time].", ["nobody"]),
        ("en", "Citizens [save time] when forms are filled in beforehand.", ["people"]),
        ("en", "For the ministry, AI [saves time].", ["technology"]),
        ("en", "In open government data, users can [save time].", ["people"]),
        ("nb", "Vi vil bruke registre for å [spare tid].", ["issuer"]),
        ("nb", "I år skal regjeringen bruke KI for å [spare tid].", ["government"]),
        ("nb", "Kommunene skal bruke KI for å [spare tid].", ["public_body"]),
        ("nb", "Fiskeridirektoratet bruker kameraer som [sparer tid].", ["public_body"]),
        ("nb", "Registrene skal brukes til å [spare tid].", ["nobody"]),
        ("nb", "Kunstig intelligens [sparer tid].", ["technology"]),
        ("nn", "Verksemdene skal nytte data for å [spare tid].", ["public_body"]),
        ("nn", "Regjeringa vil [spare tid] med KI.", ["government"]),
        ("sv", "Myndigheterna ska använda data för att [spara tid].", ["public_body"]),
        ("sv", "Regeringen avser att [spara tid] med AI.", ["government"]),
        ("sv", "Registren ska användas för att [spara tid].", ["nobody"]),
        ("da", "Kommunerne skal bruge data for at [spare tid].", ["public_body"]),
        ("da", "Regeringen vil [spare tid] med kunstig intelligens.", ["government"]),
        ("da", "Registrene skal bruges til at [spare tid].", ["nobody"]),
    ],
)
def test_who_is_said_to_act(language: str, sentence: str, actors: list[str]) -> None:
    assert values_of(read(sentence, language), "actor") == actors


@pytest.mark.parametrize(
    ("language", "sentence", "country", "bodies"),
    [
        ("en", "By spring HMRC will [save time] with AI.", None, ["gb_hmrc"]),
        ("en", "Forms are [simplified] by the Swedish Tax Agency.", None, ["se_skatteverket"]),
        ("nb", "I 2026 skal Digdir og KS [spare tid].", None, ["no_digdir", "no_ks"]),
        ("nb", "Digitaliseringsdirektoratet skal [spare tid].", None, ["no_digdir"]),
        ("nn", "Noregs forskingsråd skal [spare tid].", None, ["no_forskningsradet"]),
        ("sv", "Finansdepartementet ska [spara tid].", None, ["se_finansdepartementet"]),
        ("nb", "Finansdepartementet skal [spare tid].", None, ["no_fin"]),
        ("en", "Datatilsynet will [save time].", "DK", ["dk_datatilsynet"]),
        ("en", "Datatilsynet will [save time].", None, [None]),
        ("da", "Digitaliseringsstyrelsen vil [spare tid].", None, ["dk_digst"]),
        ("en", "Those who know will [save time].", None, [None]),
    ],
)
def test_bodies_are_known_by_name(
    language: str, sentence: str, country: str | None, bodies: list[str | None]
) -> None:
    facets = read(sentence, language, country=country)
    assert [one.organisation_id for one in facets if one.facet == "actor"] == bodies


@pytest.mark.parametrize(
    ("language", "sentence", "groups"),
    [
        ("en", "AI will [save time] for patients and nurses.", ["patients", "employees"]),
        ("en", "The portal helps businesses to [save time].", ["businesses"]),
        ("en", "The office counts citizens who [save time].", []),
        ("nb", "Vi skal [spare tid] for innbyggerne og næringslivet.", ["citizens", "businesses"]),
        ("nb", "Pasientene slipper å vente, og det [sparer tid].", ["patients"]),
        ("nn", "Løysinga gir innbyggjarane [enklare] tenester.", ["citizens"]),
        ("sv", "Tjänsten hjälper företagen att [spara tid].", ["businesses"]),
        ("da", "Løsningen giver borgerne [lettere] adgang.", ["citizens"]),
    ],
)
def test_for_whom_the_good_is(language: str, sentence: str, groups: list[str]) -> None:
    assert values_of(read(sentence, language), "beneficiary") == groups


@pytest.mark.parametrize(
    ("language", "sentence", "technologies"),
    [
        ("en", "Machine learning and open data [save time].", ["machine_learning", "open_data"]),
        ("nb", "En samtalerobot kan [spare tid].", ["chatbot"]),
        ("nn", "Maskinlæring i skya vil [spare tid].", ["machine_learning", "cloud"]),
        ("sv", "Språkmodeller kan [spara tid].", ["generative_ai"]),
        ("da", "Droner kan [spare tid].", ["robotics"]),
    ],
)
def test_which_technology_is_named(language: str, sentence: str, technologies: list[str]) -> None:
    assert values_of(read(sentence, language), "technology") == technologies


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "horizon", "year"),
    [
        ("en", "By 2030 all offices will [save time].", "commitment", "dated_future", 2030),
        ("en", "We have [saved time] since 2019.", "result", "past", 2019),
        ("en", "The register is used to [save time].", "result", "present", None),
        ("en", "The agencies shall [save time].", "mandate", "undated_future", None),
        (
            "en",
            "In 2021 we launched a portal that will [save time].",
            "vision",
            "undated_future",
            None,
        ),
        ("en", "The 2022 plan says that AI is a way to [save time].", "vision", "present", None),
        ("nb", "Innen utgangen av 2027 skal etaten [spare tid].", "mandate", "dated_future", 2027),
        ("nb", "Etaten innførte roboten og [sparte tid] i 2022.", "result", "past", 2022),
        ("nb", "Roboten brukes i dag og [sparer tid].", "result", "present", None),
        ("nb", "Det forventes at KI [sparer tid].", "vision", "undated_future", None),
        ("nn", "Innan 2028 skal verksemda [spare tid].", "mandate", "dated_future", 2028),
        ("nn", "Kommunen har [spart tid] med løysinga.", "result", "past", None),
        ("sv", "Senast 2026 ska myndigheten [spara tid].", "mandate", "dated_future", 2026),
        ("sv", "Systemet infördes 2020 och [sparade tid].", "result", "past", 2020),
        ("da", "Inden 2029 skal kommunen [spare tid].", "mandate", "dated_future", 2029),
        ("da", "Kommunen har [sparet tid] siden 2018.", "result", "past", 2018),
        ("da", "På sigt vil løsningen [spare tid].", "vision", "undated_future", None),
    ],
)
def test_when_it_is_true(
    language: str, sentence: str, kind: str, horizon: str, year: int | None
) -> None:
    (found,) = [one for one in read(sentence, language, kind) if one.facet == "horizon"]
    assert (found.value, found.year) == (horizon, year)


def test_a_year_is_ahead_of_the_documents_own() -> None:
    sentence = "The 2022 targets [save time] everywhere."
    for year, horizon in ((2020, "dated_future"), (2024, "undated_future")):
        assert values_of(read(sentence, "en", year=year), "horizon") == [horizon]


@pytest.mark.parametrize(
    ("language", "sentence", "specifics"),
    [
        ("en", "It [saves] 4,500 hours and 12 % of the cost.", ["4,500 hours", "12 %"]),
        ("en", "From 1 March 2026 it [saves time].", ["1 March 2026"]),
        ("en", "As section 4 says, it [saves time].", []),
        ("en", "3. It [saves time] with 5G under Regulation 2016/679.", []),
        ("en", "The assistant “Lantern” [saves time].", ["Lantern"]),
        ("nb", "Altinn [sparer] 2,5 millioner timer.", ["Altinn", "2,5 millioner timer"]),
        ("nb", "Halvparten [sparer tid], se kapittel 3.", ["Halvparten"]),
        ("nn", "Frå 1. januar 2025 [sparer] dei 30 prosent.", ["1. januar 2025", "30 prosent"]),
        ("sv", "BankID [sparar] 10 000 timmar om året.", ["BankID", "10 000 timmar"]),
        ("da", "MitID [sparer] 100 mio. kroner.", ["MitID", "100 mio"]),
    ],
)
def test_what_can_be_checked(language: str, sentence: str, specifics: list[str]) -> None:
    found = words_of(read(sentence, language), "specificity")
    assert [quote for value, quote in found if value != "none"] == specifics
    assert specifics or found == [("none", None)]


@pytest.mark.parametrize(
    ("language", "sentence", "words"),
    [
        ("en", "According to the auditors, AI can [save time].", "According to"),
        ("en", "According to the law, data shall be shared to [save time].", None),
        ("en", "The audit found that the system [saves time].", "found that"),
        ("en", "We find that the system [saves time].", None),
        ("en", "One mayor said: “Data is our [gold mine], all of it.”", "said"),
        ("nb", "Ifølge Riksrevisjonen [sparer] etaten tid.", "Ifølge"),
        ("nb", "Undersøkelsen viser at løsningen [sparer tid].", "viser at"),
        ("nb", "Regjeringen mener at løsningen [sparer tid].", None),
        ("nn", "Ifølgje rapporten [sparer] kommunen tid.", "Ifølgje"),
        ("sv", "Enligt Riksrevisionen [sparar] verket tid.", "Enligt"),
        ("sv", "Enligt lagen ska data delas för att [spara tid].", None),
        ("da", "Ifølge Rigsrevisionen [sparer] kommunen tid.", "Ifølge"),
    ],
)
def test_what_is_taken_from_another(language: str, sentence: str, words: str | None) -> None:
    wanted = [("reported", words)] if words else []
    assert words_of(read(sentence, language), "reported") == wanted


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Data is a [gold mine]."),
        ("nb", "Data er en [gullgruve]."),
        ("nn", "Data er ei [gullgruve]."),
        ("sv", "Data är en [guldgruva]."),
        ("da", "Data er en [guldgrube]."),
    ],
)
def test_an_image_is_named_the_same_in_all_languages(language: str, sentence: str) -> None:
    assert values_of(read(sentence, language, code="resource"), "metaphor") == ["gold_mine"]


def test_an_image_goes_with_the_code_it_stands_for() -> None:
    text = "Data is a gold mine that saves time."
    coding = code_text(text, "en", "", CODEBOOK)
    found = find_facets(text, "en", coding, CODEBOOK, Background(BODIES))
    images = {
        claim.code: values_of(told, "metaphor")
        for claim, told in zip(coding.claims, found, strict=True)
    }
    assert images == {"resource": ["gold_mine"], "efficiency": []}


def test_an_image_of_a_code_that_is_not_there_goes_with_the_nearest_claim() -> None:
    text = "AI saves time, and our data, a gold mine, gives insight."
    places = [("efficiency", "saves time"), ("knowledge", "insight")]
    claims = tuple(
        CodedClaim(code, "imaginary", 0.9, (CueSpan(at, at + len(words), words, "x"),), words)
        for code, words in places
        for at in (text.index(words),)
    )
    found = find_facets(
        text, "en", Coding(True, True, "vision", claims), CODEBOOK, Background(BODIES)
    )
    assert [values_of(told, "metaphor") for told in found] == [[], ["gold_mine"]]


def test_every_language_names_the_same_technologies_and_groups() -> None:
    first = CODEBOOK.languages["en"].facets
    for language in CODEBOOK.languages.values():
        assert language.facets.technologies.keys() == first.technologies.keys(), language.id
        groups = language.facets.beneficiaries.groups
        assert groups.keys() == first.beneficiaries.groups.keys(), language.id
        assert len(language.facets.time.months) == 12, language.id


def test_facets_become_rows_of_their_claim() -> None:
    text = "By 2030 we will use data to save time for patients."
    sentence = Sentence("s", "p", "d", 0, None, "en", 0, len(text), text)
    coded = code_sentences(
        [sentence], {"p": "prose"}, CODEBOOK, "coder", None, Background(BODIES, YEAR, "GB")
    )
    (claim,) = [one for one in coded.claims if one.code == "efficiency"]
    rows = {row.facet: row for row in coded.facets if row.claim_id == claim.claim_id}
    assert {"actor", "horizon", "specificity", "beneficiary"} <= rows.keys() <= set(FACETS)
    assert (rows["horizon"].value, rows["horizon"].year) == ("dated_future", 2030)
    assert {row.document_id for row in coded.facets} == {"d"}
    without = code_sentences([sentence], {"p": "prose"}, CODEBOOK, "coder")
    assert without.facets == ()
    assert without.claims == coded.claims


LANGUAGES = st.sampled_from(sorted(CODEBOOK.languages))
# fmt: off
SCRAPS = st.sampled_from(
    ("data", "gold mine", "gullgruve", "not", "ikke", "inte", "2030", "by", "NAV", "will", "skal",
     "4 000", "%", "«", "»", ",", ".", "May", "and", "for", "citizens", "ifølge", "§", "\ud800",
     "\n", "\u00a0", "utan", "at")
)
# fmt: on
TEXTS = st.lists(st.one_of(SCRAPS, st.text(max_size=8)), max_size=30).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, LANGUAGES, st.data())
def test_every_quote_is_the_slice_of_the_text(
    text: str, language: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cue = CueSpan(start, end, text[start:end], "cue")
    claim = CodedClaim("resource", "imaginary", 0.9, (cue,), cue.quote)
    coding = Coding(True, True, "vision", (claim,))
    (facets,) = find_facets(text, language, coding, CODEBOOK, Background(BODIES, YEAR))
    for one in facets:
        if one.quote is not None:
            assert one.quote == text[one.start_char : one.end_char]
    row = Claim("c", "s", "d", "resource", "imaginary", "vision", 0.9, "q", "hash", "version")
    rows = list(facet_rows([row], [facets]))
    assert len(rows) == len(set(rows))
    assert {"actor", "horizon", "specificity"} <= {one.facet for one in rows}


def test_a_text_without_end_takes_bounded_time_and_still_has_its_facets() -> None:
    text = "data is not a gold mine for citizens " * 3000 + "and saves time"
    start = len(text) - len("saves time")
    claim = CodedClaim(
        "efficiency",
        "imaginary",
        0.9,
        (CueSpan(start, len(text), "saves time", "x"),),
        "saves time",
    )
    coding = Coding(True, True, "vision", (claim,))
    (facets,) = find_facets(text, "en", coding, CODEBOOK, Background(BODIES))
    assert {"actor", "horizon", "specificity"} <= {one.facet for one in facets}
