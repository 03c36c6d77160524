"""Texts to vectors: the protocol that topic models embed through, and the embedder we ship.

The default needs no downloaded model: TF-IDF over the words of one language, reduced by a
truncated singular value decomposition (latent semantic analysis, Deerwester et al. 1990), and
smoothed over each text's nearest neighbours (as in simple graph convolution, Wu et al. 2019).
Short texts share few words with others on the same matter; their neighbours lend them theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import normalize

from models.stems import stem_word
from models.stopwords import stop_words

WORD_PATTERN = r"(?<!\w)[^\W\d_]{3,}(?!\w)"
"""A word that can stand for a topic: three letters or more, of any script, no digits."""

_ADDRESS_PATTERN = r"(?:https?://|www\.)\S+"

_TEXTS_PER_NEIGHBOUR = 25  # in a small collection, twenty neighbours would be half of it
_EMPTIED_SHARE = 0.1  # of the texts may lose all of their words to the two limits
_NEIGHBOUR_PART = 0.7  # of a smoothed vector


class Embedder(Protocol):
    """What a topic model asks of an embedder."""

    @property
    def name(self) -> str:
        """The method and every setting that changes its vectors."""

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row per text: of length 1, or all zeros where nothing in the text is known."""


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


@dataclass(frozen=True, slots=True)
class TfidfSvdEmbedder:
    """Latent semantic analysis of the texts given, and of nothing else: no model is downloaded."""

    language: str
    dimensions: int = 200
    seed: int = 0
    neighbour_count: int = 20
    smoothing_rounds: int = 3
    minimum_document_count: int = 2
    maximum_document_share: float = 0.5

    @property
    def name(self) -> str:
        """The method and every setting that changes its vectors."""
        return (
            f"tfidf-svd language={self.language} dimensions={self.dimensions} seed={self.seed} "
            f"neighbours={self.neighbour_count} rounds={self.smoothing_rounds} "
            f"min={self.minimum_document_count} max={self.maximum_document_share}"
        )

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Learn the space from the texts and return them in it.

        n texts give n × d, where d is `dimensions` or, for small vocabularies, the number of
        words. The same texts in the same order give the same vectors.
        """
        weighted = self._weigh_words(texts)
        if weighted is None:
            return np.zeros((len(texts), 1), dtype=np.float32)
        if min(weighted.shape) > self.dimensions:
            reducer = TruncatedSVD(self.dimensions, n_iter=7, random_state=self.seed)
            vectors = reducer.fit_transform(weighted)
        else:
            vectors = weighted.toarray()
        # A text without a known word has no direction: rounding must not give it one.
        is_known = np.asarray(weighted.sum(axis=1)).ravel() > 0
        unit = np.zeros(vectors.shape, dtype=np.float32)
        unit[is_known] = smooth_vectors(
            normalize(vectors[is_known]).astype(np.float32),
            neighbour_count=min(self.neighbour_count, len(texts) // _TEXTS_PER_NEIGHBOUR),
            rounds=self.smoothing_rounds,
        )
        return unit

    def _weigh_words(self, texts: Sequence[str]) -> csr_matrix | None:
        """TF-IDF of stems with sublinear counts; `None` where no text has a word."""
        splitter = word_splitter(self.language)
        split = [splitter(text) for text in texts]
        if not any(split):
            return None
        stems = {word: stem_word(word, self.language) for word in set().union(*split)}
        split = [[stems[word] for word in words] for words in split]
        counts = CountVectorizer(analyzer=list, dtype=np.float32).fit_transform(split)
        document_counts = np.bincount(counts.indices, minlength=counts.shape[1])
        kept = (document_counts >= self.minimum_document_count) & (
            document_counts <= self.maximum_document_share * len(texts)
        )
        emptied_count = np.count_nonzero(np.diff(counts[:, kept].indptr) == 0)
        if emptied_count <= _EMPTIED_SHARE * len(texts):
            counts = counts[:, kept]  # else the texts are too few or too alike to leave words out
        return TfidfTransformer(sublinear_tf=True).fit_transform(counts)


def smooth_vectors(
    vectors: npt.NDArray[np.float32], *, neighbour_count: int, rounds: int
) -> npt.NDArray[np.float32]:
    """Move vectors of length 1 towards the mean of those nearest to them, and to length 1 again.

    The neighbours are those of the vectors as given, in every round. Without neighbours the
    vectors stay as they are.
    """
    if not neighbour_count or len(vectors) <= neighbour_count:
        return vectors
    # Euclidean order is cosine order for vectors of length 1, and much faster to find.
    finder = NearestNeighbors(n_neighbors=neighbour_count + 1, algorithm="brute").fit(vectors)
    nearest = finder.kneighbors(vectors, return_distance=False)
    count, width = nearest.shape
    graph = csr_matrix(
        (
            np.full(count * width, 1 / width, np.float32),
            nearest.ravel(),
            range(0, count * width + 1, width),
        ),
        shape=(count, count),
    )
    smoothed = vectors
    for _ in range(rounds):
        around = normalize(graph @ smoothed)
        smoothed = normalize((1 - _NEIGHBOUR_PART) * smoothed + _NEIGHBOUR_PART * around)
    return smoothed.astype(np.float32, copy=False)
