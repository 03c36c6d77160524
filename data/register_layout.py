"""How a register's file is laid out: its bytes, its edition, and where each field stands."""

from __future__ import annotations

import codecs
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from data.declaration import Declaration, Pattern
from data.records import Status


def _has_group(pattern: str) -> str:
    if re.compile(pattern).groups < 1:
        raise ValueError("needs a group (…) that holds what to take")
    return pattern


def _is_encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise ValueError(f"{name!r} is no encoding that Python knows") from error
    return name


def _names_its_date(pattern: str) -> str:
    if "date" not in re.compile(pattern).groupindex:
        raise ValueError("needs a group (?P<date>…) that holds the date")
    return pattern


def _as_candidates(value: object) -> object:
    """A plain column name, or a list with plain names in it, as candidates."""
    listed = value if isinstance(value, list) else [value]
    return [{"column": item} if isinstance(item, str) else item for item in listed]


PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]

Column = str
"""A column by its name; a name that begins with a slash is a JSON pointer into the row."""


def outer_column(column: str) -> str:
    """The column of the table that a column's name or pointer leads into."""
    return column.split("/")[1] if column.startswith("/") else column


class Candidate(Declaration):
    """One place to take a field from."""

    column: Column
    pattern: Annotated[Pattern, AfterValidator(_has_group)] | None = None
    """Take only the first group of this match; no match leaves the field to the next candidate."""
    is_slug: bool = False
    """The value is words joined by hyphens, to be made readable."""


Candidates = Annotated[
    tuple[Candidate, ...], BeforeValidator(_as_candidates), Field(min_length=1, strict=False)
]


class Columns(Declaration):
    """Where each field stands in a row; of several candidates the first with text is taken."""

    name: Candidates
    organisation: Candidates
    id: Candidates | None = None
    description: Candidates | None = None
    purpose: Candidates | None = None
    technology: Candidates | None = None
    url: Candidates | None = None
    body_country: Candidates | None = None
    """Country of the body, where the register covers several; any name `countries.yml` has."""

    def candidates(self) -> dict[str, tuple[Candidate, ...]]:
        """The candidates of each field that the register has."""
        fields = {field: getattr(self, field) for field in type(self).model_fields}
        return {field: found for field, found in fields.items() if found}


class DateColumn(Declaration):
    """A column of dates and what they are the date of."""

    column: Column
    basis: str = Field(min_length=3)
    no_date: tuple[str, ...] = ()
    """Values that stand for "no date" or for none that is sure, besides a blank."""
    expected_in: tuple[Status, ...] = ()
    """Statuses in which the date lies ahead or is a plan: kept, but no year is taken from it."""
    is_from_spreadsheet: bool = False
    """A spreadsheet took years for counts of days (`7/16/1905` is 2024) and months with a short
    year for days (`24-Jan` was 01/24): read them back."""


class RowFilter(Declaration):
    """Which rows are about systems of our kind; every value of the column must be listed."""

    column: Column
    values: Annotated[tuple[str, ...], Field(min_length=1)]
    left_out: tuple[str, ...] = ()


class Format(Declaration):
    """How the bytes are to be read as rows."""

    type: Literal["csv", "json", "jsonl", "xlsx"]
    encoding: Annotated[str, AfterValidator(_is_encoding)] = "utf-8-sig"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    rows: str = Field(default="", pattern=r"^(/.*)?$")
    """JSON pointer to the list of rows; empty where the whole file is the list."""
    sheet: str | None = None
    """Sheet of a workbook, white space around its name aside; may be left out if there is one."""
    header_row: int = Field(default=1, ge=1)
    """Row of the header in a CSV or sheet, from 1; what stands above is passed over."""


class Edition(Declaration):
    """How an edition is named: a fixed date, or one read from the file's name or content."""

    date: PartialDate | None = None
    pattern: Annotated[Pattern, AfterValidator(_names_its_date)] | None = None
    """Expression over the file name: `(?P<date>…)`, and `(?P<mark>…)` where dates repeat."""
    pointer: str | None = Field(default=None, pattern=r"^/.+$")
    """JSON pointer to the date or instant at which the publisher's list was taken."""
    same_day: tuple[str, ...] = ()
    """Marks of editions that share a date, oldest first, where the marks do not sort by age."""

    @model_validator(mode="after")
    def _one_way(self) -> Edition:
        if sum(way is not None for way in (self.date, self.pattern, self.pointer)) != 1:
            raise ValueError("give exactly one of `date`, `pattern` and `pointer`")
        return self
