"""Our topics and those of the usual methods, by one call: what an evaluation compares."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import normalize

from data.errors import UsageError
from models.embed import TfidfSvdEmbedder
from models.embedders import DEFAULT_EMBEDDER, make_embedder
from models.grouping import WORD_COUNT
from models.topics import TopicPassage, fit_topics
from models.word_counts import word_splitter

_PLAIN_DIMENSIONS = 100


@dataclass(frozen=True, slots=True)
class TopicOutcome:
    """What any method returns: the topic of each text, and each topic's words, strongest first."""

    assigned: list[int]
    words: list[list[str]]


Method = Callable[[Sequence[str], str, int, int], TopicOutcome]
"""Texts, language, number of topics and seed in; topics out."""


def fit_ours(
    texts: Sequence[str],
    language: str,
    topic_count: int,
    seed: int,
    embedder: str = DEFAULT_EMBEDDER,
) -> TopicOutcome:
    """Fit our topics as the stage does."""
    fitted = fit_topics(
        [TopicPassage(str(n), str(n), None, text) for n, text in enumerate(texts)],
        language=language,
        topic_count=topic_count,
        seed=seed,
        embedder=make_embedder(embedder, language=language, seed=seed),
    )
    if fitted.grouping is None:
        # Without any topic every text is together: no text may be missing from the score.
        return TopicOutcome([0] * len(texts), [])
    return TopicOutcome(fitted.grouping.positions, fitted.grouping.words)


def fit_nmf(texts: Sequence[str], language: str, topic_count: int, seed: int) -> TopicOutcome:
    """Fit scikit-learn's NMF on TF-IDF, as it comes."""
    vectorizer = TfidfVectorizer(analyzer=word_splitter(language), min_df=2, max_df=0.5)
    model = NMF(topic_count, random_state=seed, max_iter=1000)
    return _fit_mixture(model, vectorizer, texts)


def fit_lda(texts: Sequence[str], language: str, topic_count: int, seed: int) -> TopicOutcome:
    """Fit scikit-learn's LDA on counts, as it comes."""
    vectorizer = CountVectorizer(analyzer=word_splitter(language), min_df=2, max_df=0.5)
    model = LatentDirichletAllocation(topic_count, random_state=seed)
    return _fit_mixture(model, vectorizer, texts)


def fit_kmeans(texts: Sequence[str], language: str, topic_count: int, seed: int) -> TopicOutcome:
    """Fit k-means on plain TF-IDF and SVD."""
    vectorizer = TfidfVectorizer(analyzer=word_splitter(language), sublinear_tf=True)
    weights = _count_words(vectorizer, texts)
    vectors = normalize(weights.toarray()) if min(weights.shape) <= _PLAIN_DIMENSIONS else None
    if vectors is None:
        reducer = TruncatedSVD(_PLAIN_DIMENSIONS, random_state=seed)
        vectors = normalize(reducer.fit_transform(weights))
    assigned = KMeans(topic_count, n_init=10, random_state=seed).fit_predict(vectors)
    names = vectorizer.get_feature_names_out()
    means = [np.asarray(weights[assigned == topic].mean(axis=0)).ravel() for topic in set(assigned)]
    return TopicOutcome(
        assigned.tolist(), [names[row.argsort()[::-1][:WORD_COUNT]].tolist() for row in means]
    )


def fit_bertopic(texts: Sequence[str], language: str, topic_count: int, seed: int) -> TopicOutcome:
    """Fit BERTopic on the vectors that ours has; see `cluster_by_bertopic`."""
    vectors = TfidfSvdEmbedder(language, seed=seed).fit(texts).embed(texts)
    return cluster_by_bertopic(texts, vectors, language, topic_count, seed)


def cluster_by_bertopic(
    texts: Sequence[str],
    vectors: npt.NDArray[np.float32],
    language: str,
    topic_count: int,
    seed: int,
) -> TopicOutcome:
    """Fit BERTopic with its own UMAP and HDBSCAN, and reduce its topics to `topic_count`.

    The texts that it places nowhere are one group more, -1, without words.
    """
    with warnings.catch_warnings():  # importing it silences the whole program for good
        from bertopic import BERTopic  # noqa: PLC0415 (takes ten seconds to load)
        from umap import UMAP  # noqa: PLC0415 (as long)

        warnings.simplefilter("ignore")
        model = BERTopic(
            language="multilingual",
            top_n_words=WORD_COUNT,
            nr_topics=topic_count + 1,
            umap_model=UMAP(
                n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed
            ),
            vectorizer_model=CountVectorizer(analyzer=word_splitter(language)),
        )
        assigned, _ = model.fit_transform(list(texts), embeddings=vectors)
    words = [
        [word for word, _ in listed if word]
        for number, listed in model.get_topics().items()
        if number >= 0
    ]
    return TopicOutcome([int(number) for number in assigned], words)


def _fit_mixture(
    model: NMF | LatentDirichletAllocation, vectorizer: CountVectorizer, texts: Sequence[str]
) -> TopicOutcome:
    """Give each text the strongest of its topics."""
    mixture = model.fit_transform(_count_words(vectorizer, texts))
    names = vectorizer.get_feature_names_out()
    return TopicOutcome(
        mixture.argmax(axis=1).tolist(),
        [names[row.argsort()[::-1][:WORD_COUNT]].tolist() for row in model.components_],
    )


def _count_words(vectorizer: CountVectorizer, texts: Sequence[str]) -> csr_matrix:
    try:
        return vectorizer.fit_transform(texts)
    except ValueError as error:
        raise UsageError(
            f"no word tells the {len(texts)} texts apart ({error}): give more or longer texts"
        ) from error


PEERS: Mapping[str, Method] = MappingProxyType(
    {"nmf": fit_nmf, "lda": fit_lda, "svd_kmeans": fit_kmeans, "bertopic": fit_bertopic}
)
"""The usual methods, by the names that a table shows."""
