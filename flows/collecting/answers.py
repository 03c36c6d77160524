"""What the archive already has from a publisher, by the address that was asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.errors import CollectFault
from data.ids import bytes_sha256, content_id
from data.records import Response, StageInput
from flows.collecting.intake import Kept
from flows.collecting.journal import Journal
from flows.stage import Stage


def find_good(stage: Stage, source_id: str, urls: Sequence[str]) -> dict[str, Response]:
    """The latest good answer to each address whose bytes the archive still holds in full."""
    where = (
        "source_id = ? and url in (select unnest(?)) and archived_as is not null "
        "qualify row_number() over (partition by url order by asked_at desc, response_id) = 1"
    )
    with stage.lock:
        rows = stage.store.read(Response, where, [source_id, list(urls)])
    root = stage.settings.home.root
    return {row.url: row for row in rows if _is_held(root / row.archived_as, row.size_bytes)}


def find_refused(journal: Journal, urls: Sequence[str]) -> dict[str, Response]:
    """Of the collection that is continued, what was not there or was refused.

    What a host refused before it was given up may be asked again.
    """
    where = (
        "source_id = ? and url in (select unnest(?)) and asked_at >= ? and "
        "(http_status in (404, 410) or (asked_at >= ? and http_status in (401, 403, 451)))"
    )
    began_at = journal.began_at
    parameters = [journal.source_id, list(urls), began_at, journal.given_up_at or began_at]
    with journal.stage.lock:
        rows = journal.stage.store.read(Response, where, parameters)
    return {row.url: row for row in rows if row.response_id in journal.asked_ids}


def find_streamed(stage: Stage, source_id: str, url: str, series: str) -> Response | None:
    """The latest answer to an address that is streamed, if it was read to a whole listing.

    `series` says how it was read: another declaration or release may see other documents in it.
    """
    where = "source_id = ? and url = ? and http_status in (200, 304) order by asked_at desc limit 1"
    with stage.lock:
        rows = stage.store.read(Response, where, [source_id, url])
        values = [stage.name, source_id]
        known = stage.store.read(StageInput, "stage = ? and subject_id = ?", values)
    is_read = bool(rows and known) and known[0].input_hash == listing_hash(rows[0], series)
    return rows[0] if is_read else None


def listing_hash(streamed: Response, series: str) -> str:
    """What a listing was read from."""
    return content_id("listing", series, streamed.url, streamed.etag, streamed.last_modified)


def has_answers(stage: Stage, source_id: str) -> bool:
    """Whether the archive has anything of the source."""
    sql = "select 1 from response where source_id = ? and archived_as is not null limit 1"
    with stage.lock:
        return bool(stage.store.query(sql, [source_id]).rows)


def kept_of(response: Response) -> Kept:
    """The bytes that a good answer brought, or that it said still stand."""
    assert response.sha256 is not None
    assert response.archived_as is not None
    return Kept(
        url=response.url,
        sha256=response.sha256,
        archived_as=response.archived_as,
        size_bytes=response.size_bytes or 0,
        final_url=response.final_url,
        media_type=response.media_type,
        http_status=response.http_status,
        etag=response.etag,
        last_modified=response.last_modified,
    )


def read_kept(root: Path, kept: Kept) -> bytes:
    """The bytes themselves.

    Damaged ones are put aside under another name, so that the next run asks for them anew.

    Raises:
        CollectFault: the archive has lost them since, or holds others in their place.
    """
    file = root / kept.archived_as
    try:
        content = file.read_bytes()
        is_sound = bytes_sha256(content) == kept.sha256
        if not is_sound:
            file.replace(file.with_name(f"{file.name}.damaged"))
    except OSError as error:
        raise CollectFault(
            f"{kept.url}: the archive has lost {kept.archived_as}: {error.strerror}",
            next_step="run again: it is then asked anew",
        ) from error
    if not is_sound:
        raise CollectFault(
            f"{kept.url}: {kept.archived_as} is damaged: its bytes are not those of its name",
            next_step="run again: it is then asked anew; look after the disk",
        )
    return content


def _is_held(file: Path, size_bytes: int | None) -> bool:
    """Whether the file is there and as long as it was: to read it all would take too long."""
    try:
        size = file.stat().st_size
    except OSError:
        return False
    return size_bytes is None or size == size_bytes
