"""What a worker that opens strangers' files may not do: fill the memory, or reach the network."""

from __future__ import annotations

import sys

_NETWORK_EVENTS = frozenset(
    (
        "socket.connect",
        "socket.bind",
        "socket.sendto",
        "socket.sendmsg",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
    )
)


def confine_process(memory_mib: int) -> None:
    """Hold this process, and what it starts, to so much memory and to no network, for good.

    Beyond the limit an allocation fails: Python raises MemoryError, a C library may end the
    process. Linux holds address space to it; macOS and Windows know no such limit, and there
    only the time of a document is held.
    """
    _limit_memory(memory_mib)
    sys.addaudithook(_refuse_network)


def _limit_memory(memory_mib: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 — Windows has no such module

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dying worker leaves no dump of gigabytes
    if sys.platform == "linux":
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = memory_mib * 1024 * 1024
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in _NETWORK_EVENTS:
        raise PermissionError(f"a worker that reads documents has no network ({event})")
