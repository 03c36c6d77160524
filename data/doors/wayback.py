"""The Internet Archive's Wayback Machine: past versions of a page."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, HttpUrl, model_validator

from data.declaration import Declaration


class WaybackDoor(Declaration):
    """Captures of pages, each a document of the year in which it was made."""

    adapter: Literal["wayback"]
    url: HttpUrl = HttpUrl("https://web.archive.org/")
    pages: tuple[HttpUrl, ...] = Field(min_length=1)
    per: Literal["change", "month", "year"] = "year"
    """Every capture whose bytes differ from the one before, or the first of each month or year."""
    from_year: int | None = None
    to_year: int | None = None
    page_size: int = Field(default=5000, ge=1, le=100_000)
    """Rows asked of the archive's index at a time."""

    @model_validator(mode="after")
    def _in_order(self) -> WaybackDoor:
        if self.from_year and self.to_year and self.from_year > self.to_year:
            raise ValueError(f"from_year ({self.from_year}) is after to_year ({self.to_year})")
        return self
