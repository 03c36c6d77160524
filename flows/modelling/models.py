"""Fitted topic models in the home: `models/topics/LANGUAGE/MODEL_ID`, of which the last few stay.

The work database has the present model's topics; these folders place new passages and let two
models be compared.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from data.errors import UsageError
from data.settings import Home
from flows.versions import version_of
from models.fitted import (
    ABOUT_FILE,
    FittedModel,
    check_model,
    load_model,
    read_about,
    save_model,
)

KEPT_MODELS = 5
"""Models kept of each language: the present one and those before it."""


def model_folder(home: Home, key: str, model_id: str) -> Path:
    """Where a model lies; `key` is its language, or `mul` where it reads several."""
    return home.topic_models / key / model_id


def code_version() -> str:
    """The version of all code that a fit rests on; a model of another one is refused."""
    return version_of("models.topics")


def keep_model(home: Home, model: FittedModel) -> None:
    """Write a model to its folder, and remove the oldest beyond the number that is kept."""
    folder = model_folder(home, model.language, model.model_id)
    save_model(model, folder, code_version=code_version())
    older = [path for path in _oldest_first(folder.parent) if path != folder]
    for path in older[: max(0, len(older) + 1 - KEPT_MODELS)]:
        shutil.rmtree(path, ignore_errors=True)


def why_unusable(home: Home, key: str, model_id: str) -> str | None:
    """What is wrong with a kept model, in words; nothing where it can be used."""
    try:
        check_model(model_folder(home, key, model_id), code_version=code_version())
    except UsageError as error:
        return str(error)
    return None


def open_model(home: Home, prefix: str) -> FittedModel:
    """The kept model whose id begins so.

    Raises:
        UsageError: there is none, or more than one, or it cannot be used.
    """
    found = find_models(home, prefix)
    if len(found) != 1:
        names = ", ".join(f"{path.parent.name}/{path.name}" for path in find_models(home, ""))
        said = "is no model" if not found else "is the beginning of several models"
        raise UsageError(
            f"{prefix!r} {said} below {home.topic_models}: there are {names or 'none'}. "
            "Fit them with `imaginaries topics`"
        )
    return load_model(found[0], code_version=code_version())


def find_models(home: Home, prefix: str) -> list[Path]:
    """Folders of kept models whose id begins so, by language and then the oldest first."""
    languages = sorted(path for path in home.topic_models.glob("*") if path.is_dir())
    return [
        folder
        for language in languages
        for folder in _oldest_first(language)
        if folder.name.startswith(prefix)
    ]


def _oldest_first(folder: Path) -> list[Path]:
    """Folders of models by the time that they were fitted; damaged ones are the oldest."""
    paths = [path for path in folder.glob("[!.]*") if path.is_dir()]
    return sorted(paths, key=lambda path: (_fitted_at(path), path.name))


def _fitted_at(folder: Path) -> str:
    if not (folder / ABOUT_FILE).is_file():
        return ""
    try:
        return str(read_about(folder)["fitted_at"])
    except UsageError:
        return ""
