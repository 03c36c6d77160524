"""What every test may use: the shared material where it is present, the demo, and no network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT.parent / "shared"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents, registers and gold beside the project."""
    if not (SHARED / "README.md").exists():
        pytest.skip("the folder ../shared is not here: real documents and gold cannot be read")
    return SHARED


@pytest.fixture(scope="session")
def demo_files() -> Path:
    """The demo's documents, registers and what is planted in them."""
    return PROJECT / "data" / "demo"


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in LOOPBACK:
            raise PermissionError(f"a test tried to reach {address}: tests stay on this machine")
        connect(self, address)  # type: ignore[arg-type]

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case by what it is given, but bytes by their parameter's name.

    Workbooks, books and archives made by a test hold the moment they were made at, so ids of their
    bytes differ between two processes and the workers refuse to share the tests.
    """
    return argname if isinstance(val, bytes) else None
