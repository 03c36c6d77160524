"""A register of recorded deployments: one list of systems, declared in `registers/ID.yml`."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, model_validator

from data.country import CountryCode
from data.declaration import Declaration, Pattern, load_folder
from data.records import Status


def normalise(value: str) -> str:
    """Text as statuses and headers are compared: NFC, single plain spaces, trimmed, lower case."""
    return " ".join(unicodedata.normalize("NFC", value).split()).casefold()


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


def _stays_below(pattern: str) -> str:
    if pattern.startswith("/") or ".." in PurePosixPath(pattern).parts:
        raise ValueError("must lie below the registers folder")
    return pattern


def _names_its_date(pattern: str) -> str:
    if "date" not in re.compile(pattern).groupindex:
        raise ValueError("needs a group (?P<date>…) that holds the date")
    return pattern


def _as_candidates(value: object) -> object:
    """A plain column name, or a list with plain names in it, as candidates."""
    listed = value if isinstance(value, list) else [value]
    return [{"column": item} if isinstance(item, str) else item for item in listed]


PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class Bounds(Declaration):
    """How many rows an edition may have; fewer or more is a fault, not a fact."""

    least: int = Field(ge=0)
    most: int = Field(ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> Bounds:
        if self.least > self.most:
            raise ValueError(f"least ({self.least}) is more than most ({self.most})")
        return self


class Candidate(Declaration):
    """One place to take a field from."""

    column: str
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

    def candidates(self) -> dict[str, tuple[Candidate, ...]]:
        """The candidates of each field that the register has."""
        fields = {field: getattr(self, field) for field in type(self).model_fields}
        return {field: found for field, found in fields.items() if found}


class DateColumn(Declaration):
    """A column of dates and what they are the date of."""

    column: str
    basis: str = Field(min_length=3)
    no_date: tuple[str, ...] = ()
    """Values that stand for "no date", besides a blank."""
    expected_in: tuple[Status, ...] = ()
    """Statuses in which the date lies ahead or is a plan: kept, but no year is taken from it."""


class Format(Declaration):
    """How the bytes are to be read as rows."""

    type: Literal["csv", "json"]
    encoding: Annotated[str, AfterValidator(_is_encoding)] = "utf-8-sig"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    rows: str = Field(default="", pattern=r"^(/.*)?$")
    """JSON pointer to the list of rows; empty where the whole file is the list."""


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


class Register(Declaration):
    """One register: what it is, where it is, and what each column and status of it means."""

    title: str
    publisher: str
    country: CountryCode
    language: str = Field(pattern=r"^[a-z]{2}$")
    """Language of the texts about the systems, ISO 639-1."""
    licence: str
    url: HttpUrl
    """Where the publisher's latest edition is fetched from."""
    files: tuple[Annotated[str, AfterValidator(_stays_below)], ...] = Field(min_length=1)
    """Patterns of the register's files below a registers folder, such as `norway/history/*.csv`."""
    edition: Edition
    format: Format
    columns: Columns
    identity: tuple[Literal["id", "organisation", "name"], ...] = ("id",)
    """What makes a row the same system in the next edition."""
    status_column: str
    statuses: dict[str, Status]
    start: DateColumn | None = None
    record: DateColumn | None = None
    has_record_year: bool = False
    """The edition's year is the year its rows report on, as in a yearly inventory."""
    date_order: Literal["day first", "month first"] | None = None
    """How `01/02/2024` is meant; without it such a date is a fault."""
    url_base: HttpUrl | None = None
    """Where addresses in the rows start, when the register gives them without a host."""
    ignore: tuple[str, ...] = ()
    """Columns that are known and not used; they stay in `row_json`."""
    personal: tuple[str, ...] = ()
    """Columns that name or reach a person; never stored anywhere."""
    bounds: Bounds

    @model_validator(mode="after")
    def _blank_is_unknown(self) -> Register:
        for raw, status in self.statuses.items():
            if not normalise(raw) and status != "unknown":
                raise ValueError(f"`statuses` maps a blank to {status!r}: a blank is unknown")
        return self

    @model_validator(mode="after")
    def _statuses_are_told_apart(self) -> Register:
        self.status_by_raw()
        return self

    @model_validator(mode="after")
    def _columns_have_one_use(self) -> Register:
        used, ignored, personal = self.used_columns(), set(self.ignore), set(self.personal)
        for first, second, words in (
            (used, ignored, "used and under `ignore`"),
            (used, personal, "used and under `personal`"),
            (ignored, personal, "under `ignore` and under `personal`"),
        ):
            if both := first & second:
                raise ValueError(f"columns {sorted(both)} are {words}")
        return self

    @model_validator(mode="after")
    def _identity_has_columns(self) -> Register:
        if "id" in self.identity and (len(self.identity) > 1 or self.columns.id is None):
            raise ValueError("`identity: [id]` stands alone and needs `columns: id:`")
        return self

    def used_columns(self) -> frozenset[str]:
        """Every source column that some field is read from."""
        columns = {
            candidate.column
            for candidates in self.columns.candidates().values()
            for candidate in candidates
        }
        dates = {date.column for date in (self.start, self.record) if date}
        return frozenset(columns | dates | {self.status_column})

    def status_by_raw(self) -> Mapping[str, Status]:
        """The status map by normalised raw value, blank included."""
        found: dict[str, Status] = {"": "unknown"}
        for raw, status in self.statuses.items():
            other = found.setdefault(normalise(raw), status)
            if other != status:
                raise ValueError(f"`statuses` maps {raw!r} to both {other!r} and {status!r}")
        return found


def load_registers(folder: Path) -> dict[str, Register]:
    """Every register of the folder, by id.

    Raises:
        DeclarationError: names file, line and key.
    """
    return load_folder(folder, Register)
