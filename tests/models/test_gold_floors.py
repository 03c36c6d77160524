"""What the coder reached on the gold set, as floors: a change that costs accuracy fails here."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from data.codebook import load_codebook
from data.settings import DATA_FOLDER
from extractors.claims import code_text
from models.evaluate import ClaimScores, PredictedCoding, read_gold, score_claims

GOLD_SHA256 = "f9d53a0092620ecfac3a8f9aa25d486bce45cfde9f3adf26a478adcfade19523"
"""The gold set that the floors were measured on."""

FLOORS = {
    "codes_macro_f1": 0.62,
    "imaginaries_macro_f1": 0.60,
    "constraints_macro_f1": 0.65,
    "type_macro_f1": 0.56,
    "scope_accuracy": 0.89,
}
CODE_FLOORS = {"en": 0.65, "nb": 0.475, "sv": 0.545}
"""Macro-F1 over all codes; nynorsk and Danish have too few gold sentences to hold to a floor."""


@pytest.fixture(scope="module")
def scores(shared: Path) -> ClaimScores:
    codebook = load_codebook(DATA_FOLDER)
    gold = read_gold(shared / "gold" / "dev.jsonl")
    predicted = []
    for sentence in gold:
        coding = code_text(sentence.text, sentence.language, sentence.before, codebook)
        codes = frozenset(claim.code for claim in coding.claims)
        predicted.append(PredictedCoding(sentence.id, codes, coding.type, coding.in_scope))
    return score_claims(gold, predicted)


def test_the_gold_set_is_the_one_the_floors_were_measured_on(shared: Path) -> None:
    found = hashlib.sha256((shared / "gold" / "dev.jsonl").read_bytes()).hexdigest()
    assert found == GOLD_SHA256, "gold/dev.jsonl has changed: measure anew and set the floors anew"


@pytest.mark.parametrize("name", FLOORS)
def test_the_scores_over_all_languages_hold(scores: ClaimScores, name: str) -> None:
    assert getattr(scores.overall, name) >= FLOORS[name]


@pytest.mark.parametrize("language", CODE_FLOORS)
def test_the_codes_hold_in_each_language(scores: ClaimScores, language: str) -> None:
    assert scores.by_language[language].codes_macro_f1 >= CODE_FLOORS[language]
