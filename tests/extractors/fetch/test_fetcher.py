from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from data.errors import CollectFault, RefusedFault
from extractors.fetch.destinations import destinations_of
from extractors.fetch.fetcher import TRIES, Fetcher
from tests.extractors.fetch.conftest import SITE, Clock
from tests.sites.server import LocalSite, serve
from tests.sites.trouble import PLAN, Trouble, http_date


def paths(site: LocalSite) -> list[str]:
    return [asked.path for asked in site.asked]


def test_an_answer_carries_what_citing_and_the_next_request_need(
    fetcher: Fetcher, site: LocalSite
) -> None:
    fetched = fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0)
    assert (fetched.content, fetched.status, fetched.media_type) == (PLAN, 200, "application/pdf")
    assert fetched.url == fetched.final_url == f"{SITE}/plan.pdf"
    assert fetched.etag == fetched.headers["etag"]
    assert {"date", "content-type"} <= set(fetched.headers)
    assert site.asked[-1].headers["user-agent"] == "imaginaries/0 (+me)"


def test_an_unchanged_document_is_not_sent_again(fetcher: Fetcher, site: LocalSite) -> None:
    first = fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0)
    again = fetcher.fetch(
        f"{SITE}/plan.pdf", delay_seconds=0, etag=first.etag, last_modified="Mon, 01 Jan 2024"
    )
    assert (again.status, again.content) == (304, None)
    assert site.asked[-1].headers["if-modified-since"] == "Mon, 01 Jan 2024"
    assert site.sent_bytes[-1] == 0


def test_a_redirected_document_is_asked_for_conditionally_where_it_lies(
    fetcher: Fetcher, site: LocalSite
) -> None:
    url = f"{SITE}/moved/to?/plan.pdf"
    first = fetcher.fetch(url, delay_seconds=0)
    assert (first.url, first.final_url, first.content) == (url, f"{SITE}/plan.pdf", PLAN)
    again = fetcher.fetch(url, delay_seconds=0, etag=first.etag, answered_by=first.final_url)
    assert again.status == 304
    at_redirect, at_target = site.asked[-2:]
    assert "if-none-match" not in at_redirect.headers
    assert at_target.headers["if-none-match"] == first.etag


def test_not_modified_without_a_condition_is_a_fault(fetcher: Fetcher) -> None:
    with pytest.raises(CollectFault, match="HTTP 304"):
        fetcher.fetch(f"{SITE}/status/304", delay_seconds=0)


@pytest.mark.parametrize("status", [401, 403, 451])
def test_a_refusal_is_told_apart_and_not_asked_again(
    fetcher: Fetcher, site: LocalSite, status: int
) -> None:
    with pytest.raises(RefusedFault) as caught:
        fetcher.fetch(f"{SITE}/status/{status}", delay_seconds=0)
    assert caught.value.http_status == status
    assert "by hand" in caught.value.next_step
    assert paths(site) == ["/robots.txt", f"/status/{status}"]


@pytest.mark.parametrize("status", [204, 206, 300, 400, 404, 410])
def test_what_no_repetition_mends_is_asked_once(
    fetcher: Fetcher, site: LocalSite, status: int
) -> None:
    with pytest.raises(CollectFault, match=f"HTTP {status}") as caught:
        fetcher.fetch(f"{SITE}/status/{status}", delay_seconds=0)
    assert caught.value.http_status == status
    assert not isinstance(caught.value, RefusedFault)
    assert len(paths(site)) == 2


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_publisher_is_given_time(fetcher: Fetcher, clock: Clock, status: int) -> None:
    fetched = fetcher.fetch(f"{SITE}/flaky/{status}/3", delay_seconds=0)
    assert fetched.content == PLAN
    assert clock.slept == [1, 2, 4]


def test_retry_after_in_seconds_is_obeyed(fetcher: Fetcher, trouble: Trouble, clock: Clock) -> None:
    trouble.retry_after = "7"
    assert fetcher.fetch(f"{SITE}/flaky/429/1", delay_seconds=0).content == PLAN
    assert clock.slept == [7]


def test_retry_after_as_a_date_is_counted_from_the_publishers_own_clock(
    open_fetcher: Callable[..., Fetcher], trouble: Trouble, clock: Clock
) -> None:
    trouble.retry_after = http_date(30)
    fetcher = open_fetcher(now=lambda: datetime(1999, 1, 1, tzinfo=UTC))
    assert fetcher.fetch(f"{SITE}/flaky/503/1", delay_seconds=0).content == PLAN
    assert clock.slept[0] == pytest.approx(30, abs=2)


def test_a_publisher_that_wants_a_long_rest_gets_it(
    fetcher: Fetcher, trouble: Trouble, site: LocalSite, clock: Clock
) -> None:
    trouble.retry_after = "3600"
    with pytest.raises(CollectFault, match="3600 seconds") as caught:
        fetcher.fetch(f"{SITE}/flaky/429/1", delay_seconds=0)
    assert caught.value.http_status == 429
    asked = len(site.asked)
    with pytest.raises(CollectFault, match="asks for no request") as refused:
        fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0)
    assert refused.value.http_status is None
    assert len(site.asked) == asked
    clock.time += 3600
    assert fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0).content == PLAN


