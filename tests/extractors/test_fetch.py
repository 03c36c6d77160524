from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from data.errors import CollectFault
from extractors.fetch import TRIES, Fetcher

URL = "http://tides.example/letters/2021.pdf"
Handler = Callable[[httpx.Request], httpx.Response]


class Publisher:
    """Answers requests from a script, and keeps what it was asked."""

    def __init__(self, *answers: httpx.Response, robots: httpx.Response | None = None) -> None:
        self.answers = list(answers)
        self.robots = robots or httpx.Response(404)
        self.asked: list[httpx.Request] = []
        self.slept: list[float] = []
        self.time = 0.0

    def handle(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return self.robots
        self.asked.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def fetcher(self, **options: object) -> Fetcher:
        client = httpx.Client(transport=httpx.MockTransport(self.handle))
        settings: dict[str, object] = {"agent": "imaginaries/0 (+me)", "max_bytes": 100, **options}
        return Fetcher(client=client, sleep=self.sleep, clock=lambda: self.time, **settings)  # type: ignore[arg-type]


def test_an_answer_carries_what_the_next_request_needs() -> None:
    headers = {"ETag": '"a1"', "Content-Type": "application/pdf; x=y"}
    publisher = Publisher(httpx.Response(200, content=b"%PDF", headers=headers))
    fetched = publisher.fetcher().fetch(URL, delay_seconds=1)
    assert (fetched.content, fetched.etag, fetched.media_type) == (
        b"%PDF",
        '"a1"',
        "application/pdf",
    )
    assert publisher.asked[0].headers["user-agent"] == "imaginaries/0 (+me)"


def test_an_unchanged_document_is_not_sent_again() -> None:
    publisher = Publisher(httpx.Response(304))
    fetched = publisher.fetcher().fetch(URL, delay_seconds=1, etag='"a1"', last_modified="Mon")
    assert fetched.content is None
    assert publisher.asked[0].headers["if-none-match"] == '"a1"'
    assert publisher.asked[0].headers["if-modified-since"] == "Mon"


def test_a_refusal_is_a_fault_and_is_not_asked_again() -> None:
    publisher = Publisher(httpx.Response(403))
    with pytest.raises(CollectFault) as caught:
        publisher.fetcher().fetch(URL, delay_seconds=1)
    assert "HTTP 403" in caught.value.reason
    assert "--corpus" in caught.value.next_step
    assert len(publisher.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_publisher_is_given_time(status: int) -> None:
    busy = httpx.Response(status, headers={"Retry-After": "7"})
    publisher = Publisher(busy, httpx.Response(200, content=b"late"))
    assert publisher.fetcher().fetch(URL, delay_seconds=1).content == b"late"
    assert publisher.slept[0] == 7


def test_a_publisher_that_stays_broken_is_a_fault() -> None:
    publisher = Publisher(httpx.Response(500))
    with pytest.raises(CollectFault, match="HTTP 500"):
        publisher.fetcher().fetch(URL, delay_seconds=0)
    assert len(publisher.asked) == TRIES


def test_requests_to_one_host_keep_their_distance() -> None:
    publisher = Publisher(httpx.Response(200, content=b"x"))
    fetcher = publisher.fetcher()
    fetcher.fetch(URL, delay_seconds=2)
    fetcher.fetch(URL, delay_seconds=2)
    assert publisher.slept == [2]


def test_robots_txt_is_obeyed_and_its_delay_kept() -> None:
    rules = b"User-agent: *\nCrawl-delay: 9\nDisallow: /private\n"
    publisher = Publisher(httpx.Response(200), robots=httpx.Response(200, content=rules))
    fetcher = publisher.fetcher()
    with pytest.raises(CollectFault, match=r"robots\.txt"):
        fetcher.fetch("http://tides.example/private/a.pdf", delay_seconds=1)
    assert publisher.asked == []
    fetcher.fetch(URL, delay_seconds=1)
    fetcher.fetch(URL, delay_seconds=1)
    assert publisher.slept == [9]


def test_a_broken_robots_txt_allows_nothing() -> None:
    publisher = Publisher(httpx.Response(200), robots=httpx.Response(500))
    with pytest.raises(CollectFault, match=r"robots\.txt"):
        publisher.fetcher().fetch(URL, delay_seconds=1)


def test_a_file_that_is_too_large_is_not_kept() -> None:
    publisher = Publisher(httpx.Response(200, content=b"x" * 101))
    with pytest.raises(CollectFault, match="more than 100 bytes"):
        publisher.fetcher().fetch(URL, delay_seconds=1)


def test_a_declared_host_can_be_asked_elsewhere() -> None:
    publisher = Publisher(httpx.Response(200, content=b"x"))
    fetcher = publisher.fetcher(hosts={"tides.example": "http://127.0.0.1:9"})
    fetched = fetcher.fetch(URL, delay_seconds=1)
    assert str(publisher.asked[0].url) == "http://127.0.0.1:9/letters/2021.pdf"
    assert fetched.url == URL


def test_a_host_that_is_not_there_is_a_fault() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    client = httpx.Client(transport=httpx.MockTransport(refuse))
    fetcher = Fetcher(client=client, agent="a", max_bytes=1, sleep=lambda seconds: None)
    with pytest.raises(CollectFault, match="cannot be reached"):
        fetcher.fetch(URL, delay_seconds=0)
