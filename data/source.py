"""A source: one publisher's series, declared in `sources/ID.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from data.country import CountryCode
from data.declaration import Declaration, load_folder
from data.doors.canada_letters import CanadaLettersDoor
from data.doors.folder import FolderDoor
from data.doors.govuk import GovukDoor
from data.doors.kudos import KudosDoor
from data.doors.listing import ListingDoor
from data.doors.regeringen import RegeringenDoor
from data.doors.regjeringen import RegjeringenDoor
from data.doors.statsliggaren import StatsliggarenDoor
from data.doors.wayback import WaybackDoor
from data.doors.zotero import ZoteroDoor
from data.records import DocumentKind

Door = Annotated[
    KudosDoor
    | GovukDoor
    | RegjeringenDoor
    | RegeringenDoor
    | StatsliggarenDoor
    | CanadaLettersDoor
    | ListingDoor
    | FolderDoor
    | ZoteroDoor
    | WaybackDoor,
    Field(discriminator="adapter"),
]
"""Where and how the publisher lists the series; `adapter` names the kind."""


class Bounds(Declaration):
    """How many documents the source is known to hold; fewer or more is a fault, not a fact."""

    least: int = Field(ge=0)
    most: int = Field(ge=1)
    reason: str = Field(min_length=10)
    """Why these numbers: it is shown when they are passed."""

    @model_validator(mode="after")
    def _in_order(self) -> Bounds:
        if self.least > self.most:
            raise ValueError(f"least ({self.least}) is more than most ({self.most})")
        return self


class Source(Declaration):
    """One series of documents: what it is, and the door that it is published through."""

    title: str
    publisher: str
    """The public body, where the listing does not name it for each document."""
    country: CountryCode
    kind: DocumentKind
    language: str = Field(pattern=r"^[a-z]{2}(\+[a-z]{2})*$")
    """ISO 639-1; several joined by `+`. What a document is in, is told by its text."""
    licence: str
    door: Door
    hosts: tuple[Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")], ...] = ()
    """Further hosts that hold files of the series; nothing else outside the door is asked."""
    bounds: Bounds
    lists_all: bool = True
    """Whether the door lists the whole series, so that what it lacks has vanished; a feed names
    the newest entries only."""
    delay_seconds: float = Field(default=1.0, ge=0)
    """Pause between two requests to a host; a longer one in robots.txt holds."""
    verified: bool
    """Whether this door was opened at its live address and listed what it should."""
    note: str | None = None


def load_sources(folder: Path) -> dict[str, Source]:
    """Every source of the folder, by id.

    Raises:
        DeclarationError: names file, line and key.
    """
    return load_folder(folder, Source)
