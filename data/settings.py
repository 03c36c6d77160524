"""Paths, limits and switches of a run; read from the environment once, by the shell."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from data.errors import UsageError

DATA_FOLDER = Path(__file__).resolve().parent
"""Where the declarations are: sources, registers, imaginaries, constraints, languages."""

_CONTACT = re.compile(r"https?://[^\s/]+\S*|[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that a run writes below, and the places in it."""

    root: Path

    @property
    def archive(self) -> Path:
        """Raw bytes by SHA-256."""
        return self.root / "raw"

    @property
    def saved(self) -> Path:
        """Pages and files that a person saved by hand, one folder per source."""
        return self.root / "saved"

    @property
    def journals(self) -> Path:
        """Collections under way, one file per source: what a broken one goes on from."""
        return self.root / "journals"

    @property
    def codebooks(self) -> Path:
        """Every codebook that a run has coded with, by its hash."""
        return self.root / "codebooks"

    @property
    def work_database(self) -> Path:
        """The database that runs write and nobody else opens."""
        return self.root / "work.duckdb"

    @property
    def published(self) -> Path:
        """The latest edition: a link that is replaced whole."""
        return self.root / "published"

    @property
    def published_database(self) -> Path:
        """The database that readers open."""
        return self.published / "imaginaries.duckdb"

    @property
    def reports(self) -> Path:
        """One folder per report year."""
        return self.root / "reports"

    @property
    def prefect(self) -> Path:
        """Prefect's own files, so that a run leaves the user's alone."""
        return self.root / "prefect"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told from outside; the same for all of its stages."""

    home: Home
    workers: int
    seed: int
    contact: str | None
    max_file_bytes: int
    batch_size: int
    min_grade: float
    """Passages that were read worse are not coded; 0 codes all."""


def load_settings(home: Path | None = None) -> Settings:
    """Read IMAGINARIES_HOME, _WORKERS, _SEED, _CONTACT, _MAX_FILE_MB, _BATCH_SIZE and _MIN_GRADE.

    Raises:
        UsageError: a number is no whole number, or too small; a share is not from 0 to 1; the
            contact is no address.
    """
    environment = os.environ
    root = home or Path(environment.get("IMAGINARIES_HOME") or DATA_FOLDER / "var")
    return Settings(
        home=Home(root.expanduser().resolve()),
        workers=_whole_number("IMAGINARIES_WORKERS", min(os.cpu_count() or 1, 8)),
        seed=_whole_number("IMAGINARIES_SEED", 20, least=0),
        contact=_contact(),
        max_file_bytes=_whole_number("IMAGINARIES_MAX_FILE_MB", 200) * 1024 * 1024,
        batch_size=_whole_number("IMAGINARIES_BATCH_SIZE", 8),
        min_grade=_share("IMAGINARIES_MIN_GRADE", 0.0),
    )


def _contact() -> str | None:
    given = os.environ.get("IMAGINARIES_CONTACT", "").strip()
    if not given:
        return None
    if not _CONTACT.fullmatch(given):
        raise UsageError(
            f"IMAGINARIES_CONTACT is {given!r}: give a web address such as "
            "https://your-institute.example/contact, or a mail address"
        )
    return given


def _whole_number(name: str, default: int, *, least: int = 1) -> int:
    given = os.environ.get(name)
    if not given:
        return default
    if not given.isdecimal() or int(given) < least:
        raise UsageError(f"{name} is {given!r}: give a whole number of {least} or more")
    return int(given)


def _share(name: str, default: float) -> float:
    given = os.environ.get(name)
    if not given:
        return default
    try:
        share = float(given)
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise UsageError(f"{name} is {given!r}: give a number from 0 to 1")
    return share
