"""How good topics are: against the groups that people made, against each other, against peers.

The labels score and nothing else: no setting of the model may be chosen by looking at them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, stdev

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix

from data.errors import UsageError
from models.embed import TfidfSvdEmbedder, word_splitter
from models.grouping import WORD_COUNT
from models.topics import TopicPassage, fit_topics


@dataclass(frozen=True, slots=True)
class TopicScores:
    """Agreement of topics with human classes: 1 is perfect; ARI is 0 by chance."""

    p1: float
    ari: float
    nmi: float


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over several seeds; the deviation is the sample's, 0 for one seed."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class TopicQuality:
    """One method's figures: `npmi` from -1 to 1, `seconds` for one fit, the others from 0 to 1."""

    p1: Spread
    ari: Spread
    nmi: Spread
    npmi: Spread
    diversity: Spread
    seconds: Spread


@dataclass(frozen=True, slots=True)
class TopicEvaluation:
    """Our topics beside the peers' on the same texts, by the peers' names."""

    text_count: int
    class_count: int
    topic_count: int
    seeds: list[int]
    ours: TopicQuality
    peers: dict[str, TopicQuality]

    def as_dict(self) -> dict[str, object]:
        """The figures as objects, for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class TopicOutcome:
    """What any method returns: the topic of each text, and each topic's words, strongest first."""

    assigned: list[int]
    words: list[list[str]]


Method = Callable[[Sequence[str], str, int, int], TopicOutcome]
"""Texts, language, number of topics and seed in; topics out."""


def score_topics(labels: Sequence[str], assigned: Sequence[int]) -> TopicScores:
    """Compare the topic of each text with the class a person gave it.

    P1 is harmonic purity: the mean over human classes, weighted by their size, of the best F1
    that any topic reaches for the class (Pham et al. 2024, arXiv:2311.01449). ARI and NMI
    (arithmetic mean) are scikit-learn's. Raises `UsageError` for lists of unequal or no length.
    """
    if not labels or len(labels) != len(assigned):
        raise UsageError(
            f"{len(labels)} labels for {len(assigned)} texts: give one label for every text"
        )
    table = contingency_matrix(list(labels), list(assigned)).astype(float)
    class_sizes = table.sum(axis=1, keepdims=True)
    f1 = 2 * table / (class_sizes + table.sum(axis=0, keepdims=True))
    return TopicScores(
        p1=float((class_sizes.ravel() * f1.max(axis=1)).sum() / table.sum()),
        ari=float(adjusted_rand_score(list(labels), list(assigned))),
        nmi=float(normalized_mutual_info_score(list(labels), list(assigned))),
    )


def topic_coherence(texts: Sequence[str], words: Sequence[Sequence[str]], language: str) -> float:
    """Mean NPMI of the pairs of a topic's words, over topics: do its words share texts?

    Probabilities are shares of texts (Bouma 2009; Lau et al. 2014). A pair that never meets
    counts -1. Topics of fewer than two words are left out; without any, the result is 0.
    """
    vocabulary = sorted({word for listed in words for word in listed})
    if not vocabulary:
        return 0.0
    counter = CountVectorizer(
        analyzer=word_splitter(language), vocabulary=vocabulary, binary=True, dtype=np.int64
    )
    present = csr_matrix(counter.transform(texts))
    together = (present.T @ present).toarray() / len(texts)
    place = {word: position for position, word in enumerate(vocabulary)}
    means = []
    for listed in words:
        places = [place[word] for word in listed]
        pairs = [_npmi(together, a, b) for n, a in enumerate(places) for b in places[:n]]
        if pairs:
            means.append(fmean(pairs))
    return fmean(means) if means else 0.0


def topic_diversity(words: Sequence[Sequence[str]]) -> float:
    """Share of the topics' words that are different words (Dieng et al. 2020)."""
    listed = [word for topic in words for word in topic]
    return len(set(listed)) / len(listed) if listed else 0.0


