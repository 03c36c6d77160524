"""A source: one publisher's series, declared in `sources/ID.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, HttpUrl

from data.country import CountryCode
from data.declaration import Declaration, Pattern, load_folder


class Bounds(Declaration):
    """How many documents the source is known to hold; fewer or more is a fault, not a fact."""

    least: int = Field(ge=0)
    most: int = Field(ge=1)


class Source(Declaration):
    """One series of documents behind an index page: what it is, where it is, how it is listed."""

    title: str
    publisher: str
    country: CountryCode
    kind: Literal[
        "digital_strategy",
        "ai_strategy",
        "data_strategy",
        "mandate_letter",
        "annual_report",
        "report",
        "other",
    ]
    licence: str
    adapter: Literal["listing"]
    url: HttpUrl
    link_selector: str
    """CSS selector of the links on the index page, one per document."""
    year_pattern: Pattern
    """Regular expression over link text and address; its first group is the year."""
    bounds: Bounds
    delay_seconds: float = Field(default=1.0, ge=0)


def load_sources(folder: Path) -> dict[str, Source]:
    """Every source of the folder, by id.

    Raises:
        DeclarationError: names file, line and key.
    """
    return load_folder(folder, Source)
