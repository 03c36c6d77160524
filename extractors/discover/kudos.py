"""Kudos: Norwegian allotment letters, annual reports and evaluations, page by page or as a dump."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from data.doors.kudos import KudosDoor
from data.errors import CollectFault
from data.source import Source
from extractors.discover.door import Ask, Found
from extractors.discover.kudos_dump import find_dumped
from extractors.discover.kudos_rows import find_files, read_document

_PER_PAGE = 50  # the most that the API gives; more is answered by 422
_MOST_PAGES = 2000  # the whole library has about 900
_DUMP = "kudos-database-latest.sql"


def find_documents(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
    """Every file of the documents of the declared type, bodies and years, each document once.

    Raises:
        CollectFault: an answer of another shape, fewer documents than the API says there are, or
            a dump that cannot be read.
    """
    door = source.door
    if not isinstance(door, KudosDoor):
        raise TypeError(f"{source_id} has the door {door.adapter}")
    if door.is_bulk:
        with ask.stream(f"{door.url}{_DUMP}") as chunks:
            yield from find_dumped(source_id, source, door, chunks)
        return
    seen: set[str] = set()
    for body in door.bodies or (None,):
        for url, row in _find_rows(door, body, ask):
            document = read_document(row, url)
            if document.uuid not in seen:
                seen.add(document.uuid)
                yield from find_files(source_id, source, document, str(door.url))


def _find_rows(door: KudosDoor, body: str | None, ask: Ask) -> Iterator[tuple[str, Any]]:
    """Every row of one series with the address of its page; as many as the API says there are.

    The API sorts its pages in no certain order, so a row may slip from one page to another
    between two requests: then one comes twice and another never, which the count tells.
    """
    uuids: set[str] = set()
    page, last, total = 1, 1, 0
    while page <= last:
        url = _page_url(door, body, page)
        rows, last, total = _read_page(ask(url).read(), url)
        uuids.update(str(row.get("uuid")) for row in rows if isinstance(row, dict))
        for row in rows:
            yield url, row
        page += 1
        last = min(last, _MOST_PAGES)
    if len(uuids) != total:
        raise CollectFault(
            f"{_page_url(door, body, 1)}: {len(uuids)} different documents on {page - 1} pages, "
            f"and the API says there are {total}",
            next_step="run again: its pages shift while they are read; if it stays so, divide "
            "the source by years",
        )


def _page_url(door: KudosDoor, body: str | None, page: int) -> str:
    asked = {
        "type": door.type,
        "actor_org_number": body,
        "concerned_year_from": door.from_year,
        "concerned_year_to": door.to_year,
        "page": page,
        "per_page": _PER_PAGE,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    return f"{door.url}api/v0/documents?{urlencode(given)}"


def _read_page(content: bytes, url: str) -> tuple[list[Any], int, int]:
    """Rows, number of the last page and total of a page of the listing."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _shape_fault(url, f"{len(content)} bytes that are no JSON") from error
    meta = answer.get("meta") if isinstance(answer, dict) else None
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(meta, dict) or not isinstance(rows, list):
        raise _shape_fault(url, str(sorted(answer)) if isinstance(answer, dict) else "a list")
    last, total = meta.get("last_page"), meta.get("total")
    if not isinstance(last, int) or not isinstance(total, int):
        raise _shape_fault(url, f"meta with {sorted(meta)}")
    return rows, last, total


def _shape_fault(url: str, found: str) -> CollectFault:
    return CollectFault(
        f"{url}: expected JSON with `data` and `meta` (last_page, total), found {found}",
        next_step="the publisher has changed its answers: compare one with the door's module",
    )
