"""Batches of documents of about equal weight, so that both cores end together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def cut_batches(
    items: Sequence[Item], weight: Callable[[Item], int], *, size: int
) -> list[list[Item]]:
    """Heaviest first; a batch ends at `size` items or at a fortieth of the whole weight."""
    heaviest_first = sorted(items, key=weight, reverse=True)
    limit = max(1, sum(weight(item) for item in items) // 40)
    batches: list[list[Item]] = []
    held = 0
    for item in heaviest_first:
        if not batches or len(batches[-1]) >= size or held >= limit:
            batches.append([])
            held = 0
        batches[-1].append(item)
        held += weight(item)
    return batches