def test_a_publisher_that_stays_broken_is_a_fault(fetcher: Fetcher, trouble: Trouble) -> None:
    with pytest.raises(CollectFault, match="HTTP 500") as caught:
        fetcher.fetch(f"{SITE}/flaky/500/99", delay_seconds=0)
    assert caught.value.http_status == 500
    assert trouble.seen["/flaky/500/99"] == TRIES


def test_requests_to_one_host_keep_their_distance(fetcher: Fetcher, clock: Clock) -> None:
    for _ in range(3):
        fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=2)
    assert clock.slept == [2, 2, 2]  # after robots.txt too


def test_hosts_do_not_wait_for_each_other(fetcher: Fetcher, clock: Clock) -> None:
    fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0)
    fetcher.fetch("http://www.tides.example/plan.pdf", delay_seconds=0)
    clock.time += 100
    fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=50)
    fetcher.fetch("http://www.tides.example/plan.pdf", delay_seconds=50)
    assert clock.slept == []


def test_threads_share_the_pace_of_a_host(fetcher: Fetcher, trouble: Trouble, clock: Clock) -> None:
    asking = [
        threading.Thread(
            target=fetcher.fetch, args=(f"{SITE}/plan.pdf",), kwargs={"delay_seconds": 2}
        )
        for _ in range(4)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(timeout=30)
    assert trouble.seen == {"/robots.txt": 1, "/plan.pdf": 4}
    assert clock.slept == [2, 2, 2, 2]


def test_nothing_outside_what_is_allowed_is_asked(fetcher: Fetcher, site: LocalSite) -> None:
    allowed = destinations_of(["tides.example"])
    for ask in (fetcher.fetch, lambda *a, **k: fetcher.stream(*a, **k).__enter__()):
        with pytest.raises(CollectFault, match="outside the declared hosts"):
            ask("http://files.tides.example/plan.pdf", delay_seconds=0, allowed=allowed)
    assert site.asked == []


def test_connections_are_used_again(fetcher: Fetcher) -> None:
    pool = fetcher._client._transport._pool  # type: ignore[attr-defined]
    fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0)
    first = list(pool.connections)
    with pytest.raises(CollectFault, match="HTTP 404"):
        fetcher.fetch(f"{SITE}/status/404", delay_seconds=0)
    fetcher.fetch(f"{SITE}/moved/to?/gzip", delay_seconds=0)
    assert len(first) == 1
    assert pool.connections == first


def test_a_declared_host_can_be_asked_elsewhere_and_keeps_its_name(
    fetcher: Fetcher, site: LocalSite
) -> None:
    fetched = fetcher.fetch("https://files.tides.example/moved/to?/plan.pdf", delay_seconds=0)
    assert fetched.final_url == "https://files.tides.example/plan.pdf"
    assert site.asked[-1].path == "/plan.pdf"


def test_a_host_that_is_not_there_is_a_fault(
    open_fetcher: Callable[..., Fetcher], clock: Clock
) -> None:
    with serve(Trouble()) as gone:
        hosts = gone.hosts("tides.example")
    with pytest.raises(CollectFault, match="cannot be reached") as caught:
        open_fetcher(hosts=hosts).fetch(f"{SITE}/plan.pdf", delay_seconds=0)
    assert caught.value.http_status is None
    assert clock.slept == [1, 2, 4]


def test_a_stream_comes_in_pieces_and_lets_go(
    open_fetcher: Callable[..., Fetcher], site: LocalSite
) -> None:
    fetcher = open_fetcher(max_bytes=10)
    with fetcher.stream(
        f"{SITE}/gzip", delay_seconds=0, allowed=destinations_of([SITE])
    ) as streamed:
        assert streamed.head.status == 200
        assert streamed.head.content is None
        assert b"".join(streamed.chunks) == PLAN * 2
    with fetcher.stream(f"{SITE}/endless", delay_seconds=0) as streamed:
        assert next(streamed.chunks)
    assert fetcher._client._transport._pool.connections == []  # type: ignore[attr-defined]


def test_a_stream_has_limits_too(open_fetcher: Callable[..., Fetcher]) -> None:
    fetcher = open_fetcher(stream_bytes=300_000)
    with (
        pytest.raises(CollectFault, match="more than 300000 bytes"),
        fetcher.stream(f"{SITE}/endless", delay_seconds=0) as streamed,
    ):
        for _ in streamed.chunks:
            pass


def test_a_stream_that_breaks_off_says_so(fetcher: Fetcher, trouble: Trouble) -> None:
    with (
        pytest.raises(CollectFault, match="broke off"),
        fetcher.stream(f"{SITE}/truncated", delay_seconds=0) as streamed,
    ):
        list(streamed.chunks)
    assert trouble.seen["/truncated"] == 1
