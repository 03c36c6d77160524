"""Embedders that were trained elsewhere: sentence-transformers and model2vec, from a folder or hub.

Neither is needed nor installed by default. They are imported when a text is embedded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.preprocessing import normalize

from data.errors import UsageError
from models.embedding_cache import embed_cached

_MODULES = {"sentence-transformers": "sentence_transformers", "model2vec": "model2vec"}
KINDS = tuple(_MODULES)


@dataclass(frozen=True, slots=True)
class PretrainedEmbedder:
    """A model that learns nothing from the texts: an embedder and a space in one.

    `kind` is one of `KINDS`, `model` a folder or a hub name, `cache` a folder for vectors.
    """

    kind: str
    model: str
    cache: Path | None = None

    @property
    def name(self) -> str:
        """Kind and model; a local folder goes by its own name, wherever it lies."""
        return f"{self.kind}:{Path(self.model).name if Path(self.model).is_dir() else self.model}"

    def fit(self, texts: Sequence[str]) -> PretrainedEmbedder:
        """Learn nothing."""
        return self

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row of length 1 per text, or all zeros for a blank one.

        Raises:
            UsageError: the package is not installed, or the model cannot be loaded.
        """
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        if self.cache is None:
            return self._encode(texts)
        return embed_cached(
            texts, model_name=self.name, folder=self.cache, embed=partial(self._encode)
        )

    def to_arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """The model's place: its weights stay where they are."""
        return {"model": np.array(self.model)}

    def _encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        loaded = load_model(self.kind, self.model)
        shown = {"show_progress_bar": False} if self.kind == "sentence-transformers" else {}
        vectors = np.asarray(loaded.encode(list(texts), **shown), dtype=np.float32)
        is_blank = [not text.strip() for text in texts]
        vectors[is_blank] = 0
        unit: npt.NDArray[np.float32] = normalize(vectors).astype(np.float32)
        return unit


def load_model(kind: str, model: str) -> Any:
    """Load a model from a folder or, by name, from the hub.

    Raises:
        UsageError: the package is not installed, or the model cannot be loaded.
    """
    module_name = _MODULES[kind]
    if find_spec(module_name) is None:
        raise UsageError(
            f"the embedder {kind}:{model} needs the package {kind}, which is not installed: "
            f"run `pip install {kind}`, or use the embedder tfidf-svd"
        )
    module = import_module(module_name)
    try:
        if kind == "model2vec":
            return module.StaticModel.from_pretrained(model)
        return module.SentenceTransformer(model, device="cpu")
    except (OSError, ValueError) as error:
        raise UsageError(
            f"the model {model!r} for {kind} cannot be loaded ({error}): "
            "give a folder that holds one, or a hub name that can be reached"
        ) from error
