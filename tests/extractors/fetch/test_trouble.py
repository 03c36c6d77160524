"""Every bad answer of the troublesome publisher, and what is said of it."""

from __future__ import annotations

import pickle
import time
import tracemalloc
from collections.abc import Callable

import pytest

from data.errors import CollectFault, RefusedFault
from extractors.fetch.destinations import Destinations, destinations_of
from extractors.fetch.fetcher import TRIES, Fetcher
from tests.extractors.fetch.conftest import SITE
from tests.sites.server import LocalSite
from tests.sites.trouble import LATIN_1, PLAN, Trouble, http_date

MEBIBYTE = 1024 * 1024


def test_a_redirect_within_the_domain_is_followed(fetcher: Fetcher) -> None:
    url = f"{SITE}/moved/to?http://files.tides.example/plan.pdf"
    fetched = fetcher.fetch(url, delay_seconds=0)
    assert (fetched.content, fetched.final_url) == (PLAN, "http://files.tides.example/plan.pdf")


@pytest.mark.parametrize(
    "target",
    [
        "http://other.example/plan.pdf",
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:22/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://localhost/",
        "http://tides.example:22/",
        "//other.example/plan.pdf",
    ],
)
def test_a_redirect_that_leaves_the_domain_is_not_followed(
    fetcher: Fetcher, site: LocalSite, target: str
) -> None:
    with pytest.raises(CollectFault, match="outside the domains") as caught:
        fetcher.fetch(f"{SITE}/moved/to?{target}", delay_seconds=0)
    assert "hosts" in caught.value.next_step
    assert caught.value.http_status == 302
    assert len(site.asked) == 2


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://tides.example/a", "http://[x/"])
def test_a_redirect_to_what_is_no_web_address_is_a_fault(fetcher: Fetcher, target: str) -> None:
    with pytest.raises(CollectFault, match="address"):
        fetcher.fetch(f"{SITE}/moved/to?{target}", delay_seconds=0)


def test_a_redirect_with_a_password_is_a_fault_that_does_not_repeat_it(fetcher: Fetcher) -> None:
    with pytest.raises(CollectFault, match="user name or password") as caught:
        fetcher.fetch(f"{SITE}/moved/to?http://me:secret@tides.example/", delay_seconds=0)
    assert "secret" not in caught.value.reason


def test_a_redirect_to_the_twins_own_other_port_is_refused(
    fetcher: Fetcher, site: LocalSite
) -> None:
    """Even where the twin's address is declared: it is open at the one port that was given."""
    allowed = Destinations(destinations_of([SITE]).hosts | {"127.0.0.1:9"})
    with pytest.raises(CollectFault, match="a loopback address"):
        fetcher.fetch(f"{SITE}/moved/to?http://127.0.0.1:9/", delay_seconds=0, allowed=allowed)


def test_five_redirects_are_followed_and_no_more(fetcher: Fetcher) -> None:
    assert fetcher.fetch(f"{SITE}/steps/5", delay_seconds=0).content == PLAN
    with pytest.raises(CollectFault, match="more than 5 times"):
        fetcher.fetch(f"{SITE}/steps/6", delay_seconds=0)


def test_a_circle_of_redirects_is_called_one(fetcher: Fetcher, trouble: Trouble) -> None:
    with pytest.raises(CollectFault, match="in a circle") as caught:
        fetcher.fetch(f"{SITE}/circle", delay_seconds=0)
    assert caught.value.http_status == 302
    assert trouble.seen["/circle"] == 1


@pytest.mark.parametrize("path", ["drip", "drip-head", "endless"])
def test_an_answer_that_takes_too_long_is_given_up(
    open_fetcher: Callable[..., Fetcher], trouble: Trouble, path: str
) -> None:
    fetcher = open_fetcher(seconds=0.4, max_bytes=10**12)
    began = time.monotonic()
    with pytest.raises(CollectFault, match=r"longer than 0\.4 seconds in all"):
        fetcher.fetch(f"{SITE}/{path}", delay_seconds=0)
    assert time.monotonic() - began < 3
    assert trouble.seen[f"/{path}"] == 1


def test_an_answer_without_end_stops_at_the_limit(fetcher: Fetcher) -> None:
    with pytest.raises(CollectFault, match="more than 1000000 bytes") as caught:
        fetcher.fetch(f"{SITE}/endless", delay_seconds=0)
    assert "IMAGINARIES_MAX_FILE_MB" in caught.value.next_step


def test_three_gigabytes_are_refused_by_their_announcement(
    open_fetcher: Callable[..., Fetcher],
) -> None:
    fetcher = open_fetcher(max_bytes=200 * MEBIBYTE)
    with pytest.raises(CollectFault, match="holds 3221225472 bytes") as caught:
        fetcher.fetch(f"{SITE}/huge", delay_seconds=0)
    assert caught.value.http_status == 200


