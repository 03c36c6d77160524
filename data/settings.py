"""Paths, limits and switches of a run; read from the environment once, by the shell."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import UsageError
from data.store_place import Lake, Place, read_lake
from data.topic_settings import TopicSettings, read_topic_settings

DATA_FOLDER = Path(__file__).resolve().parent
"""Where the declarations are: sources, registers, imaginaries, constraints, languages."""

_CLUSTER = re.compile(r"local:[1-9]\d{0,2}|(tcp|tls|ws|wss)://[^\s/]+:\d{1,5}")
_CONTACT = re.compile(r"https?://[^\s/]+\S*|[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that a run writes below, and the places in it."""

    root: Path
    lake: Lake | None = None
    """The store that is shared with other machines, in place of a file of the home."""

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
    def work_database(self) -> Place:
        """The database that runs write: a file that nobody else opens, or a lake."""
        return self.lake or self.root / "work.duckdb"

    @property
    def topic_models(self) -> Path:
        """Fitted topic models, one folder per language and model; the last few are kept."""
        return self.root / "models" / "topics"

    @property
    def topic_vectors(self) -> Path:
        """Vectors of passages that a downloaded model has embedded, by text and model."""
        return self.root / "models" / "vectors"

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
    def parts(self) -> Path:
        """Rows on their way from a cluster's workers to the work database."""
        return self.root / "parts"

    @property
    def logs(self) -> Path:
        """What each run did, one file of JSON lines per run."""
        return self.root / "logs"

    @property
    def run_lock(self) -> Path:
        """The file that a run holds locked while it is at work."""
        return self.root / ".run.lock"

    @property
    def prefect(self) -> Path:
        """Prefect's own files, so that a run leaves the user's alone."""
        return self.root / "prefect"


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """How runs watch over themselves: faults, gates, waiting, and whom to tell."""

    max_fault_share: float = 0.25
    """More documents with a fault than this share, and nothing is published."""

    max_tries: int = 5
    """So many tries with the same input, and a fault is given up."""

    stale_days: int = 40
    """A stage or source that has not gone well for longer is named in warnings."""

    wait_minutes: int = 0
    """How long a run waits for another on the same home; 0 refuses at once."""

    notify: str | None = field(default=None, repr=False)
    """Where messages go, as an address of Apprise; it may hold a password."""

    prefect_api: str = field(default="http://127.0.0.1:4200/api", repr=False)
    """The Prefect server that may know when the next runs are due."""


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
    watch: WatchSettings = WatchSettings()
    topics: TopicSettings = field(default_factory=TopicSettings)
    with_all_text: bool = False
    """Editions carry the sentences of every document, whatever its licence: for private use."""

    cluster: str | None = None
    """The Dask scheduler whose workers read and code documents, or `local:N`; else this machine."""

    parts: str | None = field(default=None, repr=False)
    """Where a cluster's workers leave rows: a folder or address all machines see; else the home."""


def load_settings(home: Path | None = None) -> Settings:
    """Read IMAGINARIES_HOME, _WORKERS, _SEED, _CONTACT, _MAX_FILE_MB, _BATCH_SIZE, _MIN_GRADE.

    IMAGINARIES_ALL_TEXT=1 publishes every document's text, whatever its licence.
    IMAGINARIES_STORE names a lake that several machines write: see `data.lake`.
    IMAGINARIES_CLUSTER has documents read and coded by Dask's workers, IMAGINARIES_PARTS says where
    these leave rows. Those of topics are told of in `data.topic_settings`.

    Raises:
        UsageError: a number is no whole number, or too small; a share is not from 0 to 1; the
            contact or the cluster is no address; the store is of no known form.
    """
    environment = os.environ
    root = home or Path(environment.get("IMAGINARIES_HOME") or DATA_FOLDER / "var")
    return Settings(
        home=Home(root.expanduser().resolve(), _lake()),
        workers=_whole_number("IMAGINARIES_WORKERS", min(os.cpu_count() or 1, 8)),
        seed=_whole_number("IMAGINARIES_SEED", 20, least=0),
        contact=_contact(),
        max_file_bytes=_whole_number("IMAGINARIES_MAX_FILE_MB", 200) * 1024 * 1024,
        batch_size=_whole_number("IMAGINARIES_BATCH_SIZE", 8),
        min_grade=_share("IMAGINARIES_MIN_GRADE", 0.0),
        watch=_load_watch(),
        topics=read_topic_settings(environment),
        with_all_text=_whole_number("IMAGINARIES_ALL_TEXT", 0, least=0) > 0,
        cluster=_cluster(),
        parts=environment.get("IMAGINARIES_PARTS", "").strip() or None,
    )


def _load_watch() -> WatchSettings:
    """IMAGINARIES_MAX_FAULT_SHARE, _MAX_TRIES, _STALE_DAYS, _WAIT_MINUTES, _NOTIFY; the server."""
    usual = WatchSettings()
    return WatchSettings(
        max_fault_share=_share("IMAGINARIES_MAX_FAULT_SHARE", usual.max_fault_share),
        max_tries=_whole_number("IMAGINARIES_MAX_TRIES", usual.max_tries),
        stale_days=_whole_number("IMAGINARIES_STALE_DAYS", usual.stale_days),
        wait_minutes=_whole_number("IMAGINARIES_WAIT_MINUTES", usual.wait_minutes, least=0),
        notify=os.environ.get("IMAGINARIES_NOTIFY", "").strip() or None,
        prefect_api=os.environ.get("PREFECT_API_URL") or usual.prefect_api,
    )


def _lake() -> Lake | None:
    given = os.environ.get("IMAGINARIES_STORE", "").strip()
    return read_lake(given) if given else None


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


def _cluster() -> str | None:
    given = os.environ.get("IMAGINARIES_CLUSTER", "").strip()
    if not given:
        return None
    if not _CLUSTER.fullmatch(given):
        raise UsageError(
            f"IMAGINARIES_CLUSTER is {given!r}: give local:N for so many workers of this machine, "
            "or the address of a Dask scheduler such as tls://scheduler:8786"
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
