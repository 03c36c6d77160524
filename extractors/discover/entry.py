"""What a page, sitemap or feed lists: entries with an absolute address, and where it goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.errors import CollectFault


@dataclass(frozen=True, slots=True)
class Entry:
    """A link to a document, and what the list says of it."""

    url: str
    title: str | None = None
    language: str | None = None
    published_on: str | None = None
    """ISO 8601, to the day, month or year as far as it is known."""
    text: str = ""
    """Everything that the list says in this place; empty where it is no more than the title."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page, sitemap or feed as read: its entries in order, and the lists that it leads to."""

    entries: tuple[Entry | CollectFault, ...]
    more: tuple[str, ...] = ()


def plain_text(text: str) -> str | None:
    """The text on one line, or `None` where there is none."""
    return " ".join(text.split()) or None


def language_of(tag: str | None) -> str | None:
    """The two-letter code at the start of a language tag such as `nb-NO`."""
    match = re.match(r"[a-z]{2}(?![a-z])", (tag or "").strip().lower())
    return match.group() if match else None
