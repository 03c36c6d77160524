"""Web archive files (WARC 1.1): what publishers answered, for other archives' tools to read."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from data.records import Response, Snapshot

SOURCE_FIELD, FINAL_FIELD, DIGEST_FIELD = (
    "Imaginaries-Source",
    "Imaginaries-Final-URI",
    "Imaginaries-SHA-256",
)
"""Our own fields of a record: the source asked for, who answered after redirects, and the digest
of bytes that were not kept. Other tools pass over them."""

ORIGINAL = "x-archive-orig-"
"""Before the name of a header that was true of the transfer and is not of the payload."""

TRANSFER_HEADERS = ("connection", "content-encoding", "content-length", "transfer-encoding")
REVISIT = "http://netpreserve.org/warc/1.1/revisit/"

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_UNSAFE_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f<>]")
_NAMES = uuid.UUID("8b1a5f0e-57c6-5b0f-9a6e-2d3c7f4e1b90")  # of our record ids, chosen once


@dataclass(frozen=True, slots=True)
class WarcInfo:
    """What a file says of itself in its first record."""

    filename: str
    software: str
    description: str
    licence: str
    made_at: datetime


@dataclass(slots=True)
class WarcCount:
    """What went into a file, and what could not."""

    responses: int = 0
    revisits: int = 0
    """Answers whose bytes stand in an earlier record: "not modified", or the same again."""
    citations: int = 0
    resources: int = 0
    """Documents that were built of several answers, or came from disk."""
    lost: list[str] = field(default_factory=list)
    """Addresses whose bytes the archive has lost."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A record that has written these bytes, for later ones to refer to."""

    record_id: str
    url: str
    written_at: datetime


def write_warc(
    stream: BinaryIO,
    responses: Iterable[Response],
    snapshots: Iterable[Snapshot],
    read_bytes: Callable[[str], bytes | None],
    info: WarcInfo,
) -> WarcCount:
    """Write answers, oldest first, then the citations of the documents' snapshots.

    Each record is packed by itself (`.warc.gz`), and the same rows give the same file. Payloads
    are as the archive holds them, so headers about their transfer carry `ORIGINAL` before their
    names. `read_bytes` gives the bytes of an `archived_as`, or `None` where they are lost; one
    payload at a time is in memory.
    """
    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    count = WarcCount()
    _write_info(writer, info)
    held: dict[str, _Held] = {}
    for response in responses:
        _write_response(writer, response, read_bytes, held, count)
    for snapshot in snapshots:
        _write_citation(writer, snapshot, read_bytes, held, count)
    return count


def _write_info(writer: Any, info: WarcInfo) -> None:
    told = {
        "software": info.software,
        "format": "WARC file version 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/"
        "warc-1.1/",
        "description": info.description,
        "licence": info.licence,
    }
    fields = {**_own_fields("warcinfo", info.filename, info.made_at)}
    fields["WARC-Filename"] = _plain(info.filename)
    _write_fields(writer, "", "warcinfo", fields, told)


def _write_response(
    writer: Any,
    response: Response,
    read_bytes: Callable[[str], bytes | None],
    held: dict[str, _Held],
    count: WarcCount,
) -> None:
    fields = _own_fields("response", response.response_id, response.asked_at)
    fields[SOURCE_FIELD] = _plain(response.source_id)
    if response.final_url != response.url:
        fields[FINAL_FIELD] = _plain(response.final_url)
    earlier = held.get(response.sha256 or "")
    if response.sha256 and (earlier or response.http_status == HTTPStatus.NOT_MODIFIED):
        fields |= _revisit_fields(response, response.sha256, earlier)
        _write_http(writer, "revisit", response, fields, b"")
        count.revisits += 1
        return
    content = read_bytes(response.archived_as) if response.archived_as else None
    if content is None and response.archived_as:
        count.lost.append(response.url)
    if content is None:
        # A refusal or a stream: the answer is on record, its bytes are not.
        fields["WARC-Truncated"] = "unspecified"
        if response.sha256:
            fields[DIGEST_FIELD] = response.sha256
    elif response.sha256:
        fields["WARC-Payload-Digest"] = f"sha256:{response.sha256}"
        record_id = fields["WARC-Record-ID"]
        held[response.sha256] = _Held(record_id, response.url, response.asked_at)
    _write_http(writer, "response", response, fields, content or b"")
    count.responses += 1


