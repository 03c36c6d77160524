"""Shares and intervals as people read them."""

from __future__ import annotations


def percent(share: float | None) -> str:
    """A share as people read it, with one decimal below ten percent."""
    if share is None:
        return "–"
    return f"{share:.1%}" if 0 < share < 0.0995 else f"{share:.0%}"


def interval(low: float | None, high: float | None) -> str:
    """The ends of an interval as people read them, kept on one line."""
    return f"{percent(low)}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{percent(high)}"
