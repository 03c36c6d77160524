"""Lists what GOV.UK's search finds."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator
from urllib.parse import urlencode

from data.doors.govuk import GovukDoor
from data.errors import CollectFault
from extractors.discover.door import Ask
from extractors.discover.govuk_json import read_object, text_of, unexpected

_MOST_OVERLAP = 5  # rows asked again with the next page, so that a shift by a few is seen
_MOST_PASSES = 3
_EXPECTED = "search results: an object with a list `results` and a number `total`"
_FIELDS = ("title", "link", "content_store_document_type")


def find_links(
    source_id: str, door: GovukDoor, ask: Ask
) -> Iterator[tuple[str, str | None] | CollectFault]:
    """Each link that the search finds, once, with its type of document; newest first.

    Results are published and withdrawn while pages are read, which shifts rows from one page to
    another: a link that comes twice is passed over; where fewer came than there are in total, or
    a page does not begin with the last rows of the one before, the list is read again.

    Raises:
        CollectFault: an answer that is no search result.
    """
    seen: set[str] = set()
    total, most_pages = 0, None
    for _ in range(_MOST_PASSES):
        known, pages, has_gap = len(seen), 0, False
        for start, rows, total in _read_pages(source_id, door, ask):  # noqa: B007 - the last total
            pages, before = pages + 1, len(seen)
            for position, row in enumerate(rows, start):
                link = text_of(row, "link") if isinstance(row, dict) else None
                mark = link or f"row {position}"
                if mark not in seen:
                    seen.add(mark)
                    # A page begins with rows of the one before, unless they have shifted away.
                    has_gap |= 0 < start == position and _overlap(door) > 0
                    yield (link, _type_of(row)) if link else _no_link(source_id, door, start)
            # A site that repeats itself, or never ends, is not asked for ever.
            if pages == most_pages or (most_pages is None and len(seen) == before):
                break
        most_pages = most_pages or pages + 1
        if (len(seen) >= total and not has_gap) or len(seen) == known:
            break
    if len(seen) < total:
        yield CollectFault(
            f"source {source_id}: the search says {total} results and lists {len(seen)}",
            next_step="narrow the search, for example with filter_public_timestamp",
        )


def _read_pages(
    source_id: str, door: GovukDoor, ask: Ask
) -> Iterator[tuple[int, list[object], int]]:
    """Where each page starts, its rows, and how many there are in total."""
    start = 0
    while True:
        rows, total = _read_page(source_id, door, start, ask)
        yield start, rows, total
        if not rows or start + len(rows) >= total:
            return
        start += max(len(rows) - _overlap(door), 1)


def _overlap(door: GovukDoor) -> int:
    return min(_MOST_OVERLAP, door.page_size // 2)


def _no_link(source_id: str, door: GovukDoor, start: int) -> CollectFault:
    return CollectFault(
        f"source {source_id}: {_address(door, start)}: a result without a `link`",
        next_step="look at the answer; the other results are collected",
    )


def _type_of(row: object) -> str | None:
    if not isinstance(row, dict):
        return None
    return text_of(row, "content_store_document_type") or text_of(row, "document_type")


def _read_page(source_id: str, door: GovukDoor, start: int, ask: Ask) -> tuple[list[object], int]:
    address = _address(door, start)
    answer = read_object(source_id, address, ask(address).read(), _EXPECTED)
    rows, total = answer.get("results"), answer.get("total")
    if not isinstance(rows, list) or not isinstance(total, int) or isinstance(total, bool):
        found = f"an object with the keys {reprlib.repr(sorted(answer))}"
        raise unexpected(source_id, address, _EXPECTED, found)
    return rows, total


def _address(door: GovukDoor, start: int) -> str:
    query: list[tuple[str, str]] = []
    for key, value in door.search.items():
        query += [(key, one) for one in ((value,) if isinstance(value, str) else value)]
    query.append(("order", "-public_timestamp"))
    query += [("fields", field) for field in _FIELDS]
    query += [("start", str(start)), ("count", str(door.page_size))]
    return f"{door.url}api/search.json?{urlencode(query)}"
