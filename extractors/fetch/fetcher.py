"""Polite HTTP: robots.txt, a pause per host, conditional requests, retries, guarded redirects.

A refusal (robots.txt, 401, 403, 451) is a fault of its own and is never worked around.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import httpx
import stamina.instrumentation

from data.errors import CollectFault, RefusedFault
from extractors.fetch.answers import Fetched, Streamed, kept_headers, media_type_of
from extractors.fetch.bodies import Limits
from extractors.fetch.connections import open_client
from extractors.fetch.destinations import (
    Destinations,
    destinations_of,
    parse_address,
    place_of,
)
from extractors.fetch.error_pages import find_error_page
from extractors.fetch.exchange import Exchange, Moved, PassingError, Reply, open_exchange
from extractors.fetch.pace import LONGEST_WAIT_SECONDS, Pace
from extractors.fetch.robots import MOST_BYTES, Robots

TRIES = 4
MOST_REDIRECTS = 5
ROBOTS_LIMITS = Limits(10 * 1024 * 1024, 60.0, "ask the publisher what the file is")
RAISE_FILES = "raise IMAGINARIES_MAX_FILE_MB if the file is wanted"
RAISE_STREAMS = "the publisher's dump has outgrown what is read: report it"

Taken = TypeVar("Taken")
Take = Callable[[Reply], Taken]


@dataclass(frozen=True, slots=True)
class _Trip:
    """One address to be had, through whatever redirects, and what holds on the way."""

    url: str
    allowed: Destinations
    delay_seconds: float
    limits: Limits
    condition: Mapping[str, str | None] = field(default_factory=dict)
    answered_by: str | None = None
    """The address that gave the condition's values: only there do they mean anything."""
    obeys_robots: bool = True

    def headers_for(self, here: str) -> Mapping[str, str]:
        stated = self.condition if here == (self.answered_by or self.url) else {}
        return {name: value for name, value in stated.items() if value}


