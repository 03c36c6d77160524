"""Editions of registers: collected from a folder or over HTTP, kept, and read into rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from data.errors import UsageError
from data.records import DeploymentStatus, EditionChange, RegisterEdition
from data.register import Register
from extractors.fetch.fetcher import Fetcher
from extractors.registers.changes import find_changes
from extractors.registers.deployments import EditionReading
from extractors.registers.editions import EditionFile, edition_of, find_edition_files
from flows.collecting.intake import Kept, keep_bytes, read_file
from flows.lanes import Lanes
from flows.recording.register_reading import (
    DateJob,
    EditionJob,
    FolderJob,
    ask_worker,
    date_editions,
    find_files,
    read_edition_batch,
)
from flows.scope import Scope
from flows.stage import Stage, now


@dataclass(frozen=True, slots=True)
class EditionName:
    """Which edition of which register some bytes are."""

    register_id: str
    edition_id: str
    edition_on: str


def find_editions(
    stage: Stage,
    scope: Scope,
    fetcher: Fetcher | None,
    readers: Lanes,
    register_id: str,
    register: Register,
) -> list[RegisterEdition]:
    """The register's editions, oldest first: of the folder, of the publisher, or as kept."""
    if scope.registers is not None:
        return collect_editions(stage, readers, register_id, register, scope.registers)
    if fetcher is not None:
        return fetch_edition(stage, readers, register_id, register, fetcher)
    return known_editions(stage, register_id)


def collect_editions(
    stage: Stage, readers: Lanes, register_id: str, register: Register, folder: Path
) -> list[RegisterEdition]:
    """Keep every edition that lies in the folder; the files there now are all there is.

    Raises:
        Fault: a file's edition cannot be told, or a file cannot be read.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder: give --registers a folder of registers")
    kept = []
    for file in _editions_in(readers, register, folder):
        name = EditionName(register_id, file.edition_id, file.edition_on)
        place = file.path.relative_to(folder).as_posix()
        content = read_file(file.path, place, stage.settings.max_file_bytes)
        kept.append(build_edition(name, keep_bytes(stage.settings.home.archive, content, place)))
    if kept:
        stage.store.replace(RegisterEdition, "register_id", [register_id], kept)
    return kept


def _editions_in(readers: Lanes, register: Register, folder: Path) -> list[EditionFile]:
    """The files of the register; a worker opens them where their content tells their dates."""
    if register.edition.pointer is None:
        return find_edition_files(register, folder)
    return ask_worker(readers, find_files, FolderJob(register, folder))


def _date_of(readers: Lanes, register: Register, url: str, content: bytes) -> tuple[str, str]:
    today = now().date().isoformat()
    if register.edition.pointer is None:
        return edition_of(register, url, b"", fetched_on=today)
    return ask_worker(readers, date_editions, DateJob(register, url, content, today))


def fetch_edition(
    stage: Stage, readers: Lanes, register_id: str, register: Register, fetcher: Fetcher
) -> list[RegisterEdition]:
    """Ask the publisher for the newest edition, and return all that are kept, oldest first.

    Raises:
        Fault: the publisher does not answer well, or the edition cannot be told.
    """
    before = known_editions(stage, register_id)
    last = before[-1] if before else None
    url = str(register.url)
    fetched = fetcher.fetch(
        url,
        allowed=None,
        delay_seconds=1.0,
        etag=last.etag if last else None,
        last_modified=last.last_modified if last else None,
    )
    if fetched.content is None:
        return before
    date, mark = _date_of(readers, register, url, fetched.content)
    kept = replace(
        keep_bytes(stage.settings.home.archive, fetched.content, url),
        etag=fetched.etag,
        last_modified=fetched.last_modified,
    )
    if last and last.sha256 == kept.sha256:
        return before
    name = EditionName(register_id, f"{date}_{mark}" if mark else date, date)
    others = [edition for edition in before if edition.edition_id != name.edition_id]
    editions = [*others, build_edition(name, kept)]
    stage.store.replace(RegisterEdition, "register_id", [register_id], editions)
    return known_editions(stage, register_id)


def known_editions(stage: Stage, register_id: str) -> list[RegisterEdition]:
    """The editions collected so far, oldest first; those of one day in order of collection."""
    return stage.store.read(
        RegisterEdition, "register_id = ? order by edition_on, fetched_at", [register_id]
    )


def build_edition(name: EditionName, kept: Kept) -> RegisterEdition:
    """The edition that these bytes are."""
    return RegisterEdition(
        register_id=name.register_id,
        edition_id=name.edition_id,
        edition_on=name.edition_on,
        url=kept.url,
        sha256=kept.sha256,
        archived_as=kept.archived_as,
        size_bytes=kept.size_bytes,
        etag=kept.etag,
        last_modified=kept.last_modified,
        fetched_at=now(),
    )


@dataclass(frozen=True, slots=True)
class EditionsRead:
    """What the editions of a register hold: the latest in full, of the others the statuses."""

    latest: EditionReading
    history: list[DeploymentStatus]
    changes: list[EditionChange]


def read_editions(
    stage: Stage,
    readers: Lanes,
    register_id: str,
    register: Register,
    editions: list[RegisterEdition],
) -> EditionsRead:
    """The systems of the latest edition, the statuses in all of them, and what changed.

    Raises:
        RegisterFault: an edition holds what the declaration does not cover.
        WorkerFault: reading an edition took too long or too much memory.
    """
    history: list[list[DeploymentStatus]] = []
    latest: EditionReading | None = None
    for edition in editions:
        job = EditionJob(
            register_id=register_id,
            register=register,
            file=stage.settings.home.root / edition.archived_as,
            edition_id=edition.edition_id,
            edition_on=edition.edition_on,
            url=edition.url,
            is_latest=edition is editions[-1],
        )
        answer = ask_worker(readers, read_edition_batch, job)
        history.append(answer.statuses)
        latest = answer.reading
    assert latest is not None
    return EditionsRead(latest, list(chain.from_iterable(history)), find_changes(history))
