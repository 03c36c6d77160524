"""How good topics are: against the groups that people made, against each other, against peers.

The labels score and nothing else: no setting of the model may be chosen by looking at them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from statistics import fmean, stdev

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix

from data.errors import UsageError
from models.best_match import mean_stability
from models.embedders import DEFAULT_EMBEDDER
from models.topic_methods import PEERS, Method, TopicOutcome, fit_ours
from models.word_counts import word_splitter


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
    """One method's figures: `npmi` from -1 to 1, `seconds` for one fit, the others from 0 to 1.

    `stability` is the mean best-match Jaccard of topics between seeds; its spread is over seeds,
    each against all others.
    """

    p1: Spread
    ari: Spread
    nmi: Spread
    npmi: Spread
    diversity: Spread
    stability: Spread
    seconds: Spread


@dataclass(frozen=True, slots=True)
class TopicEvaluation:
    """Our topics beside the peers' on the same texts, by the peers' names."""

    text_count: int
    class_count: int
    topic_count: int
    seeds: list[int]
    embedder: str
    ours: TopicQuality
    peers: dict[str, TopicQuality]

    def as_dict(self) -> dict[str, object]:
        """The figures as objects, for JSON."""
        return asdict(self)


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
    embedder: str = DEFAULT_EMBEDDER,
    peers: Sequence[str] = tuple(PEERS),
) -> TopicEvaluation:
    """Fit our topics and the peers' under every seed and score them against the labels.

    `embedder` is a name that `make_embedder` knows, for ours; `peers` are among `PEERS`. Raises
    `UsageError` where there is no text, no seed, not one label for every text, more topics than
    texts, or no word to tell texts apart by.
    """
    if not texts or len(texts) != len(labels):
        raise UsageError(f"{len(labels)} labels for {len(texts)} texts: give one for every text")
    if not seeds:
        raise UsageError("no seed: ask for 1 or more")
    if not 1 <= topic_count <= len(texts):
        raise UsageError(f"{topic_count} topics of {len(texts)} texts: ask for 1 to {len(texts)}")
    measure = partial(
        _measure,
        texts=texts,
        labels=labels,
        language=language,
        topic_count=topic_count,
        seeds=seeds,
    )
    return TopicEvaluation(
        text_count=len(texts),
        class_count=len(set(labels)),
        topic_count=topic_count,
        seeds=list(seeds),
        embedder=embedder,
        ours=measure(partial(fit_ours, embedder=embedder)),
        peers={name: measure(PEERS[name]) for name in peers},
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
    *,
    texts: Sequence[str],
    labels: Sequence[str],
    language: str,
    topic_count: int,
    seeds: Sequence[int],
) -> TopicQuality:
    figures: dict[str, list[float]] = {name: [] for name in TopicQuality.__slots__}
    outcomes: list[TopicOutcome] = []
    for seed in seeds:
        started = time.perf_counter()
        outcome = method(texts, language, topic_count, seed)
        figures["seconds"].append(time.perf_counter() - started)
        for name, value in asdict(score_topics(labels, outcome.assigned)).items():
            figures[name].append(value)
        figures["npmi"].append(topic_coherence(texts, outcome.words, language))
        figures["diversity"].append(topic_diversity(outcome.words))
        outcomes.append(outcome)
    figures["stability"] = _stability_by_seed([outcome.assigned for outcome in outcomes])
    return TopicQuality(**{name: _spread(values) for name, values in figures.items()})


def _stability_by_seed(assigned: Sequence[Sequence[int]]) -> list[float]:
    """How far each seed's topics are found again under the other seeds; 1 for a single seed."""
    if len(assigned) < 2:
        return [1.0]
    return [
        fmean(mean_stability([own, other]) for at, other in enumerate(assigned) if at != place)
        for place, own in enumerate(assigned)
    ]


def _spread(values: Sequence[float]) -> Spread:
    return Spread(fmean(values), stdev(values) if len(values) > 1 else 0.0)
