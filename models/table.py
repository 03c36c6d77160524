"""Coded sentences as matrices: what the coder is trained on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from data.records import SENTENCE_TYPES
from models.classify import KIND, Numbers, index_rows, place_words
from models.words import Ids

MIN_DOCUMENTS = 5
"""Documents that must hold a word feature or trait before it is learned."""
_TRAIT_WEIGHTS = {"cue": 1.0, "marker": 1.0, "pair": 0.7, "before": 0.3, "shape": 0.6, "kind": 2.0}


@dataclass(frozen=True, slots=True)
class Example:
    """One coded sentence as the coder sees it, and what it should say.

    All teach; only gold examples are measured, and set the thresholds. Documents of one work hold
    the same text in parts; no other example of a gold example's work may teach what is measured
    on it.
    """

    document: str
    language: str
    traits: Mapping[str, float]
    words: Sequence[Ids]
    ruled: frozenset[str]
    codes: frozenset[str]
    type: str
    work: str = ""
    """The document itself, where it is empty."""
    is_gold: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """All examples as matrices of one row each; `features` has one for every reader of codes.

    `both` are the features of all readers together. Only `both_with_kind` knows in what kind of
    document a sentence stands: it tells much of its type and, measured, nothing of its codes.
    """

    codes: tuple[str, ...]
    features: Mapping[str, sparse.csr_matrix]
    both: sparse.csr_matrix
    both_with_kind: sparse.csr_matrix
    trait_names: tuple[str, ...]
    trait_scales: Numbers
    kept: Ids
    rarity: Numbers
    targets: Numbers
    type_numbers: NDArray[np.int64]
    ruled: Numbers
    is_english: list[bool]
    is_gold: NDArray[np.bool_]
    documents: NDArray[np.str_]
    works: NDArray[np.str_]


def tabulate(examples: Sequence[Example], codes: tuple[str, ...]) -> Table:
    """The examples as matrices; only traits and words that enough documents hold."""
    documents = np.array([example.document for example in examples])
    trait_names = _frequent(examples)
    with_kind, trait_scales = _trait_matrix(examples, trait_names)
    is_lasting = np.array([not name.startswith(KIND) for name in trait_names], dtype=np.float32)
    traits = (with_kind @ sparse.diags(is_lasting)).tocsr().astype(np.float32)
    kept, rarity = _kept_words(examples)
    words = _word_matrix(examples, kept, rarity)
    numbers = np.array([SENTENCE_TYPES.index(example.type) for example in examples])
    return Table(
        codes=codes,
        features={"traits": traits, "words": words},
        trait_names=trait_names,
        trait_scales=trait_scales,
        kept=kept,
        rarity=rarity,
        both=sparse.hstack([traits, words]).tocsr(),
        both_with_kind=sparse.hstack([with_kind, words]).tocsr(),
        targets=_flags([example.codes for example in examples], codes),
        type_numbers=numbers,
        ruled=_flags([example.ruled for example in examples], codes),
        is_english=[example.language == "en" for example in examples],
        is_gold=np.array([example.is_gold for example in examples]),
        documents=documents,
        works=np.array([example.work or example.document for example in examples]),
    )


def _flags(said: Sequence[frozenset[str]], codes: Sequence[str]) -> Numbers:
    return np.array([[code in one for code in codes] for one in said], dtype=np.float32)


def _frequent(examples: Sequence[Example]) -> tuple[str, ...]:
    holders: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        for name in example.traits:
            holders[name].add(example.document)
    return tuple(sorted(name for name, found in holders.items() if len(found) >= MIN_DOCUMENTS))


def _trait_matrix(
    examples: Sequence[Example], names: Sequence[str]
) -> tuple[sparse.csr_matrix, Numbers]:
    """Traits scaled so that each group of them says as much, on average, as its weight."""
    rows = {name: row for row, name in enumerate(names)}
    cells = [
        (at, rows[name], value)
        for at, example in enumerate(examples)
        for name, value in example.traits.items()
        if name in rows
    ]
    at, columns, values = zip(*cells, strict=True)
    matrix = sparse.csr_matrix(
        (np.array(values, dtype=np.float32), (at, columns)), shape=(len(examples), len(names))
    )
    groups = np.array([_trait_group(name) for name in names])
    squares = np.asarray(matrix.multiply(matrix).sum(0)).ravel() / len(examples)
    scales = np.zeros(len(names), dtype=np.float32)
    for group, weight in _TRAIT_WEIGHTS.items():
        members = groups == group
        if members.any():
            scales[members] = np.sqrt(weight / squares[members].sum())
    return (matrix @ sparse.diags(scales)).tocsr().astype(np.float32), scales


def _trait_group(name: str) -> str:
    if name.startswith(KIND):
        return "kind"
    if "&" in name:
        return "pair"
    kind = name.partition(":")[0]
    return {"weak": "cue", "leads": "marker", "opens": "marker", "before": "before"}.get(
        kind, kind if kind in _TRAIT_WEIGHTS else "shape"
    )


def _kept_words(examples: Sequence[Example]) -> tuple[Ids, Numbers]:
    """Word features that enough documents hold, and how rare each is: 1 + ln(texts / with it)."""
    texts: Counter[int] = Counter()
    by_document: dict[str, set[int]] = defaultdict(set)
    for example in examples:
        found = np.concatenate(example.words).tolist()
        texts.update(found)
        by_document[example.document].update(found)
    holders: Counter[int] = Counter()
    for found in by_document.values():
        holders.update(found)
    kept = sorted(number for number, count in holders.items() if count >= MIN_DOCUMENTS)
    counts = np.array([texts[number] for number in kept])
    rarity = 1 + np.log((1 + len(examples)) / (1 + counts))
    return np.array(kept, dtype=np.int64), rarity.astype(np.float16).astype(np.float32)


def _word_matrix(examples: Sequence[Example], kept: Ids, rarity: Numbers) -> sparse.csr_matrix:
    index = index_rows(kept)
    placed = [place_words(index, rarity, example.words) for example in examples]
    ends = np.cumsum([0, *(len(rows) for rows, _ in placed)])
    columns = np.concatenate([rows for rows, _ in placed])
    values = np.concatenate([sizes for _, sizes in placed])
    return sparse.csr_matrix((values, columns, ends), shape=(len(examples), len(kept)))
