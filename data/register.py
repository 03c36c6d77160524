"""A register of recorded deployments: one list of systems, declared in `registers/ID.yml`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, HttpUrl, model_validator

from data.country import CountryCode
from data.declaration import Declaration, Pattern, load_folder
from data.organisation import OrganisationKind
from data.records import Status
from data.register_layout import (
    Column,
    Columns,
    DateColumn,
    Edition,
    Format,
    PartialDate,
    RowFilter,
    outer_column,
)

RegisterKind = Literal["national", "city", "supranational", "literature"]
RecordDates = Literal["entry", "status", "statement"]
StatusBasis = Literal["stated", "blank", "assumed", "imputed by editor", "literature"]


def normalise(value: str) -> str:
    """Text as statuses and headers are compared: NFC, single plain spaces, trimmed, lower case."""
    return " ".join(unicodedata.normalize("NFC", value).split()).casefold()


def stays_below(pattern: str) -> str:
    """A pattern of files, refused where it leads out of the folder that it is read in."""
    if pattern.startswith("/") or ".." in PurePosixPath(pattern).parts:
        raise ValueError("must lie below the registers folder")
    return pattern


class Bounds(Declaration):
    """How many rows an edition may have; fewer or more is a fault, not a fact."""

    least: int = Field(ge=0)
    most: int = Field(ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> Bounds:
        if self.least > self.most:
            raise ValueError(f"least ({self.least}) is more than most ({self.most})")
        return self


class FixedStatus(Declaration):
    """The status of every row of a register that has no field for it."""

    status: Status
    raw: str = Field(min_length=3)
    """What `status_raw` says in place of the register's own word, such as "reported as used"."""


class StrategySource(Declaration):
    """How a row shows that it was taken from a strategy: talk, and no evidence of a record."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    pattern: Pattern
    """Expression over each of the columns, case aside."""


class Coverage(Declaration):
    """What the register must hold by its own rule; for its coverage card."""

    must_contain: str | None = None
    reporters: str | None = None
    publication_rule: str | None = None
    since: PartialDate | None = None
    bodies: int | None = Field(default=None, ge=1)
    """How many bodies have to report, where the register's own rule or its publisher says so."""
    body_kinds: tuple[OrganisationKind, ...] = ()
    """Kinds of public bodies that the rule speaks of; without one of them all kinds."""
    parts_report: bool = True
    """Whether bodies that are a part of another report themselves, or the other for them."""
    dormant_after_months: int = Field(default=18, ge=1)


class Register(Declaration):
    """One register: what it is, where it is, and what each column and status of it means."""

    title: str
    publisher: str
    country: CountryCode
    national: bool = True
    """Whether its rows may be counted for the country; a city's or a second-hand list's may not."""
    series: str | None = Field(default=None, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """Shared by registers that are years of one inventory."""
    language: str = Field(pattern=r"^[a-z]{2}$")
    """Language of the texts about the systems, ISO 639-1."""
    licence: str
    citation: str | None = None
    url: HttpUrl
    """Where the publisher's latest edition is fetched from."""
    files: tuple[Annotated[str, AfterValidator(stays_below)], ...] = Field(min_length=1)
    """Patterns of the register's files below a registers folder, such as `norway/history/*.csv`."""
    edition: Edition
    format: Format
    keep_where: RowFilter | None = None
    columns: Columns
    identity: tuple[Literal["id", "organisation", "name"], ...] = ("id",)
    """What makes a row the same system in the next edition."""
    status_column: Column | None = None
    statuses: dict[str, Status] = Field(default_factory=dict)
    fixed_status: FixedStatus | None = None
    status_basis: Literal["stated", "imputed by editor"] = "stated"
    """Whether the body itself or somebody who compiled the list says what the status is."""
    start: DateColumn | None = None
    record: DateColumn | None = None
    record_dates: RecordDates = "entry"
    """What `record` is the date of: the entry in the register, the status (which has held since),
    or a statement (which is made once, for that day, and never kept up)."""
    has_record_year: bool = False
    """The edition's year is the year its rows report on, as in a yearly inventory."""
    date_order: Literal["day first", "month first"] | None = None
    """How `01/02/2024` is meant; without it such a date is a fault."""
    url_base: HttpUrl | None = None
    """Where addresses in the rows start, when the register gives them without a host."""
    from_strategy: StrategySource | None = None
    ignore: tuple[str, ...] = ()
    """Columns that are known and not used; they stay in `row_json`."""
    personal: tuple[str, ...] = ()
    """Columns that name or reach a person; never stored anywhere."""
    bounds: Bounds
    coverage: Coverage = Coverage()

    @model_validator(mode="after")
    def _has_one_kind_of_status(self) -> Register:
        if (self.status_column is None) == (self.fixed_status is None):
            raise ValueError("give exactly one of `status_column` and `fixed_status`")
        if self.fixed_status and self.statuses:
            raise ValueError("`statuses` needs `status_column`: nothing is read for `fixed_status`")
        return self

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

    @model_validator(mode="after")
    def _is_of_one_country_to_be_national(self) -> Register:
        if self.national and self.columns.body_country:
            raise ValueError("a register of several countries needs `national: false`")
        return self

    @model_validator(mode="after")
    def _dates_what_it_has(self) -> Register:
        if self.record_dates != "entry" and self.record is None:
            raise ValueError("`record_dates` needs `record`: there is no date to explain")
        return self

    @property
    def kind(self) -> RegisterKind:
        """What its rows may be counted for."""
        if self.national:
            return "national"
        return "supranational" if self.columns.body_country else "city"

    def uses(self) -> dict[str, tuple[str, ...]]:
        """The fields read from each source column, by the names of the declaration's keys."""
        read = [
            (candidate.column, field)
            for field, candidates in self.columns.candidates().items()
            for candidate in candidates
        ]
        read += [(date.column, key) for key, date in self.dates().items()]
        if self.status_column is not None:
            read.append((self.status_column, "status"))
        if self.keep_where:
            read.append((self.keep_where.column, "keep_where"))
        if self.from_strategy:
            read += [(column, "from_strategy") for column in self.from_strategy.columns]
        found: dict[str, tuple[str, ...]] = {}
        for column, field in read:
            outer = outer_column(column)
            if field not in found.get(outer, ()):
                found[outer] = (*found.get(outer, ()), field)
        return found

    def used_columns(self) -> frozenset[str]:
        """Every source column that some field is read from."""
        return frozenset(self.uses())

    def dates(self) -> dict[str, DateColumn]:
        """The columns of dates that the register has, by key."""
        return {
            key: dates for key, dates in (("start", self.start), ("record", self.record)) if dates
        }

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
