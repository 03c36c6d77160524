"""Links to absolute addresses that can be asked."""

from __future__ import annotations

import re
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from data.errors import CollectFault

_PATH_MARKS = "/%:@!$&'()*+,;=~"
_BREAKS = re.compile(r"[\t\r\n]")


def clean_address(base: str, link: str) -> str | None:
    """The absolute address of a link, without its fragment and in characters that HTTP can send.

    `None` where the link leads to no page: mail, scripts, and places on the same page.

    Raises:
        CollectFault: it is meant as an address and is none.
    """
    text = _BREAKS.sub("", link).strip()
    if not text or text.startswith("#"):
        return None
    try:
        parts = urlsplit(urldefrag(urljoin(base, text)).url)
        _ = parts.port  # raises where it is no number
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError as error:  # among them UnicodeError: no such host name can be
        raise _bad_link(base, link, str(error)) from error
    if parts.scheme not in ("http", "https"):
        return None
    if not host:
        raise _bad_link(base, link, "it names no host")
    place = f"[{host}]" if ":" in host else host
    if parts.port is not None:
        place = f"{place}:{parts.port}"
    path = quote(parts.path, safe=_PATH_MARKS, errors="replace")
    query = quote(parts.query, safe=_PATH_MARKS + "?", errors="replace")
    return urlunsplit((parts.scheme, place, path or "/", query, ""))


def _bad_link(base: str, link: str, reason: str) -> CollectFault:
    return CollectFault(
        f"{base}: the link {link[:200]!r} is no address: {reason}",
        next_step="look at the page; a link that is not wanted can be left out by link_selector",
    )
