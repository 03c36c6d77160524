from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

import numpy as np
import pytest

from data.errors import UsageError
from models.embed import TfidfSvdEmbedder
from models.fitted import (
    ABOUT_FILE,
    ARRAYS_FILE,
    FittedModel,
    KeptTopic,
    check_model,
    load_model,
    place_texts,
    read_membership,
    save_model,
)
from models.topics import fit_topics
from tests.models.test_topics import PLANTED, plant

CODE = "code-1"


@pytest.fixture(scope="module")
def model() -> FittedModel:
    passages, _ = plant()
    fitted = fit_topics(
        passages, language="en", topic_count=4, seed=3, embedder=TfidfSvdEmbedder("en", seed=3)
    )
    assert fitted.grouping is not None
    assert fitted.space is not None
    words = {topic.topic_id: topic.words for topic in fitted.topics}
    return FittedModel(
        model_id=fitted.model_id,
        language="en",
        embedder=fitted.embedder,
        settings={"seed": 3},
        fitted_at="2030-01-01T00:00:00",
        topics=tuple(KeptTopic(name, words[name][:9], words[name]) for name in fitted.topic_ids),
        passage_ids=tuple(one.passage_id for one in passages),
        positions=np.array(fitted.grouping.positions, dtype=np.int32),
        distribution=fitted.grouping.distribution,
        centres=fitted.grouping.centres,
        space=fitted.space,
    )


@pytest.fixture
def folder(model: FittedModel, tmp_path: Path) -> Path:
    save_model(model, tmp_path / "en" / model.model_id, code_version=CODE)
    return tmp_path / "en" / model.model_id


def test_a_model_comes_back_as_it_was(model: FittedModel, folder: Path):
    again = load_model(folder, code_version=CODE)
    assert (again.model_id, again.topics, again.embedder) == (
        model.model_id, model.topics, model.embedder,
    )  # fmt: skip
    assert again.passage_ids == model.passage_ids
    assert np.array_equal(again.positions, model.positions)
    assert again.distribution.sum(axis=1) == pytest.approx(np.ones(len(model.positions)), abs=5e-3)
    texts = ["dough in the oven", "a vessel at the quay"]
    assert np.allclose(place_texts(again, texts), place_texts(model, texts), atol=1e-5)


def test_new_texts_go_where_their_words_are_and_lose_nothing(folder: Path):
    model = load_model(folder, code_version=CODE)
    texts = [" ".join(words.split()[:4]) for words in PLANTED.values()] + ["zzz 12", ""]
    placed = place_texts(model, texts)
    assert placed.shape == (6, 4)
    assert placed.sum(axis=1) == pytest.approx(np.ones(6), abs=1e-5)
    for text, row in zip(texts[:4], placed[:4], strict=True):
        assert set(text.split()) & set(model.topics[int(row.argmax())].words.split(", "))
    assert placed[4:] == pytest.approx(np.full((2, 4), 0.25))
    assert place_texts(model, []).shape == (0, 4)


def test_five_thousand_texts_are_placed_in_a_second(folder: Path):
    model = load_model(folder, code_version=CODE)
    texts = [one.text for one in plant()[0]] * 50
    began = time.process_time()
    place_texts(model, texts)
    assert len(texts) / (time.process_time() - began) > 5000


def test_members_are_read_whatever_the_version(model: FittedModel, folder: Path):
    change(folder, "software", {"numpy": "0.1"})
    member = read_membership(folder)
    assert member.topic_of[model.passage_ids[0]] == model.topics[model.positions[0]].topic_id
    assert len(member.topic_of) == len(model.passage_ids)


def change(folder: Path, key: str, value: object) -> None:
    about = json.loads((folder / ABOUT_FILE).read_text(encoding="utf-8"))
    if value is None:
        del about[key]
    else:
        about[key] = value
    (folder / ABOUT_FILE).write_text(json.dumps(about), encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("format", 99, "format 99, and this version reads 1"),
        ("software", {"numpy": "0.1"}, "made with numpy 0.1, and here is"),
        ("code_version", "other", "another version of this software"),
        ("arrays_sha256", "0" * 64, "not the one that model.json was written for"),
        ("topics", [], "do not hold the same topics"),
        ("topics", [{"strange": 1}] * 4, "a topic of another shape"),
        ("embedder", None, "lacks embedder"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(folder: Path, key: str, value: object, said: str):
    change(folder, key, value)
    with pytest.raises(UsageError, match=said) as refused:
        load_model(folder, code_version=CODE)
    assert str(folder) in str(refused.value)
    assert "imaginaries topics" in str(refused.value)


def test_a_folder_that_is_missing_or_damaged_is_refused(folder: Path, tmp_path: Path):
    for check in (load_model, check_model):
        with pytest.raises(UsageError, match=r"model\.json is missing"):
            check(tmp_path / "nowhere", code_version=CODE)
    (folder / ABOUT_FILE).write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="damaged"):
        check_model(folder, code_version=CODE)
    (folder / ABOUT_FILE).write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="lacks"):
        check_model(folder, code_version=CODE)


def test_arrays_that_are_missing_or_cut_short_are_refused(folder: Path):
    content = (folder / ARRAYS_FILE).read_bytes()
    (folder / ARRAYS_FILE).write_bytes(content[:-100])
    with pytest.raises(UsageError, match="not the one"):
        load_model(folder, code_version=CODE)
    (folder / ARRAYS_FILE).unlink()
    for check in (load_model, check_model):
        with pytest.raises(UsageError, match=r"arrays\.npz is missing"):
            check(folder, code_version=CODE)


def test_an_array_of_objects_is_never_unpickled(folder: Path):
    np.savez(folder / ARRAYS_FILE, passage_ids=np.array([{"a": 1}], dtype=object))
    digest = hashlib.sha256((folder / ARRAYS_FILE).read_bytes()).hexdigest()
    change(folder, "arrays_sha256", digest)
    with pytest.raises(UsageError, match="cannot be read"):
        load_model(folder, code_version=CODE)


def test_saving_again_replaces_the_folder_whole(model: FittedModel, folder: Path):
    (folder / "left over").write_text("x", encoding="utf-8")
    save_model(model, folder, code_version="code-2")
    assert sorted(path.name for path in folder.iterdir()) == [ARRAYS_FILE, ABOUT_FILE]
    check_model(folder, code_version="code-2")
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
