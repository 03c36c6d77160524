"""pm.gc.ca: the Canadian prime minister's mandate letters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, HttpUrl, model_validator

from data.declaration import Declaration


class CanadaLettersDoor(Declaration):
    """Letters that index pages list, archived ones included."""

    adapter: Literal["canada_letters"]
    indexes: tuple[HttpUrl, ...] = Field(
        default=(HttpUrl("https://www.pm.gc.ca/en/mandate-letters"),), min_length=1
    )
    """First pages of the lists, in English or French; their further pages are followed."""
    from_year: int | None = None
    to_year: int | None = None

    @model_validator(mode="after")
    def _in_order(self) -> CanadaLettersDoor:
        if self.from_year and self.to_year and self.from_year > self.to_year:
            raise ValueError(f"from_year ({self.from_year}) is after to_year ({self.to_year})")
        return self
