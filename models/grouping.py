"""Texts of one language into groups, and the words that set each group apart, by BERTopic.

BERTopic (Grootendorst 2022, arXiv:2203.05794) is given our vectors, k-means for a fixed number
of groups, and our words; it downloads nothing and leaves no pile of outliers.
"""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from models.embed import word_splitter
from models.stems import stem_word

WORD_COUNT = 10
"""Words kept per group."""

_START_COUNT = 10  # k-means keeps the best of so many starts
_SOFTNESS = 0.1  # of the softmax that turns cosines into weights


@dataclass(frozen=True, slots=True)
class Grouping:
    """The group of each text as a position by size, how well it fits, and the groups' words.

    `weights` are from 0 to 1; `words` has a list per group, strongest first, and `words_by_year`
    the same by position and year, for the pairs that occur.
    """

    positions: list[int]
    weights: list[float]
    unknown_count: int
    words: list[list[str]]
    words_by_year: dict[tuple[int, int], list[str]]


def group_texts(
    texts: Sequence[str],
    vectors: npt.NDArray[np.float32],
    *,
    document_ids: Sequence[str],
    years: Sequence[int | None],
    language: str,
    group_count: int,
    seed: int,
) -> Grouping:
    """Cluster and describe the texts that have a direction, then place those that have none.

    `vectors` is n × d with at least one row that is not zero. There are `group_count` groups, or
    as many as there are different vectors.
    """
    known = np.flatnonzero(vectors.any(axis=1)).tolist()
    different_count = len({row.tobytes() for row in vectors[known].round(5)})
    clusterer = KMeans(min(group_count, different_count), n_init=_START_COUNT, random_state=seed)
    known_texts = [texts[place] for place in known]
    model = _fit_bertopic(known_texts, vectors[known], clusterer, language)
    found = np.full(len(texts), -1)
    found[known] = model.topics_
    _place_unknown(found, document_ids)
    ranked = _by_size(Counter(found.tolist()))
    position_of = {label: position for position, label in enumerate(ranked)}
    positions = [position_of[label] for label in found.tolist()]
    own = np.array(positions)[known]
    weights = np.zeros(len(texts))
    weights[known] = group_distribution(vectors[known], own)[np.arange(len(known)), own]
    by_year = _words_by_year(model, known_texts, [years[place] for place in known], language)
    return Grouping(
        positions=positions,
        weights=weights.tolist(),
        unknown_count=len(texts) - len(known),
        words=[
            _distinct([word for word, _ in model.get_topic(label)], language) for label in ranked
        ],
        words_by_year={
            (position_of[label], year): words for (label, year), words in by_year.items()
        },
    )


def group_distribution(
    vectors: npt.NDArray[np.float32], positions: npt.NDArray[np.int_]
) -> npt.NDArray[np.float64]:
    """How much of each text goes to each group: n vectors give n × k, each row summing to 1.

    A softmax over the cosines between the text and the groups' mean directions, divided by 0.1,
    so that a cosine higher by 0.1 counts e times as much. `positions` has every group from 0.
    """
    means = np.stack([vectors[positions == k].mean(axis=0) for k in range(positions.max() + 1)])
    cosines = vectors.astype(np.float64) @ normalize(means).T
    powers = np.exp((cosines - cosines.max(axis=1, keepdims=True)) / _SOFTNESS)
    shares: npt.NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _fit_bertopic(
    texts: list[str], vectors: npt.NDArray[np.float32], clusterer: KMeans, language: str
) -> Any:
    with warnings.catch_warnings():  # importing it silences the whole program for good
        from bertopic import BERTopic  # noqa: PLC0415 (takes ten seconds to load)
        from bertopic.dimensionality import BaseDimensionalityReduction  # noqa: PLC0415

        warnings.simplefilter("ignore")
        model = BERTopic(
            language="multilingual",  # "english" would strip every letter beyond a to z
            top_n_words=3 * WORD_COUNT,  # forms of the same word are left out later
            umap_model=BaseDimensionalityReduction(),
            hdbscan_model=clusterer,
            vectorizer_model=CountVectorizer(analyzer=word_splitter(language)),
        )
        model.fit_transform(texts, embeddings=vectors)
    return model


def _words_by_year(
    model: Any, texts: list[str], years: Sequence[int | None], language: str
) -> dict[tuple[int, int], list[str]]:
    """The words of a group in a year, by BERTopic's own number of the group and the year."""
    dated = [place for place, year in enumerate(years) if year is not None]
    if not dated:
        return {}
    over_time = model.topics_over_time(
        [texts[place] for place in dated],
        [years[place] for place in dated],
        topics=[int(model.topics_[place]) for place in dated],
        evolution_tuning=False,
        global_tuning=False,  # else a year is given words that nobody used in it
    )
    rows = over_time[["Topic", "Timestamp", "Words"]].itertuples(index=False)
    return {
        (int(label), int(year)): _distinct(words.split(", "), language)
        for label, year, words in rows
    }


def _distinct(words: Sequence[str], language: str) -> list[str]:
    """The first words, without the forms of a word before them."""
    by_stem: dict[str, str] = {}
    for word in words:
        if word:  # BERTopic fills short lists with empty words
            by_stem.setdefault(stem_word(word, language), word)
    return list(by_stem.values())[:WORD_COUNT]


def _place_unknown(found: npt.NDArray[np.int_], document_ids: Sequence[str]) -> None:
    """Put texts without a direction where their document mostly is, else where most texts are."""
    counted: defaultdict[str, Counter[int]] = defaultdict(Counter)
    everywhere: Counter[int] = Counter()
    for document_id, label in zip(document_ids, found.tolist(), strict=True):
        if label >= 0:
            counted[document_id][label] += 1
            everywhere[label] += 1
    for place in np.flatnonzero(found < 0).tolist():
        found[place] = _by_size(counted[document_ids[place]] or everywhere)[0]


def _by_size(counts: Counter[int]) -> list[int]:
    """The labels, the most frequent first; of equals, the one that was met first."""
    return [label for label, _ in counts.most_common()]
