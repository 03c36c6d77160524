from __future__ import annotations

import pytest

from data.errors import CollectFault, RefusedFault
from extractors.fetch.fetcher import TRIES, Fetcher
from tests.extractors.fetch.conftest import SITE, Clock
from tests.sites.server import LocalSite, Reply
from tests.sites.trouble import PLAN, Trouble


def paths(site: LocalSite) -> list[str]:
    return [asked.path for asked in site.asked]


def test_robots_txt_is_obeyed_and_its_delay_kept(
    fetcher: Fetcher, trouble: Trouble, site: LocalSite, clock: Clock
) -> None:
    trouble.robots = Reply(b"User-agent: *\nCrawl-delay: 9\nDisallow: /status\n")
    with pytest.raises(RefusedFault, match=r"robots\.txt of http://tides\.example") as caught:
        fetcher.fetch(f"{SITE}/status/200", delay_seconds=1)
    assert caught.value.http_status is None
    assert paths(site) == ["/robots.txt"]
    fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=1)
    assert clock.slept == [9]


def test_robots_txt_may_name_this_program_and_a_rate(
    fetcher: Fetcher, trouble: Trouble, clock: Clock
) -> None:
    trouble.robots = Reply(
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\n"
        b"User-agent: Imaginaries\nRequest-rate: 1/5s\nAllow: /\n"
    )
    assert fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0).content == PLAN
    assert clock.slept == [5]


def test_a_redirect_obeys_the_robots_txt_where_it_leads(
    fetcher: Fetcher, trouble: Trouble, site: LocalSite
) -> None:
    trouble.robots = Reply(b"User-agent: *\nDisallow: /plan.pdf\n")
    with pytest.raises(RefusedFault, match=r"robots\.txt of http://www\.tides\.example"):
        fetcher.fetch(f"{SITE}/moved/to?http://www.tides.example/plan.pdf", delay_seconds=0)
    assert "/plan.pdf" not in paths(site)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_a_robots_txt_all_is_allowed(
    fetcher: Fetcher, trouble: Trouble, status: int
) -> None:
    trouble.robots = Reply(b"no", status)
    assert fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0).content == PLAN


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_txt_that_cannot_be_had_allows_nothing(
    fetcher: Fetcher, trouble: Trouble, site: LocalSite, clock: Clock, status: int
) -> None:
    trouble.robots = Reply(b"no", status)
    for _ in range(2):
        with pytest.raises(CollectFault, match=r"robots\.txt .* cannot be read"):
            fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0)
    assert paths(site) == ["/robots.txt"] * TRIES  # the second time from memory
    trouble.robots = Reply(b"")
    clock.time += 301
    assert fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0).content == PLAN


def test_a_long_robots_txt_is_read_in_part(fetcher: Fetcher, trouble: Trouble) -> None:
    rules = b"User-agent: *\nDisallow: /status\n" + b"# padding\n" * 100_000
    trouble.robots = Reply(rules + b"Disallow: /plan.pdf\n")
    assert fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0).content == PLAN
    with pytest.raises(RefusedFault):
        fetcher.fetch(f"{SITE}/status/200", delay_seconds=0)


@pytest.mark.parametrize("rule", [b"Crawl-delay: 1e12", b"Crawl-delay: 121", b"Request-rate: 1/9h"])
def test_a_delay_beyond_what_a_run_waits_is_a_fault(
    fetcher: Fetcher, trouble: Trouble, site: LocalSite, clock: Clock, rule: bytes
) -> None:
    trouble.robots = Reply(b"User-agent: *\n" + rule + b"\n")
    with pytest.raises(CollectFault, match="seconds between requests"):
        fetcher.fetch(f"{SITE}/plan.pdf", delay_seconds=0)
    assert (paths(site), clock.slept) == (["/robots.txt"], [])


def test_a_redirect_to_a_name_that_cannot_be_is_a_fault_and_not_tried_again(
    fetcher: Fetcher, site: LocalSite
) -> None:
    with pytest.raises(CollectFault, match="redirect"):
        fetcher.fetch(f"{SITE}/moved/to?https://xn--zzzzzzz99999.example/", delay_seconds=0)
    assert len(paths(site)) == 2  # robots.txt and the page
