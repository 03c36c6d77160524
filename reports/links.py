"""Where a report's links lead, and how they are called."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

_COPIES = ("github.com", "githubusercontent.com")


def stored_path(archived_as: str | None) -> str | None:
    """From a report's page to the copy in the archive, both below the home folder."""
    return f"../../{quote(archived_as)}" if archived_as else None


def web_address(link: str | None) -> str | None:
    """The address if it is one of the web; anything else must not become a link."""
    return link if link and link.startswith(("https://", "http://")) else None


def name_link(link: str) -> str:
    """What a link is called: a code host holds copies, and is not the publisher."""
    host = (urlsplit(link).hostname or "").lower()
    is_copy = any(host == copy or host.endswith(f".{copy}") for copy in _COPIES)
    return "public copy" if is_copy else "publisher’s page"
