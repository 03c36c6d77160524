"""What promises and register rows are held against each other by: names, bodies, weighed words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from models.shared_words import SharedWords

_WORD = re.compile(r"[^\W_]+")
_MOST_OF_ONE = 3  # a word that a text repeats counts no more often than this


@dataclass(frozen=True, slots=True)
class PromiseText:
    """A promise as far as the search for records needs it."""

    promise_id: str
    country: str
    language: str
    text: str
    names: tuple[str, ...]
    """Names of systems in quotation marks."""
    is_of_system: bool
    """Whether it says that a system is to be built or used."""
    bodies: frozenset[str]
    """Who is to act; empty where any body of the country may."""
    year: int | None


@dataclass(frozen=True, slots=True)
class RecordText:
    """A system on record as far as the search needs it."""

    register_id: str
    deployment_id: str
    country: str
    language: str
    name: str
    text: str
    bodies: frozenset[str]
    """The body that reports it, with its parents and predecessors."""
    start_year: int | None
    """Year of its start; a year of registration is none."""
    key: str = field(default="")
    """Equal for records of one system."""


@dataclass(frozen=True, slots=True)
class Likenesses:
    """Cosines, texts asked by texts searched, and how many distinct telling words both have."""

    cosine: sparse.csr_matrix
    shared_rare: sparse.csr_matrix


def normal_name(name: str) -> str:
    """A name in lower case, without accents, punctuation and repeated blanks.

    As in `out_system`: NFD without marks, then words joined by one blank.
    """
    plain = unicodedata.normalize("NFD", name.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(bare))


RARE_SHARE = 0.1
"""A word or meaning that at most this share of the texts searched has is telling."""
_RARE_COUNT = 5  # texts that may have a telling word where few are searched


def measure_likeness(
    asked: Sequence[tuple[str, str]],
    searched: Sequence[tuple[str, str]],
    words: SharedWords,
    rare_share: float = RARE_SHARE,
) -> Likenesses:
    """Compare every text with every one searched, by words that languages share.

    Texts come with their language. A word weighs log((1 + n) / (1 + texts searched that have it))
    + 1, as in scikit-learn's smoothed TF-IDF, times one plus the logarithm of how often the text
    has it; what at most `rare_share` of them have is telling.
    """
    column: dict[str, int] = {}
    theirs = _count(searched, words, column)
    ours = _count(asked, words, column)
    theirs.resize(len(searched), len(column))
    frequency = np.asarray((theirs > 0).sum(axis=0)).ravel()
    weight = np.log((1 + len(searched)) / (1 + frequency)) + 1
    rare = sparse.diags_array(
        ((frequency > 0) & (frequency <= max(_RARE_COUNT, rare_share * len(searched)))).astype(
            np.float64
        )
    )
    weights = sparse.diags_array(weight)
    cosine = _unit(_damped(ours) @ weights) @ _unit(_damped(theirs) @ weights).T
    shared = ((ours > 0).astype(np.float64) @ rare) @ (theirs > 0).astype(np.float64).T
    return Likenesses(sparse.csr_matrix(cosine), sparse.csr_matrix(shared))


def _count(
    texts: Iterable[tuple[str, str]], words: SharedWords, column: dict[str, int]
) -> sparse.csr_matrix:
    values: list[int] = []
    columns: list[int] = []
    ends = [0]
    for language, text in texts:
        for token, count in sorted(Counter(words.tokens(text, language)).items()):
            columns.append(column.setdefault(token, len(column)))
            values.append(min(count, _MOST_OF_ONE))
        ends.append(len(values))
    return sparse.csr_matrix(
        (np.array(values, np.float64), np.array(columns, np.int64), np.array(ends, np.int64)),
        shape=(len(ends) - 1, len(column)),
    )


def _damped(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    damped = counts.copy()
    damped.data = 1 + np.log(damped.data)
    return damped


def _unit(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    length[length == 0] = 1
    return sparse.csr_matrix(sparse.diags_array(1 / length) @ rows)
