"""g0v.se, a public mirror in JSON and Markdown of the Swedish government's regeringen.se."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, HttpUrl, model_validator

from data.declaration import Declaration, Pattern


class RegeringenDoor(Declaration):
    """One list of the mirror, such as the government's assignments."""

    adapter: Literal["regeringen"]
    url: HttpUrl = HttpUrl("https://g0v.se/")
    list: Annotated[str, Field(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)*$")]
    """Name of the JSON list, such as `regeringsuppdrag`."""
    title_pattern: Pattern | None = None
    """Only documents in whose title this is found."""
    codes: tuple[str, ...] = ()
    """Only documents with one of these types, categories or senders, as the list writes them: by
    the mirror's numbers or by name."""
    from_year: int | None = None
    to_year: int | None = None

    @model_validator(mode="after")
    def _years_in_order(self) -> RegeringenDoor:
        if self.from_year and self.to_year and self.from_year > self.to_year:
            raise ValueError(f"from_year ({self.from_year}) is after to_year ({self.to_year})")
        return self
