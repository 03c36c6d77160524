"""A list of incidents that a person may put beside the registers: `incidents/ID.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, model_validator

from data.declaration import Declaration, load_folder
from data.register import Bounds, stays_below
from data.register_layout import Candidates, Format


class IncidentColumns(Declaration):
    """Where each field stands in a row; of several candidates the first with text is taken."""

    headline: Candidates
    id: Candidates | None = None
    description: Candidates | None = None
    occurred: Candidates | None = None
    country: Candidates | None = None
    sector: Candidates | None = None
    deployer: Candidates | None = None
    developer: Candidates | None = None
    system_name: Candidates | None = None
    technology: Candidates | None = None
    purpose: Candidates | None = None
    issues: Candidates | None = None
    url: Candidates | None = None

    def names(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each field that the list has, with the columns it may stand in."""
        for field in type(self).model_fields:
            if candidates := getattr(self, field):
                yield field, tuple(candidate.column for candidate in candidates)


class IncidentListDeclaration(Declaration):
    """One list of incidents: what it is, where its file lies, and what each column means.

    Import only: no publisher is asked, and nothing of it counts as deployed.
    """

    title: str
    publisher: str
    licence: str
    citation: str | None = None
    url: HttpUrl
    """Where a person gets the file; never fetched."""
    files: tuple[Annotated[str, AfterValidator(stays_below)], ...] = Field(min_length=1)
    """Patterns of its file below a registers folder; of several the last by name is read."""
    format: Format
    sub_header_rows: int = Field(default=0, ge=0, le=3)
    """Rows below the header that belong to it."""
    columns: IncidentColumns
    separator: str = Field(default=";", min_length=1, max_length=3)
    """What parts several names or countries in one cell."""
    no_year: tuple[str, ...] = ()
    """Values of `occurred` that name no year, besides a blank."""
    no_country: tuple[str, ...] = ()
    """Values of `country` that name none, such as "Global"."""
    no_body: tuple[str, ...] = ()
    """Values of `deployer` and `developer` that name nobody, such as "Unknown"."""
    ignore: tuple[str, ...] = ()
    """Columns that are known and not used; they stay in `row_json`."""
    personal: tuple[str, ...] = ()
    """Columns that name or reach a person; never stored anywhere."""
    bounds: Bounds

    @model_validator(mode="after")
    def _columns_have_one_use(self) -> IncidentListDeclaration:
        ignored, personal = set(self.ignore), set(self.personal)
        used = {column for _, columns in self.columns.names() for column in columns}
        if twice := (used & (ignored | personal)) | (ignored & personal):
            raise ValueError(f"columns {sorted(twice)} have two uses: keep each in one place")
        return self


def load_incident_lists(folder: Path) -> dict[str, IncidentListDeclaration]:
    """Every list of the folder, by id; a folder that is not there has none.

    Raises:
        DeclarationError: names file, line and key.
    """
    return load_folder(folder, IncidentListDeclaration)
