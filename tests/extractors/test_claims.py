"""Coding sentences: scope, codes, cue spans and the rows that follow from them."""

import pickle
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.codebook import Codebook, load_codebook
from data.records import Sentence
from data.settings import DATA_FOLDER
from extractors.claims import THRESHOLD, code_sentences, code_text, matcher_for

CODEBOOK = load_codebook(DATA_FOLDER)

BOTH = {"efficiency", "infrastructure"}

EXAMPLES = [
    (code.id, language, sentence.text)
    for code in CODEBOOK.codes
    for language, sentences in code.examples.items()
    for sentence in sentences
]
COUNTER_EXAMPLES = [
    (code.id, language, sentence.text)
    for code in CODEBOOK.codes
    for language, sentences in code.counter_examples.items()
    for sentence in sentences
]


def codes_of(sentence: str, language: str, before: str = "") -> set[str]:
    return {claim.code for claim in code_text(sentence, language, before, CODEBOOK).claims}


def test_the_rules_find_most_examples_of_the_codebook_and_some_of_every_code_and_language() -> None:
    """Examples go beyond the cues on purpose, because the trained coder learns from them."""
    found: dict[tuple[str, str], list[bool]] = {}
    for code, language, sentence in EXAMPLES:
        found.setdefault((code, language), []).append(code in codes_of(sentence, language))
    thin = {cell: sum(hits) for cell, hits in found.items() if sum(hits) < 0.4 * len(hits)}
    assert not thin
    assert sum(map(sum, found.values())) > 0.75 * len(EXAMPLES)


@pytest.mark.parametrize(("code", "language", "sentence"), COUNTER_EXAMPLES)
def test_no_counter_example_carries_the_code(code: str, language: str, sentence: str) -> None:
    assert code not in codes_of(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence", "codes"),
    [
        ("en", "An algorithm can save time, provided that data quality improves.", BOTH),
        ("nb", "En algoritme vil spare tid når datakvaliteten blir bedre.", BOTH),
        ("nn", "Ein algoritme vil spare tid når datakvaliteten blir betre.", BOTH),
        ("sv", "En algoritm kan spara tid när datakvaliteten blir bättre.", BOTH),
        ("da", "En algoritme vil spare tid, når datakvaliteten bliver bedre.", BOTH),
        ("en", "The harbour office opened an app.", set()),
        ("nb", "Havnekontoret åpnet en app.", set()),
        ("en", "Algorithms must not harm privacy.", {"legal", "ethics"}),
        ("sv", "Delade data stärker konkurrenskraften och tilliten.", {"growth", "trust"}),
    ],
)
def test_a_sentence_carries_exactly_these_codes(
    language: str, sentence: str, codes: set[str]
) -> None:
    assert codes_of(sentence, language) == codes


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The harbour was painted last summer to save time."),
        ("nb", "Havnen ble malt i fjor sommer for å spare tid."),
        ("nn", "Hamna vart måla i fjor sommar for å spare tid."),
        ("sv", "Hamnen målades i somras för att spara tid."),
        ("da", "Havnen blev malet sidste sommer for at spare tid."),
    ],
)
def test_a_sentence_about_something_else_is_out_of_scope(language: str, sentence: str) -> None:
    coding = code_text(sentence, language, "", CODEBOOK)
    assert (coding.has_codebook, coding.in_scope, coding.type) == (True, False, "other")
    assert coding.claims == ()


@pytest.mark.parametrize(
    ("language", "before", "sentence"),
    [
        ("en", "The agency runs a chatbot.", "This saves money."),
        ("nb", "Etaten har en chatbot.", "Dette sparer tid."),
        ("nn", "Etaten har ein chatbot.", "Dette sparer tid for alle, og vi spare tid."),
        ("sv", "Myndigheten har en chatbot.", "Detta sparar tid."),
        ("da", "Styrelsen har en chatbot.", "Det frigør tid."),
    ],
)
def test_the_text_before_places_a_sentence_in_scope(
    language: str, before: str, sentence: str
) -> None:
    assert not code_text(sentence, language, "", CODEBOOK).in_scope
    assert codes_of(sentence, language, before) == {"efficiency"}


@pytest.mark.parametrize("language", ["fi", "", "EN", "xx"])
def test_a_language_without_cues_is_not_judged(language: str) -> None:
    coding = code_text("Data is gold.", language, "", CODEBOOK)
    assert (coding.has_codebook, coding.in_scope, coding.type) == (False, False, "other")
    assert coding.claims == ()


