"""A troublesome publisher, and fetchers whose clock moves only when they sleep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from extractors.fetch.fetcher import Fetcher
from tests.sites.server import LocalSite, serve
from tests.sites.trouble import Trouble

HOST = "tides.example"
SITE = f"http://{HOST}"


@dataclass
class Clock:
    """Time that passes in sleep alone."""

    time: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def trouble() -> Trouble:
    return Trouble()


@pytest.fixture
def site(trouble: Trouble) -> Iterator[LocalSite]:
    with serve(trouble) as local:
        yield local


@pytest.fixture
def open_fetcher(site: LocalSite, clock: Clock) -> Iterator[Callable[..., Fetcher]]:
    opened: list[Fetcher] = []

    def build(**options: object) -> Fetcher:
        settings: dict[str, object] = {
            "agent": "imaginaries/0 (+me)",
            "max_bytes": 1_000_000,
            "hosts": site.hosts(HOST, "www.tides.example", "files.tides.example"),
            "sleep": clock.sleep,
            "clock": clock,
            **options,
        }
        opened.append(Fetcher(**settings))  # type: ignore[arg-type]
        return opened[-1]

    yield build
    for fetcher in opened:
        fetcher.close()


@pytest.fixture
def fetcher(open_fetcher: Callable[..., Fetcher]) -> Fetcher:
    return open_fetcher()
