"""Polite HTTP: a named agent, robots.txt, a pause between requests, conditional requests, back-off.

A refusal (403, robots.txt) is recorded as a fault and never worked around.
"""

from __future__ import annotations

import time
import urllib.robotparser
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from data.errors import CollectFault

TRIES = 4
LONGEST_WAIT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `content` is `None` where the publisher says that nothing has changed (304)."""

    url: str
    status: int
    content: bytes | None
    media_type: str | None
    etag: str | None
    last_modified: str | None


class _Moved(Exception):
    """The publisher says that the document is elsewhere."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(slots=True)
class Fetcher:
    """Keeps what politeness needs to remember: when a host was last asked, and its robots.txt.

    `hosts` sends requests for a declared host elsewhere (`"publisher.example":
    "http://127.0.0.1:8000"`); the addresses in records stay the declared ones.
    """

    client: httpx.Client
    agent: str
    max_bytes: int
    hosts: Mapping[str, str] = field(default_factory=dict)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _asked_at: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict)

    def fetch(
        self,
        url: str,
        *,
        delay_seconds: float,
        etag: str | None = None,
        last_modified: str | None = None,
        moves: int = 5,
    ) -> Fetched:
        """Get one address, through up to `moves` redirects.

        Raises:
            CollectFault: refused, not there, too large, or no good answer after several tries.
        """
        robots = self._read_robots(url)
        if not robots.can_fetch(self.agent, url):
            raise CollectFault(
                f"robots.txt of {urlsplit(url).netloc} does not allow {url}",
                next_step="ask the publisher, or import a saved copy with --corpus",
            )
        delay = max(delay_seconds, float(robots.crawl_delay(self.agent) or 0))
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        try:
            answer, content = self._ask(url, delay, {k: v for k, v in headers.items() if v})
        except _Moved as moved:
            # Followed by asking anew, so that robots.txt and the pause hold there too.
            if moves <= 0:
                raise CollectFault(
                    f"{url}: redirected too often", next_step="check the address"
                ) from moved
            there = urljoin(url, moved.address)
            return self.fetch(there, delay_seconds=delay_seconds, moves=moves - 1)
        return Fetched(
            url=url,
            status=answer.status_code,
            content=content,
            media_type=answer.headers.get("content-type", "").split(";")[0].strip() or None,
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
        )

    def _ask(
        self, url: str, delay: float, headers: dict[str, str]
    ) -> tuple[httpx.Response, bytes | None]:
        problem = "no answer"
        for attempt in range(TRIES):
            self._wait_for_turn(url, delay)
            try:
                answer, content = self._stream(url, headers)
            except httpx.HTTPError as error:
                problem = f"{type(error).__name__}: {error}"
                self.sleep(min(2.0**attempt, LONGEST_WAIT_SECONDS))
                continue
            if answer.status_code == 304:
                return answer, None
            if answer.is_success:
                return answer, content
            if answer.has_redirect_location:
                raise _Moved(str(answer.headers["location"]))
            problem = f"HTTP {answer.status_code}"
            if answer.status_code != 429 and answer.status_code < 500:
                break
            self.sleep(_retry_after(answer, default=2.0**attempt))
        step = (
            "the publisher refuses: import a saved copy with --corpus"
            if problem == "HTTP 403"
            else "check the address in the declaration, or run again later"
        )
        raise CollectFault(f"{url}: {problem}", next_step=step)

    def _stream(self, url: str, headers: dict[str, str]) -> tuple[httpx.Response, bytes]:
        request_headers = {"User-Agent": self.agent, **headers}
        with self.client.stream("GET", self._address(url), headers=request_headers) as answer:
            content = bytearray()
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > self.max_bytes:
                    raise CollectFault(
                        f"{url}: more than {self.max_bytes} bytes",
                        next_step="raise IMAGINARIES_MAX_FILE_MB if the file is wanted",
                    )
            return answer, bytes(content)

    def _wait_for_turn(self, url: str, delay: float) -> None:
        host = urlsplit(url).netloc
        if host in self._asked_at:
            wait = self._asked_at[host] + delay - self.clock()
            if wait > 0:
                self.sleep(wait)
        self._asked_at[host] = self.clock()

    def _address(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.netloc not in self.hosts:
            return url
        there = urlsplit(self.hosts[parts.netloc])
        return urlunsplit((there.scheme, there.netloc, parts.path, parts.query, ""))

    def _read_robots(self, url: str) -> urllib.robotparser.RobotFileParser:
        parts = urlsplit(url)
        if parts.netloc not in self._robots:
            robots = urllib.robotparser.RobotFileParser()
            address = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
            try:
                answer, content = self._stream(address, {})
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise CollectFault(
                    f"{parts.netloc} cannot be reached: {error}",
                    next_step="check the network and the address, or run with --offline",
                ) from error
            # RFC 9309: without a robots.txt (4xx) all is allowed, while it is broken (5xx) nothing.
            if answer.is_success:
                robots.parse(content.decode("utf-8", "replace").splitlines())
            elif 400 <= answer.status_code < 500:
                robots.parse([])
            else:
                robots.parse(["User-agent: *", "Disallow: /"])
            self._robots[parts.netloc] = robots
        return self._robots[parts.netloc]


def _retry_after(answer: httpx.Response, *, default: float) -> float:
    stated = answer.headers.get("retry-after", "")
    return min(float(stated) if stated.isdigit() else default, LONGEST_WAIT_SECONDS)
