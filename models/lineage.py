"""Which topics are still the same after documents were added, by the passages both models hold.

Labels are not looked at: two models may name one group of passages by different words. What is
kept is decided for all topics at once, by the assignment with the greatest sum of Jaccard
indices (Kuhn 1955); the events follow Greene, Doyle and Cunningham 2010.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

KEPT_FROM = 1 / 3
"""The least Jaccard index of a kept topic: two of equal size then share half of their passages."""

MOST = 0.5
"""A topic comes from an earlier one, or an earlier one goes to it, with so much of its passages."""

_LEAST_KNOWN = 0.5  # of the passages, for a fit to start from the earlier model

KEPT, SPLIT, MERGED, BORN, DIED = RELATIONS = ("kept", "split", "merged", "born", "died")


@dataclass(frozen=True, slots=True)
class EarlierTopics:
    """The model before: the id of the topic that each of its passages had."""

    model_id: str
    topic_of: Mapping[str, str]

    @property
    def topic_count(self) -> int:
        """Topics of the earlier model."""
        return len(set(self.topic_of.values()))

    def as_start(self, passage_ids: Sequence[str]) -> list[int | None] | None:
        """The topic of each passage as a number to start from; nothing where most are new.

        What was learnt from a small part of the passages should not decide what the rest is about.
        """
        names = sorted(set(self.topic_of.values()))
        number_of = {name: number for number, name in enumerate(names)}
        found = [self.topic_of.get(passage_id) for passage_id in passage_ids]
        known_count = sum(name is not None for name in found)
        if known_count < _LEAST_KNOWN * len(found) or not known_count:
            return None
        return [None if name is None else number_of[name] for name in found]


@dataclass(frozen=True, slots=True)
class Descent:
    """What a topic has to do with an earlier one; the shares are of passages in both models.

    `topic_part` is the part of the topic that comes from the earlier one, `earlier_part` the
    part of the earlier one that went to the topic. Of a topic that was born, and of one that
    died, `shared_count` is all that both models hold of it, and the shares are 0.
    """

    topic: str | None
    earlier: str | None
    relation: str
    shared_count: int
    jaccard: float
    topic_part: float
    earlier_part: float


@dataclass(frozen=True, slots=True)
class _Overlap:
    """Passages in both topics (earlier × present), and those of each that both models hold."""

    earlier_names: list[str]
    names: list[str]
    both: npt.NDArray[np.int64]
    of_earlier: npt.NDArray[np.int64]
    of_present: npt.NDArray[np.int64]
    jaccard: npt.NDArray[np.float64]

    def describe(self, earlier: int, present: int, relation: str) -> Descent:
        shared = int(self.both[earlier, present])
        return Descent(
            self.names[present],
            self.earlier_names[earlier],
            relation,
            shared,
            float(self.jaccard[earlier, present]),
            shared / max(1, int(self.of_present[present])),
            shared / max(1, int(self.of_earlier[earlier])),
        )


def trace_descent(earlier: Mapping[str, str], present: Mapping[str, str]) -> list[Descent]:
    """Tell what became of every topic, from the topic of each passage before and now.

    Every topic of either model is in one row or more. A kept topic is matched one to one. Another
    topic is split off from an earlier one where most of it comes from there, else it was born. An
    earlier topic that was not kept has merged into the topic that most of it went to, else it has
    died, unless topics that were split off from it tell where it went.
    """
    overlap = _compare(earlier, present)
    kept = _match(overlap)
    rows = [overlap.describe(old, new, KEPT) for old, new in kept]
    old_done, new_done = {old for old, _ in kept}, {new for _, new in kept}
    for new in range(len(overlap.names)):
        if new in new_done:
            continue
        old = int(overlap.both[:, new].argmax()) if len(overlap.earlier_names) else -1
        if old >= 0 and overlap.both[old, new] > MOST * overlap.of_present[new]:
            rows.append(overlap.describe(old, new, SPLIT))
            new_done.add(new)
    split = {row.earlier for row in rows if row.relation == SPLIT}
    for old, name in enumerate(overlap.earlier_names):
        if old in old_done:
            continue
        new = int(overlap.both[old].argmax()) if overlap.names else -1
        if new >= 0 and overlap.both[old, new] > MOST * overlap.of_earlier[old]:
            # A part that keeps most of its topic, and is too small to be kept, has said so.
            if (overlap.names[new], name) not in {(row.topic, row.earlier) for row in rows}:
                rows.append(overlap.describe(old, new, MERGED))
                new_done.add(new)
        elif name not in split:
            rows.append(Descent(None, name, DIED, int(overlap.of_earlier[old]), 0.0, 0.0, 0.0))
    rows += [
        Descent(name, None, BORN, int(overlap.of_present[new]), 0.0, 0.0, 0.0)
        for new, name in enumerate(overlap.names)
        if new not in new_done
    ]
    return rows


def kept_share(descents: Sequence[Descent]) -> float | None:
    """Share of the earlier topics that were kept; nothing where there was none."""
    before = {row.earlier for row in descents if row.earlier is not None}
    kept = [row for row in descents if row.relation == KEPT]
    return len(kept) / len(before) if before else None


def rename_kept(descents: Sequence[Descent]) -> dict[str, str]:
    """The earlier name of every topic that was kept."""
    return {
        row.topic: row.earlier
        for row in descents
        if row.relation == KEPT and row.topic is not None and row.earlier is not None
    }


def _compare(earlier: Mapping[str, str], present: Mapping[str, str]) -> _Overlap:
    earlier_names = list(dict.fromkeys(sorted(earlier.values())))
    names = list(dict.fromkeys(sorted(present.values())))
    old_place = {name: place for place, name in enumerate(earlier_names)}
    new_place = {name: place for place, name in enumerate(names)}
    both = np.zeros((len(earlier_names), len(names)), dtype=np.int64)
    shared = [passage for passage in present if passage in earlier]
    np.add.at(
        both,
        (
            np.array([old_place[earlier[passage]] for passage in shared], dtype=int),
            np.array([new_place[present[passage]] for passage in shared], dtype=int),
        ),
        1,
    )
    of_earlier, of_present = both.sum(axis=1), both.sum(axis=0)
    either = of_earlier[:, None] + of_present[None, :] - both
    jaccard = both / np.maximum(either, 1)
    return _Overlap(earlier_names, names, both, of_earlier, of_present, jaccard)


def _match(overlap: _Overlap) -> list[tuple[int, int]]:
    """Pairs of places, one to one, with the greatest sum of indices; those too far apart go."""
    rows, columns = linear_sum_assignment(overlap.jaccard, maximize=True)
    return [
        (old, new)
        for old, new in zip(rows.tolist(), columns.tolist(), strict=True)
        if overlap.jaccard[old, new] >= KEPT_FROM
    ]
