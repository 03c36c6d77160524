"""Embedders by name, and the spaces they learnt by name and arrays."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.errors import UsageError
from models.embed import Embedder, Space, TfidfSvdEmbedder
from models.pretrained import KINDS, PretrainedEmbedder
from models.word_space import read_word_space

DEFAULT_EMBEDDER = "tfidf-svd"


def make_embedder(name: str, *, language: str, seed: int, cache: Path | None = None) -> Embedder:
    """Build the embedder of a name: `tfidf-svd`, `model2vec:MODEL`, `sentence-transformers:MODEL`.

    MODEL is a folder or a hub name; `cache` is a folder that keeps what such a model made.

    Raises:
        UsageError: no embedder has the name.
    """
    kind, _, model = name.partition(":")
    if name == DEFAULT_EMBEDDER:
        return TfidfSvdEmbedder(language, seed=seed)
    if kind in KINDS and model:
        return PretrainedEmbedder(kind, model, cache)
    raise UsageError(
        f"no embedder is called {name!r}: use {DEFAULT_EMBEDDER}, model2vec:MODEL or "
        "sentence-transformers:MODEL, where MODEL is a folder or a hub name"
    )


def load_space(
    name: str, arrays: Mapping[str, npt.NDArray[np.generic]], cache: Path | None = None
) -> Space:
    """Build the space that gave these arrays under this name.

    Raises:
        UsageError: the name or the arrays are not those of a space that we know.
    """
    kind = name.partition(":")[0]
    try:
        if kind in KINDS:
            return PretrainedEmbedder(kind, str(arrays["model"]), cache)
        if name.split(" ", maxsplit=1)[0] == DEFAULT_EMBEDDER:
            return read_word_space(name, arrays)
    except (KeyError, ValueError) as error:
        raise UsageError(
            f"the space {name!r} is damaged ({error}): fit the topics again"
        ) from error
    raise UsageError(f"no embedder is called {name!r}: fit the topics again")
