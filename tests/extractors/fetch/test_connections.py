from __future__ import annotations

import socket
import time
from collections.abc import Iterable

import httpcore
import pytest

from data.errors import CollectFault
from extractors.fetch.connections import (
    GuardedBackend,
    GuardedStream,
    OutOfTimeError,
    judge_number,
    resolve_name,
    within,
)
from extractors.fetch.fetcher import Fetcher


class Line(httpcore.NetworkBackend):
    """Takes note of what would be connected to."""

    def __init__(self, *, refuses: Iterable[str] = ()) -> None:
        self.refuses = set(refuses)
        self.connected: list[tuple[str, int]] = []

    def connect_tcp(self, host: str, port: int, *_: object) -> httpcore.NetworkStream:
        self.connected.append((host, port))
        if host in self.refuses:
            raise httpcore.ConnectError("refused")
        return httpcore.NetworkStream()


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.255.0.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_addresses_that_are_nobodys_or_our_own_are_refused(number: str) -> None:
    assert judge_number(number).objection is not None


@pytest.mark.parametrize(
    "number",
    ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"],
)
def test_public_addresses_are_not(number: str) -> None:
    assert judge_number(number).objection is None


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"])
def test_every_spelling_of_this_machine_is_seen_through(host: str) -> None:
    line = Line()
    with pytest.raises(CollectFault, match="a loopback address"):
        GuardedBackend(inner=line).connect_tcp(host, 80)
    assert line.connected == []


def test_the_connection_goes_to_the_number_that_was_judged() -> None:
    answers = [["93.184.215.14"], ["127.0.0.1"]]
    line = Line()
    backend = GuardedBackend(resolve=lambda host, port: answers.pop(0), inner=line)
    backend.connect_tcp("tides.example", 443)
    assert line.connected == [("93.184.215.14", 443)]
    with pytest.raises(CollectFault, match=r"tides\.example:443 is a loopback address"):
        backend.connect_tcp("tides.example", 443)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    numbers = ["93.184.215.14", "10.0.0.1"]
    line = Line()
    with pytest.raises(CollectFault, match=r"10\.0\.0\.1"):
        GuardedBackend(resolve=lambda host, port: numbers, inner=line).connect_tcp("a.example", 80)
    assert line.connected == []


def test_a_second_address_is_tried_where_the_first_does_not_answer() -> None:
    numbers = ["2606:2800:21f:cb07::1", "93.184.215.14"]
    line = Line(refuses=numbers[:1])
    GuardedBackend(resolve=lambda host, port: numbers, inner=line).connect_tcp("a.example", 80)
    assert [host for host, _ in line.connected] == numbers


def test_only_the_loopback_place_that_was_given_is_open() -> None:
    line = Line()
    backend = GuardedBackend(open_loopback=frozenset({("127.0.0.1", 9001)}), inner=line)
    backend.connect_tcp("127.0.0.1", 9001)
    for host, port in [("127.0.0.1", 22), ("127.0.0.2", 9001), ("localhost", 9001)]:
        with pytest.raises(CollectFault, match="loopback"):
            backend.connect_tcp(host, port)
    assert line.connected == [("127.0.0.1", 9001)]


def test_a_place_that_was_given_must_be_loopback_to_be_open() -> None:
    backend = GuardedBackend(open_loopback=frozenset({("10.0.0.1", 80)}), inner=Line())
    with pytest.raises(CollectFault, match="private"):
        backend.connect_tcp("10.0.0.1", 80)


def test_a_unix_socket_is_no_publisher() -> None:
    with pytest.raises(httpcore.ConnectError):
        GuardedBackend().connect_unix_socket("/run/some.sock")


def test_the_fetchers_own_client_is_guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name of the declared host that leads into this machine is never connected to."""

    def lead_home(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", lead_home)
    with (
        Fetcher("imaginaries/0", 1000) as fetcher,
        pytest.raises(CollectFault, match=r"tides\.example:80 is a loopback address"),
    ):
        fetcher.fetch("http://tides.example/plan", delay_seconds=0)


def test_an_unknown_name_is_said_to_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(httpcore.ConnectError, match="no such name"):
        resolve_name("tides.example", 80)


def test_no_wait_passes_the_deadline() -> None:
    ours, theirs = socket.socketpair()
    stream = GuardedStream(httpcore._backends.sync.SyncStream(ours))
    began = time.monotonic()
    with pytest.raises(OutOfTimeError), within(began + 0.1):
        stream.read(10, timeout=30)
    assert time.monotonic() - began < 5
    with pytest.raises(httpcore.ReadTimeout):
        stream.read(10, timeout=0.01)
    theirs.sendall(b"late")
    assert stream.read(10, timeout=1) == b"late"
    stream.close()
    theirs.close()
