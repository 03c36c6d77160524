"""Takes collected documents into the archive and the tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.archive import archive_bytes
from data.errors import CollectFault
from data.ids import bytes_sha256, content_id
from data.records import DocumentRef, Snapshot
from extractors.fetch import Fetched
from flows.stage import Stage, now


@dataclass(frozen=True, slots=True)
class Received:
    """The bytes of one document as they came in."""

    content: bytes
    url: str
    media_type: str | None = None
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None


def latest_snapshots(stage: Stage) -> dict[str, Snapshot]:
    """The newest snapshot of every document, by document."""
    rows = stage.store.read(Snapshot, "true order by fetched_at, snapshot_id")
    return {row.document_id: row for row in rows}


def receive_file(path: Path, name: str, max_bytes: int) -> Received:
    """Read a file from disk.

    Raises:
        CollectFault: it is not there, cannot be read, or is too large.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= max_bytes else b""
    except OSError as error:
        raise CollectFault(
            f"{name}: {error.strerror}", next_step="put the file in place, or drop its row"
        ) from error
    if size > max_bytes:
        raise CollectFault(
            f"{name}: {size} bytes, more than {max_bytes}",
            next_step="raise IMAGINARIES_MAX_FILE_MB if the file is wanted",
        )
    return Received(content, name)


def received_from(fetched: Fetched) -> Received | None:
    """The bytes of an answer; `None` where the publisher says that nothing has changed."""
    if fetched.content is None:
        return None
    return Received(
        content=fetched.content,
        url=fetched.url,
        media_type=fetched.media_type,
        http_status=fetched.status,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
    )


def keep_document(
    stage: Stage, ref: DocumentRef, received: Received, before: Snapshot | None
) -> bool:
    """Archive the bytes and add a snapshot if they differ from the one before; tells whether."""
    digest = bytes_sha256(received.content)
    place = archive_bytes(stage.settings.home.archive, received.content, received.url)
    if before is not None and before.sha256 == digest:
        return False
    fetched_at = now()
    snapshot = Snapshot(
        snapshot_id=content_id("snapshot", ref.document_id, digest, fetched_at.isoformat()),
        document_id=ref.document_id,
        url=received.url,
        sha256=digest,
        archived_as=place,
        size_bytes=len(received.content),
        media_type=received.media_type,
        http_status=received.http_status,
        etag=received.etag,
        last_modified=received.last_modified,
        fetched_at=fetched_at,
    )
    with stage.lock:
        stage.store.append(Snapshot, [snapshot])
    return True


def replace_listing(stage: Stage, source_id: str, refs: list[DocumentRef]) -> None:
    """Make these the documents that the source lists; what it lists no longer goes at parsing."""
    with stage.lock, stage.store.transaction():
        stage.store.replace(DocumentRef, "source_id", [source_id], refs)
