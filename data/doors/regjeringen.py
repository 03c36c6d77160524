"""regjeringen.no, the Norwegian government's site."""

from __future__ import annotations

from typing import Literal

from pydantic import HttpUrl, model_validator

from data.declaration import Declaration, Pattern


class RegjeringenDoor(Declaration):
    """Documents that feeds or index pages list, or that are named."""

    adapter: Literal["regjeringen"]
    url: HttpUrl = HttpUrl("https://www.regjeringen.no/")
    """Where every page and file is asked, whichever of the site's hosts it was written with."""
    feeds: tuple[HttpUrl, ...] = ()
    indexes: tuple[HttpUrl, ...] = ()
    """Pages that link to documents."""
    documents: tuple[HttpUrl, ...] = ()
    """Documents' own pages; the number after `/id` is what counts, the words before may change."""
    title_pattern: Pattern | None = None
    """Of feeds and index pages, only entries in whose title this is found."""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> RegjeringenDoor:
        if not (self.feeds or self.indexes or self.documents):
            raise ValueError("give `feeds`, `indexes` or `documents`")
        return self
