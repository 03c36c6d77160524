"""The shipped coder: words behind every claim, rules elsewhere, and floors on the gold."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ids import bytes_sha256
from data.records import Sentence
from extractors.claims import code_sentences, code_text
from flows.coding import LEARNED, make_judge, shipped_codebook, shipped_judge
from flows.training.coded_corpus import CODINGS
from flows.training.examples import code_ids
from flows.training.lessons import load_taught, read_lessons
from models.classify import CARD_FILE, WEIGHTS_FOLDER, load_coder, read_about
from models.confusion import load_confusion
from models.evaluate import PredictedCoding, score_claims
from models.gold import read_gold
from models.train import cross_validate

FLOORS = {"codes": 0.615, "imaginaries": 0.585, "type": 0.53}
"""Of the first of five parts by document, which is harder than the mean; measured .02 higher."""
GOLD_SHA256 = "f9d53a0092620ecfac3a8f9aa25d486bce45cfde9f3adf26a478adcfade19523"

SENTENCES = {
    "en": "Data is a gold mine that can save time for case workers.",
    "nb": "Data er en gullgruve som kan spare tid for saksbehandlerne.",
    "nn": "Data er ei gullgruve som kan spare tid for saksbehandlarane.",
    "sv": "Data är en guldgruva som kan spara tid för handläggarna.",
    "da": "Data er en guldgrube, der kan spare tid for sagsbehandlerne.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_newcomers_sentence_is_coded_in_each_language(language: str) -> None:
    text = SENTENCES[language]
    coding = code_text(text, language, "", shipped_codebook(), shipped_judge())
    assert {"resource", "efficiency"} <= {claim.code for claim in coding.claims}
    assert coding.type == "vision"
    assert all(0 < claim.score <= 1 for claim in coding.claims)


PIECES = (
    "data will help the agencies share records so that nobody waits, 7 € ‘AI’: risk of bias — "
    "førerprøve åpenhet tillit sårbar Übung 数据 😀 ."
)


@given(
    st.lists(st.sampled_from(PIECES.split(" ")), max_size=30).map(" ".join),
    st.sampled_from(sorted(SENTENCES)),
)
@settings(max_examples=80, deadline=None)
def test_every_claim_has_words_that_stand_in_the_text(text: str, language: str) -> None:
    coding = code_text(text, language, text, shipped_codebook(), shipped_judge())
    for claim in coding.claims:
        assert claim.cues
        assert claim.quote in {span.quote for span in claim.cues}
        for span in claim.cues:
            assert text[span.start_char : span.end_char] == span.quote
            if span.cue.startswith(LEARNED):
                assert span.cue == LEARNED + span.quote.lower()


@pytest.mark.parametrize("text", ["", " ", "data " * 10_000, "d" * 50_000])
def test_odd_texts_are_judged_without_trouble(text: str) -> None:
    assert code_text(text, "en", text, shipped_codebook(), shipped_judge()).has_codebook


def test_a_code_younger_than_the_model_is_coded_by_the_rules_and_a_dropped_one_not_at_all() -> None:
    book, coder = shipped_codebook(), load_coder(WEIGHTS_FOLDER)
    assert coder is not None
    first = next(code for code in book.codes if code.id == "resource")
    younger = replace(first, id="sovereignty", cues={"en": ("gold mine*",)}, weak_cues={})
    kept = tuple(code for code in book.codes if code.id != "resource")
    changed = replace(book, codes=(*kept, younger), hash="changed")
    coding = code_text(SENTENCES["en"], "en", "", changed, make_judge(coder, changed))
    assert {claim.code for claim in coding.claims} == {"sovereignty", "efficiency"}


def test_a_language_without_cues_is_not_judged() -> None:
    coding = code_text("Tieto on kultaa.", "fi", "", shipped_codebook(), shipped_judge())
    assert (coding.has_codebook, coding.claims) == (False, ())


def test_a_document_is_coded_as_its_sentences_are() -> None:
    before, text = "Our registers are full.", "Sharing them saves time for the agencies."
    sentences = [
        Sentence(f"s{at}", "p", "d", at, None, "en", 0, len(one), one)
        for at, one in enumerate((before, text))
    ]
    book, judge = shipped_codebook(), shipped_judge()
    coded = code_sentences(sentences, {"p": "prose"}, book, "v", judge)
    alone = code_text(text, "en", before, book, judge)
    claims = [claim for claim in coded.claims if claim.sentence_id == "s1"]
    assert [(claim.code, claim.score) for claim in claims] == [
        (claim.code, claim.score) for claim in alone.claims
    ]
    assert coded.sentences[1].type == alone.type


def test_the_shipped_coder_is_there_and_knows_every_language() -> None:
    coder = load_coder(WEIGHTS_FOLDER)
    assert coder is not None
    assert set(coder.languages) == set(shipped_codebook().languages)
    assert read_about(WEIGHTS_FOLDER)["gold_sha256"] == GOLD_SHA256


def test_weights_card_errors_and_codings_belong_together() -> None:
    about = read_about(WEIGHTS_FOLDER)
    confusion = load_confusion(WEIGHTS_FOLDER)
    assert confusion is not None
    card = (WEIGHTS_FOLDER / CARD_FILE).read_text(encoding="utf-8")
    assert about["codebook_hash"] == shipped_codebook().hash
    assert about["codings_sha256"] == bytes_sha256(CODINGS.read_bytes())
    assert about["gold_sha256"] == confusion.gold_sha256 == GOLD_SHA256
    for digest in (about["gold_sha256"], about["codings_sha256"], about["codebook_hash"]):
        assert digest in card
    # Some gold sentences have the same words.
    taught = about["gold_sentences"] + about["corpus_sentences"]
    assert 0.98 * taught < len(load_taught(WEIGHTS_FOLDER)) <= taught


@pytest.mark.slow
def test_a_held_out_fifth_of_the_gold_stays_above_the_floors(shared: Path) -> None:
    gold = read_gold(shared / "gold" / "dev.jsonl")
    codebook = shipped_codebook()
    codes = code_ids(codebook)
    lessons = read_lessons(gold, codebook, shared / "corpus")
    found = cross_validate(lessons.examples, codes, parts=1)
    rows = [at for at, is_tested in enumerate(found.tested) if is_tested]
    predicted = [
        PredictedCoding(
            gold[at].id,
            frozenset(code for code, given in zip(codes, found.given[at], strict=True) if given),
            found.types[at],
            True,
        )
        for at in rows
    ]
    scores = score_claims([gold[at] for at in rows], predicted).overall
    assert scores.codes_macro_f1 >= FLOORS["codes"]
    assert scores.imaginaries_macro_f1 >= FLOORS["imaginaries"]
    assert scores.type_macro_f1 >= FLOORS["type"]
