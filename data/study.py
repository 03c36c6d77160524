"""Deployments that research states: facts with their citation, one study per file of `studies/`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, HttpUrl, model_validator

from data.country import CountryCode
from data.declaration import Declaration, load_folder
from data.records import Status
from data.register_layout import PartialDate

LITERATURE = "literature"
"""The register that the studies make up together."""

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Words = Annotated[str, Field(min_length=2)]


class StatedSystem(Declaration):
    """A system that a study names or describes so that it can be told from others."""

    name: Words
    organisation: Words
    country: CountryCode
    status: Status
    status_raw: Words
    """What the study says of the status, in a few words of ours."""
    stated_on: PartialDate
    """Date the status holds for."""
    start: PartialDate | None = None
    start_basis: str | None = None
    technology: str | None = None
    description: str | None = None
    """What the system is, in words of ours; never coded, since they are no government's."""


class StatedCount(Declaration):
    """How many systems of a status a body had, where the study does not name them."""

    organisation: Words
    country: CountryCode
    technology: Words
    status: Status
    system_count: int = Field(ge=0)
    stated_on: PartialDate
    note: str | None = None


class Study(Declaration):
    """One publication and what it states."""

    citation: str = Field(min_length=20)
    url: HttpUrl
    published_on: PartialDate
    systems: dict[Key, StatedSystem] = Field(default_factory=dict)
    counts: dict[Key, StatedCount] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _states_something(self) -> Study:
        if not self.systems and not self.counts:
            raise ValueError("give `systems:` or `counts:`: a study that states nothing is no file")
        return self


def load_studies(folder: Path) -> dict[str, Study]:
    """Every study of the folder, by id; none where there is no such folder.

    Raises:
        DeclarationError: names file, line and key.
    """
    return load_folder(folder, Study)
