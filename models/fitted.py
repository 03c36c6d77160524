"""A fitted topic model in a folder: plain arrays and JSON, and no code that could run.

`arrays.npz` holds numbers and texts and is read without pickle; `model.json` says what they are,
what they were made with, and the digest of the arrays. Whatever does not fit together is refused.
"""

from __future__ import annotations

import importlib.metadata
import io
import json
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.errors import UsageError
from data.ids import bytes_sha256
from models.embed import Space
from models.embedders import load_space
from models.placing import place_vectors

ARRAYS_FILE, ABOUT_FILE = "arrays.npz", "model.json"
FORMAT = 1
SOFTWARE = ("numpy", "scipy", "scikit-learn")
"""Packages whose other releases may embed the same text elsewhere; compared by major and minor."""

_SPACE = "space_"
_TEXTS_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class KeptTopic:
    """A topic of a kept model."""

    topic_id: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class FittedModel:
    """All that it takes to place new passages, and where those it was fitted on were placed.

    `centres` is k × d, `distribution` n × k with rows that sum to 1, `positions` n, by the order
    of `passage_ids`; columns and positions are those of `topics`.
    """

    model_id: str
    language: str
    embedder: str
    settings: Mapping[str, str | int | bool | None]
    fitted_at: str
    topics: tuple[KeptTopic, ...]
    passage_ids: tuple[str, ...]
    positions: npt.NDArray[np.int32]
    distribution: npt.NDArray[np.float32]
    centres: npt.NDArray[np.float32]
    space: Space


@dataclass(frozen=True, slots=True)
class Membership:
    """Which topic each passage had in a model; enough to compare two models."""

    model_id: str
    language: str
    fitted_at: str
    topics: tuple[KeptTopic, ...]
    topic_of: Mapping[str, str]


def save_model(model: FittedModel, folder: Path, *, code_version: str) -> None:
    """Write the folder whole: under another name first, then in the place of what was there."""
    arrays = {_SPACE + name: values for name, values in model.space.to_arrays().items()}
    arrays |= {
        "passage_ids": np.array(model.passage_ids, dtype=np.str_),
        "positions": model.positions.astype(np.int32),
        "distribution": model.distribution.astype(np.float16),
        "centres": model.centres.astype(np.float32),
    }
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    about = {
        "format": FORMAT,
        "model_id": model.model_id,
        "language": model.language,
        "embedder": model.embedder,
        "fitted_at": model.fitted_at,
        "settings": dict(model.settings),
        "software": software_versions(),
        "code_version": code_version,
        "arrays_sha256": bytes_sha256(content.getvalue()),
        "topics": [asdict(topic) for topic in model.topics],
    }
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    (fresh / ARRAYS_FILE).write_bytes(content.getvalue())
    text = json.dumps(about, indent=1, ensure_ascii=False)
    (fresh / ABOUT_FILE).write_text(text + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)


def load_model(folder: Path, *, code_version: str) -> FittedModel:
    """Read a kept model to place passages with.

    Raises:
        UsageError: it is missing or damaged, or was made by other versions; says how to refit.
    """
    about = read_about(folder)
    _refuse_other_versions(folder, about, code_version)
    arrays = _read_arrays(folder, about)
    topics = _read_topics(folder, about)
    space_arrays = {
        name.removeprefix(_SPACE): values
        for name, values in arrays.items()
        if name.startswith(_SPACE)
    }
    return FittedModel(
        model_id=about["model_id"],
        language=about["language"],
        embedder=about["embedder"],
        settings=about["settings"],
        fitted_at=about["fitted_at"],
        topics=topics,
        passage_ids=tuple(arrays["passage_ids"].tolist()),
        positions=arrays["positions"],
        distribution=arrays["distribution"].astype(np.float32),
        centres=arrays["centres"],
        space=load_space(about["embedder"], space_arrays),
    )


def check_model(folder: Path, *, code_version: str) -> None:
    """Do what loading does, but for the arrays, which take time to read.

    Raises:
        UsageError: as `load_model`.
    """
    _refuse_other_versions(folder, read_about(folder), code_version)
    if not (folder / ARRAYS_FILE).is_file():
        raise _refusal(folder, f"{ARRAYS_FILE} is missing")


