"""The plain line that a trained coder must beat: TF-IDF and logistic regression, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from data.records import SENTENCE_TYPES
from models.classify import Numbers
from models.evaluate import GoldSentence, PredictedCoding
from models.train import FOLDS, best_threshold
from models.words import Ids

_C = 4.0


def cross_validate_baseline(
    gold: Sequence[GoldSentence], codes: Sequence[str]
) -> list[PredictedCoding]:
    """Predict every sentence by a plain model that saw none of its document.

    A code's threshold is the one with the best F1 over the other four parts' predictions.
    """
    groups = [sentence.document for sentence in gold]
    parts = list(GroupKFold(FOLDS).split(gold, groups=groups))
    part_of = np.zeros(len(gold), dtype=np.int64)
    chances = np.zeros((len(gold), len(codes)), dtype=np.float32)
    types = np.zeros(len(gold), dtype=np.int64)
    for number, (train, test) in enumerate(parts):
        part_of[test] = number
        chances[test], types[test] = _fit_and_predict(gold, codes, train, test)
    truth = _truth(gold, codes)
    given = np.zeros(truth.shape, dtype=bool)
    for number in range(FOLDS):
        here = part_of == number
        for column in range(len(codes)):
            enough = best_threshold(chances[~here, column], truth[~here, column])
            given[here, column] = chances[here, column] >= enough
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
    gold: Sequence[GoldSentence], codes: Sequence[str], train: Ids, test: Ids
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
    kinds = np.array([SENTENCE_TYPES.index(gold[row].type) for row in train])
    model = LogisticRegression(C=_C, class_weight="balanced", max_iter=300).fit(learned, kinds)
    return chances, model.predict(asked)
