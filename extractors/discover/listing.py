"""Finds the documents that an index page links to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

import lxml.etree
import lxml.html

from data.errors import CollectFault
from data.ids import content_id
from data.records import DocumentRef
from data.source import Source


def find_documents(page: bytes, source_id: str, source: Source) -> Iterator[DocumentRef]:
    """One reference per link that the source's selector finds, in page order, each address once.

    The link's text is the title, its `hreflang` the language; the year is the first group of
    the source's `year_pattern`, searched in the text and then in the address.

    Raises:
        CollectFault: fewer or more links than the source's bounds.
    """
    address = str(source.url)
    try:
        tree = lxml.html.fromstring(page)
    except lxml.etree.ParserError as error:
        raise CollectFault(
            f"source {source_id}: {address} is no page: {error}",
            next_step="open the address in a browser; it may have moved",
        ) from error
    links = tree.cssselect(source.link_selector)
    found: dict[str, DocumentRef] = {}
    for link in links:
        url = urldefrag(urljoin(address, link.get("href", ""))).url
        title = " ".join(str(link.xpath("string()")).split())
        found.setdefault(
            url,
            DocumentRef(
                document_id=content_id("document", source_id, url),
                source_id=source_id,
                url=url,
                title=title or None,
                publisher=source.publisher,
                country=source.country,
                kind=source.kind,
                year=_find_year(source.year_pattern, title, url),
                language=(link.get("hreflang") or "")[:2].lower() or None,
                licence=source.licence,
                note=None,
                is_excerpt=False,
            ),
        )
    if not source.bounds.least <= len(found) <= source.bounds.most:
        raise CollectFault(
            f"source {source_id}: {len(found)} documents listed at {address}, expected "
            f"{source.bounds.least} to {source.bounds.most}",
            next_step=f"look at the page; mend link_selector or bounds in {source_id}.yml",
        )
    yield from found.values()


def _find_year(pattern: str, *texts: str) -> int | None:
    for text in texts:
        match = re.search(pattern, text)
        if match:
            return int(match.group(1))
    return None
