"""Shows long work: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import Progress

Item_co = TypeVar("Item_co", covariant=True)
Item = TypeVar("Item")

SECONDS_BETWEEN_LINES = 10.0


class SizedIterable(Sized, Iterable[Item_co], Protocol[Item_co]):
    """Something to go through whose length is known."""


def follow(label: str, items: SizedIterable[Item]) -> Iterator[Item]:
    """Go through the items and show how far it is, on standard error."""
    total = len(items)
    if sys.stderr.isatty():
        with Progress(console=Console(stderr=True), transient=True) as progress:
            yield from progress.track(items, total=total, description=label)
        return
    told_at = time.monotonic()
    for number, item in enumerate(items):
        if time.monotonic() - told_at > SECONDS_BETWEEN_LINES:
            told_at = time.monotonic()
            tell(f"{label}: {number} of {total}")
        yield item


def tell(line: str) -> None:
    """Print one plain line on standard error, so that standard output stays for answers."""
    print(line, file=sys.stderr, flush=True)
