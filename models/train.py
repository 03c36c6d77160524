"""Trains the coder on coded sentences, and cross-validates it by document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from data.records import SENTENCE_TYPES
from models.classify import Coder, Numbers, choose_types, index_rows, mix, soften
from models.table import Example, Table, tabulate
from models.words import Ids

FOLDS = 5
READER_FOLDS = 3
"""Parts in which the readers score what they have not seen; each takes half a minute or so."""
_PENALTY = {"traits": 8.0, "words": 1.4}
_TYPE_BALANCE = 0.5
"""How much a type's rarity against the mean type, in log odds, counts in its favour."""
_MIXER_C, _TYPE_C = 0.1, 1.0


@dataclass(frozen=True, slots=True)
class Predictions:
    """Probabilities (n, codes), whether each code is given (n, codes), and types, by sentence.

    `tested` (n) tells the sentences that were predicted at all.
    """

    probabilities: Numbers
    given: NDArray[np.bool_]
    types: tuple[str, ...]
    tested: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Mixers:
    """The last step: a logistic model per code."""

    shared: Numbers
    own: Numbers
    base: Numbers


def fit_coder(examples: Sequence[Example], codes: Sequence[str]) -> Coder:
    """Train on all examples; the same examples give the same coder."""
    with threadpool_limits(1):  # sums in one order, so that the same bytes come out
        table = tabulate(examples, tuple(codes))
        everything = np.arange(len(examples))
        scores = _held_out_scores(table, everything)
        mixers = _fit_mixers(table, scores, everything)
        thresholds = _choose_thresholds(table, scores, everything)
        return Coder(
            codes=table.codes,
            languages=tuple(sorted({example.language for example in examples})),
            traits={name: row for row, name in enumerate(table.trait_names)},
            kept=table.kept,
            rarity=table.rarity,
            thresholds=thresholds,
            readers=_fit_readers(table, everything),
            mixers={"shared": mixers.shared, "own": mixers.own, "base": mixers.base},
            rows=index_rows(table.kept),
        )


def cross_validate(
    examples: Sequence[Example], codes: Sequence[str], parts: int = FOLDS
) -> Predictions:
    """Predict every gold example, in order, by a coder that saw no sentence of its document.

    Weights and thresholds are learned anew in each of the five parts; which features are frequent
    enough, and how rare, is counted once over all. With fewer
    `parts` only that many are predicted, and the rest stays without a code and of type `other`.
    """
    with threadpool_limits(1):
        table = tabulate(examples, tuple(codes))
        gold = np.flatnonzero(table.is_gold)
        chances = np.zeros((len(examples), len(codes)), dtype=np.float32)
        given = np.zeros(chances.shape, dtype=bool)
        types = np.full(len(examples), SENTENCE_TYPES.index("other"))
        tested = np.zeros(len(examples), dtype=bool)
        for _, test in _parts(table, gold)[:parts]:
            train = _others(table, test)
            scores = _held_out_scores(table, train)
            mixers = _fit_mixers(table, scores, train)
            thresholds = _choose_thresholds(table, scores, train)
            read = _read(table, train, test)
            chances[test] = _apply(table, mixers, read, test)
            given[test] = chances[test] >= thresholds
            types[test] = choose_types(read["kind"], given[test])
            tested[test] = True
    return Predictions(
        chances[gold],
        given[gold],
        tuple(SENTENCE_TYPES[at] for at in types[gold]),
        tested[gold],
    )


def _others(table: Table, test: Ids) -> Ids:
    """The rows to learn from: gold of other documents, and all else that is of other works."""
    is_same_document = np.isin(table.documents, table.documents[test])
    is_same_work = np.isin(table.works, table.works[test])
    return np.flatnonzero(np.where(table.is_gold, ~is_same_document, ~is_same_work))


def _parts(table: Table, chosen: Ids, folds: int = FOLDS) -> list[tuple[Ids, Ids]]:
    """The chosen rows parted by document: what to learn from, and what to predict."""
    splits = GroupKFold(folds).split(chosen, groups=table.documents[chosen])
    return [(chosen[train], chosen[test]) for train, test in splits]


def _solve(table: Table, reader: str, train: Ids) -> tuple[Numbers, Numbers]:
    """Ridge regression of the codes: a weight per feature and code, and the codes' means."""
    targets = table.targets[train]
    base = targets.mean(0)
    model = Ridge(alpha=_PENALTY[reader], fit_intercept=False, solver="sparse_cg", tol=1e-2)
    model.fit(table.features[reader][train], targets - base)
    return model.coef_.T, base


def _fit_types(table: Table, train: Ids, features: sparse.csr_matrix) -> tuple[Numbers, Numbers]:
    """A logistic model of each type against the others: weights per feature and type, intercepts.

    One model of all types at once scores the same and takes ten times as long. A rare type's
    intercept is raised, because macro-F1 counts it as much as a frequent one.
    """
    numbers = table.type_numbers[train]
    frequency = np.bincount(numbers, minlength=len(SENTENCE_TYPES))
    weights = np.zeros((features.shape[1], len(SENTENCE_TYPES)), dtype=np.float32)
    bases = np.full(len(SENTENCE_TYPES), -100.0, dtype=np.float32)  # a type never seen
    seen = features[train]
    for number in np.flatnonzero(frequency):
        model = LogisticRegression(C=_TYPE_C, solver="liblinear", tol=1e-2)
        is_type = numbers == number
        if is_type.all():
            bases[number] = 0.0
            continue
        model.fit(seen, is_type)
        weights[:, number] = model.coef_[0]
        rarity = np.log(frequency.mean() / frequency[number])
        bases[number] = model.intercept_[0] + _TYPE_BALANCE * rarity
    return weights, bases


