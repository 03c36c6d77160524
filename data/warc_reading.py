"""Reads web archive files, our own and others', which may be damaged or hostile."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from data.errors import CollectFault
from data.ids import bytes_sha256
from data.warc import (
    DIGEST_FIELD,
    FINAL_FIELD,
    ORIGINAL,
    REVISIT,
    SOURCE_FIELD,
    TRANSFER_HEADERS,
)
from data.warc_payload import decode_payload, too_large

MAX_HEADER_BYTES = 1 << 20
MAX_RECORD_BYTES = 8 << 30
"""A record that claims more is taken for damage; larger ones are not read to their end."""

OTHER_RECORDS = ("warcinfo", "request", "metadata", "resource", "conversion", "continuation")
"""Kinds of record that are no answers."""

_BLOCK = 1 << 16
_HTTP = re.compile(r"https?://[^\s\x00-\x1f\x7f]{1,8000}", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)Z?)?)?)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class Captured:
    """An answer that a file holds; `content` is `None` where its bytes stand elsewhere or nowhere.

    `sha256` is that of the content, or as a record of ours states it. A revisit says that the
    bytes of an earlier answer still stood: that of `refers_to`, or of `digest`.
    """

    url: str
    final_url: str | None
    status: int
    headers: dict[str, str]
    """Names in lower case; those of the transfer as they were on the wire."""
    content: bytes | None
    sha256: str | None
    digest: str | None
    asked_at: datetime
    is_revisit: bool
    refers_to: str | None
    source_id: str | None
    offset: int


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A record that is no answer of a web site: its kind."""

    kind: str
    offset: int


def read_warc(path: Path, max_bytes: int) -> Iterator[Captured | PassedOver | CollectFault]:
    """Every record of a file in its order, packed (`.warc.gz`) or not.

    A record that cannot be used is a fault in its place; one whose payload has more than
    `max_bytes` is so, before it is unpacked further. One record is in memory at a time.

    Raises:
        CollectFault: the file cannot be opened, is no WARC file (ARC is not read), or is damaged
            from some place on, which the reason names: what came before stands.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise CollectFault(
            f"{path}: {error.strerror}", next_step="check the name of the file"
        ) from error
    with raw:
        is_packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        with gzip.GzipFile(fileobj=raw) as unpacked:
            stream = _Lines(unpacked if is_packed else raw, path.name)
            try:
                yield from _read_records(stream, max_bytes)
            except (EOFError, zlib.error, gzip.BadGzipFile, ArchiveLoadFailed) as error:
                raise stream.damage(str(error) or "it breaks off") from error


class _Lines:
    """A file whose headers have an end: the parser reads lines, however long and many."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile, name: str) -> None:
        self._stream = stream
        self._name = name
        self._header_bytes = 0
        self.offset = 0

    def begin_record(self) -> None:
        """A record begins here; its headers are counted anew."""
        self.offset = self.tell()
        self._header_bytes = 0

    def read(self, size: int = _BLOCK) -> bytes:
        return self._stream.read(size)

    def readline(self, size: int | None = None) -> bytes:
        most = MAX_HEADER_BYTES + 1 - self._header_bytes
        line = self._stream.readline(most if size is None else min(size, most))
        self._header_bytes += len(line)
        if self._header_bytes > MAX_HEADER_BYTES:
            raise self.damage(f"a header has more than {MAX_HEADER_BYTES} bytes")
        return line

    def tell(self) -> int:
        return self._stream.tell()

    def damage(self, reason: str) -> CollectFault:
        """What to say of the file from the present record on."""
        return CollectFault(
            f"{self._name}: {reason} (at byte {self.offset} of the unpacked file)",
            next_step="what came before is read; get the file anew, or mend it with "
            "`warcio recompress`",
        )


def _read_records(stream: _Lines, max_bytes: int) -> Iterator[Captured | PassedOver | CollectFault]:
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    is_empty = True
    while line := _next_line(stream):
        if line.startswith(b"filedesc://"):
            raise stream.damage("this is an ARC file, the format before WARC, which is not read")
        record = loader.parse_record_stream(stream, line, "warc", no_record_parse=True)
        length = record.rec_headers.get_header("Content-Length") or ""
        if not re.fullmatch(r"[0-9]{1,15}", length) or int(length) > MAX_RECORD_BYTES:
            raise stream.damage(f"a record states the length {length[:20]!r}")
        is_empty, end = False, stream.tell() + int(length)
        taken: Captured | PassedOver | CollectFault
        try:
            taken = _take(record, stream.offset, max_bytes)
        except CollectFault as fault:
            taken = fault
        while (left := end - stream.tell()) > 0:
            if not stream.read(min(left, _BLOCK)):
                raise stream.damage("the file ends in the middle of a record")
        yield taken  # only now: what breaks off is no answer
    if is_empty:
        raise stream.damage("the file holds no WARC record")


def _next_line(stream: _Lines) -> bytes:
    """The first line of the next record; empty at the end of the file."""
    stream.begin_record()
    line = stream.readline()
    while line and not line.strip():
        stream.begin_record()
        line = stream.readline()
    return line