def _revisit_fields(response: Response, sha256: str, earlier: _Held | None) -> dict[str, str]:
    is_unmodified = response.http_status == HTTPStatus.NOT_MODIFIED
    profile = "server-not-modified" if is_unmodified else "identical-payload-digest"
    fields = {"WARC-Profile": REVISIT + profile, "WARC-Payload-Digest": f"sha256:{sha256}"}
    if earlier:
        fields["WARC-Refers-To"] = earlier.record_id
        fields["WARC-Refers-To-Target-URI"] = _safe_address(earlier.url)
        fields["WARC-Refers-To-Date"] = _warc_date(earlier.written_at)
    return fields


def _write_http(
    writer: Any, record_type: str, response: Response, fields: dict[str, str], content: bytes
) -> None:
    headers = list(_http_headers(response).items())
    if content:
        headers.append(("Content-Length", str(len(content))))
    try:
        phrase = HTTPStatus(response.http_status).phrase
    except ValueError:
        phrase = ""
    status = StatusAndHeaders(f"{response.http_status} {phrase}", headers, protocol="HTTP/1.1")
    record = writer.create_warc_record(
        _safe_address(response.url),
        record_type,
        payload=BytesIO(content),
        length=len(content),
        http_headers=status,
        warc_headers_dict=fields,
    )
    writer.write_record(record)


def _http_headers(response: Response) -> dict[str, str]:
    """The headers on record, with those of the columns; the transfer's by their other name."""
    told: dict[str, str] = {
        str(name).lower(): _plain(str(value))
        for name, value in json.loads(response.headers_json).items()
    }
    columns = {
        "content-type": response.media_type,
        "etag": response.etag,
        "last-modified": response.last_modified,
    }
    if response.http_status != HTTPStatus.NOT_MODIFIED:  # which has them from the answer before
        for name, value in columns.items():
            if value:
                told.setdefault(name, _plain(value))
    return {
        (ORIGINAL + name if name in TRANSFER_HEADERS else name): value
        for name, value in told.items()
    }


def _write_citation(
    writer: Any,
    snapshot: Snapshot,
    read_bytes: Callable[[str], bytes | None],
    held: dict[str, _Held],
    count: WarcCount,
) -> None:
    """How to cite a snapshot; its bytes too, where no answer brought them as they are."""
    address = snapshot.url if "://" in snapshot.url else f"urn:sha256:{snapshot.sha256}"
    if snapshot.sha256 not in held:
        content = read_bytes(snapshot.archived_as)
        if content is None:
            count.lost.append(snapshot.url)
            return
        fields = _own_fields("resource", snapshot.snapshot_id, snapshot.fetched_at)
        fields["WARC-Payload-Digest"] = f"sha256:{snapshot.sha256}"
        record = writer.create_warc_record(
            _safe_address(address),
            "resource",
            payload=BytesIO(content),
            length=len(content),
            warc_content_type=_plain(snapshot.media_type or "application/octet-stream"),
            warc_headers_dict=fields,
        )
        record_id = fields["WARC-Record-ID"]
        writer.write_record(record)
        held[snapshot.sha256] = _Held(record_id, address, snapshot.fetched_at)
        count.resources += 1
    fields = _own_fields("metadata", snapshot.snapshot_id, snapshot.fetched_at)
    fields["WARC-Refers-To"] = held[snapshot.sha256].record_id
    told = {
        "citation": snapshot.citation,
        "licence": snapshot.licence,
        "document": snapshot.document_id,
        "address": snapshot.url,
        "sha256": snapshot.sha256,
    }
    _write_fields(writer, _safe_address(address), "metadata", fields, told)
    count.citations += 1


def _write_fields(
    writer: Any, uri: str, record_type: str, fields: dict[str, str], told: Mapping[str, str | None]
) -> None:
    lines = [f"{name}: {_plain(value)}\r\n" for name, value in told.items() if value]
    block = "".join(lines).encode()
    record = writer.create_warc_record(
        uri, record_type, payload=BytesIO(block), length=len(block), warc_headers_dict=fields
    )
    writer.write_record(record)


def _own_fields(record_type: str, key: str, when: datetime) -> dict[str, str]:
    """Id and date; the id follows from the row, so that two exports of it agree."""
    name = uuid.uuid5(_NAMES, f"{record_type} {key}")
    return {"WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": _warc_date(when)}


def _warc_date(when: datetime) -> str:
    return when.isoformat(timespec="microseconds") + "Z"


def _plain(text: str) -> str:
    """On one line, so that no value can begin another field."""
    return _CONTROL.sub(" ", text).strip()


def _safe_address(url: str) -> str:
    """The address without spaces and the signs that fields are set in."""
    return _UNSAFE_IN_ADDRESS.sub(lambda sign: f"%{ord(sign.group()):02X}", url)
