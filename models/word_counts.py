"""Texts to weighted word counts: words are cut, stemmed, and weighed by how much they tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

from models.stems import stem_word
from models.stopwords import stop_words

WORD_PATTERN = r"(?<!\w)[^\W\d_]{3,}(?!\w)"
"""A word that can stand for a topic: three letters or more, of any script, no digits."""

_ADDRESS_PATTERN = r"(?:https?://|www\.)\S+"

_SATURATION, _LENGTH_SHARE = 1.2, 0.75  # k1 and b of BM25, as Robertson & Zaragoza (2009) have them
_RARITY_POWER = 1.25  # rare words count somewhat more than in BM25: better on every proxy tried


def word_splitter(language: str) -> Callable[[str], list[str]]:
    """Build the function that cuts a text into its lower-case words.

    Stop words and web addresses are left out.
    """
    ignored = stop_words(language)
    drop_addresses = re.compile(_ADDRESS_PATTERN).sub
    find_words = re.compile(WORD_PATTERN).findall

    def split(text: str) -> list[str]:
        return [
            word for word in find_words(drop_addresses(" ", text.lower())) if word not in ignored
        ]

    return split


def split_stems(texts: Sequence[str], language: str) -> list[list[str]]:
    """Cut texts into the stems of their words, in order."""
    split = word_splitter(language)
    words = [split(text) for text in texts]
    stems = {word: stem_word(word, language) for word in set().union(*words)}
    return [[stems[word] for word in listed] for listed in words]


def count_words(split: Sequence[Sequence[str]], words: Sequence[str]) -> csr_matrix:
    """Count the given words in each text: n × words."""
    place = {word: position for position, word in enumerate(words)}
    columns: list[int] = []
    ends = [0]
    for listed in split:
        columns += [place[word] for word in listed if word in place]
        ends.append(len(columns))
    counts = csr_matrix(
        (np.ones(len(columns), np.float32), np.array(columns, np.int32), np.array(ends, np.int64)),
        shape=(len(split), len(words)),
    )
    counts.sum_duplicates()
    return counts


def rarity(counts: csr_matrix) -> npt.NDArray[np.float32]:
    """How much each word tells: BM25's inverse document frequency, raised a little."""
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    odds = (counts.shape[0] - frequency + 0.5) / (frequency + 0.5)
    weights: npt.NDArray[np.float32] = (np.log1p(odds) ** _RARITY_POWER).astype(np.float32)
    return weights


def weigh_counts(
    counts: csr_matrix, weights: npt.NDArray[np.float32], average_length: float
) -> csr_matrix:
    """BM25: a word's tenth mention adds little, and long texts do not count for more.

    Rows are of length 1, or empty where no word is known.
    """
    if not counts.nnz:
        return counts
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    fullness = 1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths / average_length
    mentions = counts.data
    told = mentions * (_SATURATION + 1) / (mentions + _SATURATION * fullness[rows])
    weighed = csr_matrix(
        ((told * weights[counts.indices]).astype(np.float32), counts.indices, counts.indptr),
        shape=counts.shape,
    )
    return normalize(weighed)
