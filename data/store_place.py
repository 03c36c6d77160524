"""Where the store is: a file of the home, or a lake that several machines share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import UsageError

POSTGRES = "postgres:"
OBJECT_STORES = ("s3://", "gs://", "gcs://", "r2://", "http://", "https://")

_FORM = "ducklake:postgres:dbname=NAME host=HOST user=USER;data=FOLDER"
_SECRET = re.compile(r"(password\s*=\s*)('(?:\\.|[^'\\])*'|\S+)|(://[^/@\s:]*:)[^@\s]*(?=@)")


@dataclass(frozen=True, slots=True)
class Lake:
    """Where a lake is: its catalogue, and the folder or address of its files."""

    catalogue: str = field(repr=False)
    """`postgres:` and what libpq is to be told, which may hold a password; or a file."""

    files: str

    def __str__(self) -> str:
        """For people: without the catalogue's address."""
        return f"the DuckLake with its files in {self.files}"

    @property
    def server(self) -> str | None:
        """What PostgreSQL's client is told; None where the catalogue is a file."""
        told = self.catalogue.removeprefix(POSTGRES)
        return told if told != self.catalogue else None

    @property
    def is_in_objects(self) -> bool:
        """Whether the files are in object storage."""
        return self.files.startswith(OBJECT_STORES)

    def without_secrets(self, text: str) -> str:
        """A message without the catalogue's address, and without any password."""
        for told in (self.catalogue, self.server or self.catalogue):
            text = text.replace(told, "…").replace(told.replace("'", "''"), "…")
        return _SECRET.sub(lambda found: f"{found[1] or found[3]}…", text)


def read_lake(setting: str) -> Lake:
    """What IMAGINARIES_STORE says: `ducklake:CATALOGUE;data=PLACE`.

    Raises:
        UsageError: it is of another form. Its value is not repeated: it may hold a password.
    """
    found = re.fullmatch(r"ducklake:(?P<catalogue>.+);\s*data=(?P<files>[^;]+)", setting.strip())
    if found is None:
        raise UsageError(
            f'IMAGINARIES_STORE has to be of the form "{_FORM}", where FOLDER may be an address '
            "such as s3://BUCKET/PATH; or leave it unset, and the store is a file of the home"
        )
    catalogue, files = found["catalogue"].strip(), found["files"].strip()
    if not catalogue.startswith(POSTGRES):
        catalogue = str(Path(catalogue).expanduser().resolve())
    if not files.startswith(OBJECT_STORES):
        files = str(Path(files).expanduser().resolve())
    return Lake(catalogue, files.rstrip("/") + "/")


Place = Path | Lake
"""What opens the store: a file, or a lake."""
