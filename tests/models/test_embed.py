from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest

from data.errors import UsageError
from models.embed import TfidfSvdEmbedder
from models.embedders import load_space, make_embedder
from models.word_vectors import learn_word_vectors
from tests.models.planted_texts import plant_texts


@pytest.fixture(scope="module")
def texts():
    return plant_texts(per_topic=45)[0]


def test_vectors_are_of_length_one_and_zero_without_a_known_word(texts):
    asked = [*texts, "the 1984", "", "unheard quibbles"]
    vectors = TfidfSvdEmbedder("en", dimensions=20, seed=1).fit(texts).embed(asked)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths == pytest.approx([1] * len(texts) + [0] * 3, abs=1e-5)


def test_a_text_has_the_same_vector_whatever_it_comes_with(texts):
    space = TfidfSvdEmbedder("en", dimensions=20, seed=1).fit(texts)
    together = space.embed(texts)
    alone = np.vstack([space.embed([text]) for text in texts[:5]])
    assert np.allclose(together[:5], alone, atol=1e-6)
    assert space.embed([]).shape == (0, together.shape[1])


def test_words_that_keep_the_same_company_are_alike_though_they_never_meet():
    split = [text.split() for text in plant_texts(per_topic=45)[0]]
    split += [["harbour", "skiff", "quay"], ["harbour", "dinghy", "quay"]] * 4
    split += [["oven", "cruller", "flour"]] * 4
    words = sorted({word for listed in split for word in listed})
    vectors = learn_word_vectors(split, words, dimensions=10, seed=1)
    skiff, dinghy, cruller = (vectors[words.index(word)] for word in ("skiff", "dinghy", "cruller"))
    assert skiff @ dinghy > 0.9
    assert skiff @ cruller < 0.3
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(words)), abs=1e-5)


def test_words_without_company_have_no_direction():
    vectors = learn_word_vectors([["harbour"], ["oven"]], ["harbour", "oven"], dimensions=5, seed=1)
    assert not vectors.any()


@pytest.mark.parametrize(
    "texts",
    [
        ["sawmill timber spruce bark"],
        ["The harbour office sells the ferry tickets."] * 12,
        ["timber and spruce at the sawmill", "dough in the oven"],
        [f"The harbour office sells ferry tickets {n}" for n in range(200)],
    ],
    ids=["one text", "duplicates", "two texts", "many duplicates"],
)
def test_small_and_equal_collections_have_directions(texts):
    vectors = TfidfSvdEmbedder("en").fit(texts).embed(texts)
    assert vectors.any(axis=1).all()
    assert np.isfinite(vectors).all()


@pytest.mark.parametrize("texts", [[], ["the of and", "12 34"]])
def test_nothing_to_learn_from_gives_vectors_of_nothing(texts):
    space = TfidfSvdEmbedder("en").fit(texts)
    assert not space.embed([*texts, "harbour"]).any()


def test_a_space_survives_a_file_without_pickle(texts):
    space = TfidfSvdEmbedder("en", dimensions=20, seed=1).fit(texts)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **space.to_arrays())
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        again = load_space(space.name, dict(arrays))
    assert again.name == space.name
    assert np.array_equal(again.embed(texts), space.embed(texts))


def test_a_damaged_space_is_refused(texts):
    space = TfidfSvdEmbedder("en", dimensions=20, seed=1).fit(texts)
    arrays = space.to_arrays()
    without = {key: array for key, array in arrays.items() if key != "company"}
    for damaged in (without, {**arrays, "weights": arrays["weights"][:-1]}):
        with pytest.raises(UsageError, match="fit the topics again"):
            load_space(space.name, damaged)
    with pytest.raises(UsageError, match="no embedder is called 'other'"):
        load_space("other", arrays)


def test_an_embedder_is_made_by_its_name():
    assert make_embedder("tfidf-svd", language="sv", seed=3) == TfidfSvdEmbedder("sv", seed=3)
    assert make_embedder("model2vec:some/model", language="sv", seed=3).name == (
        "model2vec:some/model"
    )
    for wrong in ("tfidf", "model2vec:", "model2vec"):
        with pytest.raises(UsageError, match="no embedder is called"):
            make_embedder(wrong, language="sv", seed=3)


def test_every_setting_is_in_the_name():
    plain = TfidfSvdEmbedder("en")
    others = [
        replace(plain, language="sv"),
        replace(plain, dimensions=7),
        replace(plain, seed=7),
        replace(plain, word_dimensions=7),
        replace(plain, minimum_document_count=7),
        replace(plain, maximum_document_share=0.7),
        replace(plain, maximum_words=7),
    ]
    assert len({plain.name, *(other.name for other in others)}) == 8


def test_a_large_vocabulary_keeps_its_most_frequent_words():
    texts = ["harbour ferry quay", "harbour ferry dough", "harbour oven quay", "ferry oven dough"]
    space = TfidfSvdEmbedder("en", maximum_words=2, maximum_document_share=1.0).fit(texts)
    assert space.words.tolist() == ["ferry", "harbour"]