def test_a_gzip_bomb_stops_at_the_limit_and_takes_no_memory(
    open_fetcher: Callable[..., Fetcher],
) -> None:
    fetcher = open_fetcher(max_bytes=4 * MEBIBYTE)
    tracemalloc.start()
    try:
        with pytest.raises(CollectFault, match="more than 4194304 bytes"):
            fetcher.fetch(f"{SITE}/bomb", delay_seconds=0)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 * MEBIBYTE


def test_a_gzip_bomb_below_the_limit_is_told_by_its_ratio(
    open_fetcher: Callable[..., Fetcher],
) -> None:
    fetcher = open_fetcher(max_bytes=10**12)
    with pytest.raises(CollectFault, match="swells from"):
        fetcher.fetch(f"{SITE}/bomb", delay_seconds=0)


@pytest.mark.parametrize(
    ("path", "content"), [("gzip", PLAN * 2), ("deflate", PLAN), ("bare-deflate", PLAN)]
)
def test_compression_is_undone(fetcher: Fetcher, path: str, content: bytes) -> None:
    assert fetcher.fetch(f"{SITE}/{path}", delay_seconds=0).content == content


def test_a_compression_that_was_not_asked_for_is_a_fault(fetcher: Fetcher) -> None:
    with pytest.raises(CollectFault, match="'br'"):
        fetcher.fetch(f"{SITE}/brotli", delay_seconds=0)


@pytest.mark.parametrize("path", ["truncated", "truncated-gzip", "damaged-gzip"])
def test_a_body_that_breaks_off_is_asked_for_again_and_then_a_fault(
    fetcher: Fetcher, trouble: Trouble, path: str
) -> None:
    with pytest.raises(CollectFault, match="broke off") as caught:
        fetcher.fetch(f"{SITE}/{path}", delay_seconds=0)
    assert trouble.seen[f"/{path}"] == TRIES
    assert caught.value.http_status == 200


def test_a_publisher_that_hangs_up_is_asked_again(fetcher: Fetcher, trouble: Trouble) -> None:
    with pytest.raises(CollectFault, match="cannot be reached"):
        fetcher.fetch(f"{SITE}/hangs-up", delay_seconds=0)
    assert trouble.seen["/hangs-up"] == TRIES


def test_a_megabyte_of_headers_is_a_fault(fetcher: Fetcher, trouble: Trouble) -> None:
    with pytest.raises(CollectFault, match="more headers"):
        fetcher.fetch(f"{SITE}/headers", delay_seconds=0)
    assert trouble.seen["/headers"] == 1


def test_a_good_status_does_not_make_an_error_page_good(fetcher: Fetcher) -> None:
    with pytest.raises(CollectFault, match='"Page not found"') as caught:
        fetcher.fetch(f"{SITE}/not-found-page", delay_seconds=0)
    assert caught.value.http_status == 200
    assert not isinstance(caught.value, RefusedFault)


def test_a_wall_is_a_refusal(fetcher: Fetcher) -> None:
    with pytest.raises(RefusedFault, match="Just a moment"):
        fetcher.fetch(f"{SITE}/wall", delay_seconds=0)


def test_a_web_page_in_place_of_a_file_is_a_fault(fetcher: Fetcher) -> None:
    with pytest.raises(CollectFault, match=r"ending in \.pdf"):
        fetcher.fetch(f"{SITE}/gone.pdf", delay_seconds=0)


def test_a_file_with_the_wrong_label_is_kept_as_it_is(fetcher: Fetcher) -> None:
    fetched = fetcher.fetch(f"{SITE}/mislabelled.pdf", delay_seconds=0)
    assert (fetched.content, fetched.media_type) == (PLAN, "text/html")


def test_latin_1_without_a_charset_keeps_its_bytes(fetcher: Fetcher) -> None:
    assert fetcher.fetch(f"{SITE}/latin-1", delay_seconds=0).content == LATIN_1


def test_an_answer_without_etag_or_type_is_an_answer(fetcher: Fetcher) -> None:
    fetched = fetcher.fetch(f"{SITE}/undated", delay_seconds=0)
    assert (fetched.content, fetched.etag, fetched.media_type) == (PLAN, None, None)


def test_a_date_in_the_past_means_no_waiting(fetcher: Fetcher, trouble: Trouble) -> None:
    trouble.retry_after = http_date(-100)
    assert fetcher.fetch(f"{SITE}/flaky/503/1", delay_seconds=0).content == PLAN


def test_a_fault_crosses_processes_whole() -> None:
    fault = RefusedFault("no", next_step="ask", http_status=403)
    again = pickle.loads(pickle.dumps(fault))
    assert type(again) is RefusedFault
    assert (again.reason, again.next_step, again.http_status) == ("no", "ask", 403)
