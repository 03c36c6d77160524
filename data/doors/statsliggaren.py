"""Statsliggaren, the register of appropriation letters to Swedish agencies."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field, HttpUrl, model_validator

from data.declaration import Declaration

LetterId = Annotated[int, Field(ge=1)]
Year = Annotated[int, Field(ge=1990, le=2100)]


class StatsliggarenDoor(Declaration):
    """Letters to one agency, by their number in the register."""

    adapter: Literal["statsliggaren"]
    url: HttpUrl = HttpUrl("https://www.esv.se/")
    letters: dict[Year, tuple[LetterId, ...]] = Field(min_length=1)
    """Year to the numbers of its letters: the first, and its changes during the year."""
    format: Literal["html", "pdf"] = "html"
    """The form that is read."""
    is_other_format_kept: bool = False
    """Archive the other form too; it is not read, so that nothing counts twice."""
    changes: Literal["whole", "changed parts"] = "whole"
    """What is read of a change during the year: the whole letter as it then is, which says most of
    the first letter again, or only what it changes, which the register has as HTML alone."""

    @model_validator(mode="after")
    def _letters_are_told_apart(self) -> StatsliggarenDoor:
        counts = Counter(number for numbers in self.letters.values() for number in numbers)
        twice = [number for number, count in counts.items() if count > 1]
        if twice:
            raise ValueError(f"letter {twice[0]} is given twice in `letters`")
        if self.changes == "changed parts" and self.format == "pdf":
            raise ValueError("`changes: changed parts` is only there with `format: html`")
        return self
