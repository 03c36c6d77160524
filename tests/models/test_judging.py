"""Judging many sentences at once gives what judging each alone gives."""

from __future__ import annotations

import numpy as np
import pytest

from data.concept import load_concepts
from data.settings import DATA_FOLDER
from models.classify import WEIGHTS_FOLDER, Coder, judge, load_coder, place_words
from models.judging import Question, judge_all
from models.word_rows import RowReader
from models.words import WordReader

CONCEPTS = load_concepts(DATA_FOLDER)
TEXTS = [
    ("Data is a gold mine for the public sector, and data is power.", ""),
    ("", "The agency shared its registers."),
    ("AI will save time by 2030.", "Data is a gold mine for the public sector, and data is power."),
    ("Kunstig intelligens gir tidsbesparelser i tjenesteutvikling.", "Vi deler data."),
    ("qqqq " * 500, "zzzz"),
]


@pytest.fixture(scope="module")
def coder() -> Coder:
    coder = load_coder(WEIGHTS_FOLDER)
    assert coder is not None
    return coder


@pytest.mark.parametrize("language", ["en", "nb"])
def test_rows_are_those_of_the_features(coder: Coder, language: str) -> None:
    reader = WordReader(CONCEPTS, language)
    fast = RowReader(reader, coder.rows)
    for _ in range(2):  # the second time every word is known
        for (text, before), rows in zip(TEXTS, fast.read(TEXTS), strict=True):
            wanted, _ = place_words(coder.rows, coder.rarity, reader.read(text, before))
            assert sorted(rows.tolist()) == sorted(wanted.tolist())


@pytest.mark.parametrize("trait", ["scope:ruled_in", "kind:bill"])
def test_together_is_as_alone(coder: Coder, trait: str) -> None:
    reader = WordReader(CONCEPTS, "en")
    traits = {trait: 1.0, "no trait of the coder's": 1.0, "shape:length": 0.7}
    ruled, has_kind = coder.codes[:2], trait.startswith("kind:")
    read = RowReader(reader, coder.rows).read(TEXTS)
    together = judge_all(coder, [Question(traits, rows, ruled, True, has_kind) for rows in read])
    for (text, before), judgement in zip(TEXTS, together, strict=True):
        alone = judge(coder, traits, reader.read(text, before), ruled, True)
        assert np.allclose(alone.probabilities, judgement.probabilities, atol=1e-5)
        assert (alone.codes, alone.type) == (judgement.codes, judgement.type)


def test_no_question_has_no_answer(coder: Coder) -> None:
    assert judge_all(coder, []) == []


def test_words_met_long_ago_are_let_go(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.word_rows._MAX_KNOWN", 3)
    reader = RowReader(WordReader(CONCEPTS, "en"), coder.rows)
    first = reader.read([("Data saves time", "")])[0]
    for number in range(9):
        reader.read([(f"Word{'x' * number} here", "")])
        assert len(reader._known) <= 3 + 2
    assert set(reader.read([("Data saves time", "")])[0].tolist()) == set(first.tolist())
