"""A source: one publisher's series, declared in `sources/ID.yml`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import cssselect
from pydantic import AfterValidator, Field, HttpUrl

from data.country import CountryCode
from data.declaration import Declaration, Pattern, load_folder
from data.records import DocumentKind


def _selects(selector: str) -> str:
    try:
        cssselect.parse(selector)
    except cssselect.SelectorError as error:
        raise ValueError(f"not a CSS selector: {error}") from error
    return selector


def _has_group(pattern: str) -> str:
    if re.compile(pattern).groups < 1:
        raise ValueError("needs a group, such as (20\\d\\d), that holds the year")
    return pattern


class Bounds(Declaration):
    """How many documents the source is known to hold; fewer or more is a fault, not a fact."""

    least: int = Field(ge=0)
    most: int = Field(ge=1)


class Source(Declaration):
    """One series of documents behind an index page: what it is, where it is, how it is listed."""

    title: str
    publisher: str
    country: CountryCode
    kind: DocumentKind
    licence: str
    adapter: Literal["listing"]
    url: HttpUrl
    link_selector: Annotated[str, AfterValidator(_selects)]
    """CSS selector of the links on the index page, one per document."""
    year_pattern: Annotated[Pattern, AfterValidator(_has_group)]
    """Regular expression over link text and address; its first group is the year."""
    bounds: Bounds
    delay_seconds: float = Field(default=1.0, ge=0)


def load_sources(folder: Path) -> dict[str, Source]:
    """Every source of the folder, by id.

    Raises:
        DeclarationError: names file, line and key.
    """
    return load_folder(folder, Source)
