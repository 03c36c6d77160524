"""The TF-IDF line's model, kept once it is fitted, so that a small gold file is scored at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from data.ids import content_id
from flows.progress import tell
from flows.versions import version_of
from models.baseline import Baseline, fit_baseline, load_baseline, save_baseline
from models.gold import GoldSentence

MOST_KEPT = 5  # of some 5 MB each


def find_baseline(
    train: Sequence[GoldSentence], codes: Sequence[str], folder: Path | None
) -> Baseline:
    """The model that learned from these sentences: the one kept in the folder, or a new one.

    It is kept by what it learned from and by the versions of the code and of the libraries that fit
    it; without a folder it is not kept.

    Raises:
        UsageError: the sentences are too few to learn from.
    """
    path = folder / f"tfidf-{_key(train, codes)}.npz" if folder else None
    if path and path.exists():
        return load_baseline(path)
    kept = f"; kept in {folder} for the next time" if folder else ""
    tell(f"TF-IDF line: learning from {len(train):,} sentences, half a minute or so{kept}")
    model = fit_baseline(train, codes)
    if path:
        try:
            _keep(model, path)
        except OSError as error:  # a folder that cannot be written costs time, and no figure
            tell(f"TF-IDF line: not kept: {error}")
    return model


def _key(train: Sequence[GoldSentence], codes: Sequence[str]) -> str:
    taught = [
        part
        for one in train
        for part in (one.document, one.text, one.type, ",".join(sorted(one.codes)))
    ]
    return content_id(version_of("models.baseline"), *codes, *taught)


def _keep(model: Baseline, path: Path) -> None:
    """Put the file in its place whole, so that nobody reads half of one; the oldest give way."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    save_baseline(model, unfinished)
    unfinished.replace(path)
    kept = sorted(path.parent.glob("tfidf-*.npz"), key=lambda file: -file.stat().st_mtime)
    for file in kept[MOST_KEPT:]:
        file.unlink(missing_ok=True)