def evaluate(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    language: str,
    topic_count: int,
    seeds: Sequence[int],
) -> TopicEvaluation:
    """Fit our topics and the peers' under every seed and score them against the labels.

    Peers: scikit-learn's NMF (on TF-IDF) and LDA (on counts) as they come, and k-means on plain
    TF-IDF and SVD. Raises
    `UsageError` where there is no text, no seed, not one label for every text, more topics than
    texts, or no word to tell texts apart by.
    """
    if not texts or len(texts) != len(labels):
        raise UsageError(f"{len(labels)} labels for {len(texts)} texts: give one for every text")
    if not seeds:
        raise UsageError("no seed: ask for 1 or more")
    if not 1 <= topic_count <= len(texts):
        raise UsageError(f"{topic_count} topics of {len(texts)} texts: ask for 1 to {len(texts)}")
    measured = {
        name: _measure(method, texts, labels, language, topic_count, seeds)
        for name, method in _METHODS.items()
    }
    return TopicEvaluation(
        text_count=len(texts),
        class_count=len(set(labels)),
        topic_count=topic_count,
        seeds=list(seeds),
        ours=measured.pop("ours"),
        peers=measured,
    )


def _npmi(together: npt.NDArray[np.float64], first: int, second: int) -> float:
    joint = float(together[first, second])
    if joint == 0:
        return -1.0
    if joint == 1:  # both words in every text: bound together as far as can be seen
        return 1.0
    information = np.log(joint / (together[first, first] * together[second, second]))
    return float(information / -np.log(joint))


def _measure(
    method: Method,
    texts: Sequence[str],
    labels: Sequence[str],
    language: str,
    topic_count: int,
    seeds: Sequence[int],
) -> TopicQuality:
    figures: dict[str, list[float]] = {name: [] for name in TopicQuality.__slots__}
    for seed in seeds:
        started = time.perf_counter()
        outcome = method(texts, language, topic_count, seed)
        figures["seconds"].append(time.perf_counter() - started)
        for name, value in asdict(score_topics(labels, outcome.assigned)).items():
            figures[name].append(value)
        figures["npmi"].append(topic_coherence(texts, outcome.words, language))
        figures["diversity"].append(topic_diversity(outcome.words))
    return TopicQuality(**{name: _spread(values) for name, values in figures.items()})


def _spread(values: Sequence[float]) -> Spread:
    return Spread(fmean(values), stdev(values) if len(values) > 1 else 0.0)


def _fit_ours(texts: Sequence[str], language: str, topic_count: int, seed: int) -> TopicOutcome:
    passages = [TopicPassage(str(n), str(n), None, text) for n, text in enumerate(texts)]
    fitted = fit_topics(passages, language=language, topic_count=topic_count, seed=seed)
    position_of = {topic.topic_id: topic.position for topic in fitted.topics}
    return TopicOutcome(
        # Without any topic every text is together: no text may be missing from the score.
        [position_of[a.topic_id] for a in fitted.assignments] or [0] * len(texts),
        [topic.words.split(", ") for topic in fitted.topics],
    )


def _fit_nmf(texts: Sequence[str], language: str, topic_count: int, seed: int) -> TopicOutcome:
    vectorizer = TfidfVectorizer(analyzer=word_splitter(language), min_df=2, max_df=0.5)
    model = NMF(topic_count, random_state=seed, max_iter=1000)
    return _fit_mixture(model, vectorizer, texts)


def _fit_lda(texts: Sequence[str], language: str, topic_count: int, seed: int) -> TopicOutcome:
    vectorizer = CountVectorizer(analyzer=word_splitter(language), min_df=2, max_df=0.5)
    model = LatentDirichletAllocation(topic_count, random_state=seed)
    return _fit_mixture(model, vectorizer, texts)


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


def _fit_kmeans(texts: Sequence[str], language: str, topic_count: int, seed: int) -> TopicOutcome:
    vectors = TfidfSvdEmbedder(language, seed=seed, neighbour_count=0).embed(texts)
    assigned = KMeans(topic_count, n_init=10, random_state=seed).fit_predict(vectors)
    vectorizer = TfidfVectorizer(analyzer=word_splitter(language))
    weights = _count_words(vectorizer, texts)
    names = vectorizer.get_feature_names_out()
    means = [np.asarray(weights[assigned == topic].mean(axis=0)).ravel() for topic in set(assigned)]
    return TopicOutcome(
        assigned.tolist(), [names[row.argsort()[::-1][:WORD_COUNT]].tolist() for row in means]
    )


_METHODS: dict[str, Method] = {
    "ours": _fit_ours,
    "nmf": _fit_nmf,
    "lda": _fit_lda,
    "svd_kmeans": _fit_kmeans,
}
