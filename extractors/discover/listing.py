"""Finds the documents that an index page, a sitemap or a feed lists."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from data.doors.listing import ListingDoor
from data.errors import CollectFault, ParseFault
from data.inflating import GZIP, GZIP_MAGIC, BrokenPackingError, SwollenError, inflate
from data.source import Source
from extractors.decoding import MAX_TEXT_BYTES, decode_text
from extractors.discover.dates import find_date
from extractors.discover.door import Answer, Ask, Built, Found, make_ref
from extractors.discover.entry import Entry, Listing
from extractors.discover.feeds import read_feed
from extractors.discover.index_pages import find_links, read_index_page
from extractors.discover.sitemaps import read_sitemap
from extractors.page_bundle import bundle_pages

MOST_LISTS = 5000
"""Pages of one list: beyond them a calendar without end is more likely than a list."""
MOST_PAGES = 500
"""Pages of one document."""

_XML_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]{0,200}\?>")
# Atomic, so that a page of nothing but comments cannot keep it busy.
_ROOT = re.compile(
    r"\s*(?>(?:<\?.{0,2000}?\?>|<!--.{0,5000}?-->|<![a-z][^>\[]{0,2000}(?:\[[^\]]*\]\s*)?>)\s*)*+"
    r"<(?:[\w.-]+:)?([\w.-]+)",
    re.S | re.I,
)


def find_documents(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
    """The documents in the order of the list, each address once.

    The year is the first group of the door's `year_pattern`, searched in the title and then in
    the address, else that of the date of publication. Where the list leads to pages about
    documents, or to the first pages of documents, those pages are asked too.

    Raises:
        CollectFault: a page of the list cannot be had or read, or nothing is linked to from it.
    """
    door = _door_of(source)
    met: set[str] = set()
    for url in door.urls:
        for entry in _find_entries(str(url), source_id, source, ask):
            if isinstance(entry, CollectFault):
                yield entry
            elif entry.url not in met and _is_wanted(door, entry):
                met.add(entry.url)
                yield _find_document(source_id, source, entry, ask)


def build_content(found: Found, answered: Sequence[bytes]) -> Built:
    """The answer as it is, or several pages of HTML bundled in their order.

    Raises:
        CollectFault: one of several is no page.
    """
    if len(answered) == 1:
        return Built(answered[0], found.addresses[0])
    for address, page in zip(found.addresses, answered, strict=True):
        if page.startswith((b"%PDF-", b"PK\x03\x04")):
            raise CollectFault(
                f"{address} is a file, where a page of {found.ref.url} was expected",
                next_step="mend pages_selector",
            )
    return Built(bundle_pages(answered), f"{found.ref.url.rstrip('/')}.pages.zip")


def read_listing(answer: Answer, door: ListingDoor) -> Listing:
    """What one page, sitemap or feed lists; which of them it is, its bytes tell.

    Raises:
        CollectFault: it cannot be read.
    """
    text = read_text(answer)
    match = _ROOT.match(text)
    root = match.group(1).lower() if match else ""
    content = _XML_DECLARATION.sub("", text).encode("utf-8", "replace")
    if root in ("urlset", "sitemapindex"):
        return read_sitemap(content, answer.final_url)
    if root in ("rss", "feed", "rdf"):
        return read_feed(content, answer.final_url)
    return read_index_page(text, answer.final_url, door.link_selector, door.next_selector)


def read_text(answer: Answer) -> str:
    """The text of a page, unpacked where it is a gzip file.

    Raises:
        CollectFault: it is no text, or too much.
    """
    content = answer.read()
    if content.startswith(GZIP_MAGIC):
        content = _unpack(content, answer.url)
    try:
        return decode_text(content, answer.url)
    except ParseFault as fault:
        raise CollectFault(fault.reason, next_step=fault.next_step) from fault


def _unpack(content: bytes, url: str) -> bytes:
    try:
        return inflate(content, GZIP, MAX_TEXT_BYTES)
    except SwollenError as error:
        raise CollectFault(
            f"{url} is a gzip file of {error}", next_step="look at the file: it may be hostile"
        ) from error
    except BrokenPackingError as error:
        raise CollectFault(
            f"{url} is a gzip file that cannot be unpacked: {error}", next_step="run again"
        ) from error


def _door_of(source: Source) -> ListingDoor:
    assert isinstance(source.door, ListingDoor)
    return source.door


def _find_entries(
    start: str, source_id: str, source: Source, ask: Ask
) -> Iterator[Entry | CollectFault]:
    """Every entry of a list, from page to page; a page already seen is not read again."""
    door = _door_of(source)
    waiting, asked = deque([start]), {start}
    contents: set[tuple[str, ...]] = set()
    has_entries = False
    while waiting:
        answer = ask(waiting.popleft())
        listing = read_listing(answer, door)
        has_entries = has_entries or bool(listing.entries)
        addresses = tuple(one.url for one in listing.entries if isinstance(one, Entry))
        if addresses and addresses in contents:
            continue  # beyond the last page many a site repeats it, with a link to go on
        contents.add(addresses)
        yield from listing.entries
        onward = [url for url in listing.more if url not in asked]
        asked.update(onward)
        waiting.extend(onward)
        if len(asked) > MOST_LISTS:
            raise CollectFault(
                f"source {source_id}: {start} leads to more than {MOST_LISTS} pages of lists",
                next_step="see where next_selector leads; a list may go round in circles",
            )
    if not has_entries and source.bounds.least:
        raise CollectFault(
            f"source {source_id}: {start} was answered and lists nothing "
            f"(link_selector {door.link_selector!r})",
            next_step="open the address in a browser: it may have moved, or its markup changed",
        )


def _is_wanted(door: ListingDoor, entry: Entry) -> bool:
    return (door.link_pattern is None or bool(re.search(door.link_pattern, entry.url))) and (
        door.title_pattern is None or bool(re.search(door.title_pattern, entry.title or ""))
    )


def _find_document(source_id: str, source: Source, entry: Entry, ask: Ask) -> Found | CollectFault:
    door = _door_of(source)
    published_on = entry.published_on
    if published_on is None and door.date_pattern:
        published_on = find_date(door.date_pattern, entry.text or entry.title or "")
    ref = make_ref(
        source_id,
        source,
        entry.url,
        title=entry.title,
        year=_find_year(door.year_pattern, entry.title or "", entry.url, published_on or ""),
        language=entry.language,
        published_on=published_on,
    )
    try:
        if door.follow_selector:
            return Found(ref, _linked(ask(entry.url), door.follow_selector)[:1])
        if door.pages_selector:
            return Found(ref, _find_pages(entry.url, door.pages_selector, ask))
    except CollectFault as fault:
        return fault
    return Found(ref)


def _find_year(pattern: str, title: str, url: str, published_on: str) -> int | None:
    for text in (title, unquote(url)):
        match = re.search(pattern, text)
        if match and (match.group(1) or "").isdecimal():
            return int(match.group(1))
    return int(published_on[:4]) if published_on else None


def _linked(answer: Answer, selector: str) -> tuple[str, ...]:
    links = find_links(read_text(answer), answer.final_url, selector)
    if not links:
        raise CollectFault(
            f"{answer.url}: no link on the page fits {selector!r}",
            next_step="look at the page: the file may be gone, or the markup changed",
        )
    return tuple(links)


def _find_pages(url: str, selector: str, ask: Ask) -> tuple[str, ...]:
    """The pages of one document: the first names them all, or each last one names the next."""
    first = ask(url)
    pages = dict.fromkeys((first.final_url, *_linked(first, selector)))
    last = None
    while last != (last := next(reversed(pages))):
        answer = ask(last)
        pages.update(dict.fromkeys(find_links(read_text(answer), answer.final_url, selector)))
        if len(pages) > MOST_PAGES:
            raise CollectFault(
                f"{url} has more than {MOST_PAGES} pages", next_step="mend pages_selector"
            )
    return tuple(pages)
