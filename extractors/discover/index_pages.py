"""Reads HTML pages that link to documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from data.errors import CollectFault, ParseFault
from extractors.discover.addresses import clean_address
from extractors.discover.entry import Entry, Listing, language_of, plain_text
from extractors.html_tree import parse_page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WHOLE_LISTS = frozenset(
    ("html", "body", "main", "section", "ul", "ol", "dl", "table", "tbody", "nav", "header")
)
_MOST_LEVELS = 6
"""Above a link: what lies further up belongs to the page."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_index_page(
    text: str, address: str, link_selector: str, next_selector: str | None = None
) -> Listing:
    """The documents that a page links to, each address once, and the next page of the list.

    A link's text is the title, its `hreflang` the language. What stands around it, as far as no
    other chosen link does, is the entry's text, and a `<time datetime>` in it the date.

    Raises:
        CollectFault: the page cannot be read.
    """
    tree = _parse(text, address)
    base = _base_of(tree, address)
    links = tree.cssselect(link_selector)
    entries: dict[str, Entry | CollectFault] = {}
    for link, place in zip(links, _places_of(links), strict=True):
        try:
            url = clean_address(base, link.get("href", ""))
        except CollectFault as fault:
            entries.setdefault(link.get("href", ""), fault)
            continue
        if url is None or url == address:
            continue
        before = entries.get(url)
        # A picture that leads to the document often stands before the words that do.
        if before is None or (isinstance(before, Entry) and before.title is None):
            entries[url] = _read_entry(url, link, place)
    more = _addresses(tree, base, next_selector)[:1] if next_selector else []
    return Listing(tuple(entries.values()), tuple(more))


def find_links(text: str, address: str, selector: str) -> list[str]:
    """The addresses of the links that a selector finds on a page, in order, each once.

    Raises:
        CollectFault: the page cannot be read, or a link is no address.
    """
    tree = _parse(text, address)
    return _addresses(tree, _base_of(tree, address), selector)


def _parse(text: str, address: str) -> HtmlElement:
    try:
        return parse_page(text, address)
    except ParseFault as fault:
        raise CollectFault(
            f"{address} is no page with links: {fault.reason}",
            next_step="open the address in a browser; it may have moved",
        ) from fault


def _base_of(tree: HtmlElement, address: str) -> str:
    for element in tree.iter("base"):
        if element.get("href"):
            return clean_address(address, element.get("href", "")) or address
    return address


def _addresses(tree: HtmlElement, base: str, selector: str) -> list[str]:
    links = tree.cssselect(selector)
    urls = (clean_address(base, link.get("href", "")) for link in links)
    return list(dict.fromkeys(url for url in urls if url))


def _places_of(links: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    """For each link the largest element around it that leads nowhere else, and is no whole list."""
    held: defaultdict[HtmlElement, set[str | None]] = defaultdict(set)
    for link in links:
        for element in link.iterancestors():
            held[element].add(link.get("href"))
    for link in links:
        place = link
        for element in islice(link.iterancestors(), _MOST_LEVELS):
            if len(held[element]) > 1 or element.tag in _WHOLE_LISTS:
                break
            place = element
        yield place


def _read_entry(url: str, link: HtmlElement, place: HtmlElement) -> Entry:
    times = (element.get("datetime") or "" for element in place.iter("time"))
    dated = next((day.group() for day in map(_DAY.match, times) if day), None)
    title = link.text_content() or ""
    return Entry(
        url,
        title=plain_text(title) or plain_text(link.get("aria-label") or link.get("title") or ""),
        language=language_of(link.get("hreflang")),
        published_on=dated,
        text=plain_text(place.text_content()) or "",
    )