@pytest.mark.parametrize("text", ["", " ", "😀 data 😀", "данные AI 数据", "AI " * 5000])
def test_odd_texts_are_coded_without_trouble(text: str) -> None:
    assert code_text(text, "en", text, CODEBOOK).has_codebook


def test_the_quote_is_the_strongest_cue_and_spans_are_in_order() -> None:
    text = "Automation saves time and reduces the costs of data work."
    claim = code_text(text, "en", "", CODEBOOK).claims[0]
    assert (claim.code, claim.quote) == ("efficiency", "saves time")
    assert [span.quote for span in claim.cues] == ["Automation", "saves time", "reduces the costs"]


def test_more_cues_make_a_surer_claim() -> None:
    one = code_text("Data saves time.", "en", "", CODEBOOK).claims[0]
    two = code_text("Data saves time and is cheaper.", "en", "", CODEBOOK).claims[0]
    assert one.score == pytest.approx(0.7)
    assert two.score == pytest.approx(0.91)
    assert THRESHOLD <= one.score < two.score < 1


PIECES = st.sampled_from(
    [
        *(sentence for _, language, sentence in EXAMPLES if language == "nb"),
        "😀", "İ", "«", "­", "\n", " - ", "AI:s", "data-", "123", "ß", "e\u0301",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=6).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_every_quote_is_the_slice_of_the_text(text: str) -> None:
    for claim in code_text(text, "nb", "", CODEBOOK).claims:
        assert claim.cues
        for span in claim.cues:
            assert text[span.start_char : span.end_char] == span.quote


def sentences_of(*texts: str, language: str = "en", passage: str = "p") -> list[Sentence]:
    return [
        Sentence(f"s{at}", passage, "d", at, None, language, 0, len(text), text)
        for at, text in enumerate(texts)
    ]


def test_a_document_gives_sentences_claims_cues_and_mentions() -> None:
    sentences = sentences_of("We will build “Harbour Watch” with open data to save time.")
    coded = code_sentences(sentences, {"p": "prose"}, CODEBOOK, "v1")
    assert (coded.sentences[0].in_scope, coded.sentences[0].type) == (True, "commitment")
    claim = next(claim for claim in coded.claims if claim.code == "efficiency")
    assert (claim.quote, claim.type, claim.codebook_hash, claim.coder_version) == (
        "save time",
        "commitment",
        CODEBOOK.hash,
        "v1",
    )
    cues = [cue for cue in coded.cues if cue.claim_id == claim.claim_id]
    assert [sentences[0].text[cue.start_char : cue.end_char] for cue in cues] == ["save time"]
    assert [mention.name for mention in coded.mentions] == ["Harbour Watch"]


def test_a_vision_names_no_system() -> None:
    sentences = sentences_of("Data could one day feed something like “Harbour Watch”.")
    coded = code_sentences(sentences, {"p": "prose"}, CODEBOOK, "v1")
    assert coded.sentences[0].type == "vision"
    assert coded.mentions == ()


@pytest.mark.parametrize("kind", ["heading", "table", "running_head", "contents", "title"])
def test_headings_and_furniture_are_never_coded(kind: str) -> None:
    coded = code_sentences(sentences_of("Data saves time."), {"p": kind}, CODEBOOK, "v1")
    assert (coded.sentences[0].in_scope, coded.sentences[0].type) == (False, "other")
    assert coded.sentences[0].has_codebook
    assert coded.claims == ()


def test_a_heading_gives_context_to_the_two_sentences_after_it() -> None:
    heading = replace(sentences_of("Our chatbot")[0], passage_id="h")
    texts = sentences_of("It saves time.", "They save time.", "It will save time.", passage="p")
    coded = code_sentences([heading, *texts], {"h": "heading", "p": "prose"}, CODEBOOK, "v1")
    assert [sentence.in_scope for sentence in coded.sentences] == [False, True, True, False]


def test_a_system_once_named_is_known_in_the_rest_of_the_document() -> None:
    sentences = sentences_of(
        "We will build the algorithm “Harbour Watch”.",
        "The quay was painted.",
        "The cook had lunch.",
        "Harbour Watch saves time.",
    )
    coded = code_sentences(sentences, {"p": "prose"}, CODEBOOK, "v1")
    assert [sentence.in_scope for sentence in coded.sentences] == [True, False, False, True]
    alone = code_sentences(sentences[3:], {"p": "prose"}, CODEBOOK, "v1")
    assert not alone.sentences[0].in_scope


def test_a_name_in_quotation_marks_continues_what_was_said_before() -> None:
    assert codes_of("“Harbour Watch” saves time.", "en", "The algorithm is new.") == {"efficiency"}
    assert codes_of("“Harbour Watch” saves time.", "en", "The quay is new.") == set()


@pytest.mark.parametrize(
    ("language", "mention", "need"),
    [
        (
            "en",
            "The data are kept by the coordination unit.",
            "Agencies must improve coordination of shared data.",
        ),
        (
            "nb",
            "Data ligger hos seksjonen for anskaffelser.",
            "Etaten trenger anskaffelser av data.",
        ),
    ],
)
def test_a_constraint_in_passing_is_no_claim(language: str, mention: str, need: str) -> None:
    assert "organisation" not in codes_of(mention, language)
    assert "organisation" in codes_of(need, language)


@pytest.mark.parametrize(
    ("language", "sentence", "codes"),
    [
        ("en", "The chat service answers citizens around the clock.", {"service"}),
        ("nb", "Chattjenesten svarer folk hele døgnet.", {"service"}),
        ("nn", "Chattenesta svarar folk heile døgnet.", {"service"}),
        ("sv", "Chattjänsten svarar folk hela dygnet.", {"service"}),
        ("da", "Chattjenesten svarer folk hele døgnet.", {"service"}),
        ("en", "The algorithm saved the harbour forty hours.", {"efficiency"}),
        ("nb", "Algoritmen sparte havna for førti timer.", {"efficiency"}),
        ("nn", "Algoritmen sparte hamna for førti timar.", {"efficiency"}),
        ("sv", "Algoritmen sparade hamnen fyrtio timmar.", {"efficiency"}),
        ("da", "Algoritmen sparede havnen fyrre timer.", {"efficiency"}),
        ("nb", "Avgiftsverket bruker en algoritme.", set()),
        ("sv", "Avgiftsverket använder en algoritm.", set()),
    ],
)
def test_everyday_words_carry_codes_in_every_language(
    language: str, sentence: str, codes: set[str]
) -> None:
    assert codes_of(sentence, language) == codes


def test_sentences_of_other_languages_pass_through_unjudged() -> None:
    mixed = [*sentences_of("Data saves time."), *sentences_of("Tieto on.", language="fi")]
    coded = code_sentences(mixed, {"p": "prose"}, CODEBOOK, "v1")
    assert [sentence.has_codebook for sentence in coded.sentences] == [True, False]
    assert [sentence.text for sentence in coded.sentences] == ["Data saves time.", "Tieto on."]


def test_an_empty_document_gives_empty_rows() -> None:
    coded = code_sentences([], {}, CODEBOOK, "v1")
    assert (coded.sentences, coded.claims, coded.cues, coded.mentions) == ((), (), (), ())


def test_what_goes_in_and_comes_out_crosses_processes() -> None:
    book: Codebook = pickle.loads(pickle.dumps(CODEBOOK))
    coded = code_sentences(sentences_of("Data saves time."), {"p": "prose"}, book, "v1")
    assert pickle.loads(pickle.dumps(coded)) == coded
    assert book == CODEBOOK


def test_the_same_codebook_compiles_its_cues_once_per_language() -> None:
    assert matcher_for(CODEBOOK, "da") is matcher_for(CODEBOOK, "da")
    assert matcher_for(CODEBOOK, "da") is not matcher_for(CODEBOOK, "nb")


def test_a_change_of_cues_is_never_answered_from_the_old_ones() -> None:
    first = CODEBOOK.codes[0]
    bare = replace(first, cues={}, weak_cues={})
    changed = replace(CODEBOOK, codes=(bare, *CODEBOOK.codes[1:]), hash="another")
    text = first.examples["en"][0].text
    assert first.id in codes_of(text, "en")
    assert first.id not in {c.code for c in code_text(text, "en", "", changed).claims}


def test_half_a_character_pair_is_no_obstacle() -> None:
    coding = code_text("\ud800 Data are a gold mine for the administration.", "en", "", CODEBOOK)
    assert "resource" in {claim.code for claim in coding.claims}
