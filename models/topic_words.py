"""What the words of topics tell: those of a year, and how well a topic's words hold together."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from models.stems import stem_word
from models.word_counts import word_splitter

PERIOD_WORDS = 6
"""Words kept of a topic's year."""
_ENOUGH_DOCUMENTS = 3  # of a topic's year; then a word must be in two, else it is one text's own


@dataclass(frozen=True, slots=True)
class TopicText:
    """A passage with its topic; `year` is `None` where it counts in no year."""

    topic_id: str
    document_id: str
    year: int | None
    text: str


@dataclass(frozen=True, slots=True)
class WordQuality:
    """How well a topic's words stand together, and how many are its own."""

    npmi: float | None
    own_word_share: float


def find_period_words(
    texts: Iterable[TopicText], language: str
) -> dict[tuple[str, int], list[str]]:
    """The words that set a topic's year apart from the other topics, strongest first.

    Class-based TF-IDF (Grootendorst 2022): the word's share of the words of the topic's year,
    times log(1 + A / f), where f counts the word in all topics and A is the mean number of words of
    a topic. Where the year has three documents in the topic, a word must stand in two of them.
    Forms of one word count as one and are shown by the commonest.
    """
    split = word_splitter(language)
    topics: set[str] = set()
    used: Counter[str] = Counter()
    by_document: defaultdict[tuple[str, int], defaultdict[str, Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for passage in texts:
        topics.add(passage.topic_id)
        words = split(passage.text)
        used.update(words)
        if passage.year is not None:
            by_document[passage.topic_id, passage.year][passage.document_id].update(words)
    stem_of = {word: stem_word(word, language) for word in used}
    shown: dict[str, str] = {}
    for word, _ in used.most_common():
        shown.setdefault(stem_of[word], word)
    everywhere = _add_up(used, stem_of)
    mean_count = everywhere.total() / max(1, len(topics))
    found = {}
    for period, documents in by_document.items():
        counts: Counter[str] = Counter()
        holders: Counter[str] = Counter()
        for counted in documents.values():
            stems = _add_up(counted, stem_of)
            counts.update(stems)
            holders.update(stems.keys())
        least = 2 if len(documents) >= _ENOUGH_DOCUMENTS else 1
        weights = {
            stem: count * math.log1p(mean_count / everywhere[stem])
            for stem, count in counts.items()
            if holders[stem] >= least
        }
        strongest = sorted(weights, key=lambda stem: (-weights[stem], stem))[:PERIOD_WORDS]
        found[period] = [shown[stem] for stem in strongest]
    return found


def _add_up(counts: Mapping[str, int], stem_of: Mapping[str, str]) -> Counter[str]:
    """Counts of stems from counts of words."""
    stems: Counter[str] = Counter()
    for word, count in counts.items():
        stems[stem_of[word]] += count
    return stems


def measure_words(
    words: Mapping[str, Sequence[str]], texts: Sequence[str], language: str
) -> dict[str, WordQuality]:
    """NPMI and the share of own words of each topic, from its words and all passages.

    NPMI is the mean over pairs of a topic's words, probabilities being shares of passages (Bouma
    2009; Lau and others 2014); a pair that never meets counts -1. It is `None` with fewer than two
    words.
    """
    listed = [set(topic_words) for topic_words in words.values()]
    coherence = _coherence(list(words.values()), texts, language)
    return {
        topic_id: WordQuality(
            npmi,
            sum(sum(word in other for other in listed) == 1 for word in set(topic_words))
            / max(1, len(set(topic_words))),
        )
        for (topic_id, topic_words), npmi in zip(words.items(), coherence, strict=True)
    }


def _coherence(
    words: Sequence[Sequence[str]], texts: Sequence[str], language: str
) -> list[float | None]:
    vocabulary = sorted({word for topic_words in words for word in topic_words})
    if not vocabulary or not texts:
        return [None] * len(words)
    counter = CountVectorizer(
        analyzer=word_splitter(language), vocabulary=vocabulary, binary=True, dtype=np.int64
    )
    present = csr_matrix(counter.transform(texts))
    together = (present.T @ present).toarray() / len(texts)
    place = {word: position for position, word in enumerate(vocabulary)}
    means: list[float | None] = []
    for topic_words in words:
        places = [place[word] for word in topic_words]
        pairs = [_npmi(together, a, b) for n, a in enumerate(places) for b in places[:n]]
        means.append(fmean(pairs) if pairs else None)
    return means


def _npmi(together: npt.NDArray[np.float64], first: int, second: int) -> float:
    joint = float(together[first, second])
    if joint == 0:
        return -1.0
    if joint == 1:  # both words in every passage: bound together as far as can be seen
        return 1.0
    return math.log(joint / (together[first, first] * together[second, second])) / -math.log(joint)
