"""GOV.UK: its search and content APIs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, HttpUrl, model_validator

from data.declaration import Declaration

BasePath = Annotated[str, Field(pattern=r"^/[^\s?#]+$")]

SearchKey = Annotated[str, Field(pattern=r"^(q|(filter|reject)_[a-z0-9_]+)$")]
"""Words to search for, or a filter; the search answers 422 to a parameter that it does not know."""


class GovukDoor(Declaration):
    """Publications that a search finds, that collections hold, or that are named."""

    adapter: Literal["govuk"]
    url: HttpUrl = HttpUrl("https://www.gov.uk/")
    search: dict[SearchKey, str | tuple[str, ...]] = Field(default_factory=dict)
    """Parameters of the search, such as `q` and `filter_content_store_document_type`; the door
    itself sets order, fields, `start` and `count`."""
    collections: tuple[BasePath, ...] = ()
    publications: tuple[BasePath, ...] = ()
    page_size: int = Field(default=1000, ge=1, le=1500)
    """Rows asked of the search at a time; it gives 1500 at most."""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> GovukDoor:
        if not (self.search or self.collections or self.publications):
            raise ValueError("give `search`, `collections` or `publications`")
        return self
