"""Index pages, sitemaps and feeds."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import cssselect
from pydantic import AfterValidator, Field, HttpUrl, model_validator

from data.declaration import Declaration, Pattern


def _selects(selector: str) -> str:
    try:
        cssselect.HTMLTranslator().css_to_xpath(selector)
    except cssselect.SelectorError as error:
        raise ValueError(f"not a CSS selector: {error}") from error
    return selector


def _has_group(pattern: str) -> str:
    if re.compile(pattern).groups < 1:
        raise ValueError("needs a group, such as (20\\d\\d), that holds the year")
    return pattern


def _has_date_groups(pattern: str) -> str:
    names = set(re.compile(pattern).groupindex)
    if "year" not in names or ("day" in names and "month" not in names):
        raise ValueError(
            "needs named groups, (?P<year>20\\d\\d) at least, and (?P<month>...) for (?P<day>...)"
        )
    return pattern


Selector = Annotated[str, AfterValidator(_selects)]
"""A CSS selector."""

GroupPattern = Annotated[Pattern, AfterValidator(_has_group)]
"""A regular expression whose first group is what to take."""

DatePattern = Annotated[Pattern, AfterValidator(_has_date_groups)]
"""A regular expression with the named groups `year`, `month` and `day`, or the first of them."""


class ListingDoor(Declaration):
    """Pages that link to documents: HTML, a sitemap, or RSS or Atom; their bytes tell which."""

    adapter: Literal["listing"]
    urls: tuple[HttpUrl, ...] = Field(min_length=1)
    """The pages, sitemaps or feeds that list the documents."""
    link_selector: Selector = "a[href]"
    """On an HTML page: the links, one per document."""
    next_selector: Selector | None = None
    """On an HTML page: the link to the next page of the list."""
    link_pattern: Pattern | None = None
    """Only addresses in which this is found."""
    title_pattern: Pattern | None = None
    """Only entries in whose title this is found."""
    year_pattern: GroupPattern = r"(?<![^\W_])((?:19|20)\d\d)(?![^\W_])"
    """Searched in the title and then in the address; the date of publication comes after both."""
    date_pattern: DatePattern | None = None
    """The date of publication in the entry's text on an HTML page, where no `<time>` has it; a
    month is a number or a name."""
    follow_selector: Selector | None = None
    """What is listed is only a page about the document, whose first link of this kind is it."""
    pages_selector: Selector | None = None
    """What is listed is the first page of a document, with links of this kind to the others."""

    @model_validator(mode="after")
    def _documents_are_of_one_make(self) -> ListingDoor:
        if self.follow_selector and self.pages_selector:
            raise ValueError("give `follow_selector` or `pages_selector`, not both")
        return self
