"""The plain line that a trained coder must beat: TF-IDF and logistic regression, nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit
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
_SEED = 0  # of the order in which the solvers go through the sentences
_WORDS = {"ngram_range": (1, 2), "min_df": 3, "sublinear_tf": True}
_LETTERS = {"analyzer": "char_wb", "ngram_range": (3, 5), "min_df": 5, "sublinear_tf": True}

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A plain model: runs of words and of letters with how rare each is, and their weights.

    `weights` (runs, codes + types) and `bases` (codes + types) give log odds; a label that was
    never seen has the base -inf. `thresholds` are of the codes' probabilities.
    """

    codes: tuple[str, ...]
    terms: tuple[tuple[str, ...], tuple[str, ...]]
    rarity: Floats
    weights: Numbers
    bases: Numbers
    thresholds: Numbers


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


def fit_baseline(train: Sequence[GoldSentence], codes: Sequence[str]) -> Baseline:
    """Learn from all of these sentences.

    A code's threshold is the one with the best F1 over cross-validated predictions of `train`.

    Raises:
        UsageError: too little to learn from: see `can_learn`.
    """
    if not can_learn(train):
        raise UsageError(f"{len(train)} sentences are too few to learn from: {TOO_FEW}")
    held_out, _, _ = _held_out(train, codes, typed=False)
    return _fit(train, codes, _thresholds(held_out, _truth(train, codes)))


def apply_baseline(
    model: Baseline, gold: Sequence[GoldSentence]
) -> tuple[list[PredictedCoding], Numbers]:
    """Predict every sentence by the model; returns as `cross_validate_baseline`."""
    chances, types = _predict(model, gold)
    return _predictions(gold, model.codes, chances >= model.thresholds, types), chances


def can_learn(train: Sequence[GoldSentence]) -> bool:
    """Whether there are sentences enough, and documents enough to choose thresholds on."""
    return len(train) >= LEAST_SENTENCES and len({one.document for one in train}) >= FOLDS


def save_baseline(model: Baseline, path: Path) -> None:
    """Write the model to a file, which has no pickle in it."""
    named = json.dumps({"codes": model.codes, "terms": model.terms}).encode()
    arrays = {name: getattr(model, name) for name in ("rarity", "weights", "bases", "thresholds")}
    with path.open("wb") as stream:
        np.savez(stream, named=np.frombuffer(named, dtype=np.uint8), **arrays)


def load_baseline(path: Path) -> Baseline:
    """Read what `save_baseline` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        named = json.loads(arrays["named"].tobytes())
        words, letters = named["terms"]
        return Baseline(
            codes=tuple(named["codes"]),
            terms=(tuple(words), tuple(letters)),
            rarity=arrays["rarity"],
            weights=arrays["weights"],
            bases=arrays["bases"],
            thresholds=arrays["thresholds"],
        )


def _held_out(
    gold: Sequence[GoldSentence], codes: Sequence[str], *, typed: bool = True
) -> tuple[Numbers, Ids, Ids]:
    """Probabilities and types of all sentences, each by a model of the other parts; and the part.

    The parts are cut by document. Without `typed` the types are not learned.
    """
    groups = [sentence.document for sentence in gold]
    part_of = np.zeros(len(gold), dtype=np.int64)
    chances = np.zeros((len(gold), len(codes)), dtype=np.float32)
    types = np.zeros(len(gold), dtype=np.int64)
    none = np.zeros(len(codes), dtype=np.float32)
    for number, (train, test) in enumerate(GroupKFold(FOLDS).split(gold, groups=groups)):
        part_of[test] = number
        model = _fit([gold[row] for row in train], codes, none, typed=typed)
        chances[test], types[test] = _predict(model, [gold[row] for row in test])
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


def _fit(
    train: Sequence[GoldSentence], codes: Sequence[str], thresholds: Numbers, *, typed: bool = True
) -> Baseline:
    vectorizers = TfidfVectorizer(**_WORDS), TfidfVectorizer(**_LETTERS)
    texts = [one.text for one in train]
    features = sparse.hstack([one.fit_transform(texts) for one in vectorizers]).tocsr()
    weights = np.zeros((features.shape[1], len(codes) + len(SENTENCE_TYPES)), dtype=np.float32)
    bases = np.full(weights.shape[1], -np.inf, dtype=np.float32)
    truth = _truth(train, codes)
    for column in np.flatnonzero(truth.any(axis=0)):
        if truth[:, column].all():
            bases[column] = np.inf
            continue
        # In its dual form the same task is solved ten times as fast.
        model = LogisticRegression(C=_C, solver="liblinear", dual=True, random_state=_SEED)
        model.fit(features, truth[:, column])
        weights[:, column], bases[column] = model.coef_[0], model.intercept_[0]
    if typed:
        numbers, weights_of, bases_of = _fit_types(features, train)
        weights[:, len(codes) + numbers], bases[len(codes) + numbers] = weights_of.T, bases_of
    words, letters = (tuple(one.get_feature_names_out().tolist()) for one in vectorizers)
    rarity = np.concatenate([one.idf_ for one in vectorizers])
    return Baseline(tuple(codes), (words, letters), rarity, weights, bases, thresholds)


def _fit_types(
    features: sparse.csr_matrix, train: Sequence[GoldSentence]
) -> tuple[Ids, Floats, Floats]:
    """The numbers of the types that there are, and for each of them its weights and its base."""
    kinds = np.array([SENTENCE_TYPES.index(one.type) for one in train])
    numbers = np.unique(kinds)
    if len(numbers) == 1:
        return numbers, np.zeros((1, features.shape[1])), np.zeros(1)
    model = LogisticRegression(C=_C, class_weight="balanced", solver="newton-cg")
    model.fit(features, kinds)
    if len(numbers) == 2:  # the first of two is what the other is weighed against
        return numbers, np.vstack([0 * model.coef_, model.coef_]), np.append(0, model.intercept_)
    return numbers, model.coef_, model.intercept_


def _predict(model: Baseline, gold: Sequence[GoldSentence]) -> tuple[Numbers, Ids]:
    """Probabilities of the codes (n, codes), and the number of the likeliest type."""
    texts = [one.text for one in gold]
    parts = []
    at = 0
    for settings, terms in zip((_WORDS, _LETTERS), model.terms, strict=True):
        vectorizer = TfidfVectorizer(**settings | {"min_df": 1}, vocabulary=terms)
        vectorizer.idf_ = model.rarity[at : at + len(terms)]
        at += len(terms)
        parts.append(vectorizer.transform(texts))
    logits = sparse.hstack(parts).tocsr() @ model.weights + model.bases
    count = len(model.codes)
    return expit(logits[:, :count]).astype(np.float32), logits[:, count:].argmax(axis=1)
