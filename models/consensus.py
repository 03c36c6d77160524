"""Vectors into groups that many clusterings agree on.

One k-means depends on where it starts. Here k-means runs in four views of the vectors (their
first 30 to 120 principal directions, drawn towards their neighbours), several times in each;
two texts are as near as the share of runs that put them together (evidence accumulation, Fred &
Jain 2005) and as their shares with all other texts are alike (a second order, as of Iam-On et al.
2011: it tells more apart than chance in the runs does); average linkage of that nearness is cut
into groups, and texts move to the group that they are nearest to on average. Every text then goes
to the nearest group in the space as given, so that old and new texts are placed by one rule.

Chosen without labels of any benchmark: on sections, themes and registers in the shared corpus.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import normalize

from models.neighbours import Vectors, neighbour_graph, smooth_vectors

Labels = npt.NDArray[np.intp]

_VIEWS = (30, 50, 80, 120)  # principal directions
_RUNS_PER_VIEW = 60
_COUNT_RANGE = (0.7, 1.3)  # of the groups asked for: what holds for several counts is no accident
_NEIGHBOURS, _PULL_SHARE = 30, 0.8
_MAXIMUM_UNITS = 1500  # that are compared pair by pair; more texts are first made into as many
_MAXIMUM_PACKED, _PACKING_ROUNDS = 20_000, 10  # more texts would only take longer
_LEAST_SHARE = 0.1  # of an even group: smaller ones join the nearest group
_MOVING_ROUNDS = 10  # of texts between groups; hardly any move after the third
_ROUNDS = 10  # of moving the centres of an earlier model to where its texts are now
_SEED_SHARE = 0.25  # of a text near a seed that is drawn to it (as BERTopic's guided topics)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every grouping of the same vectors rests on, whatever its seed: half of the work."""

    views: tuple[Vectors, ...]
    units: Labels
    """Of each vector, from 0: vectors that no run of k-means tells apart."""


def cluster_vectors(
    vectors: Vectors,
    group_count: int,
    *,
    seed: int,
    start: Sequence[int | None] | None = None,
    seed_vectors: Vectors | None = None,
    ground: Ground | None = None,
) -> Labels:
    """Group n vectors of length 1 into `group_count` groups, or as many as differ.

    `start` has a group of an earlier model for each vector, or `None`: these groups go on from
    where they were, and only groups that are missing are sought. `seed_vectors` are directions
    (the meanings of codes) that vectors near to them are drawn to. `ground` is what `lay_ground`
    made of the same vectors, for whoever groups them several times. Labels go from 0.
    """
    return find_centres(
        vectors, group_count, seed=seed, start=start, seed_vectors=seed_vectors, ground=ground
    )[0]


def lay_ground(vectors: Vectors, seed_vectors: Vectors | None = None) -> Ground:
    """Draw vectors towards their neighbours in several views, and pack them where they are many."""
    views = _smoothed_views(draw_to_seeds(vectors, seed_vectors))
    return Ground(tuple(views), _units(views[-1]))


def find_centres(
    vectors: Vectors,
    group_count: int,
    *,
    seed: int,
    start: Sequence[int | None] | None = None,
    seed_vectors: Vectors | None = None,
    ground: Ground | None = None,
) -> tuple[Labels, Vectors]:
    """Find the labels of `cluster_vectors`, and the k × d centres that each vector is nearest to.

    Whoever keeps the centres can place the same vectors again where they were.
    """
    different = len(np.unique(vectors.round(5), axis=0)) if len(vectors) < 5000 else group_count
    group_count = min(group_count, different)
    if group_count <= 1:
        labels = np.zeros(len(vectors), dtype=np.intp)
        return labels, group_centres(vectors, labels)
    drawn = draw_to_seeds(vectors, seed_vectors)
    if start is None:
        labels = _find_groups(ground or lay_ground(drawn), group_count, seed)
        return _settle(vectors, group_centres(drawn, labels), 1)
    return _settle(vectors, _continue_groups(drawn, group_count, seed, start), _ROUNDS)


def group_centres(vectors: Vectors, labels: Labels) -> Vectors:
    """Find the mean direction of each group, k × d, each of length 1; labels below 0 are none."""
    sums = np.zeros((int(labels.max()) + 1, vectors.shape[1]), dtype=np.float32)
    known = labels >= 0
    np.add.at(sums, labels[known], vectors[known])
    centres: Vectors = normalize(sums)
    return centres


def draw_to_seeds(vectors: Vectors, seed_vectors: Vectors | None) -> Vectors:
    """Draw the vectors that are nearer to a seed than to the mean of all towards that seed."""
    if seed_vectors is None or not seed_vectors.any():
        return vectors
    near = vectors @ seed_vectors.T
    common = vectors @ normalize(vectors.mean(axis=0, keepdims=True)).ravel()
    nearest = near.argmax(axis=1)
    is_near = near.max(axis=1) > common
    if not is_near.any():
        return vectors
    drawn = vectors.copy()
    drawn[is_near] = normalize(
        (1 - _SEED_SHARE) * vectors[is_near] + _SEED_SHARE * seed_vectors[nearest[is_near]]
    )
    return drawn


def _find_groups(ground: Ground, group_count: int, seed: int) -> Labels:
    sizes = np.bincount(ground.units)
    together = _share_together(ground, group_count, seed)
    # Units count as often as they have texts: whom the large ones go with matters more.
    company = normalize(together * np.sqrt(sizes).astype(np.float32))
    nearness = (together + company @ company.T) / 2
    apart = np.maximum(1 - nearness, 0)  # rounding may leave less than nothing
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "average")
    return _move_between(_cut(tree, group_count, sizes), nearness, sizes)[ground.units]


