"""A publisher on this machine: a function answers each request over loopback HTTP."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as the publisher sees it; `query` has the last value of each parameter."""

    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    target: str
    """Path and query as they were sent."""


@dataclass(frozen=True)
class Reply:
    """What the publisher answers; a good reply gets an ETag unless `has_etag` is off.

    `write` takes over the whole connection, for answers that are not HTTP as it should be.
    """

    content: bytes = b""
    status: int = 200
    media_type: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    has_etag: bool = True
    write: Callable[[BaseHTTPRequestHandler], None] | None = None


NOT_THERE = Reply(b"<h1>Not found</h1>", 404)
NO_ROBOTS = Reply(b"", 404, "text/plain")

Publisher = Callable[[Asked], Reply]


@dataclass
class LocalSite:
    """A publisher that is up: its address, and everything that it was asked, in order."""

    address: str
    asked: list[Asked]
    sent_bytes: list[int]
    """Size of each answer's body: 0 for 304."""

    def hosts(self, *names: str) -> dict[str, str]:
        """What to give as `hosts`, so that requests for these hosts come here."""
        return dict.fromkeys(names, self.address)


def send(handler: BaseHTTPRequestHandler, reply: Reply, asked: Asked) -> int:
    """Send a reply, or 304 where the asker has it; tells the size of the body."""
    content, status, extra = reply.content, reply.status, dict(reply.headers)
    if status == 200 and reply.has_etag:
        extra.setdefault("ETag", f'"{hashlib.sha256(content).hexdigest()[:16]}"')
        if asked.headers.get("if-none-match") == extra["ETag"]:
            status, content = 304, b""
    if status != 304:
        if reply.media_type:
            extra["Content-Type"] = reply.media_type
        extra["Content-Length"] = str(len(content))
    handler.send_response(status)
    for name, value in extra.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)
    return len(content)


@contextmanager
def serve(publisher: Publisher) -> Iterator[LocalSite]:
    """Serve on a free port of the loopback address for the time of the block."""
    site = LocalSite("", [], [])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body in one packet
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(headers.get("host", ""), parts.path, query, headers, self.path)
            site.asked.append(asked)
            reply = publisher(asked)
            if reply.write is not None:
                self.close_connection = True
                reply.write(self)
                return
            site.sent_bytes.append(send(self, reply, asked))

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that hangs up early is part of the tests

    with Server(("127.0.0.1", 0), Handler) as server:
        site.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
