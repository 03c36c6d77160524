"""Vectors of texts that a downloaded model made, kept by text and model: `.npy` files, no pickle.

A text is known by its hash, so a passage that moved or came twice is embedded once. Words that
were learnt from a collection are not kept here: their vectors change with the collection.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.ids import content_id

Vectors = npt.NDArray[np.float32]


def embed_cached(
    texts: Sequence[str],
    *,
    model_name: str,
    folder: Path,
    embed: Callable[[Sequence[str]], Vectors],
) -> Vectors:
    """Give the vectors of the texts, n × d, and embed only those that the folder does not have.

    A folder of another model's vectors is never read: it is named after the model. Damaged or
    half-written files count as absent.
    """
    place = folder / content_id("vectors", model_name)
    keys = [content_id("text", text) for text in texts]
    kept = read_vectors(place)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    if missing:
        fresh = np.asarray(embed(list(missing.values())), dtype=np.float32)
        kept |= dict(zip(missing, fresh, strict=True))
        write_vectors(place, kept)
    return np.stack([kept[key] for key in keys]) if keys else np.zeros((0, 1), dtype=np.float32)


def read_vectors(place: Path) -> dict[str, Vectors]:
    """Read what is kept in a folder, by text; nothing where its two files are not of one kind."""
    try:
        keys = np.load(place / "texts.npy", allow_pickle=False)
        vectors = np.load(place / "vectors.npy", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return {}
    if vectors.ndim != 2 or vectors.dtype != np.float32 or len(keys) != len(vectors):
        return {}
    return dict(zip(keys.tolist(), vectors, strict=True))


def write_vectors(place: Path, kept: dict[str, Vectors]) -> None:
    """Write a folder's two files, each whole under another name first.

    A run that is broken off between the two leaves lists of unequal length, which are not read.
    """
    place.mkdir(parents=True, exist_ok=True)
    for name, array in (
        ("texts.npy", np.array(list(kept), dtype=np.str_)),
        ("vectors.npy", np.stack(list(kept.values())).astype(np.float32)),
    ):
        half = place / f".{name}.{os.getpid()}.half"
        with half.open("wb") as opened:
            np.save(opened, array, allow_pickle=False)
        half.replace(place / name)
