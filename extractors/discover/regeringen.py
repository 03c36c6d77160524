"""Finds documents of the Swedish government in the lists of g0v.se; the text is their `.md` twin.

A document keeps the address of its page for people at regeringen.se, which is never asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from data.doors.regeringen import RegeringenDoor
from data.errors import CollectFault
from data.source import Source
from extractors.discover.addresses import clean_address
from extractors.discover.door import Ask, Found, make_ref
from extractors.discover.entry import plain_text

SITE = "https://www.regeringen.se/"
LANGUAGE = "sv"

# The lists of the mirror differ in the names of their columns.
_ADDRESS = ("url", "path", "link", "href")
_DATE = ("published", "published_at", "publicerad", "date", "datum")
_SENDER = ("sender", "senders", "department", "departments", "from")
_CODED = ("type", "types", "category", "categories", *_SENDER)
_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})")
_PATH_YEAR = re.compile(r"/((?:19|20)\d\d)/\d{2}/")


def find_documents(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
    """The wanted rows of the list, each page once; a row that cannot be read is a fault.

    Raises:
        CollectFault: the list cannot be had, or is not a JSON list of documents.
    """
    door = source.door
    assert isinstance(door, RegeringenDoor)
    address = urljoin(str(door.url), f"{door.list}.json")
    met: set[str] = set()
    for number, row in enumerate(_read_rows(ask(address).read(), address), start=1):
        try:
            found = _read_row(row, source_id, source, door)
        except CollectFault as fault:
            yield CollectFault(
                f"source {source_id}: {address}, row {number}: {fault.reason}",
                next_step=fault.next_step,
            )
            continue
        if found is not None and found.ref.document_id not in met:
            met.add(found.ref.document_id)
            yield found


def _read_rows(content: bytes, address: str) -> list[Any]:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _unexpected(address, f"no JSON ({error})") from error
    if isinstance(answer, dict):
        lists = [value for value in answer.values() if isinstance(value, list)]
        if len(lists) != 1:
            raise _unexpected(address, f"an object with the keys {sorted(answer)[:10]}")
        answer = lists[0]
    if not isinstance(answer, list):
        raise _unexpected(address, type(answer).__name__)
    if not answer:
        raise _unexpected(address, "an empty one")
    return answer


def _unexpected(address: str, found: str) -> CollectFault:
    return CollectFault(
        f"{address}: expected a JSON list of documents, found {found}",
        next_step="open the address; the mirror may have changed its lists",
    )


def _read_row(row: Any, source_id: str, source: Source, door: RegeringenDoor) -> Found | None:
    """The document of a row, or `None` where it is not wanted."""
    if not isinstance(row, dict):
        raise _bad_row(f"expected an object, found {row!r:.100}")
    title = plain_text(_first_text(row, ("title", "titel")) or "")
    path = _path_of(_first_text(row, _ADDRESS))
    if title is None:
        raise _bad_row(f"no title, with the keys {sorted(map(str, row))[:10]}")
    day = _DAY.match(_first_text(row, _DATE) or "")
    years = [match.group(1)[:4] for match in (day, _PATH_YEAR.search(path)) if match]
    if not years:
        raise _bad_row(f"no date of publication in {title!r}, nor in {path}")
    year = int(years[0])
    if not _is_wanted(door, row, title, year):
        return None
    named = [name for key in _SENDER for name in _texts(row.get(key)) if not name.isdecimal()]
    ref = make_ref(
        source_id,
        source,
        urljoin(SITE, path),
        # Not the row's `id`: that is a case number, which an assignment shares with its changes.
        key=path.strip("/"),
        title=title,
        publisher=", ".join(dict.fromkeys(named)) or None,
        year=year,
        language=LANGUAGE,
        published_on=day.group(1) if day else None,
    )
    return Found(ref, (urljoin(str(door.url), f"{path.strip('/')}.md"),))


def _is_wanted(door: RegeringenDoor, row: dict[str, Any], title: str, year: int) -> bool:
    codes = {code for key in _CODED for code in _texts(row.get(key))}
    return (
        (door.from_year is None or year >= door.from_year)
        and (door.to_year is None or year <= door.to_year)
        and (door.title_pattern is None or bool(re.search(door.title_pattern, title)))
        and (not door.codes or not codes.isdisjoint(door.codes))
    )


def _path_of(address: str | None) -> str:
    """The path of a page at regeringen.se, which may be given with or without the site."""
    url = clean_address(SITE, address) if address else None
    if url is None:
        raise _bad_row(f"expected the address of a page, found {address!r}")
    parts = urlsplit(url)
    if (parts.hostname or "").removeprefix("www.") != "regeringen.se" or not parts.path.strip("/"):
        raise _bad_row(f"{url} is no page of regeringen.se")
    return parts.path


def _bad_row(reason: str) -> CollectFault:
    return CollectFault(reason, next_step="look at the list; the mirror may have changed its rows")


def _first_text(row: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((text for key in keys for text in _texts(row.get(key))), None)


def _texts(value: Any) -> list[str]:
    """What a cell says: a text, a number, an object with a name or title, or several of them."""
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    if isinstance(value, dict):
        return _texts(value.get("name") or value.get("title") or value.get("code"))
    if isinstance(value, bool) or value is None:
        return []
    return [str(value)] if isinstance(value, str | int) and str(value).strip() else []
