from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from data.errors import UsageError
from models.embedding_cache import embed_cached
from models.pretrained import KINDS, PretrainedEmbedder


class Lengths:
    """Embeds a text as its length, and keeps what it was asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, texts):
        self.asked.append(list(texts))
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


def test_a_text_is_embedded_once(tmp_path):
    embed = Lengths()
    first = embed_cached(["a", "bbb", "a"], model_name="m", folder=tmp_path, embed=embed)
    again = embed_cached(["bbb", "cc"], model_name="m", folder=tmp_path, embed=embed)
    assert embed.asked == [["a", "bbb"], ["cc"]]
    assert first[:, 0].tolist() == [1, 3, 1]
    assert again[:, 0].tolist() == [3, 2]


def test_models_do_not_share_vectors(tmp_path):
    embed = Lengths()
    for name in ("m", "n"):
        embed_cached(["a"], model_name=name, folder=tmp_path, embed=embed)
    assert embed.asked == [["a"], ["a"]]


@pytest.mark.parametrize("damage", ["cut", "pickle", "unequal", "gone"])
def test_damaged_files_are_made_anew(tmp_path, damage):
    embed = Lengths()
    embed_cached(["a", "bbb"], model_name="m", folder=tmp_path, embed=embed)
    vectors = next(tmp_path.glob("*/vectors.npy"))
    if damage == "cut":
        vectors.write_bytes(vectors.read_bytes()[:-3])
    elif damage == "pickle":
        np.save(vectors, np.array([{"a": 1}, None], dtype=object), allow_pickle=True)
    elif damage == "unequal":
        np.save(vectors, np.ones((1, 2), dtype=np.float32))
    else:
        vectors.unlink()
    found = embed_cached(["a", "bbb"], model_name="m", folder=tmp_path, embed=embed)
    assert found[:, 0].tolist() == [1, 3]
    assert len(embed.asked) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_package_that_is_not_installed_is_named(kind):
    if find_spec(kind.replace("-", "_")):
        pytest.skip(f"{kind} is installed here")
    with pytest.raises(UsageError, match=f"pip install {kind}"):
        PretrainedEmbedder(kind, "some/model").fit(["a"]).embed(["a"])


def test_a_local_folder_goes_by_its_own_name(tmp_path):
    (tmp_path / "reader").mkdir()
    embedder = PretrainedEmbedder("model2vec", str(tmp_path / "reader"))
    assert embedder.name == "model2vec:reader"
    assert embedder.embed([]).shape == (0, 1)
