"""Features of words: numbers only, shared by neighbouring spellings, and bounded."""

import numpy as np
import pytest

from data.concept import load_concepts
from data.settings import DATA_FOLDER
from models.words import BLOCKS, BUCKETS, WordReader, fold, word_features

CONCEPTS = load_concepts(DATA_FOLDER)
NAMES = list(CONCEPTS)


def concepts_of(word: str, language: str) -> set[str]:
    return {NAMES[number] for number in WordReader(CONCEPTS, language).word(word).concepts}


@pytest.mark.parametrize(
    ("language", "word", "concept"),
    [
        ("en", "reduces", "reduce"),
        ("nb", "senker", "reduce"),
        ("nn", "senkar", "reduce"),
        ("sv", "sänker", "reduce"),
        ("da", "sænker", "reduce"),
        ("nb", "driftskostnader", "money"),
        ("sv", "datadelning", "share"),
        ("en", "e-service", "service"),
    ],
)
def test_one_meaning_is_one_concept_in_every_language(
    language: str, word: str, concept: str
) -> None:
    assert concept in concepts_of(word, language)


def test_a_word_without_a_concept_has_none() -> None:
    assert concepts_of("qwxzqwxz", "en") == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("innovasjon", "innovation"),
        ("hälsa", "helsa"),
        ("säkerhet", "sækerhet"),
        ("aktion", "action"),
    ],
)
def test_spellings_of_neighbours_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_blocks_keep_to_their_own_range() -> None:
    blocks = WordReader(CONCEPTS, "en").read("We share data to cut costs.", "A text before.")
    assert len(blocks) == len(BLOCKS)
    for number, ids in enumerate(blocks):
        assert len(ids)
        assert set(np.asarray(ids) // BUCKETS) == {number}


def test_the_same_text_reads_the_same_in_another_reader() -> None:
    text = "Registers are shared across agencies, and 12 of them are open."
    first, second = (WordReader(CONCEPTS, "en").read(text, "") for _ in range(2))
    assert [sorted(block) for block in first] == [sorted(block) for block in second]


def test_numbers_are_one_word_whatever_they_say() -> None:
    reader = WordReader(CONCEPTS, "en")
    assert reader.word("2019") == reader.word("7")


@pytest.mark.parametrize("text", ["", "\ud800 data", "…", "😀 😀", "a" * 50_000, "ord " * 50_000])
def test_odd_texts_are_read_within_bounds(text: str) -> None:
    blocks = WordReader(CONCEPTS, "nb").read(text, text)
    assert sum(len(block) for block in blocks) < 10_000


def test_a_word_brings_its_own_features_to_its_text() -> None:
    reader = WordReader(CONCEPTS, "en")
    own = set(word_features(reader.word("automation")).tolist())
    text = set(np.concatenate(reader.read("automation", "")).tolist())
    assert own
    assert own <= text
