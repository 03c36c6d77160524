"""One request and its answer: what it says is told apart by whether another try may help."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import httpx

from data.errors import CollectFault, RefusedFault
from extractors.fetch.answers import retry_after_seconds
from extractors.fetch.bodies import BrokenBodyError, Limits, check_declared_size, read_pieces
from extractors.fetch.connections import OutOfTimeError, within

REFUSALS = frozenset({401, 403, 451})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
SMALL_BODY_BYTES = 64 * 1024
"""A body up to this size is read to its end even if nobody wants it: the connection stays open."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request to be sent: where to, what address it stands for, and who asks."""

    target: httpx.URL
    url: str
    agent: str
    condition: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Moved:
    """The publisher says that the document is elsewhere."""

    location: str
    status: int


class PassingError(Exception):
    """A failure that another try may overcome; `fault` is what it is if none does."""

    def __init__(self, fault: CollectFault, retry_after: float | None = None) -> None:
        super().__init__(fault.reason)
        self.fault = fault
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Reply:
    """A good answer (200, 203 or 304), its body not yet read."""

    url: str
    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]
    answer: httpx.Response

    def read(self, most_bytes: int | None = None) -> bytes:
        """The body, or its beginning; the connection is free again afterwards."""
        body = io.BytesIO()
        for chunk in self.chunks:
            body.write(chunk)
            if most_bytes is not None and body.tell() >= most_bytes:
                break
        self.close()
        return body.getvalue()[:most_bytes]

    def close(self) -> None:
        """Let go of the connection."""
        self.answer.close()


def open_exchange(
    client: httpx.Client, exchange: Exchange, limits: Limits, now: datetime
) -> Reply | Moved:
    """Send the request and judge what comes back by its status and headers.

    Raises:
        PassingError: no answer, 429 or 5xx.
        CollectFault: any other status, or more bytes announced than the limit.
    """
    url, deadline = exchange.url, time.monotonic() + limits.seconds
    fields = {"User-Agent": exchange.agent, "Accept-Encoding": "gzip, deflate"}
    fields |= exchange.condition
    headers = {name.encode(): value.encode() for name, value in fields.items()}
    request = client.build_request("GET", exchange.target, headers=headers)
    with _explained(url, limits), within(deadline):
        answer = client.send(request, stream=True, follow_redirects=False)
    told = dict(answer.headers.items())
    chunks = _read_body(url, answer, told, limits, deadline)
    reply = Reply(url, answer.status_code, told, chunks, answer)
    if reply.status in (200, 203):
        try:
            with _explained(url, limits, reply.status):
                check_declared_size(url, told, limits)
        except CollectFault:
            reply.close()
            raise
        return reply
    _drain(reply, deadline)
    return _judge(reply, exchange, now)


def _judge(reply: Reply, exchange: Exchange, now: datetime) -> Reply | Moved:
    if reply.status == 304 and exchange.condition:
        return reply
    if reply.status in REDIRECTS and reply.headers.get("location"):
        return Moved(reply.headers["location"], reply.status)
    _raise_fault(reply, now)
    raise AssertionError("every other status is a fault")


def _raise_fault(reply: Reply, now: datetime) -> None:
    reason = f"{reply.url}: HTTP {reply.status}"
    if reply.status in REFUSALS:
        raise RefusedFault(
            f"{reason}: the publisher refuses",
            next_step="save the page or file by hand and import it, or ask the publisher",
            http_status=reply.status,
        )
    if reply.status != 429 and reply.status < 500:
        raise CollectFault(
            reason,
            next_step="check the address in a browser and in the declaration",
            http_status=reply.status,
        )
    wait = retry_after_seconds(reply.headers, now)
    asks = f", and asks to be left alone for {wait:.0f} seconds" if wait else ""
    fault = CollectFault(reason + asks, next_step="run again later", http_status=reply.status)
    raise PassingError(fault, wait)


def _read_body(
    url: str,
    answer: httpx.Response,
    headers: Mapping[str, str],
    limits: Limits,
    deadline: float,
) -> Iterator[bytes]:
    with _explained(url, limits, answer.status_code):
        yield from read_pieces(url, _timed(answer, deadline), headers, limits)


def _timed(answer: httpx.Response, deadline: float) -> Iterator[bytes]:
    """The raw chunks; the deadline is in force only while one is awaited, not between them."""
    raw = answer.iter_raw()
    while True:
        with within(deadline):
            chunk = next(raw, None)
        if chunk is None:
            return
        if chunk:
            yield chunk


def _drain(reply: Reply, deadline: float) -> None:
    """Read a small body that nobody wants, so that the connection can be used again."""
    stated = reply.headers.get("content-length", "")
    size = int(stated[:9]) if stated.isascii() and stated.isdigit() else None
    try:
        if reply.status == 304 or (size is not None and size <= SMALL_BODY_BYTES):
            for _ in _timed(reply.answer, deadline):
                pass
    except (httpx.TransportError, OutOfTimeError):
        pass  # what the status says holds, whatever becomes of its page
    finally:
        reply.close()


@contextmanager
def _explained(url: str, limits: Limits, status: int | None = None) -> Iterator[None]:
    """Say what went wrong on the line in words, and whether it may pass."""
    try:
        yield
    except CollectFault as fault:
        fault.http_status = fault.http_status or status
        raise
    except UnicodeError as error:  # httpx reads where a redirect leads, followed or not
        raise CollectFault(
            f"{url} redirects to a host name that cannot be: {error}",
            next_step="tell the publisher of the bad redirect",
            http_status=status,
        ) from error
    except OutOfTimeError as error:
        raise CollectFault(
            f"{url} took longer than {limits.seconds:g} seconds in all",
            next_step="run again when the publisher is faster, or save the file by hand",
            http_status=status,
        ) from error
    except (httpx.TransportError, BrokenBodyError) as error:
        problem = f"{type(error).__name__}: {error}"
        if "Receive buffer too long" in problem:
            raise CollectFault(
                f"{url} answers with more headers than any publisher needs",
                next_step="open the address in a browser: the server may be broken",
                http_status=status,
            ) from error
        what = "cannot be reached" if status is None else "broke off"
        raise PassingError(
            CollectFault(
                f"{url} {what} ({problem})",
                next_step="check the network and the address, or run again later",
                http_status=status,
            )
        ) from error
