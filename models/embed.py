"""Texts to vectors: the protocol that topic models embed through, and the embedder we ship.

The default needs no downloaded model. It learns two things from the texts themselves and sets
them side by side: which texts share words (latent semantic analysis, Deerwester et al. 1990, of
counts weighed as BM25 does), and which words keep company with the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD

from models.compounds import find_parts, open_compounds
from models.word_counts import count_words, rarity, split_stems, weigh_counts
from models.word_space import WordSpace
from models.word_vectors import learn_word_vectors

_EMPTIED_SHARE = 0.1  # of the texts may lose all of their words to the two limits
_FAINTEST = 1e-3  # of the strongest direction: what is fainter is rounding


class Space(Protocol):
    """What an embedder has learnt: the same text has the same vector, whenever it comes."""

    @property
    def name(self) -> str:
        """The method and every setting that changes its vectors."""

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row per text: of length 1, or all zeros where nothing in the text is known."""

    def to_arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """What was learnt, as plain arrays; `models.embedders.load_space` reads them."""


class Embedder(Protocol):
    """What a topic model asks of an embedder."""

    @property
    def name(self) -> str:
        """The method and every setting that changes its vectors."""

    def fit(self, texts: Sequence[str]) -> Space:
        """Learn a space from the texts; one that was learnt before is given as it is."""


@dataclass(frozen=True, slots=True)
class TfidfSvdEmbedder:
    """Latent semantic analysis of the texts given, and of nothing else: no model is downloaded."""

    language: str
    dimensions: int = 120
    seed: int = 0
    word_dimensions: int = 200
    minimum_document_count: int = 2
    maximum_document_share: float = 0.5
    maximum_words: int = 30_000

    @property
    def name(self) -> str:
        """The method and every setting that changes its vectors."""
        return (
            f"tfidf-svd language={self.language} dimensions={self.dimensions} seed={self.seed} "
            f"word_dimensions={self.word_dimensions} words={self.maximum_words} "
            f"min={self.minimum_document_count} max={self.maximum_document_share}"
        )

    def fit(self, texts: Sequence[str]) -> WordSpace:
        """Learn the space of the texts; the same texts in the same order give the same space.

        A space has `dimensions` + `word_dimensions` columns. Of fewer texts or words than
        `dimensions` it has one column for each, and word company teaches nothing yet.
        """
        split = split_stems(texts, self.language)
        parts = find_parts(split, self.language)
        split = open_compounds(split, parts)
        words = self._choose_words(split)
        counts = count_words(split, words)
        weights = rarity(counts)
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        average_length = float(lengths.mean()) if lengths.any() else 1.0
        weighed = weigh_counts(counts, weights, average_length)
        directions = self._find_directions(weighed)
        company = np.zeros((len(words), 1), dtype=np.float32)
        if min(weighed.shape) > self.dimensions + 1:
            company = learn_word_vectors(
                split, words, dimensions=self.word_dimensions, seed=self.seed
            )
        return WordSpace(
            name=self.name,
            language=self.language,
            words=np.array(words, dtype=np.str_),
            weights=weights,
            average_length=average_length,
            directions=directions,
            company=company,
            company_mean=np.asarray((weighed @ company).mean(axis=0), dtype=np.float32)
            if len(texts)
            else np.zeros(company.shape[1], dtype=np.float32),
            parts=np.array(parts, dtype=np.str_),
        )

    def _choose_words(self, split: Sequence[Sequence[str]]) -> list[str]:
        """The words that are neither too rare nor too common, or all where that empties texts."""
        everything = sorted({word for listed in split for word in listed})
        counts = count_words(split, everything)
        frequency = np.bincount(counts.indices, minlength=len(everything))
        is_kept = (frequency >= self.minimum_document_count) & (
            frequency <= self.maximum_document_share * len(split)
        )
        if len(everything) > self.maximum_words:
            rank = np.argsort(-frequency, kind="stable")
            is_kept[rank[self.maximum_words :]] = False
        had_words = np.diff(counts.indptr) > 0
        emptied = had_words & (np.diff(counts[:, is_kept].indptr) == 0)
        if np.count_nonzero(emptied) > _EMPTIED_SHARE * len(split):
            return everything  # the texts are too few or too alike to leave words out
        return [word for word, kept in zip(everything, is_kept, strict=True) if kept]

    def _find_directions(self, weighed: csr_matrix) -> npt.NDArray[np.float32]:
        """What each word adds, words × d: principal directions, the common first one left out."""
        if not weighed.nnz:
            return np.zeros((weighed.shape[1], 1), dtype=np.float32)
        if min(weighed.shape) > self.dimensions + 1:
            # The exact method: the usual one guesses the faint directions anew with every seed.
            reducer = TruncatedSVD(self.dimensions + 1, algorithm="arpack", random_state=self.seed)
            reducer.fit(weighed)
            values, rows = reducer.singular_values_, reducer.components_
            is_told = values > _FAINTEST * values[0]
            if np.count_nonzero(is_told) > 2:
                is_told[0] = False  # the mean of all texts, more or less, tells none apart
        else:
            _, values, rows = np.linalg.svd(weighed.toarray(), full_matrices=False)
            is_told = values > _FAINTEST * values[0]
        found: npt.NDArray[np.float32] = rows[is_told].T.astype(np.float32)
        return found
