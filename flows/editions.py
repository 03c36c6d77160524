"""Editions of registers: collected from a folder or over HTTP, kept, and read into rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.archive import archive_bytes
from data.errors import UsageError
from data.ids import bytes_sha256
from data.records import Deployment, DeploymentClaim, DeploymentStatus, RegisterEdition
from data.register import Register
from extractors.fetch import Fetcher
from extractors.registers.deployments import read_deployments, statuses_of
from extractors.registers.editions import edition_of, find_edition_files
from flows.intake import Received, receive_file, received_from
from flows.scope import Scope
from flows.stage import Stage, now


@dataclass(frozen=True, slots=True)
class EditionName:
    """Which edition of which register some bytes are."""

    register_id: str
    edition_id: str
    edition_on: str


def find_editions(
    stage: Stage, scope: Scope, fetcher: Fetcher | None, register_id: str, register: Register
) -> list[RegisterEdition]:
    """The register's editions, oldest first: of the folder, of the publisher, or as kept."""
    if scope.registers is not None:
        return collect_editions(stage, register_id, register, scope.registers)
    if fetcher is not None:
        return fetch_edition(stage, register_id, register, fetcher)
    return known_editions(stage, register_id)


def collect_editions(
    stage: Stage, register_id: str, register: Register, folder: Path
) -> list[RegisterEdition]:
    """Keep every edition that lies in the folder; the files there now are all there is.

    Raises:
        Fault: a file's edition cannot be told, or a file cannot be read.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder: give --registers a folder of registers")
    kept = []
    for file in find_edition_files(register, folder):
        name = EditionName(register_id, file.edition_id, file.edition_on)
        place = file.path.relative_to(folder).as_posix()
        received = receive_file(file.path, place, stage.settings.max_file_bytes)
        kept.append(keep_edition(stage, name, received))
    if kept:
        stage.store.replace(RegisterEdition, "register_id", [register_id], kept)
    return kept


def fetch_edition(
    stage: Stage, register_id: str, register: Register, fetcher: Fetcher
) -> list[RegisterEdition]:
    """Ask the publisher for the newest edition, and return all that are kept, oldest first.

    Raises:
        Fault: the publisher does not answer well, or the edition cannot be told.
    """
    before = known_editions(stage, register_id)
    last = before[-1] if before else None
    fetched = fetcher.fetch(
        str(register.url),
        delay_seconds=1.0,
        etag=last.etag if last else None,
        last_modified=last.last_modified if last else None,
    )
    received = received_from(fetched)
    if received is None:
        return before
    today = now().date().isoformat()
    date, mark = edition_of(register, received.url, received.content, fetched_on=today)
    if last and last.sha256 == bytes_sha256(received.content):
        return before
    name = EditionName(register_id, f"{date}_{mark}" if mark else date, date)
    others = [edition for edition in before if edition.edition_id != name.edition_id]
    editions = [*others, keep_edition(stage, name, received)]
    stage.store.replace(RegisterEdition, "register_id", [register_id], editions)
    return known_editions(stage, register_id)


def known_editions(stage: Stage, register_id: str) -> list[RegisterEdition]:
    """The editions collected so far, oldest first; those of one day in order of collection."""
    return stage.store.read(
        RegisterEdition, "register_id = ? order by edition_on, fetched_at", [register_id]
    )


def keep_edition(stage: Stage, name: EditionName, received: Received) -> RegisterEdition:
    """Archive the bytes of an edition."""
    return RegisterEdition(
        register_id=name.register_id,
        edition_id=name.edition_id,
        edition_on=name.edition_on,
        url=received.url,
        sha256=bytes_sha256(received.content),
        archived_as=archive_bytes(stage.settings.home.archive, received.content, received.url),
        size_bytes=len(received.content),
        etag=received.etag,
        last_modified=received.last_modified,
        fetched_at=now(),
    )


def read_editions(
    stage: Stage, register_id: str, register: Register, editions: list[RegisterEdition]
) -> tuple[list[Deployment], list[DeploymentStatus]]:
    """The systems of the latest edition, and the statuses in all of them."""
    history: list[DeploymentStatus] = []
    latest: list[Deployment] = []
    for edition in editions:
        content = (stage.settings.home.root / edition.archived_as).read_bytes()
        latest = read_deployments(
            register_id,
            register,
            content,
            edition.edition_id,
            edition.edition_on,
            edition.url,
        )
        history += statuses_of(latest, edition.edition_on)
    return latest, history


def held_registers(stage: Stage) -> set[str]:
    """The registers that have rows."""
    return {row[0] for row in stage.store.query("select distinct register_id from deployment").rows}


def drop_register(stage: Stage, register_id: str) -> None:
    """Remove a register that is declared no longer, or that the folder given does not hold."""
    with stage.store.transaction():
        for table in (RegisterEdition, Deployment, DeploymentStatus, DeploymentClaim):
            stage.store.delete(table, "register_id", [register_id])
        stage.forget([register_id])
    stage.clear_faults([register_id])
