"""Why a headline number moved between two published editions: its change, split by cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.store import Store
from reports.edition_units import EditionUnits, read_edition
from reports.headline_counts import ALL, ANY, Record, empty_record, read_record, read_talk
from reports.headline_numbers import (
    CLAIM_SHARE,
    CODED_SHARE,
    MEASURES,
    OBSERVED_GAP,
    OF_RECORD,
    OF_TALK,
    Ratio,
    is_headline,
    number_id,
    record_ratios,
    talk_ratios,
)
from reports.moved_units import REMAINDER, Change, compare_documents, compare_systems
from reports.variants import base_counts

Ratios = Mapping[str, Ratio]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one document or system did to a number; `subject` as in `Change`, empty if unknown."""

    cause: str
    subject: str
    title: str
    part_change: int
    whole_change: int
    contribution: float


@dataclass(frozen=True, slots=True)
class Movement:
    """A headline number in two editions; the contributions add up to the difference."""

    number_id: str
    measure: str
    country: str
    code: str
    value_before: float | None
    value: float | None
    difference: float | None
    least_count: int
    """The smallest whole that the number is a share of in either edition: its n at the worst."""
    contributions: tuple[Contribution, ...]

    def by_cause(self) -> dict[str, float]:
        """The difference split by cause, largest first."""
        summed: dict[str, float] = defaultdict(float)
        for part in self.contributions:
            summed[part.cause] += part.contribution
        return dict(sorted(summed.items(), key=lambda item: -abs(item[1])))


def explain_movement(before: Store, after: Store) -> list[Movement]:
    """Every headline number that anything moved, even where what moved it cancels out.

    A share r is a part k of a whole n. With n̄ and r̄ the means of both editions,
    k₁ - k₀ = n̄(r₁ - r₀) + r̄(n₁ - n₀), so that each document or system that changes k by Δk and
    n by Δn contributes (Δk - r̄Δn) / n̄, and the contributions add up to r₁ - r₀ exactly, in
    whatever order they are taken. This is the symmetric decomposition of Kitagawa (1955,
    "Components of a Difference Between Two Rates"), which for two factors is Shapley's value. What
    no cause explains is called the remainder. A number that exists in one edition only is listed
    with both values and is not split.

    Args:
        before: the earlier published edition, open.
        after: the later one, open.

    Raises:
        UsageError: an edition is too old to hold what is needed.
    """
    editions = read_edition(before), read_edition(after)
    codes = (ALL, *ANY.values(), *sorted(editions[0].families.keys() | editions[1].families.keys()))
    counted = tuple(_read_counts(edition, codes) for edition in editions)
    changes: dict[str, list[Change]] = defaultdict(list)
    for change in (*compare_documents(*editions, codes), *compare_systems(*editions, codes)):
        changes[change.country].append(change)
    movements: list[Movement] = []
    for country in sorted(counted[0].keys() | counted[1].keys()):
        both = tuple(held.get(country, {}) for held in counted)
        movements += _movements(country, codes, (both[0], both[1]), changes[country])
    return movements


def _read_counts(edition: EditionUnits, codes: Sequence[str]) -> dict[str, dict[str, Ratio]]:
    """The ratios of each country; a side that is not loaded is not there."""
    counts: dict[str, dict[str, Ratio]] = defaultdict(dict)
    for country, talk in read_talk(edition.store, codes).items():
        counts[country] |= talk_ratios(*base_counts(talk))
    records = read_record(edition.store, codes)
    for country in edition.registered:
        counts[country] |= record_ratios(records.get(country) or empty_record(len(codes)))
    return counts


def _movements(
    country: str, codes: Sequence[str], ratios: tuple[Ratios, Ratios], changes: Sequence[Change]
) -> Iterator[Movement]:
    empty = np.zeros(len(codes), np.int64)
    parts = {}
    for measure in MEASURES:
        if measure != OBSERVED_GAP:
            old, new = (held.get(measure, Ratio(empty, empty)) for held in ratios)
            parts[measure] = _Split(measure, old, new, changes)
    for measure in MEASURES:
        for at, code in enumerate(codes):
            if not is_headline(measure, code):
                continue
            if measure == OBSERVED_GAP:
                talk, record = parts[CLAIM_SHARE], parts[CODED_SHARE]
                wholes = (*talk.wholes(at), *record.wholes(at))
                values = tuple(
                    _difference(a, b)
                    for a, b in zip(talk.values(at), record.values(at), strict=True)
                )
                found = (*talk.contributions(at), *record.contributions(at, sign=-1))
            else:
                values, wholes = parts[measure].values(at), parts[measure].wholes(at)
                found = tuple(parts[measure].contributions(at))
            difference = _difference(values[1], values[0])
            if (found and difference is not None) or values[0] != values[1]:
                yield Movement(
                    number_id=number_id(measure, country, code),
                    measure=measure,
                    country=country,
                    code=code,
                    value_before=values[0],
                    value=values[1],
                    difference=difference,
                    least_count=min(wholes),
                    contributions=found if difference is not None else (),
                )


class _Split:
    """One measure of one country in two editions, with the changes that explain it."""

    def __init__(self, measure: str, old: Ratio, new: Ratio, changes: Sequence[Change]) -> None:
        self._old, self._new = old, new
        self._changes = [change for change in changes if change.is_talk == (measure in OF_TALK)]
        ratios = [self._ratio(measure, change) for change in self._changes]
        shape = (len(ratios), len(old.part))
        self._parts = np.array([ratio.part for ratio in ratios], np.int64).reshape(shape)
        self._wholes = np.array([ratio.whole for ratio in ratios], np.int64).reshape(shape)

    @staticmethod
    def _ratio(measure: str, change: Change) -> Ratio:
        """What the change does to part and whole."""
        if measure in OF_RECORD:
            codable = np.ones_like(change.hits)
            return record_ratios(Record(change.carriers, change.hits, change.hits * 0, codable))[
                measure
            ]
        return talk_ratios(change.carriers, change.hits)[measure]

    def values(self, at: int) -> tuple[float | None, ...]:
        """The number of the code in both editions."""
        return tuple(
            int(ratio.part[at]) / int(ratio.whole[at]) if ratio.whole[at] else None
            for ratio in (self._old, self._new)
        )

    def wholes(self, at: int) -> tuple[int, ...]:
        """What the number is a share of, in both editions."""
        return int(self._old.whole[at]), int(self._new.whole[at])

    def contributions(self, at: int, sign: int = 1) -> Iterator[Contribution]:
        """What each change did to the number of the code, and the remainder if there is one."""
        before, after = self.values(at)
        if before is None or after is None:
            return
        mean_share = (before + after) / 2
        mean_whole = (int(self._old.whole[at]) + int(self._new.whole[at])) / 2
        part_left = int(self._new.part[at] - self._old.part[at] - self._parts[:, at].sum())
        whole_left = int(self._new.whole[at] - self._old.whole[at] - self._wholes[:, at].sum())
        touched = np.flatnonzero((self._parts[:, at] != 0) | (self._wholes[:, at] != 0))
        for number in touched:
            change = self._changes[number]
            part, whole = int(self._parts[number, at]), int(self._wholes[number, at])
            moved = sign * (part - mean_share * whole) / mean_whole
            yield Contribution(change.cause, change.subject, change.title, part, whole, moved)
        if part_left or whole_left:
            moved = sign * (part_left - mean_share * whole_left) / mean_whole
            yield Contribution(REMAINDER, "", "", part_left, whole_left, moved)


def _difference(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else left - right
