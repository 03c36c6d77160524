"""The archive as a web archive file, for keeping and for exchange with other archives."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from data.errors import UsageError
from data.records import Response, Snapshot
from data.store import Store
from data.warc import WarcCount, WarcInfo, write_warc

SUFFIX = ".warc.gz"
ROWS_AT_ONCE = 2000

LICENCE_NOTE = (
    "Each document has its publisher's own licence, stated in the metadata record that cites it; "
    "where none is stated, ask the publisher before you publish the content"
)


def export_warc(
    store: Store, home: Path, file: Path, source_id: str | None, made_at: datetime
) -> WarcCount:
    """Write the answers and snapshots of a source, or of all, to a new file.

    Raises:
        UsageError: the name does not fit, the file is there, or there is nothing to export.
    """
    if not file.name.endswith(SUFFIX):
        raise UsageError(f"{file}: give a name that ends in {SUFFIX}")
    if file.exists():
        raise UsageError(f"{file} is there already: give another name")
    info = WarcInfo(
        filename=file.name,
        software=f"imaginaries/{version('imaginaries')}",
        description=f"Answers of publishers to {source_id or 'all sources'}, as collected",
        licence=LICENCE_NOTE,
        made_at=made_at,
    )

    def read_bytes(archived_as: str) -> bytes | None:
        place = home / archived_as
        return place.read_bytes() if place.is_file() else None

    with _new_file(file) as partial, partial.open("wb") as stream:
        rows, snapshots = read_responses(store, source_id), read_snapshots(store, source_id)
        count = write_warc(stream, rows, snapshots, read_bytes, info)
        if not count.responses + count.revisits + count.resources:
            raise UsageError(f"nothing of {source_id or 'any source'} is in the archive")
    return count


def read_responses(store: Store, source_id: str | None) -> Iterator[Response]:
    """The answers on record, oldest first, a part at a time."""
    after = (datetime.min, "")
    while True:
        where = f"""(asked_at, response_id) > (?, ?) and source_id = coalesce(?, source_id)
            order by asked_at, response_id limit {ROWS_AT_ONCE}"""
        rows = store.read(Response, where, [*after, source_id])
        yield from rows
        if len(rows) < ROWS_AT_ONCE:
            return
        after = (rows[-1].asked_at, rows[-1].response_id)


def read_snapshots(store: Store, source_id: str | None) -> Iterator[Snapshot]:
    """The snapshots of the documents, oldest first, a part at a time."""
    after = (datetime.min, "")
    while True:
        where = f"""(fetched_at, snapshot_id) > (?, ?) and (cast(? as varchar) is null
            or document_id in (select document_id from document_ref where source_id = ?))
            order by fetched_at, snapshot_id limit {ROWS_AT_ONCE}"""
        rows = store.read(Snapshot, where, [*after, source_id, source_id])
        yield from rows
        if len(rows) < ROWS_AT_ONCE:
            return
        after = (rows[-1].fetched_at, rows[-1].snapshot_id)


@contextmanager
def _new_file(file: Path) -> Iterator[Path]:
    """A file that appears under its name when it is whole."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".partial-")
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        partial.chmod(0o644)
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
