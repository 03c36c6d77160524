"""Asks a local publisher without the collect stage, for tests of doors alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx

from data.errors import CollectFault
from extractors.discover.door import Answer


class SiteAsk:
    """Sends each host's requests to the address given for it; anything but 200 is a fault."""

    def __init__(self, hosts: Mapping[str, str]) -> None:
        self.hosts = hosts
        self.asked: list[str] = []

    def __call__(self, url: str) -> Answer:
        answer = httpx.get(self._address(url), follow_redirects=True, timeout=10)
        self.asked.append(url)
        if answer.status_code != 200:
            raise CollectFault(f"{url}: HTTP {answer.status_code}", next_step="look at the test")
        media_type = answer.headers.get("content-type", "").split(";")[0] or None
        return Answer(url, url, media_type, False, lambda: answer.content)

    @contextmanager
    def stream(self, url: str) -> Iterator[Iterator[bytes]]:
        with httpx.stream("GET", self._address(url), timeout=10) as answer:
            self.asked.append(url)
            if answer.status_code != 200:
                raise CollectFault(f"{url}: HTTP {answer.status_code}", next_step="see the test")
            yield answer.iter_bytes()

    def _address(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.netloc not in self.hosts:
            raise CollectFault(f"{url} is outside the test", next_step="name its host")
        return self.hosts[parts.netloc] + url.split(parts.netloc, 1)[1]
