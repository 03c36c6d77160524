"""Reads RSS and Atom feeds."""

from __future__ import annotations

import io
import re
from email.utils import parsedate
from typing import Any

from data.errors import CollectFault
from extractors.discover.addresses import clean_address
from extractors.discover.entry import Entry, Listing, language_of, plain_text

_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})")
_END = re.compile(r"</\s*(?:[\w.-]+:)?(?:rss|feed|RDF)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.S | re.I)


def read_feed(content: bytes, address: str) -> Listing:
    """The entries of a feed in its order, and the next part of it where it is told (RFC 5005).

    A date is the day that the publisher wrote, in the publisher's own time zone.

    Args:
        content: in UTF-8.
        address: links may be given from there.

    Raises:
        CollectFault: cut off before its end, or not a feed.
    """
    if not _END.search(content.decode("utf-8", "replace")[-4096:]):
        raise CollectFault(
            f"{address}: the feed breaks off before its end ({len(content)} bytes)",
            next_step="run again; the connection may have been lost",
        )
    feed = _parse(content, address)
    if not feed.get("version"):
        raise CollectFault(
            f"{address}: expected RSS or Atom, found neither: {feed.get('bozo_exception')}",
            next_step="open the address; the feed may have moved",
        )
    head = feed.get("feed", {})
    entries: dict[str, Entry | CollectFault] = {}
    for number, item in enumerate(feed.get("entries", ()), start=1):
        try:
            entry = _read_entry(item, address, number, feed["version"], head.get("language"))
        except CollectFault as fault:
            entries.setdefault(f"entry {number}", fault)
        else:
            entries.setdefault(entry.url, entry)
    onward = (link.get("href", "") for link in head.get("links", ()) if link.get("rel") == "next")
    more = [url for url in (clean_address(address, link) for link in onward) if url]
    return Listing(tuple(entries.values()), tuple(more[:1]))


def _parse(content: bytes, address: str) -> Any:
    import feedparser  # noqa: PLC0415 — only feeds need it

    try:
        # As a stream: a string might be taken for an address or the name of a file, and opened.
        return feedparser.parse(
            io.BytesIO(content),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, LookupError, AssertionError, RecursionError) as error:
        # It reads on where XML is broken, and fails at what cannot be: half a character, say.
        raise CollectFault(
            f"{address}: the feed is damaged: {type(error).__name__}: {error}",
            next_step="open the address; the publisher may want to know",
        ) from error


def _read_entry(item: Any, address: str, number: int, version: str, language: str | None) -> Entry:
    link = str(item.get("link") or "")
    url = clean_address(address, link)
    title = plain_text(_without_tags(str(item.get("title") or "")))
    if url is None:
        raise CollectFault(
            f"{address}: entry {number}, {title!r}, has the link {link!r}, not an address",
            next_step="look at the feed; the publisher may want to know",
        )
    # In Atom `updated` is the last change; in RSS 1.0 the only date there is ends up under it.
    names = ("published",) if version.startswith("atom") else ("published", "updated")
    return Entry(
        url,
        title=title,
        language=language_of(item.get("language") or language),
        published_on=next(
            (day for name in names if name in item and (day := _day_of(item[name]))), None
        ),
    )


def _without_tags(title: str) -> str:
    return re.sub(r"</?[a-zA-Z][^<>]*>", "", title)


def _day_of(written: str) -> str | None:
    """The day of an ISO or RFC 822 date as it is written: a midnight in Oslo is not UTC's."""
    iso = _DAY.match(written)
    if iso:
        return iso.group(1)
    parts = parsedate(written)
    return "{:04}-{:02}-{:02}".format(*parts[:3]) if parts else None
