"""What a publisher answered: the bytes, and the headers that matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

KEPT_HEADERS = (
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
    "memento-datetime",
    "retry-after",
    "x-robots-tag",
)
LONGEST_HEADER = 2_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """A good answer. `content` is `None` where nothing has changed (304), and in streams."""

    url: str
    """The address that was asked, as given."""
    final_url: str
    """The address that answered, after redirects; never that of a `--host` twin."""
    status: int
    content: bytes | None
    media_type: str | None
    etag: str | None
    last_modified: str | None
    headers: Mapping[str, str]
    """Those of KEPT_HEADERS that came, names in lower case."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """An answer whose bytes come piece by piece, once."""

    head: Fetched
    chunks: Iterator[bytes]
    """Decompressed; raises CollectFault where the answer breaks off or passes a limit."""


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that matter for citing, versions and manners, each cut to a sane length."""
    return {name: headers[name][:LONGEST_HEADER] for name in KEPT_HEADERS if name in headers}


def media_type_of(headers: Mapping[str, str]) -> str | None:
    """The media type without its parameters, in lower case."""
    return headers.get("content-type", "").split(";")[0].strip().lower() or None


def retry_after_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """How long the publisher asks to be left alone: seconds, or a date (RFC 9110, 10.2.3).

    A date is counted from the answer's own Date, so that a wrong clock here does no harm; from
    `now` where it has none.
    """
    stated = headers.get("retry-after", "").strip()
    if stated.isascii() and stated.isdigit():
        return float(stated[:9])
    until = _date(stated)
    if until is None:
        return None
    return max(0.0, (until - (_date(headers.get("date", "")) or now)).total_seconds())


def _date(stated: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(stated)
    except (ValueError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else None
