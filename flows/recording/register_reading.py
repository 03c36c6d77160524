"""Registers' files are strangers': each is read in a confined worker process; no Prefect here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from data.errors import Fault, RegisterFault
from data.incident_list import IncidentListDeclaration
from data.records import DeploymentStatus
from data.register import Register
from extractors.registers.deployments import EditionReading, read_edition, statuses_of
from extractors.registers.editions import EditionFile, edition_of, find_edition_files
from extractors.registers.incidents import IncidentReading, read_incidents
from flows.lanes import Lanes, guarded

SECONDS_PER_FILE = 120.0

MEMORY_MIB = 2048
"""What a worker may hold: the largest edition that we know takes a quarter of it."""

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class RegisterWorkers:
    """The workers of the stage: confined ones that open files, and those that code texts."""

    readers: Lanes
    coders: Lanes


@dataclass(frozen=True, slots=True)
class FolderJob:
    """A folder in which editions of a register lie whose content tells their dates."""

    register: Register
    folder: Path


@dataclass(frozen=True, slots=True)
class DateJob:
    """A download that may tell the date of the edition it is."""

    register: Register
    url: str
    content: bytes
    fetched_on: str


@dataclass(frozen=True, slots=True)
class EditionJob:
    """One edition of a register, as its bytes lie in the archive."""

    register_id: str
    register: Register
    file: Path
    edition_id: str
    edition_on: str
    url: str
    is_latest: bool


@dataclass(frozen=True, slots=True)
class EditionAnswer:
    """What an edition holds: the statuses of its systems and, of the latest only, all else."""

    statuses: list[DeploymentStatus]
    reading: EditionReading | None


@dataclass(frozen=True, slots=True)
class IncidentsJob:
    """One list of incidents, as its bytes lie in the archive."""

    list_id: str
    declared: IncidentListDeclaration
    file: Path
    url: str


def ask_worker(
    lanes: Lanes, work: Callable[[Sequence[Job]], list[Result | Fault]], job: Job
) -> Result:
    """The answer of a worker to one job.

    Raises:
        Fault: the file cannot be read, or the worker died of it or took too long.
    """
    (answer,) = lanes.run(work, [job])
    if isinstance(answer, Fault):
        raise answer
    return answer


def find_files(jobs: Sequence[FolderJob]) -> list[list[EditionFile] | Fault]:
    """The editions in each folder, oldest first."""
    return [guarded(_find_files, job) for job in jobs]


def date_editions(jobs: Sequence[DateJob]) -> list[tuple[str, str] | Fault]:
    """Date and mark of each download."""
    return [guarded(_date_edition, job) for job in jobs]


def read_edition_batch(jobs: Sequence[EditionJob]) -> list[EditionAnswer | Fault]:
    """What each edition holds."""
    return [guarded(_read_edition, job) for job in jobs]


def read_incident_batch(jobs: Sequence[IncidentsJob]) -> list[IncidentReading | Fault]:
    """What each list of incidents holds."""
    return [guarded(_read_incidents, job) for job in jobs]


def _find_files(job: FolderJob) -> list[EditionFile]:
    return find_edition_files(job.register, job.folder)


def _date_edition(job: DateJob) -> tuple[str, str]:
    return edition_of(job.register, job.url, job.content, fetched_on=job.fetched_on)


def _read_edition(job: EditionJob) -> EditionAnswer:
    reading = read_edition(
        job.register_id,
        job.register,
        _bytes_of(job.file),
        job.edition_id,
        job.edition_on,
        job.url,
    )
    statuses = statuses_of(reading.deployments, job.edition_on)
    return EditionAnswer(statuses, reading if job.is_latest else None)


def _read_incidents(job: IncidentsJob) -> IncidentReading:
    return read_incidents(job.list_id, job.declared, _bytes_of(job.file), job.url)


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise RegisterFault(
            f"the archive has lost {file.name}", next_step="collect the register again"
        ) from error