def _read(table: Table, train: Ids, test: Ids) -> dict[str, Numbers]:
    """The three readers' scores of the test rows, learned from the training rows."""
    scores: dict[str, Numbers] = {}
    for reader in table.features:
        weights, base = _solve(table, reader, train)
        found = table.features[reader][test] @ weights + base
        scores[reader] = found.astype(np.float32)
    weights, bases = _fit_types(table, train, table.both_with_kind)
    scores["kind"] = soften(np.asarray(table.both_with_kind[test] @ weights) + bases)
    return scores


def _held_out_scores(table: Table, chosen: Ids) -> dict[str, Numbers]:
    """Scores of the chosen rows, each by readers that saw no sentence of its document."""
    scores = {
        "traits": np.zeros((len(table.documents), len(table.codes)), dtype=np.float32),
        "words": np.zeros((len(table.documents), len(table.codes)), dtype=np.float32),
        "kind": np.zeros((len(table.documents), len(SENTENCE_TYPES)), dtype=np.float32),
    }
    for train, test in _parts(table, chosen, READER_FOLDS):
        for reader, found in _read(table, train, test).items():
            scores[reader][test] = found
    return {reader: found[chosen] for reader, found in scores.items()}


def _mixed(table: Table, scores: Mapping[str, Numbers], rows: Ids) -> tuple[Numbers, Numbers]:
    english = [table.is_english[row] for row in rows]
    return mix(scores["traits"], scores["words"], scores["kind"], table.ruled[rows], english)


def _fit_mixers(table: Table, scores: Mapping[str, Numbers], rows: Ids) -> _Mixers:
    shared, own = _mixed(table, scores, rows)
    width = shared.shape[1]
    columns, bases = [], []
    for number in range(len(table.codes)):
        features = np.hstack([shared, own[:, number]])
        model = LogisticRegression(C=_MIXER_C, max_iter=2000)
        model.fit(features, table.targets[rows, number])
        columns.append(model.coef_[0])
        bases.append(model.intercept_[0])
    weights = np.array(columns, dtype=np.float32).T
    return _Mixers(
        shared=weights[:width],
        own=weights[width:],
        base=np.array(bases, dtype=np.float32),
    )


def _apply(table: Table, mixers: _Mixers, scores: Mapping[str, Numbers], rows: Ids) -> Numbers:
    shared, own = _mixed(table, scores, rows)
    logits = shared @ mixers.shared + np.einsum("nck,kc->nc", own, mixers.own) + mixers.base
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


def _choose_thresholds(table: Table, scores: Mapping[str, Numbers], rows: Ids) -> Numbers:
    """The probability from which a code is given: half the best F1 that held-out gold allows.

    Where probabilities are calibrated, that is where F1 is highest (Lipton, Elkan and
    Naryanaswamy 2014, theorem 1), and it moves less with the sample than the best place itself.
    """
    chances = np.zeros((len(rows), len(table.codes)), dtype=np.float32)
    place = {row: at for at, row in enumerate(rows.tolist())}
    for train, test in _parts(table, rows):
        inner = [place[row] for row in train.tolist()]
        outer = [place[row] for row in test.tolist()]
        mixers = _fit_mixers(table, {name: found[inner] for name, found in scores.items()}, train)
        held_out = {name: found[outer] for name, found in scores.items()}
        chances[outer] = _apply(table, mixers, held_out, test)
    gold = table.is_gold[rows]
    return np.array(
        [
            best_f1(chances[gold, number], table.targets[rows[gold], number]).f1 / 2
            for number in range(len(table.codes))
        ],
        dtype=np.float32,
    )


@dataclass(frozen=True, slots=True)
class BestF1:
    """The highest F1 that a threshold reaches, and that threshold."""

    f1: float
    threshold: float


def best_f1(chances: Numbers, truth: Numbers) -> BestF1:
    """Where to cut n probabilities so that F1 against n truths (0 or 1) is highest."""
    order = np.argsort(-chances, kind="stable")
    hits = np.cumsum(truth[order])
    scores = 2 * hits / (np.arange(1, len(order) + 1) + truth.sum())
    best = int(np.argmax(scores))
    following = min(best + 1, len(order) - 1)
    between = float(chances[order[best]] + chances[order[following]]) / 2
    return BestF1(float(scores[best]), between)


def _fit_readers(table: Table, rows: Ids) -> dict[str, Numbers]:
    """The readers' weights per feature; columns for the codes, for the types, and for the types
    where the document's kind is known.
    """
    width = table.features["traits"].shape[1]
    banks = [_fit_types(table, rows, one) for one in (table.both, table.both_with_kind)]
    places = {"traits": slice(width), "words": slice(width, None)}
    readers: dict[str, Numbers] = {}
    for reader, place in places.items():
        of_codes, base = _solve(table, reader, rows)
        weights = np.hstack([of_codes, *(of_types[place] for of_types, _ in banks)])
        if reader == "traits":
            weights = weights * table.trait_scales[:, None]
        readers[reader] = weights.astype(np.float16).astype(np.float32)
        # Traits and words both speak for a type and are added up: each brings half of its base.
        bases = np.concatenate([base, *(of_types / 2 for _, of_types in banks)])
        readers[f"{reader}_base"] = bases.astype(np.float32)
    return readers
