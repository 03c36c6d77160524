"""A publisher with every bad answer: each address below gives one kind of trouble."""

from __future__ import annotations

import gzip
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler

from tests.sites.server import NO_ROBOTS, Asked, Reply

PLAN = b"%PDF-1.7\nThe tide office will share its gauges with every harbour."
LATIN_1 = "<p>Vi skal dele måledata på tvers av hamner.</p>".encode("latin-1")
NOT_FOUND_PAGE = (
    b"<!doctype html><title>Page not found - Nordavia Tide Office</title>"
    b"<h1>Page not found</h1><p>Try the search.</p>"
)
WALL_PAGE = b"<!doctype html><title>Just a moment...</title><p>Enable JavaScript to go on.</p>"
MEBIBYTE = 1024 * 1024


class Trouble:
    """Answers by path; `robots` and `elsewhere` are set by the test.

    `/flaky/STATUS/N` answers STATUS the first N times and then well; `/moved/to?ADDRESS` redirects
    there; the other paths are the keys of `_replies`.
    """

    def __init__(self, robots: Reply = NO_ROBOTS) -> None:
        self.robots = robots
        self.seen: Counter[str] = Counter()
        self.retry_after: str | None = None

    def __call__(self, asked: Asked) -> Reply:
        self.seen[asked.path] += 1
        if asked.path == "/robots.txt":
            return self.robots
        kind, *arguments = asked.path.strip("/").split("/")
        if kind == "flaky":
            return self._flaky(asked.path, int(arguments[0]), int(arguments[1]))
        if kind == "status":
            return Reply(b"<h1>No</h1>", int(arguments[0]))
        if kind == "moved":
            return redirect(asked.target.split("?", 1)[1])
        if kind == "steps":
            left = int(arguments[0])
            return redirect(f"/steps/{left - 1}") if left else Reply(PLAN, media_type=None)
        return self._replies()[kind]

    def _flaky(self, path: str, status: int, times: int) -> Reply:
        if self.seen[path] > times:
            return Reply(PLAN, media_type="application/pdf")
        headers = {"Retry-After": self.retry_after} if self.retry_after else {}
        return Reply(b"later", status, headers=headers)

    def _replies(self) -> dict[str, Reply]:
        swollen = {"Content-Encoding": "gzip"}
        return {
            "plan.pdf": Reply(PLAN, media_type="application/pdf"),
            "circle": redirect("/circle-again"),
            "circle-again": redirect("/circle"),
            "drip": Reply(write=write_drip),
            "drip-head": Reply(write=write_drip_head),
            "endless": Reply(write=write_endless),
            "hangs-up": Reply(write=lambda connection: connection.connection.close()),
            "huge": Reply(write=write_huge_head),
            "headers": Reply(write=write_many_headers),
            "truncated": Reply(write=write_truncated),
            "truncated-gzip": Reply(gzip.compress(PLAN * 50)[:-20], headers=swollen),
            "damaged-gzip": Reply(b"no gzip at all", headers=swollen),
            "gzip": Reply(gzip.compress(PLAN) + gzip.compress(PLAN), headers=swollen),
            "deflate": Reply(zlib.compress(PLAN), headers={"Content-Encoding": "deflate"}),
            "bare-deflate": Reply(
                zlib.compress(PLAN, wbits=-15), headers={"Content-Encoding": "deflate"}
            ),
            "brotli": Reply(b"\x0b\x02\x80plan\x03", headers={"Content-Encoding": "br"}),
            "bomb": Reply(write=write_bomb),
            "not-found-page": Reply(NOT_FOUND_PAGE),
            "wall": Reply(WALL_PAGE),
            "gone.pdf": Reply(b"<!doctype html><title>Home</title><p>Welcome.</p>"),
            "mislabelled.pdf": Reply(PLAN, media_type="text/html; charset=utf-8"),
            "latin-1": Reply(LATIN_1, media_type="text/html"),
            "undated": Reply(PLAN, media_type=None, has_etag=False),
        }


def redirect(location: str) -> Reply:
    """An answer that sends the asker elsewhere."""
    return Reply(b"", 302, headers={"Location": location})


def http_date(seconds_from_now: float) -> str:
    """A date as HTTP writes it."""
    return formatdate(time.time() + seconds_from_now, usegmt=True)


def write_drip(connection: BaseHTTPRequestHandler) -> None:
    """A body that comes a byte at a time, each in good time."""
    _write(connection, _head("Content-Length: 1000"))
    for _ in range(1000):
        if not _write(connection, b"x", pause=0.05):
            return


def write_drip_head(connection: BaseHTTPRequestHandler) -> None:
    """Headers that never end, a byte at a time."""
    _write(connection, b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(1000):
        if not _write(connection, b"x", pause=0.05):
            return


def write_endless(connection: BaseHTTPRequestHandler) -> None:
    """Chunks without end."""
    _write(connection, _head("Transfer-Encoding: chunked"))
    while _write(connection, b"10000\r\n" + b"x" * 0x10000 + b"\r\n"):
        pass


def write_huge_head(connection: BaseHTTPRequestHandler) -> None:
    """Three gigabytes, by its own account; only a little of it is ever sent."""
    _write(connection, _head(f"Content-Length: {3 * 1024**3}") + b"x" * 1000)


def write_many_headers(connection: BaseHTTPRequestHandler) -> None:
    """A megabyte of headers."""
    lines = "".join(f"X-Number-{number}: {'n' * 1000}\r\n" for number in range(1000))
    _write(connection, b"HTTP/1.1 200 OK\r\n" + lines.encode() + b"\r\n")


def write_truncated(connection: BaseHTTPRequestHandler) -> None:
    """Less than the headers promise."""
    _write(connection, _head(f"Content-Length: {len(PLAN)}") + PLAN[:20])


def write_bomb(connection: BaseHTTPRequestHandler) -> None:
    """A gigabyte of nothing, in a megabyte of gzip."""
    _write(connection, _head("Content-Encoding: gzip", "Connection: close"))
    for piece in _bomb_pieces():
        if not _write(connection, piece):
            return


def _bomb_pieces() -> Iterator[bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for _ in range(1024):
        yield packer.compress(bytes(MEBIBYTE))
    yield packer.flush()


def _head(*lines: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *lines, "", ""]).encode()


def _write(connection: BaseHTTPRequestHandler, data: bytes, *, pause: float = 0.0) -> bool:
    """Send at once; tells whether anybody is still there."""
    with suppress(OSError):
        connection.wfile.write(data)
        connection.wfile.flush()
        time.sleep(pause)
        return True
    return False