def _share_together(ground: Ground, group_count: int, seed: int) -> Vectors:
    """Tell for each two units which share of the runs of k-means puts them together."""
    units = ground.units
    sizes = np.bincount(units)
    unit_count = len(sizes)
    together = np.zeros((unit_count, unit_count), dtype=np.float32)
    draw = np.random.default_rng(seed)
    low = max(2, int(_COUNT_RANGE[0] * group_count))
    high = min(int(_COUNT_RANGE[1] * group_count), unit_count)
    for view in ground.views:
        means = np.zeros((unit_count, view.shape[1]), dtype=np.float32)
        np.add.at(means, units, view)
        means /= sizes[:, None]
        for _ in range(_RUNS_PER_VIEW):
            count = int(draw.integers(low, high + 1))
            found = KMeans(count, n_init=1, random_state=int(draw.integers(2**31))).fit(
                means, sample_weight=sizes
            )
            is_in = np.eye(count, dtype=np.float32)[found.labels_]
            together += is_in @ is_in.T
    return together / np.float32(len(ground.views) * _RUNS_PER_VIEW)


def _move_between(labels: Labels, nearness: Vectors, sizes: npt.NDArray[np.intp]) -> Labels:
    """Move units to the group whose texts they are nearest to on average, until none moves."""
    count = int(labels.max()) + 1
    for _ in range(_MOVING_ROUNDS):
        is_in = np.zeros((len(labels), count), dtype=np.float32)
        placed = np.flatnonzero(labels >= 0)
        is_in[placed, labels[placed]] = sizes[placed]
        moved = (nearness @ is_in / np.maximum(is_in.sum(axis=0), 1)).argmax(axis=1)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def _smoothed_views(vectors: Vectors) -> list[Vectors]:
    graph = neighbour_graph(vectors, neighbour_count=_NEIGHBOURS)
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    turned = vectors @ directions[:, ::-1][:, : max(_VIEWS)]
    widths = sorted({min(width, turned.shape[1]) for width in _VIEWS})
    return [
        smooth_vectors(
            normalize(turned[:, :width]).astype(np.float32), graph, pull_share=_PULL_SHARE
        )
        for width in widths
    ]


def _units(vectors: Vectors) -> Labels:
    """Put each text into a unit of its own, or of its like where texts are many.

    Packing is no search for topics, so it takes no seed: equal texts are packed equally.
    """
    if len(vectors) <= 2 * _MAXIMUM_UNITS:
        return np.arange(len(vectors))
    some = vectors[:: max(1, len(vectors) // _MAXIMUM_PACKED)]
    first = some[np.linspace(0, len(some) - 1, _MAXIMUM_UNITS).astype(np.intp)]
    packer = KMeans(_MAXIMUM_UNITS, init=first, n_init=1, max_iter=_PACKING_ROUNDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # equal texts leave units empty
        packed = packer.fit(some).predict(vectors)
    return np.unique(packed, return_inverse=True)[1]


def _cut(tree: npt.NDArray[np.float64], group_count: int, sizes: npt.NDArray[np.intp]) -> Labels:
    """Cut the tree where enough groups are large enough; units of the others get -1."""
    least = _LEAST_SHARE * sizes.sum() / group_count
    for count in range(group_count, min(8 * group_count, len(sizes)) + 1):
        found = fcluster(tree, count, "maxclust") - 1
        group_sizes = np.bincount(found, weights=sizes)
        if np.count_nonzero(group_sizes >= least) >= group_count:
            break
    largest = np.argsort(-group_sizes, kind="stable")[:group_count]
    renamed = np.full(len(group_sizes), -1)
    renamed[largest] = np.arange(len(largest))
    labels: Labels = renamed[found]
    return labels


def _continue_groups(
    vectors: Vectors, group_count: int, seed: int, start: Sequence[int | None]
) -> Vectors:
    """Centres of the earlier groups, the largest first, and of new ones for those missing."""
    given = np.array([-1 if label is None else label for label in start])
    names, sizes = np.unique(given[given >= 0], return_counts=True)
    kept = names[np.argsort(-sizes, kind="stable")][:group_count]
    labels = np.full(len(vectors), -1, dtype=np.intp)
    for place, name in enumerate(kept):
        labels[given == name] = place
    if not len(kept):
        return group_centres(vectors, _find_groups(lay_ground(vectors), group_count, seed))
    centres = group_centres(vectors, labels)
    if len(kept) == group_count:
        return centres
    fresh = group_centres(vectors, _find_groups(lay_ground(vectors), group_count, seed))
    unlike = np.argsort((fresh @ centres.T).max(axis=1), kind="stable")
    return np.vstack([centres, fresh[unlike[: group_count - len(kept)]]])


def _settle(vectors: Vectors, centres: Vectors, rounds: int) -> tuple[Labels, Vectors]:
    """Put each vector to its nearest centre; in more rounds, move the centres (spherical k-means).

    A centre that no vector is nearest to is left out.
    """
    for _ in range(rounds - 1):
        nearest = (vectors @ centres.T).argmax(axis=1)
        moved = group_centres(vectors, np.unique(nearest, return_inverse=True)[1])
        if np.array_equal(moved, centres):
            break
        centres = moved
    found, labels = np.unique((vectors @ centres.T).argmax(axis=1), return_inverse=True)
    return labels, centres[found]
