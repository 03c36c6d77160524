"""The plain line that a trained coder must beat: TF-IDF and logistic regression, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from data.errors import UsageError
from data.records import SENTENCE_TYPES
from models.classify import Numbers
from models.evaluate import PredictedCoding
from models.gold import GoldSentence
from models.train import FOLDS, best_f1
from models.words import Ids

LEAST_SENTENCES = 200
"""Fewer have too few words in common to learn from."""
TOO_FEW = f"the TF-IDF line needs {LEAST_SENTENCES} sentences of {FOLDS} documents"
_C = 4.0


def cross_validate_baseline(
    gold: Sequence[GoldSentence], codes: Sequence[str]
) -> tuple[list[PredictedCoding], Numbers]:
    """Predict every sentence by a plain model that saw none of its document.

    A code's threshold is the one with the best F1 over the other four parts' predictions. Returns
    the predictions and their probabilities (n, codes).
    """
    chances, types, part_of = _held_out(gold, codes)
    truth = _truth(gold, codes)
    given = np.zeros(truth.shape, dtype=bool)
    for number in range(FOLDS):
        here = part_of == number
        given[here] = chances[here] >= _thresholds(chances[~here], truth[~here])
    return _predictions(gold, codes, given, types), chances


def apply_baseline(
    train: Sequence[GoldSentence], gold: Sequence[GoldSentence], codes: Sequence[str]
) -> tuple[list[PredictedCoding], Numbers]:
    """Predict every sentence by a plain model that learned from other sentences.

    A code's threshold is the one with the best F1 over cross-validated predictions of `train`.
    Returns as `cross_validate_baseline`.

    Raises:
        UsageError: too little to learn from: see `can_learn`.
    """
    if not can_learn(train):
        raise UsageError(f"{len(train)} sentences are too few to learn from: {TOO_FEW}")
    held_out, _, _ = _held_out(train, codes, typed=False)
    enough = _thresholds(held_out, _truth(train, codes))
    everything = np.arange(len(train) + len(gold))
    chances, types = _fit_and_predict(
        [*train, *gold], codes, everything[: len(train)], everything[len(train) :]
    )
    return _predictions(gold, codes, chances >= enough, types), chances


def can_learn(train: Sequence[GoldSentence]) -> bool:
    """Whether there are sentences enough, and documents enough to choose thresholds on."""
    return len(train) >= LEAST_SENTENCES and len({one.document for one in train}) >= FOLDS


def _held_out(
    gold: Sequence[GoldSentence], codes: Sequence[str], *, typed: bool = True
) -> tuple[Numbers, Ids, Ids]:
    """Probabilities and types of all sentences, each by a model of the other parts; and the part.

    The parts are cut by document. Types take long to learn: without `typed` they are not.
    """
    groups = [sentence.document for sentence in gold]
    part_of = np.zeros(len(gold), dtype=np.int64)
    chances = np.zeros((len(gold), len(codes)), dtype=np.float32)
    types = np.zeros(len(gold), dtype=np.int64)
    for number, (train, test) in enumerate(GroupKFold(FOLDS).split(gold, groups=groups)):
        part_of[test] = number
        chances[test], types[test] = _fit_and_predict(gold, codes, train, test, typed=typed)
    return chances, types, part_of


def _thresholds(chances: Numbers, truth: Numbers) -> Numbers:
    found = [best_f1(chances[:, at], truth[:, at]).threshold for at in range(truth.shape[1])]
    return np.array(found, dtype=np.float32)


def _predictions(
    gold: Sequence[GoldSentence], codes: Sequence[str], given: NDArray[np.bool_], types: Ids
) -> list[PredictedCoding]:
    return [
        PredictedCoding(
            id=sentence.id,
            codes=frozenset(code for code, is_given in zip(codes, row, strict=True) if is_given),
            type=SENTENCE_TYPES[kind],
            in_scope=bool(row.any()) or SENTENCE_TYPES[kind] != "other",
        )
        for sentence, row, kind in zip(gold, given, types.tolist(), strict=True)
    ]


def _truth(gold: Sequence[GoldSentence], codes: Sequence[str]) -> Numbers:
    return np.array([[code in one.codes for code in codes] for one in gold], dtype=np.float32)


def _fit_and_predict(
    gold: Sequence[GoldSentence], codes: Sequence[str], train: Ids, test: Ids, *, typed: bool = True
) -> tuple[Numbers, Ids]:
    vectorizers = (
        TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=5, sublinear_tf=True),
    )
    seen = [gold[row].text for row in train]
    unseen = [gold[row].text for row in test]
    learned = sparse.hstack([one.fit_transform(seen) for one in vectorizers]).tocsr()
    asked = sparse.hstack([one.transform(unseen) for one in vectorizers]).tocsr()
    truth = _truth([gold[row] for row in train], codes)
    chances = np.zeros((len(test), len(codes)), dtype=np.float32)
    for column in range(len(codes)):
        if truth[:, column].any():
            model = LogisticRegression(C=_C, solver="liblinear").fit(learned, truth[:, column])
            chances[:, column] = model.predict_proba(asked)[:, 1]
    if not typed:
        return chances, np.full(len(test), SENTENCE_TYPES.index("other"))
    kinds = np.array([SENTENCE_TYPES.index(gold[row].type) for row in train])
    if len(np.unique(kinds)) == 1:
        return chances, np.full(len(test), kinds[0])
    model = LogisticRegression(C=_C, class_weight="balanced", max_iter=300).fit(learned, kinds)
    return chances, model.predict(asked)