@dataclass(slots=True)
class Fetcher:
    """Asks publishers, from any number of threads; close it or use it as a context manager.

    `hosts` sends requests for a declared host elsewhere (`"publisher.example":
    "http://127.0.0.1:8000"`); the addresses in answers stay the declared ones. `agent` is
    `product/version (+contact)`. `sleep` and `clock` rule the pauses, not the time limits.
    """

    agent: str
    max_bytes: int
    hosts: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 300.0
    """The longest that one answer may take, from connecting to its last byte."""
    stream_bytes: int = 64 * 1024**3
    stream_seconds: float = 12 * 3600.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _client: httpx.Client = field(init=False)
    _twins: dict[str, httpx.URL] = field(init=False)
    _pace: Pace = field(init=False)
    _robots: Robots = field(init=False)

    def __post_init__(self) -> None:
        self._client = open_client(self.hosts)
        self._twins = {
            place_of(parse_address(f"https://{host}/")): parse_address(address)
            for host, address in self.hosts.items()
        }
        self._pace = Pace(self.sleep, self.clock)
        self._robots = Robots(self.agent, self.clock)
        # Else a line without any content goes to the terminal for every retry.
        stamina.instrumentation.set_on_retry_hooks(())

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up all connections."""
        self._client.close()

    def fetch(
        self,
        url: str,
        *,
        delay_seconds: float,
        allowed: Destinations | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        answered_by: str | None = None,
    ) -> Fetched:
        """Get one address whole, through up to five redirects.

        `allowed` is where the source may be asked; without it only the address's own host.
        With `etag` or `last_modified` the request is conditional. They hold for the address that
        once gave them: give its `final_url` as `answered_by` if it was not `url` itself.

        Raises:
            RefusedFault: robots.txt, 401, 403, 451, or a page that keeps programs out.
            CollectFault: not there, outside what is allowed, too large, too slow, an error page
                with a good status, or no good answer after several tries. `http_status` is that of
                the last answer, if there was one.
        """
        trip = _Trip(
            url,
            allowed or destinations_of([url]),
            delay_seconds,
            Limits(self.max_bytes, self.seconds, RAISE_FILES),
            {"If-None-Match": etag, "If-Modified-Since": last_modified},
            answered_by,
        )

        def take(reply: Reply) -> Fetched:
            if reply.status == 304:
                return _told(url, reply, None)
            content = reply.read()
            error_page = find_error_page(url, media_type_of(reply.headers), content)
            if error_page is not None:
                kind = RefusedFault if error_page.is_refusal else CollectFault
                raise kind(
                    f"{url} answers HTTP {reply.status}, yet {error_page.what}",
                    next_step="open the address in a browser: it may have moved, or need a person",
                    http_status=reply.status,
                )
            return _told(url, reply, content)

        return self._travel(trip, take)

    @contextmanager
    def stream(
        self,
        url: str,
        *,
        delay_seconds: float,
        allowed: Destinations | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        answered_by: str | None = None,
    ) -> Iterator[Streamed]:
        """Get an address piece by piece, for what is too large to hold; nothing is retried midway.

        Raises:
            CollectFault: as in `fetch`, also while the pieces are read.
        """
        trip = _Trip(
            url,
            allowed or destinations_of([url]),
            delay_seconds,
            Limits(self.stream_bytes, self.stream_seconds, RAISE_STREAMS),
            {"If-None-Match": etag, "If-Modified-Since": last_modified},
            answered_by,
        )
        reply = self._travel(trip, lambda reply: reply)

        def chunks() -> Iterator[bytes]:
            try:
                yield from reply.chunks
            except PassingError as passing:
                raise passing.fault from passing

        try:
            yield Streamed(_told(url, reply, None), chunks())
        finally:
            reply.close()

    def _travel(self, trip: _Trip, take: Take[Taken]) -> Taken:
        """Follow redirects to an answer; each hop is a request of its own, with all its manners."""
        address, here = parse_address(trip.url), trip.url
        trip.allowed.check(address)
        seen = {str(address)}
        while True:
            outcome = self._persist(address, here, trip, take)
            if not isinstance(outcome, Moved):
                return outcome
            target = _target_of(outcome, address, trip.allowed)
            if str(target) in seen or len(seen) > MOST_REDIRECTS:
                how = "in a circle" if str(target) in seen else f"more than {MOST_REDIRECTS} times"
                raise CollectFault(
                    f"{trip.url} redirects {how}, last to {target}",
                    next_step="open the address in a browser, and declare the one it ends at",
                    http_status=outcome.status,
                )
            address, here = target, str(target)
            seen.add(here)

    def _persist(
        self, address: httpx.URL, here: str, trip: _Trip, take: Take[Taken]
    ) -> Taken | Moved:
        """Ask until there is an answer, a lasting fault, or no try left."""
        host = place_of(address)
        delay = trip.delay_seconds
        if trip.obeys_robots:
            delay = max(delay, self._robots_delay(address, here, trip))
        exchange = Exchange(self._at_twin(address), here, self.agent, trip.headers_for(here))
        tries = 0

        def hold_off(error: Exception) -> bool | float:
            if not isinstance(error, PassingError):
                return False
            # The whole host rests, not this thread alone; so stamina itself has no wait to add.
            rest = 2.0 ** (tries - 1) if error.retry_after is None else error.retry_after
            self._pace.hold_off(host, rest)
            return False if rest > LONGEST_WAIT_SECONDS else 0.0

        try:
            for attempt in stamina.retry_context(hold_off, attempts=TRIES, timeout=None):
                with attempt:
                    tries += 1
                    self._pace.wait(host, delay)
                    return self._once(exchange, trip, take)
        except PassingError as passing:
            raise passing.fault from passing
        raise AssertionError("a retry ends with an answer or an exception")

    def _once(self, exchange: Exchange, trip: _Trip, take: Take[Taken]) -> Taken | Moved:
        reply = open_exchange(self._client, exchange, trip.limits, self.now())
        if isinstance(reply, Moved):
            return reply
        try:
            return take(reply)
        except BaseException:
            reply.close()
            raise

    def _robots_delay(self, address: httpx.URL, here: str, trip: _Trip) -> float:
        """The pause that robots.txt asks for, if it lets the address be asked at all."""
        origin = f"{address.scheme}://{place_of(address)}"

        def read() -> str:
            asked = _Trip(
                str(address.copy_with(raw_path=b"/robots.txt", fragment=None)),
                # The host was judged on the way here, as declared or as a redirect's target.
                Destinations(trip.allowed.hosts | {place_of(address)}),
                trip.delay_seconds,
                ROBOTS_LIMITS,
                obeys_robots=False,
            )
            return self._travel(asked, lambda reply: reply.read(MOST_BYTES)).decode(
                "utf-8-sig", "replace"
            )

        rules = self._robots.rules_of(origin, read)
        if not rules.allow(here):
            raise RefusedFault(
                f"robots.txt of {origin} does not allow {here}",
                next_step="ask the publisher, or save the page by hand and import it",
            )
        return rules.delay_seconds

    def _at_twin(self, address: httpx.URL) -> httpx.URL:
        twin = self._twins.get(place_of(address))
        if twin is None:
            return address
        return address.copy_with(scheme=twin.scheme, host=twin.host, port=twin.port)


def _target_of(moved: Moved, address: httpx.URL, allowed: Destinations) -> httpx.URL:
    """Where a redirect leads, if it may be followed."""
    try:
        return allowed.follow(address, moved.location)
    except CollectFault as fault:
        fault.http_status = moved.status
        raise


def _told(url: str, reply: Reply, content: bytes | None) -> Fetched:
    return Fetched(
        url=url,
        final_url=reply.url,
        status=reply.status,
        content=content,
        media_type=media_type_of(reply.headers),
        etag=reply.headers.get("etag"),
        last_modified=reply.headers.get("last-modified"),
        headers=kept_headers(reply.headers),
    )