def _take(record: Any, offset: int, max_bytes: int) -> Captured | PassedOver:
    told: StatusAndHeaders = record.rec_headers
    kind = (told.get_header("WARC-Type") or "").lower()
    if kind not in ("response", "revisit"):
        return PassedOver(kind if kind in OTHER_RECORDS else "unknown", offset)
    url = told.get_header("WARC-Target-URI") or ""
    if not _HTTP.fullmatch(url):
        return PassedOver("dns" if url.startswith("dns:") else "no web address", offset)
    where = f"{url} (at byte {offset} of the unpacked file)"
    if told.get_header("WARC-Segment-Number"):
        raise _unusable(where, "it is a part of an answer cut into segments")
    asked_at = read_date(told.get_header("WARC-Date") or "")
    if asked_at is None:
        raise _unusable(where, f"it has no date: {told.get_header('WARC-Date')!r}")
    is_revisit = kind == "revisit"
    status, headers = _read_head(record, told, where, is_revisit)
    content = None
    if not is_revisit and told.get_header("WARC-Truncated") is None:
        content = _read_payload(record, headers, where, max_bytes)
    digest, source_id = told.get_header("WARC-Payload-Digest"), told.get_header(SOURCE_FIELD)
    if source_id is not None:
        headers = _headers_on_the_wire(headers)
    stated = _hex_digest(digest) if is_revisit else told.get_header(DIGEST_FIELD)
    if content is not None and source_id is not None and digest != _labelled(content):
        raise _unusable(where, "its bytes are not those of its digest")
    final_url = told.get_header(FINAL_FIELD) or ""
    return Captured(
        url=url,
        final_url=final_url if _HTTP.fullmatch(final_url) else None,
        status=status,
        headers=headers,
        content=content,
        sha256=stated if content is None else bytes_sha256(content),
        digest=digest,
        asked_at=asked_at,
        is_revisit=is_revisit,
        refers_to=told.get_header("WARC-Refers-To-Target-URI"),
        source_id=source_id,
        offset=offset,
    )


def _read_head(
    record: Any, told: StatusAndHeaders, where: str, is_revisit: bool
) -> tuple[int, dict[str, str]]:
    """Status and headers of the HTTP answer; a revisit may do without them."""
    if is_revisit and record.raw_stream.limit == 0:
        is_unmodified = told.get_header("WARC-Profile") == f"{REVISIT}server-not-modified"
        return (304 if is_unmodified else 200), {}
    if record.raw_stream.limit == 0:
        raise _unusable(where, "it is empty")
    head = StatusAndHeadersParser([], verify=False).parse(record.raw_stream)
    code = head.get_statuscode()
    if not head.protocol.upper().startswith("HTTP/") or not re.fullmatch(r"[1-5][0-9][0-9]", code):
        raise _unusable(where, "it is no HTTP answer")
    headers: dict[str, str] = {}
    for name, value in head.headers:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return int(code), headers


def _read_payload(record: Any, headers: dict[str, str], where: str, max_bytes: int) -> bytes:
    try:
        if record.raw_stream.limit > max_bytes:
            raise too_large(max_bytes)
        body = record.raw_stream.read()
        return decode_payload(
            body,
            headers.get("transfer-encoding", ""),
            headers.get("content-encoding", ""),
            max_bytes,
        )
    except CollectFault as fault:
        raise CollectFault(f"{where}: {fault.reason}", next_step=fault.next_step) from fault


def read_date(stated: str) -> datetime | None:
    """A WARC date as an instant in UTC without a zone, as the tables keep it.

    WARC 1.1 allows a date to be coarse, such as `2016-01`: it is then the earliest instant of it.
    """
    compact = _COMPACT_DATE.fullmatch(stated)
    if compact:
        stated = "{}-{}-{}T{}:{}:{}Z".format(*compact.groups())
    parts = _DATE.fullmatch(stated)
    if parts is None:
        return None
    year, month, day, time = parts.groups()
    try:
        when = datetime.fromisoformat(f"{year}-{month or '01'}-{day or '01'}T{time or '00:00'}Z")
    except ValueError:
        return None
    return when.astimezone(UTC).replace(tzinfo=None)


def _headers_on_the_wire(headers: dict[str, str]) -> dict[str, str]:
    """The headers of a record of ours as the publisher sent them."""
    own = {name: value for name, value in headers.items() if name not in TRANSFER_HEADERS}
    return {name.removeprefix(ORIGINAL): value for name, value in own.items()}


def _labelled(content: bytes) -> str:
    return f"sha256:{bytes_sha256(content)}"


def _hex_digest(digest: str | None) -> str | None:
    stated = re.fullmatch(r"sha256:([0-9a-f]{64})", digest or "")
    return stated[1] if stated else None


def _unusable(where: str, reason: str) -> CollectFault:
    return CollectFault(f"{where}: {reason}", next_step="leave it, or get the page anew")
