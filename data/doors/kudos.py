"""Kudos, the Norwegian government's library of steering documents and evaluations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, HttpUrl

from data.declaration import Declaration

OrganisationNumber = Annotated[str, Field(pattern=r"^\d{9}$")]


class KudosDoor(Declaration):
    """Documents of one type, of some bodies, over some years."""

    adapter: Literal["kudos"]
    url: HttpUrl = HttpUrl("https://kudos.dfo.no/")
    type: str
    """The library's own name of the type, such as `Tildelingsbrev`."""
    bodies: tuple[OrganisationNumber, ...] = ()
    """Organisation numbers; empty for all bodies."""
    from_year: int | None = None
    to_year: int | None = None
    is_bulk: bool = False
    """Read the whole database's dump as a stream instead of asking page by page."""
