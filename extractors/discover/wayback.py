"""Finds past versions of pages: what the Internet Archive's index says it captured.

The index is a CDX server: rows of fields whose names stand in the first row, in order of time;
where more rows follow than were asked for, an empty row and a key to go on with end the answer.
"""

from __future__ import annotations

import json
import reprlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, unquote_plus, urlencode

from data.doors.wayback import WaybackDoor
from data.errors import CollectFault
from data.source import Source
from extractors.discover.door import Ask, Found, make_ref

_FIELDS = ("timestamp", "original", "statuscode", "mimetype", "digest")
_REVISIT = "warc/revisit"  # the same bytes as an earlier capture: no status of its own
_COLLAPSE = {"change": "digest", "month": "timestamp:6", "year": "timestamp:4"}
_DIGITS_OF_PERIOD = {"month": 6, "year": 4}


@dataclass(frozen=True, slots=True)
class _Capture:
    timestamp: str
    original: str
    status: str
    media_type: str
    digest: str

    @property
    def is_page(self) -> bool:
        return self.status == "200" or (self.status == "-" and self.media_type == _REVISIT)


def find_documents(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
    """Each capture as the door's `per` asks for, oldest first, page by page of the declaration.

    A document's key is its original address and the time of capture, its date that of capture.
    No capture at all is an empty listing: the source's bounds decide.

    Raises:
        CollectFault: the index of a page cannot be had or read; said after the other pages'.
    """
    door = source.door
    assert isinstance(door, WaybackDoor)
    first_fault: CollectFault | None = None
    keys: set[str] = set()
    for page in door.pages:
        try:
            for found in _find_captures(source_id, source, door, str(page), ask):
                if isinstance(found, Found):
                    key = found.ref.key or found.ref.url
                    if key in keys:
                        continue  # http and https of one page are one page to the archive
                    keys.add(key)
                yield found
        except CollectFault as fault:
            first_fault = first_fault or fault
    if first_fault:
        raise first_fault


def _find_captures(
    source_id: str, source: Source, door: WaybackDoor, page: str, ask: Ask
) -> Iterator[Found | CollectFault]:
    # The index collapses only within one answer, so what it lets through is weighed here again.
    last_kept: str | None = None
    for item in _list_captures(source_id, door, page, ask):
        if isinstance(item, CollectFault):
            yield item
            continue
        if not (item.is_page and _is_wanted_year(door, int(item.timestamp[:4]))):
            continue
        if door.per == "change":
            if item.media_type == _REVISIT:
                continue
            mark = item.digest
        else:
            mark = item.timestamp[: _DIGITS_OF_PERIOD[door.per]]
        if mark != last_kept:
            last_kept = mark
            yield _make_found(source_id, source, door, item)


def _list_captures(
    source_id: str, door: WaybackDoor, page: str, ask: Ask
) -> Iterator[_Capture | CollectFault]:
    resume_key: str | None = None
    used: set[str | None] = set()
    while resume_key not in used:
        used.add(resume_key)
        address = _index_address(door, page, resume_key)
        header, rows, resume_key = _read_index(source_id, address, ask(address).read())
        for row in rows:
            yield _read_row(source_id, address, header, row)
        if resume_key is None:
            return
    raise CollectFault(
        f"source {source_id}: the index of captures of {page} gives the same key to go on twice",
        next_step="try again later, or ask for fewer years",
    )


def _index_address(door: WaybackDoor, page: str, resume_key: str | None) -> str:
    query = [
        ("url", page),
        ("output", "json"),
        ("fl", ",".join(_FIELDS)),
        ("filter", "statuscode:200"),
        ("collapse", _COLLAPSE[door.per]),
    ]
    if door.from_year:
        query.append(("from", str(door.from_year)))
    if door.to_year:
        query.append(("to", str(door.to_year)))
    query += [("limit", str(door.page_size)), ("showResumeKey", "true")]
    if resume_key:
        query.append(("resumeKey", unquote_plus(resume_key)))  # it comes encoded
    return f"{door.url}cdx/search/cdx?{urlencode(query, errors='replace')}"


def _read_index(
    source_id: str, address: str, content: bytes
) -> tuple[dict[str, int], list[object], str | None]:
    """Each field's place in a row, the rows, and the key to go on with."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _unexpected(source_id, address, f"no JSON: {content[:80]!r}") from error
    if not isinstance(answer, list):
        raise _unexpected(source_id, address, reprlib.repr(answer))
    if not answer:
        return {}, [], None
    names, rows = answer[0], answer[1:]
    listed = names if isinstance(names, list) else []
    header = {str(name): place for place, name in enumerate(listed)}
    if not set(_FIELDS) <= header.keys() or len(header) < len(listed):  # or a name stands twice
        raise _unexpected(source_id, address, f"a first row {reprlib.repr(names)}")
    resume_key: str | None = None
    if len(rows) >= 2 and rows[-2] == []:
        key = rows[-1]
        if not (isinstance(key, list) and len(key) == 1 and isinstance(key[0], str) and key[0]):
            raise _unexpected(source_id, address, f"a last row {reprlib.repr(key)}")
        resume_key, rows = key[0], rows[:-2]
    return header, rows, resume_key


def _read_row(
    source_id: str, address: str, header: dict[str, int], row: object
) -> _Capture | CollectFault:
    if not isinstance(row, list) or len(row) != len(header):
        return _bad_row(source_id, address, row)
    values = [row[header[name]] for name in _FIELDS]
    if not all(isinstance(value, str) for value in values):
        return _bad_row(source_id, address, row)
    capture = _Capture(*values)
    is_address = capture.original.lower().startswith(("http://", "https://"))
    if not (is_address and _read_instant(capture.timestamp)):
        return _bad_row(source_id, address, row)
    return capture


def _read_instant(timestamp: str) -> datetime | None:
    if len(timestamp) != 14 or not (timestamp.isascii() and timestamp.isdigit()):
        return None
    try:
        return datetime.strptime(timestamp, "%Y%m%d%H%M%S")
    except ValueError:
        return None


def _is_wanted_year(door: WaybackDoor, year: int) -> bool:
    return (door.from_year or 0) <= year <= (door.to_year or 9999)


def _make_found(source_id: str, source: Source, door: WaybackDoor, capture: _Capture) -> Found:
    stamp = capture.timestamp
    captured_on = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
    # `id_` gives the bytes as they were captured, without the archive's own banner and links.
    original = quote(capture.original.encode("utf-8", "replace"), safe="%/:=&?~+!$,;'@()*[]")
    ref = make_ref(
        source_id,
        source,
        f"{door.url}web/{stamp}id_/{original}",
        key=f"{original} {stamp}",
        year=int(stamp[:4]),
        published_on=captured_on,
        note=f"archived copy of {original}, captured on {captured_on}",
    )
    return Found(ref)


def _bad_row(source_id: str, address: str, row: object) -> CollectFault:
    return CollectFault(
        f"source {source_id}: {address}: not a capture: {reprlib.repr(row)}",
        next_step="look at the index's answer; the other captures are collected",
    )


def _unexpected(source_id: str, address: str, found: str) -> CollectFault:
    return CollectFault(
        f"source {source_id}: {address}: expected a list of rows with the fields "
        f"{', '.join(_FIELDS)}, found {found}",
        next_step="open the address; the archive may be refusing or may have changed its index",
    )
