"""What a run is made with: commit, lock, codebook, model, seed, settings, libraries; no secrets."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import subprocess
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache

from data.codebook import load_codebook
from data.home_schema import schema_version
from data.ids import bytes_sha256, content_id, files_version
from data.records import RunManifest
from data.settings import DATA_FOLDER, Settings
from data.store import Store
from data.tables import tables_declared
from flows.versions import PACKAGES, PROJECT

LIBRARIES = (
    "duckdb",
    "numpy",
    "scipy",
    "scikit-learn",
    "bertopic",
    "spacy",
    "pypdfium2",
    "prefect",
)
"""The libraries that the numbers rest on most; the lock names all."""

PUBLIC_WATCH = ("max_fault_share", "max_tries", "stale_days")
"""Of the settings that watch over runs those that are no address."""


def keep_manifest(store: Store, settings: Settings, run_id: str, started_at: datetime) -> None:
    """Write down what this run is made with, unless a stage of it has done so already."""
    if not store.read(RunManifest, "run_id = ?", [run_id]):
        store.append(RunManifest, [build_manifest(settings, run_id, started_at)])


def build_manifest(settings: Settings, run_id: str, started_at: datetime) -> RunManifest:
    """What a run with these settings is made with. Folders, contact and addresses stay out."""
    made = _made_with()
    return RunManifest(
        run_id=run_id,
        started_at=started_at,
        software_version=importlib.metadata.version("imaginaries"),
        schema_version=schema_version(tables_declared()),
        source_version=made.source_version,
        git_commit=made.git_commit,
        is_git_clean=made.is_git_clean,
        lock_sha256=made.lock_sha256,
        codebook_hash=made.codebook_hash,
        model_hash=made.model_hash,
        seed=settings.seed,
        settings_json=json.dumps(public_settings(settings), sort_keys=True),
        libraries_json=json.dumps({name: importlib.metadata.version(name) for name in LIBRARIES}),
        python_version=platform.python_version(),
        platform=f"{platform.system()} {platform.machine()}",
    )


def public_settings(settings: Settings) -> dict[str, object]:
    """The settings that are numbers and switches; what names a place or a person is left out."""
    watch = {name: value for name, value in asdict(settings.watch).items() if name in PUBLIC_WATCH}
    topics = {f"topics_{name}": value for name, value in asdict(settings.topics).items()}
    return {
        name: value
        for name, value in {**asdict(settings), **watch, **topics}.items()
        if isinstance(value, int | float | bool)
    }


class _MadeWith:
    """What does not change while the process lives."""

    __slots__ = (
        "codebook_hash",
        "git_commit",
        "is_git_clean",
        "lock_sha256",
        "model_hash",
        "source_version",
    )

    def __init__(self) -> None:
        lock = PROJECT / "requirements.lock"
        sources = (file for package in (*PACKAGES, "flows") for file in _sources(package))
        self.source_version = content_id(*sources)
        self.lock_sha256 = bytes_sha256(lock.read_bytes()) if lock.exists() else None
        self.codebook_hash = load_codebook(DATA_FOLDER).hash
        self.model_hash = files_version((PROJECT / "models" / "weights").glob("coder.*"))
        self.git_commit, self.is_git_clean = find_commit()


@lru_cache
def _made_with() -> _MadeWith:
    return _MadeWith()


def _sources(package: str) -> list[str]:
    """Each source file's place and digest, in order."""
    files = sorted((PROJECT / package).rglob("*.py"))
    return [f"{file.relative_to(PROJECT)} {bytes_sha256(file.read_bytes())}" for file in files]


def find_commit() -> tuple[str | None, bool | None]:
    """The checkout's commit and whether nothing differs from it; (None, None) where there is none.

    A folder that merely lies inside another project's checkout has no commit of its own.
    """
    told = _git("rev-parse", "--show-toplevel", "HEAD").splitlines()
    if len(told) != 2 or os.path.realpath(told[0]) != str(PROJECT.resolve()):
        return None, None
    return told[1], not _git("status", "--porcelain", "--untracked-files=no").strip()


def _git(*arguments: str) -> str:
    """What git answers; nothing where it is not installed or refuses."""
    try:
        done = subprocess.run(
            ["git", "-C", str(PROJECT), *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