def read_membership(folder: Path) -> Membership:
    """Read where a kept model put its passages; models of any version can be compared.

    Raises:
        UsageError: the folder is missing or damaged.
    """
    about = read_about(folder)
    if about["format"] != FORMAT:
        raise _refusal(folder, f"it has format {about['format']}, and this version reads {FORMAT}")
    arrays = _read_arrays(folder, about)
    topics = _read_topics(folder, about)
    pairs = zip(arrays["passage_ids"].tolist(), arrays["positions"].tolist(), strict=True)
    return Membership(
        model_id=about["model_id"],
        language=about["language"],
        fitted_at=about["fitted_at"],
        topics=topics,
        topic_of={passage: topics[position].topic_id for passage, position in pairs},
    )


def place_texts(model: FittedModel, texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """The distribution of new texts over the model's topics: n × k, rows that sum to 1.

    A text without a known word goes to all topics alike.
    """
    count = len(model.topics)
    placed = np.full((len(texts), count), 1 / max(1, count), dtype=np.float32)
    for start in range(0, len(texts), _TEXTS_AT_ONCE):
        vectors = model.space.embed(texts[start : start + _TEXTS_AT_ONCE])
        known = np.flatnonzero(vectors.any(axis=1))
        placed[start + known] = place_vectors(vectors[known], model.centres)
    return placed


def software_versions() -> dict[str, str]:
    """Releases of the packages that vectors rest on, as `2.4`."""
    return {name: ".".join(importlib.metadata.version(name).split(".")[:2]) for name in SOFTWARE}


def read_about(folder: Path) -> dict[str, Any]:
    """What `model.json` says.

    Raises:
        UsageError: the folder or the file is missing, is no JSON, or lacks what it must hold.
    """
    path = folder / ABOUT_FILE
    if not path.is_file():
        raise _refusal(folder, f"{ABOUT_FILE} is missing")
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise _refusal(folder, f"{ABOUT_FILE} is damaged ({error})") from error
    wanted = {"format", "model_id", "language", "embedder", "fitted_at", "settings", "software"}
    wanted |= {"code_version", "arrays_sha256", "topics"}
    absent = sorted(wanted - about.keys()) if isinstance(about, dict) else sorted(wanted)
    if absent:
        raise _refusal(folder, f"{ABOUT_FILE} lacks {', '.join(absent)}")
    return dict(about)


def _refuse_other_versions(folder: Path, about: Mapping[str, Any], code_version: str) -> None:
    if about["format"] != FORMAT:
        raise _refusal(folder, f"it has format {about['format']}, and this version reads {FORMAT}")
    for name, version in software_versions().items():
        other = about["software"].get(name)
        if other != version:
            raise _refusal(folder, f"it was made with {name} {other}, and here is {version}")
    if about["code_version"] != code_version:
        raise _refusal(folder, "it was made by another version of this software")


def _read_arrays(folder: Path, about: Mapping[str, Any]) -> dict[str, npt.NDArray[Any]]:
    path = folder / ARRAYS_FILE
    if not path.is_file():
        raise _refusal(folder, f"{ARRAYS_FILE} is missing")
    content = path.read_bytes()
    if bytes_sha256(content) != about["arrays_sha256"]:
        raise _refusal(folder, f"{ARRAYS_FILE} is not the one that {ABOUT_FILE} was written for")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            read = {name: arrays[name] for name in arrays.files}
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        raise _refusal(folder, f"{ARRAYS_FILE} cannot be read ({error})") from error
    absent = {"passage_ids", "positions", "distribution", "centres"} - read.keys()
    if absent:
        raise _refusal(folder, f"{ARRAYS_FILE} lacks {', '.join(sorted(absent))}")
    topic_count = len(about["topics"])
    shape = (len(read["passage_ids"]), topic_count)
    fits = (
        read["distribution"].shape == shape
        and read["positions"].shape == shape[:1]
        and len(read["centres"]) == topic_count
        and (not shape[0] or 0 <= read["positions"].min() <= read["positions"].max() < topic_count)
    )
    if not fits:
        raise _refusal(folder, f"{ARRAYS_FILE} and {ABOUT_FILE} do not hold the same topics")
    return read


def _read_topics(folder: Path, about: Mapping[str, Any]) -> tuple[KeptTopic, ...]:
    try:
        return tuple(KeptTopic(**topic) for topic in about["topics"])
    except TypeError as error:
        raise _refusal(folder, f"{ABOUT_FILE} has a topic of another shape ({error})") from error


def _refusal(folder: Path, reason: str) -> UsageError:
    return UsageError(
        f"the topic model in {folder} cannot be used: {reason}. Fit it again with "
        "`imaginaries topics`"
    )
