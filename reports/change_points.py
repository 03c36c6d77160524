"""Years from which a share is on another level, found in counts that come in documents.

Binary segmentation (Scott and Knott 1974) with the likelihood ratio of two binomial levels against
one. Passages of a document are alike, so the ratio's usual distribution would see changes
everywhere: whether there is a change is judged by giving the documents to the years at random
(a permutation test), and which year it is by drawing documents anew within their years. A long
document is not so many witnesses as it has passages, so that documents count by effective size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

SHUFFLES = 1999
DRAWS = 500
FEWEST_DOCUMENTS = 3
"""Documents that each side of a change must have."""
CHANCE = 0.05
LIKENESS = 0.1
"""Correlation of passages of one document: of n, n / (1 + 0.1 (n - 1)) count (Kish 1965).

0.1 is the median over topics of the real corpus; the test holds with any value.
"""
MOST_CHANGES = 3
"""Of one topic: more levels than that in a dozen years describe the documents and not the talk."""

_MOST_NUMBERS = 4_000_000

Counts = NDArray[np.int64]
Sizes = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Change:
    """The clearest move of a share between two levels, and its doubt.

    `chance` is the p-value; `year_share` the part of the drawings that name just this year.
    """

    year: int
    year_low: int
    year_high: int
    year_share: float
    document_count_before: int
    document_count_after: int
    share_before: float
    share_after: float
    chance: float
    is_change: bool


def find_changes(
    years: Counts, totals: Counts, counts: Counts, seed: tuple[int, ...]
) -> list[list[Change]]:
    """For each topic its clearest move, and where that is a change also those on either side.

    The p-values of the k clearest moves are held down for their number after Holm (1979); those
    of later ones are multiplied by k.

    Args:
        years: of the documents, shape (n,).
        totals: passages of each document, above 0, shape (n,).
        counts: passages of each document and topic, shape (n, k).
        seed: entropy of the generator; the same seed gives the same changes.

    Returns:
        A list for each topic, in the order of years; empty where no year has enough documents on
        both of its sides.
    """
    generator = np.random.default_rng(seed)
    first = _test_segment(years, totals, counts, generator)
    if first is None:
        return [[] for _ in range(counts.shape[1])]
    found = []
    for topic, change in enumerate(_hold_down(first)):
        changes = [change]
        if change.is_change:
            of = counts[:, topic : topic + 1]
            for side in (years < change.year, years >= change.year):
                changes += _split_on(
                    years[side], totals[side], of[side], counts.shape[1], generator
                )
        strongest = sorted(changes, key=lambda one: one.chance)[:MOST_CHANGES]
        found.append(_between(strongest, years, totals, counts[:, topic]))
    return found


def _between(changes: list[Change], years: Counts, totals: Counts, counts: Counts) -> list[Change]:
    """The changes in the order of years, each with the levels up to its neighbours."""
    ordered = sorted(changes, key=lambda one: one.year)
    bounds = [int(years.min()), *(one.year for one in ordered), int(years.max()) + 1]
    told = []
    for place, change in enumerate(ordered):
        before = (years >= bounds[place]) & (years < change.year)
        after = (years >= change.year) & (years < bounds[place + 2])
        told.append(
            replace(
                change,
                document_count_before=int(before.sum()),
                document_count_after=int(after.sum()),
                share_before=float(counts[before].sum() / totals[before].sum()),
                share_after=float(counts[after].sum() / totals[after].sum()),
            )
        )
    return told


def _split_on(
    years: Counts, totals: Counts, counts: Counts, tests: int, generator: np.random.Generator
) -> list[Change]:
    """Changes within one level of one topic, however many."""
    tested = _test_segment(years, totals, counts, generator)
    if tested is None:
        return []
    change = replace(tested[0], chance=min(1.0, tested[0].chance * tests))
    if change.chance > CHANCE:
        return []
    changes = [replace(change, is_change=True)]
    for side in (years < change.year, years >= change.year):
        changes += _split_on(years[side], totals[side], counts[side], tests, generator)
    return changes


def _hold_down(changes: list[Change]) -> list[Change]:
    """Multiply the p-values, the smallest by the number of tests, the next by one less, and on."""
    order = sorted(range(len(changes)), key=lambda place: changes[place].chance)
    held = list(changes)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, changes[place].chance * (len(order) - rank)))
        held[place] = replace(changes[place], chance=highest, is_change=highest <= CHANCE)
    return held


def _test_segment(
    years: Counts, totals: Counts, counts: Counts, generator: np.random.Generator
) -> list[Change] | None:
    """The clearest move of each topic in these documents with its p-value, not held down."""
    order = np.argsort(years, kind="stable")
    years, plain = years[order], np.column_stack([totals, counts])[order]
    both = plain / (1 + LIKENESS * (plain[:, :1] - 1))
    known, starts, held = np.unique(years, return_index=True, return_counts=True)
    before = np.cumsum(held)[:-1]
    open_splits = np.flatnonzero(
        (before >= FEWEST_DOCUMENTS) & (len(years) - before >= FEWEST_DOCUMENTS)
    )
    if not len(open_splits):
        return None
    sums = np.add.reduceat(both, starts)
    gains = _gains(sums, open_splits)
    places = open_splits[gains.argmax(axis=0)]
    as_clear = np.ones(counts.shape[1])  # the true order is one of the orders
    for size in _chunks(SHUFFLES, both.size):
        orders = generator.permuted(np.tile(np.arange(len(both)), (size, 1)), axis=1)
        shuffled = _gains(np.add.reduceat(both[orders], starts, axis=1), open_splits)
        # Rounding must not make an equal order look less clear than the true one.
        as_clear += (shuffled.max(axis=1) >= gains.max(axis=0) - 1e-9).sum(axis=0)
    drawn = _draw_years(both, starts, held, known, open_splits, generator)
    whole = np.add.reduceat(plain, starts)
    return [
        _change(
            known,
            whole[:, [0, 1 + topic]],
            sums[:, [0, 1 + topic]],
            held,
            int(place),
            drawn[:, topic],
            chance,
        )
        for topic, (place, chance) in enumerate(
            zip(places, (as_clear / (1 + SHUFFLES)).tolist(), strict=True)
        )
    ]


def _draw_years(
    both: Sizes,
    starts: Counts,
    held: Counts,
    known: Counts,
    open_splits: Counts,
    generator: np.random.Generator,
) -> Counts:
    """The year of the clearest move when documents are drawn anew within years: draws × topics."""
    first, last = np.repeat(starts, held), np.repeat(starts + held, held)
    drawn = []
    for size in _chunks(DRAWS, both.size):
        chosen = generator.integers(first, last, size=(size, len(both)))
        gains = _gains(np.add.reduceat(both[chosen], starts, axis=1), open_splits)
        drawn.append(known[1 + open_splits[gains.argmax(axis=1)]])
    return np.concatenate(drawn)


def _chunks(draws: int, size: int) -> Iterator[int]:
    """Draws to do at once, so that they are quick and their numbers fit into some 30 megabytes."""
    chunk = max(1, _MOST_NUMBERS // size)
    for start in range(0, draws, chunk):
        yield min(chunk, draws - start)


def _gains(sums: Sizes, open_splits: Counts) -> Sizes:
    """Log likelihood won by two levels over one: … × open splits × topics.

    `sums`, … × years × (1 + topics), has passages of all topics, then of each.
    """
    grown = np.cumsum(sums, axis=-2)
    left, whole = grown[..., open_splits, :], grown[..., -1:, :]
    gains: Sizes = _fit(left) + _fit(whole - left) - _fit(whole)
    return gains


def _fit(sums: Sizes) -> Sizes:
    """Log likelihood of counts at their own share."""
    total, count = sums[..., :1], sums[..., 1:]
    rest = np.maximum(total - count, 0)  # rounding may leave a hair less than nothing
    fit: Sizes = xlogy(count, count) + xlogy(rest, rest) - xlogy(total, total)
    return fit


def _change(
    known: Counts,
    whole: Counts,
    effective: Sizes,
    held: Counts,
    place: int,
    drawn: Counts,
    chance: float,
) -> Change:
    """The move as passages show it; one that they show the other way round is left to chance."""
    year = int(known[place + 1])
    before, after = whole[: place + 1].sum(axis=0), whole[place + 1 :].sum(axis=0)
    weighed = effective[: place + 1].sum(axis=0), effective[place + 1 :].sum(axis=0)
    is_rise = after[1] * before[0] > before[1] * after[0]
    if is_rise != (weighed[1][1] * weighed[0][0] > weighed[0][1] * weighed[1][0]):
        chance = 1.0
    low, high = np.percentile(drawn, [2.5, 97.5], method="inverted_cdf").tolist()
    return Change(
        year=year,
        year_low=min(year, int(low)),
        year_high=max(year, int(high)),
        year_share=float(np.mean(drawn == year)),
        document_count_before=int(held[: place + 1].sum()),
        document_count_after=int(held[place + 1 :].sum()),
        share_before=float(before[1] / before[0]),
        share_after=float(after[1] / after[0]),
        chance=chance,
        is_change=chance <= CHANCE,
    )
