"""A local Wayback Machine: an index of captures in pages, and the captures themselves."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from tests.sites.server import NO_ROBOTS, NOT_THERE, Asked, Reply

HOST = "web.archive.org"
HOSTS = (HOST,)
PAGE = "https://tides.nordavia.example/strategy"

_TEXTS = {
    "20190105080000": "We will map the tides.",
    "20190105093000": "We will map the tides.",
    "20190611070000": "We will map the tides by 2021.",
    "20200302120000": "We will map the tides by 2021.",
    "20200915120000": "We will map the tides by 2022 with sensors.",
    "20220101000001": "The tides are mapped.",
    "20220704101500": "We will map the tides.",
}


@dataclass
class WaybackSite:
    """The publisher: captures of pages by their address, time of capture to text."""

    captures: dict[str, dict[str, str]] = field(default_factory=lambda: {PAGE: dict(_TEXTS)})
    extra_rows: list[list[str]] = field(default_factory=list)
    """Rows of the index given as they are, in the order of the fields."""

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/robots.txt":
            return NO_ROBOTS
        if asked.path == "/cdx/search/cdx":
            return self._index(asked)
        stamp, _, original = asked.target.removeprefix("/web/").partition("/")
        text = self.captures.get(original, {}).get(stamp.removesuffix("id_"))
        if text is None:
            return NOT_THERE
        return Reply(self._page(text))

    def _page(self, text: str) -> bytes:
        return f"<html><body><h1>Tidal strategy</h1><p>{text}</p></body></html>".encode()

    def _index(self, asked: Asked) -> Reply:
        query = asked.query
        names = query["fl"].split(",")
        rows, last = [], None
        for stamp, text in self.captures.get(query["url"], {}).items():
            # The real index collapses only rows that follow each other.
            digest = hashlib.sha1(text.encode()).hexdigest().upper()[:32]
            mark = digest if query["collapse"] == "digest" else stamp[: int(query["collapse"][-1])]
            is_wanted = query.get("from", "0") <= stamp[:4] <= query.get("to", "9999")
            if mark != last and is_wanted:
                rows.append([stamp, query["url"], "200", "text/html", digest])
            last = mark
        rows += self.extra_rows
        start = (
            int(query["resumeKey"].rpartition(" ")[2].rstrip("!")) if "resumeKey" in query else 0
        )
        limit = int(query["limit"])
        answer: list[list[str]] = rows[start : start + limit]
        if start + limit < len(rows):
            answer += [[], [quote_plus(f"example,nordavia)/strategy {start + limit}!")]]
        shown = [names, *answer] if answer else []
        return Reply(json.dumps(shown).encode(), media_type="application/json")
