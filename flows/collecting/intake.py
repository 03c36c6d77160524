"""Takes bytes into the archive, and makes the snapshots of documents from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from data.archive import archive_bytes
from data.errors import CollectFault
from data.ids import bytes_sha256, content_id
from data.records import DocumentRef, Snapshot
from flows.stage import Stage


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that the archive holds, and what is known of where they came from."""

    url: str
    sha256: str
    archived_as: str
    size_bytes: int
    final_url: str | None = None
    media_type: str | None = None
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None


def keep_bytes(archive: Path, content: bytes, url: str, name: str | None = None) -> Kept:
    """Archive bytes that came from an address; `name` has the telling suffix, else the address."""
    return Kept(
        url=url if name is None else telling_address(url, name),
        sha256=bytes_sha256(content),
        archived_as=archive_bytes(archive, content, name or url),
        size_bytes=len(content),
    )


def telling_address(url: str, name: str) -> str:
    """The address, with the name behind it where the address alone would tell a wrong format."""
    said, told = (PurePosixPath(urlsplit(one).path).suffix.lower() for one in (url, name))
    return url if said == told else f"{url}#{PurePosixPath(name).name}"


def read_file(path: Path, name: str, max_bytes: int) -> bytes:
    """The bytes of a file on disk.

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
    return content


def latest_snapshots(
    stage: Stage, document_ids: Sequence[str] | None = None
) -> dict[str, Snapshot]:
    """The newest snapshot of these documents, or of every one, by document."""
    where = "true" if document_ids is None else "document_id in (select unnest(?))"
    parameters = [] if document_ids is None else [list(document_ids)]
    with stage.lock:
        rows = stage.store.read(Snapshot, f"{where} order by fetched_at, snapshot_id", parameters)
    return {row.document_id: row for row in rows}


def build_snapshot(ref: DocumentRef, kept: Kept, fetched_at: datetime) -> Snapshot:
    """The snapshot of a document that these bytes are."""
    return Snapshot(
        snapshot_id=content_id("snapshot", ref.document_id, kept.sha256, fetched_at.isoformat()),
        document_id=ref.document_id,
        url=kept.url,
        sha256=kept.sha256,
        archived_as=kept.archived_as,
        size_bytes=kept.size_bytes,
        media_type=kept.media_type,
        http_status=kept.http_status,
        etag=kept.etag,
        last_modified=kept.last_modified,
        fetched_at=fetched_at,
        final_url=kept.final_url,
        licence=ref.licence,
        citation=build_citation(ref, kept, fetched_at),
    )


def build_citation(ref: DocumentRef, kept: Kept, fetched_at: datetime) -> str:
    """How to cite the bytes: publisher, year, title, address, date and digest."""
    year = ref.year or (ref.published_on or "n.d.")[:4]
    return (
        f"{ref.publisher or 'Unknown publisher'} ({year}). {ref.title or 'Untitled'}. "
        f"{ref.url}, fetched {fetched_at:%Y-%m-%d}, SHA-256 {kept.sha256}"
    )
