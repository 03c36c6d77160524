"""Explanations add up: to what the coder computes, in every language, for every code."""

from dataclasses import replace

import numpy as np
import pytest

from data.concept import load_concepts
from data.settings import DATA_FOLDER
from models.classify import WEIGHTS_FOLDER, Coder, judge, load_coder, place_words
from models.explain import (
    CAUSES,
    OTHERS,
    RULES,
    START,
    TRAITS,
    TYPE,
    WORDS,
    Breakdown,
    ReadSentence,
    explain_code,
    explain_type,
    read_sentence,
)
from models.nearest import NEAR, CodedText, build_shelf, find_nearest
from models.words import WordReader

CONCEPTS = load_concepts(DATA_FOLDER)
READERS = {language: WordReader(CONCEPTS, language) for language in ("en", "nb", "nn", "sv", "da")}
BEFORE = "Data 2024."
SENTENCES = {
    "en": "Sharing data saves time and time again, and saves money for the agencies.",
    "nb": "Deling av data sparer tid, sparer penger og sparer tid igjen for etatene.",
    "nn": "Deling av data sparer tid, sparer pengar og sparer tid igjen for etatane.",
    "sv": "Delning av data sparar tid, sparar pengar och sparar tid igen för myndigheterna.",
    "da": "Deling af data sparer tid, sparer penge og sparer tid igen for myndighederne.",
}
TRAIT_VALUES = {"cue:efficiency": 1.0, "scope:ruled_in": 1.0, "shape:length": 0.6, "no such": 1.0}
RULED = frozenset({"efficiency"})
TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def coder() -> Coder:
    found = load_coder(WEIGHTS_FOLDER)
    assert found is not None
    return found


def read(coder: Coder, language: str, text: str, ruled: frozenset[str] = RULED) -> ReadSentence:
    reader = READERS[language]
    return read_sentence(coder, reader, text, BEFORE, TRAIT_VALUES, ruled, language == "en")


def is_sum(breakdown: Breakdown) -> bool:
    added = sum(reason.contribution for reason in breakdown.reasons)
    return abs(added - breakdown.total) < TOLERANCE


@pytest.mark.parametrize("language", SENTENCES)
def test_reasons_sum_to_what_the_coder_computes(coder: Coder, language: str) -> None:
    text = SENTENCES[language]
    words = READERS[language].read(text, BEFORE)
    said = judge(coder, TRAIT_VALUES, words, RULED, language == "en")
    sentence = read(coder, language, text)
    for number, code in enumerate(coder.codes):
        reasons = explain_code(coder, sentence, code)
        chance = said.probabilities[number]
        assert reasons.probability == pytest.approx(chance, abs=TOLERANCE)
        assert reasons.causes.total == pytest.approx(np.log(chance / (1 - chance)), abs=1e-3)
        assert all(map(is_sum, (reasons.causes, reasons.traits, reasons.words)))
        assert [cause.name for cause in reasons.causes.reasons] == list(CAUSES)
        assert (chance >= reasons.threshold) == (code in said.codes)
    kind = explain_type(coder, sentence)
    assert kind.type == said.type
    assert is_sum(kind.reasons)
    assert kind.reasons.total == pytest.approx(np.log(kind.chance / kind.next_chance), abs=1e-3)


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("text", ["", "😀 …", "7 and 8 and 7", "ord " * 600], ids=repr)
def test_odd_texts_add_up_too(coder: Coder, language: str, text: str) -> None:
    reasons = explain_code(coder, read(coder, language, text), "trust")
    assert all(map(is_sum, (reasons.causes, reasons.traits, reasons.words)))


@pytest.mark.parametrize("language", SENTENCES)
def test_the_parts_of_a_text_bring_its_features_and_no_others(language: str) -> None:
    reader = READERS[language]
    text = f"{SENTENCES[language]} 12 {SENTENCES['en']}"
    brought = {number for part in reader.parts(text, BEFORE) for number in part.features.tolist()}
    assert brought == set(np.concatenate(reader.read(text, BEFORE)).tolist())


def causes(coder: Coder, sentence: ReadSentence, code: str) -> dict[str, float]:
    found = explain_code(coder, sentence, code).causes.reasons
    return {reason.name: reason.contribution for reason in found}


def moved(before: dict[str, float], after: dict[str, float]) -> set[str]:
    return {name for name in before if abs(after[name] - before[name]) > 1e-6}


def test_what_the_rules_say_is_one_cause_of_its_own(coder: Coder) -> None:
    with_rules = read(coder, "nb", SENTENCES["nb"])
    without = read(coder, "nb", SENTENCES["nb"], frozenset())
    before = causes(coder, without, "efficiency")
    assert before[RULES] == 0
    assert moved(before, causes(coder, with_rules, "efficiency")) == {RULES}
    # Whether the rules see another code does not touch this one.
    assert moved(causes(coder, without, "trust"), causes(coder, with_rules, "trust")) == set()


