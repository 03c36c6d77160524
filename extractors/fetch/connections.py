"""Connections that go only to public addresses, and end when their time is up.

The name is resolved once, every address it has is judged, and the connection is made to the very
number that was judged: a name that answers differently a moment later (DNS rebinding) gains
nothing. TLS still checks the certificate against the name.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from data.errors import CollectFault
from extractors.fetch.destinations import parse_address

CONNECT_SECONDS = 15.0
READ_SECONDS = 60.0
KEEP_ALIVE_SECONDS = 30.0
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)

Resolve = Callable[[str, int], list[str]]


class OutOfTimeError(Exception):
    """The answer as a whole took longer than it may."""


@contextmanager
def within(deadline: float) -> Iterator[None]:
    """Let no connection used in the block wait past this instant of `time.monotonic`."""
    token = _deadline.set(deadline)
    try:
        yield
    finally:
        _deadline.reset(token)


def open_client(hosts: Mapping[str, str]) -> httpx.Client:
    """A client whose connections are guarded; `hosts` is declared host to address asked instead.

    It takes no proxy from the environment, since a proxy would resolve names behind the guard's
    back, and keeps no cookies, so that every run asks alike.
    """
    backend = GuardedBackend(open_loopback=frozenset(_loopback_places(hosts)))
    transport = httpx.HTTPTransport()
    transport._pool = httpcore.ConnectionPool(  # httpx has no way to pass a backend
        ssl_context=httpx.create_ssl_context(),
        max_connections=100,
        max_keepalive_connections=20,
        keepalive_expiry=KEEP_ALIVE_SECONDS,
        network_backend=backend,
    )
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    client = httpx.Client(transport=transport, timeout=timeout, trust_env=False)
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return client


@dataclass(frozen=True, slots=True)
class Judged:
    """An address that a host name has, and why it may not be asked, if so."""

    number: str
    objection: str | None


def judge_number(number: str) -> Judged:
    """Whether an IP address is one of the public internet, whatever form it is written in."""
    address = _unwrapped(ipaddress.ip_address(number))
    kinds = {
        "a loopback": address.is_loopback,
        "a link-local": address.is_link_local,
        "a multicast": address.is_multicast,
        "an unspecified": address.is_unspecified,
        "a private or reserved": not address.is_global or address.is_reserved,
    }
    return Judged(number, next((kind for kind, holds in kinds.items() if holds), None))


@dataclass(frozen=True, slots=True)
class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to public addresses, and to the loopback places given by `--host`."""

    open_loopback: frozenset[tuple[str, int]] = frozenset()
    resolve: Resolve = field(default_factory=lambda: resolve_name)
    inner: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that answers.

        Raises:
            CollectFault: one of its addresses is not public.
        """
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for number in self._numbers_of(host, port):
            try:
                stream = self.inner.connect_tcp(
                    number, port, _time_left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return GuardedStream(stream)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Refuse: no publisher is a file on this machine."""
        raise httpcore.ConnectError(f"{path} is no address of a publisher")

    def sleep(self, seconds: float) -> None:
        """Wait, between the pool's own attempts to connect."""
        self.inner.sleep(seconds)

    def _numbers_of(self, host: str, port: int) -> list[str]:
        is_opened = (host, port) in self.open_loopback
        numbers = self.resolve(host, port)
        for judged in map(judge_number, numbers):
            if judged.objection is None:
                continue
            if is_opened and _unwrapped(ipaddress.ip_address(judged.number)).is_loopback:
                continue
            raise CollectFault(
                f"{host}:{port} is {judged.objection} address ({judged.number})",
                next_step="only public addresses are asked, and the loopback address of a --host",
            )
        return numbers


@dataclass(frozen=True, slots=True)
class GuardedStream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline in force."""

    inner: httpcore.NetworkStream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Up to so many bytes.

        Raises:
            OutOfTimeError: the deadline has passed.
        """
        try:
            return self.inner.read(max_bytes, _time_left(timeout))
        except httpcore.ReadTimeout:
            _time_left(timeout)
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of the buffer."""
        self.inner.write(buffer, _time_left(timeout))

    def close(self) -> None:
        """Hang up."""
        self.inner.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        stream = self.inner.start_tls(ssl_context, server_hostname, _time_left(timeout))
        return GuardedStream(stream)

    def get_extra_info(self, info: str) -> Any:
        """What the connection underneath knows of itself."""
        return self.inner.get_extra_info(info)


def resolve_name(host: str, port: int) -> list[str]:
    """The addresses of a host, as numbers, in the order in which the system would try them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the name {host} is not known: {error}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _time_left(timeout: float | None) -> float | None:
    deadline = _deadline.get()
    if deadline is None:
        return timeout
    left = deadline - time.monotonic()
    if left <= 0:
        raise OutOfTimeError
    return left if timeout is None else min(timeout, left)


def _loopback_places(hosts: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    for address in map(parse_address, hosts.values()):
        yield address.host, address.port or (443 if address.scheme == "https" else 80)


def _unwrapped(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 address leads to, if it is made to carry one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    carried = address.ipv4_mapped or address.sixtofour
    return carried or (address.teredo[1] if address.teredo else address)
