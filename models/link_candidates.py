"""Which pairs of register rows are worth comparing: of each row, the nearest of each register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from scipy import sparse

from models.link_rows import Places, Rows, row_country

NEAREST = 6
"""Rows of another register that are kept for each row, by each way of being near."""

_LEAST_LETTERS = 0.25
_LEAST_WORDS = 0.10
_AT_ONCE = 512  # rows held against a whole register at a time


def find_candidates(rows: Rows, nearest: int = NEAREST) -> tuple[Places, Places]:
    """Pairs of rows of one country and of different registers, each pair once, in order.

    A pair is taken if one row is among the nearest of the other by the letters of the names, by
    the meanings in the names or by all words, or if they share an address or a short name.
    Within a register only rows with one name are pairs: the register may have a system twice.
    """
    found: set[tuple[int, int]] = set(_twins(rows)) | set(_marked_alike(rows))
    for places in _blocks(rows):
        registers: dict[str, list[int]] = defaultdict(list)
        for place in places:
            registers[rows.deployments[place].register_id].append(place)
        for first, second in combinations(sorted(registers), 2):
            a, b = np.array(registers[first]), np.array(registers[second])
            for matrix, least in (
                (rows.letters, _LEAST_LETTERS),
                (rows.name_words, _LEAST_LETTERS),
                (rows.all_words, _LEAST_WORDS),
            ):
                found |= {_ordered(x, y) for x, y in _near(matrix, a, b, nearest, least)}
                found |= {_ordered(x, y) for x, y in _near(matrix, b, a, nearest, least)}
    ordered = sorted(found)
    return (
        np.array([a for a, _ in ordered], dtype=np.int64),
        np.array([b for _, b in ordered], dtype=np.int64),
    )


def _blocks(rows: Rows) -> list[list[int]]:
    by_country: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows.deployments):
        by_country[row_country(row)].append(place)
    return [by_country[country] for country in sorted(by_country)]


def _twins(rows: Rows) -> Iterator[tuple[int, int]]:
    """Rows of one register with the same name."""
    held: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows.deployments):
        if rows.names[place]:
            held[row.register_id, rows.names[place]].append(place)
    for places in held.values():
        yield from combinations(places, 2)


def _marked_alike(rows: Rows) -> Iterator[tuple[int, int]]:
    """Rows of one country and different registers with the same address or short name."""
    held: dict[tuple[str, str | int], list[int]] = defaultdict(list)
    for place, row in enumerate(rows.deployments):
        if rows.addresses[place] >= 0:
            held[row_country(row), int(rows.addresses[place])].append(place)
        for short in rows.short_names[place]:
            held[row_country(row), short].append(place)
    for places in held.values():
        if len(places) <= 4 * NEAREST:  # more, and it marks a subject and not a system
            for a, b in combinations(places, 2):
                if rows.deployments[a].register_id != rows.deployments[b].register_id:
                    yield a, b


def _near(
    matrix: sparse.csr_matrix, a: Places, b: Places, nearest: int, least: float
) -> Iterator[tuple[int, int]]:
    across = matrix[b].T.tocsc()
    for start in range(0, len(a), _AT_ONCE):
        part = a[start : start + _AT_ONCE]
        cosines = (matrix[part] @ across).toarray()
        kept = min(nearest, cosines.shape[1])
        best = np.argpartition(-cosines, kept - 1, axis=1)[:, :kept]
        near = np.take_along_axis(cosines, best, axis=1) >= least
        for row, column in zip(*np.nonzero(near), strict=True):
            yield int(part[row]), int(b[best[row, column]])


def _ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)
