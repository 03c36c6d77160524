"""Texts of one language into groups, and the words that set each group apart, by BERTopic.

BERTopic (Grootendorst 2022, arXiv:2203.05794) is given our vectors, our groups and our words; it
downloads nothing and leaves no pile of outliers.
"""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import CountVectorizer

from models.consensus import find_centres
from models.neighbours import Vectors
from models.placing import place_vectors, weak_rows
from models.stems import stem_word
from models.word_counts import word_splitter

WORD_COUNT = 10
"""Words kept per group."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The group of each text as a position by size, how well it fits, and the groups' words.

    `weights` are from 0 to 1; `distribution` is n × k, each row summing to 1; `is_weak` marks
    texts that fit a second group nearly as well, or that no word places. `words` has a list per
    group, strongest first, and `words_by_year` the same by position and year, for the pairs that
    occur. `centres` is k × d: what `place_vectors` places new texts by. `started_from` has the
    earlier group that most of a group's texts were in, or `None`.
    """

    positions: list[int]
    weights: list[float]
    distribution: Vectors
    is_weak: list[bool]
    unknown_count: int
    words: list[list[str]]
    words_by_year: dict[tuple[int, int], list[str]]
    centres: Vectors
    started_from: list[int | None]


def group_texts(  # noqa: PLR0913 (each is one thing that a text has, or one that was asked for)
    texts: Sequence[str],
    vectors: Vectors,
    *,
    document_ids: Sequence[str],
    years: Sequence[int | None],
    language: str,
    group_count: int,
    seed: int,
    start: Sequence[int | None] | None = None,
    seed_vectors: Vectors | None = None,
) -> Grouping:
    """Cluster and describe the texts that have a direction, then place those that have none.

    `vectors` is n × d with at least one row that is not zero. There are `group_count` groups, or
    as many as there are different vectors. `start` and `seed_vectors` are those of
    `cluster_vectors`. A text without a direction is spread as the rest of its document is.
    """
    known = np.flatnonzero(vectors.any(axis=1))
    labels, centres = find_centres(
        vectors[known],
        group_count,
        seed=seed,
        start=None if start is None else [start[place] for place in known.tolist()],
        seed_vectors=seed_vectors,
    )
    order = np.argsort(-np.bincount(labels), kind="stable")
    positions_known = np.argsort(order)[labels]
    centres = centres[order]
    distribution = np.zeros((len(texts), len(centres)), dtype=np.float32)
    distribution[known] = place_vectors(vectors[known], centres)
    _spread_unknown(distribution, document_ids)
    positions = np.full(len(texts), -1)
    positions[known] = positions_known
    positions[positions < 0] = distribution[positions < 0].argmax(axis=1)
    weights = np.zeros(len(texts))
    weights[known] = distribution[known, positions_known]
    is_weak = weak_rows(distribution)
    is_weak[weights == 0] = True
    known_texts = [texts[place] for place in known.tolist()]
    known_years = [years[place] for place in known.tolist()]
    words, words_by_year = describe_groups(
        known_texts, positions_known.tolist(), known_years, language
    )
    return Grouping(
        positions=positions.tolist(),
        weights=weights.tolist(),
        distribution=distribution,
        is_weak=is_weak.tolist(),
        unknown_count=len(texts) - len(known),
        words=words,
        words_by_year=words_by_year,
        centres=centres,
        started_from=_find_origins(positions.tolist(), start, len(centres)),
    )


def describe_groups(
    texts: Sequence[str], positions: Sequence[int], years: Sequence[int | None], language: str
) -> tuple[list[list[str]], dict[tuple[int, int], list[str]]]:
    """The words of each group, and of each group in each year, by class-based TF-IDF.

    `positions` has every group from 0.
    """
    model = _fit_bertopic(list(texts), list(positions), language)
    # BERTopic numbers groups by size in its own way: read its number of each off its result.
    number_of = dict(zip(positions, (int(number) for number in model.topics_), strict=True))
    position_of = {number: position for position, number in number_of.items()}
    by_year = _words_by_year(model, list(texts), years, language)
    return (
        [
            _distinct([word for word, _ in model.get_topic(number_of[position])], language)
            for position in range(len(number_of))
        ],
        {(position_of[number], year): words for (number, year), words in by_year.items()},
    )


class _GivenGroups:
    """Stands where BERTopic expects a clusterer, and answers with groups that were found before."""

    def __init__(self, labels: list[int]) -> None:
        self.labels_ = np.array(labels)

    def fit(self, vectors: Vectors, y: object = None) -> _GivenGroups:
        return self

    def predict(self, vectors: Vectors) -> npt.NDArray[np.int_]:
        return self.labels_


def _fit_bertopic(texts: list[str], labels: list[int], language: str) -> Any:
    with warnings.catch_warnings():  # importing it silences the whole program for good
        from bertopic import BERTopic  # noqa: PLC0415 (takes ten seconds to load)
        from bertopic.dimensionality import BaseDimensionalityReduction  # noqa: PLC0415

        warnings.simplefilter("ignore")
        model = BERTopic(
            language="multilingual",  # "english" would strip every letter beyond a to z
            top_n_words=3 * WORD_COUNT,  # forms of the same word are left out later
            umap_model=BaseDimensionalityReduction(),
            hdbscan_model=_GivenGroups(labels),
            vectorizer_model=CountVectorizer(analyzer=word_splitter(language)),
        )
        model.fit_transform(texts, embeddings=np.zeros((len(texts), 1), dtype=np.float32))
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


def _spread_unknown(distribution: Vectors, document_ids: Sequence[str]) -> None:
    """Give rows of zeros the mean of their document's rows, or else the mean of all rows."""
    rows = np.flatnonzero(~distribution.any(axis=1)).tolist()
    if not rows:
        return
    wanted = {document_ids[row] for row in rows}
    members: defaultdict[str, list[int]] = defaultdict(list)
    for row, document_id in enumerate(document_ids):
        if document_id in wanted and distribution[row].any():
            members[document_id].append(row)
    everywhere = distribution[distribution.any(axis=1)].mean(axis=0)
    for row in rows:
        own = members[document_ids[row]]
        distribution[row] = distribution[own].mean(axis=0) if own else everywhere


def _find_origins(
    positions: Sequence[int], start: Sequence[int | None] | None, group_count: int
) -> list[int | None]:
    if start is None:
        return [None] * group_count
    counted: list[Counter[int]] = [Counter() for _ in range(group_count)]
    for position, earlier in zip(positions, start, strict=True):
        if earlier is not None:
            counted[position][earlier] += 1
    return [counts.most_common(1)[0][0] if counts else None for counts in counted]
