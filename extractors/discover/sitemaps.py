"""Reads sitemaps, and indexes of sitemaps, as sitemaps.org defines them."""

from __future__ import annotations

from data.errors import CollectFault, ParseFault
from extractors.discover.addresses import clean_address
from extractors.discover.entry import Entry, Listing, plain_text
from extractors.xml_tree import local_name, parse_xml


def read_sitemap(content: bytes, address: str) -> Listing:
    """The addresses of a sitemap, or the further sitemaps of an index.

    `lastmod` says when a page changed, not when it was published, and is not taken for that.

    Raises:
        CollectFault: broken XML, or not a sitemap.
    """
    try:
        root = parse_xml(content, address)
    except ParseFault as fault:
        raise CollectFault(fault.reason, next_step=fault.next_step) from fault
    kind = local_name(root)
    if kind not in ("urlset", "sitemapindex"):
        raise CollectFault(
            f"{address}: expected a sitemap's <urlset> or <sitemapindex>, found <{kind}>",
            next_step="open the address; the sitemap may have moved",
        )
    entries: dict[str, Entry | CollectFault] = {}
    for item in root:
        location = next((one.text for one in item if local_name(one) == "loc"), None)
        try:
            url = _read_location(location, address, kind)
        except CollectFault as fault:
            if kind == "sitemapindex":
                raise  # a whole sitemap would be missing
            entries.setdefault(location or "", fault)
        else:
            entries.setdefault(url, Entry(url))
    if kind == "sitemapindex":
        return Listing((), tuple(entries))
    return Listing(tuple(entries.values()))


def _read_location(location: str | None, address: str, kind: str) -> str:
    text = plain_text(location or "")
    url = clean_address(address, text) if text else None
    if url is None:
        raise CollectFault(
            f"{address}: an entry of <{kind}> has {text!r} as its <loc>, not an address",
            next_step="look at the sitemap; the publisher may want to know",
        )
    return url
