"""Applies the trained coder to many sentences at once, with the numbers of `classify.judge`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from scipy import sparse

from models.classify import (
    BLOCK_WEIGHTS,
    Coder,
    Judgement,
    Numbers,
    combine,
    conclude,
)
from models.word_rows import Rows
from models.words import BLOCKS, BUCKETS


@dataclass(frozen=True, slots=True)
class Question:
    """One sentence to judge: its traits, the rows of its words, and the codes the rules see."""

    traits: Mapping[str, float]
    rows: Rows
    ruled: Collection[str]
    is_english: bool
    has_kind: bool
    """Whether the traits tell of the kind of document."""


def judge_all(coder: Coder, questions: Sequence[Question]) -> list[Judgement]:
    """Code sentences, in their order."""
    if not questions:
        return []
    readers = coder.readers
    scores = combine(
        coder,
        _trait_matrix(coder, questions) @ readers["traits"] + readers["traits_base"],
        _word_matrix(coder, questions) @ readers["words"] + readers["words_base"],
        [question.ruled for question in questions],
        [question.is_english for question in questions],
        [question.has_kind for question in questions],
    )
    return [conclude(coder, one) for one in scores]


def _trait_matrix(coder: Coder, questions: Sequence[Question]) -> sparse.csr_matrix:
    found: list[int] = []
    values: list[float] = []
    for question in questions:
        found.extend(map(coder.traits.get, question.traits, repeat(-1)))
        values.extend(question.traits.values())
    columns = np.array(found, dtype=np.int64)
    known = columns >= 0
    ends = np.cumsum([0, *(len(question.traits) for question in questions)])
    known_before = np.concatenate(([0], np.cumsum(known)))
    sizes = np.array(values, dtype=np.float32)[known]
    return _matrix(sizes, columns[known], known_before[ends], len(coder.traits))


def _word_matrix(coder: Coder, questions: Sequence[Question]) -> sparse.csr_matrix:
    """The rows of words with their sizes, as `place_words` gives them for one sentence."""
    rows = np.concatenate([question.rows for question in questions])
    lengths = [len(question.rows) for question in questions]
    blocks = coder.kept[rows] // BUCKETS
    parts = np.repeat(np.arange(len(questions)) * len(BLOCKS), lengths) + blocks
    sizes = coder.rarity[rows]
    squares = np.bincount(parts, sizes * sizes, minlength=len(questions) * len(BLOCKS))
    weights = np.tile([BLOCK_WEIGHTS[name] for name in BLOCKS], len(questions))
    scales = np.sqrt(weights / np.maximum(squares, np.finfo(np.float32).tiny)).astype(np.float32)
    return _matrix(sizes * scales[parts], rows, [0, *np.cumsum(lengths)], len(coder.kept))


def _matrix(
    values: Numbers, columns: np.ndarray, ends: Sequence[int], width: int
) -> sparse.csr_matrix:
    return sparse.csr_matrix((values, columns, ends), shape=(len(ends) - 1, width))