def test_each_score_moves_the_cause_of_its_name(coder: Coder) -> None:
    sentence = read(coder, "sv", SENTENCES["sv"])
    number, count = coder.codes.index("trust"), len(coder.codes)
    other = coder.codes.index("skills")
    before = causes(coder, sentence, "trust")
    for cause, column in (
        (TRAITS, number),
        (WORDS, count + number),
        (OTHERS, other),
        (OTHERS, count + other),
        (TYPE, 2 * count),
        (OTHERS, 2 * count + 6),
        (START, 2 * count + 8),
    ):
        shared = sentence.scores.shared.copy()
        shared[column] += 1
        changed = replace(sentence, scores=replace(sentence.scores, shared=shared))
        assert moved(before, causes(coder, changed, "trust")) == {cause}
    assert len(sentence.scores.shared) == 2 * count + 9
    for column, cause in enumerate([TRAITS, WORDS] * 3 + [RULES] * 2):
        own = sentence.scores.own.copy()
        own[number, column] += 1
        changed = replace(sentence, scores=replace(sentence.scores, own=own))
        assert moved(before, causes(coder, changed, "trust")) == {cause}


def test_a_type_told_by_the_documents_kind_is_explained_by_the_weights_of_its_own(
    coder: Coder,
) -> None:
    count = len(coder.codes) + 6
    draw = np.random.default_rng(20)
    readers = {}
    for name, weights in coder.readers.items():
        plain = weights[..., :count]
        if name == "traits":  # one more trait, the last
            plain = np.vstack([plain, np.ones((1, count))])
        of_kinds = draw.normal(size=(*plain.shape[:-1], 6))
        readers[name] = np.concatenate([plain, of_kinds], axis=-1).astype(np.float32)
    number = len(coder.traits)
    with_kinds = replace(coder, readers=readers, traits={**coder.traits, "kind:report": number})
    reader, text = READERS["en"], SENTENCES["en"]
    found = [
        explain_type(with_kinds, read_sentence(with_kinds, reader, text, "", traits, (), True))
        for traits in (TRAIT_VALUES, TRAIT_VALUES | {"kind:report": 1.0})
    ]
    for one in found:
        assert is_sum(one.reasons)
        log_odds = np.log(one.chance / one.next_chance)
        assert one.reasons.total == pytest.approx(log_odds, abs=1e-3)
    assert found[0].reasons != found[1].reasons
    assert "kind:report" in {reason.name for reason in found[1].reasons.reasons}


def test_a_word_that_stands_twice_is_told_once(coder: Coder) -> None:
    reasons = explain_code(coder, read(coder, "en", SENTENCES["en"]), "efficiency")
    told = [(reason.kind, reason.name) for reason in reasons.words.reasons]
    assert len(told) == len(set(told))
    assert ("word", "saves") in told


def test_the_strongest_reason_comes_first(coder: Coder) -> None:
    reasons = explain_code(coder, read(coder, "en", SENTENCES["en"]), "efficiency").words.reasons
    sizes = [abs(reason.contribution) for reason in reasons]
    assert sizes == sorted(sizes, reverse=True)


def coded(language: str, text: str) -> CodedText:
    return CodedText("own", language, text, (), "other")


def test_the_nearest_sentence_is_the_same_one_in_whatever_language(
    coder: Coder,
) -> None:
    known = [coded(language, text) for language, text in SENTENCES.items()]
    known += [coded("nb", SENTENCES["nb"]), coded("nb", "Været var fint i går."), coded("xx", "y")]
    shelf = build_shelf(coder, READERS, known)
    assert len(shelf.coded) == len(known) - 2  # the one that stands twice, and the unread language
    found = find_nearest(shelf, coder, READERS["nb"], SENTENCES["nb"], "nb", 2, 2)
    assert [one.coded.language for one in found[:1]] == ["nb"]  # the weather is not near
    assert found[0].likeness == pytest.approx(1, abs=1e-5)
    assert {one.coded.language for one in found[1:]} <= {"nn", "da", "sv"}
    assert found[0].likeness > found[1].likeness >= found[2].likeness >= NEAR
    # The nearest comes first, also where it is in another language.
    both = find_nearest(shelf, coder, READERS["nb"], SENTENCES["sv"], "nb", 1, 1)
    assert [one.coded.language for one in both] == ["sv", "nb"]
    assert both[0].likeness > both[1].likeness


def test_words_that_speak_for_a_code_count_and_a_shared_frame_does_not(coder: Coder) -> None:
    frame = coded("en", "It will be what it is.")
    saving = coded("en", "Robots save staff time.")
    shelf = build_shelf(coder, READERS, [frame, saving])
    text = "It will be what saves time."
    by_all = read_directions(coder, text, [frame, saving])
    assert by_all[0] > by_all[1]  # by all words alike, the frame is the nearer
    found = find_nearest(shelf, coder, READERS["en"], text, "en", 1, 0)
    assert [one.coded for one in found] == [saving]


def read_directions(coder: Coder, text: str, others: list[CodedText]) -> list[float]:
    """The plain cosine of a text's words with those of others."""
    placed = []
    for one in (text, *(other.text for other in others)):
        rows, sizes = place_words(coder.rows, coder.rarity, READERS["en"].read(one, ""))
        whole = np.zeros(len(coder.kept))
        whole[rows] = sizes / np.sqrt(sizes @ sizes)
        placed.append(whole)
    return [float(placed[0] @ other) for other in placed[1:]]


def test_nothing_is_near_where_nothing_is_shared_or_known(coder: Coder) -> None:
    shelf = build_shelf(coder, READERS, [coded("en", SENTENCES["en"])])
    assert find_nearest(shelf, coder, READERS["en"], "😀", "en", 3, 3) == []
    nothing = build_shelf(coder, READERS, [])
    assert find_nearest(nothing, coder, READERS["en"], SENTENCES["en"], "en", 3, 3) == []
