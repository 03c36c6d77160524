from __future__ import annotations

import pytest

from data.errors import CollectFault
from extractors.fetch.destinations import destinations_of, parse_address, registered_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.tides.no", "tides.no"),
        ("files.office.tides.no", "tides.no"),
        ("assets.tides.service.gov.uk", "tides.service.gov.uk"),
        ("www.gov.uk", "www.gov.uk"),
        ("gov.uk", "gov.uk"),
        ("pages.tides.gc.ca", "tides.gc.ca"),
        ("tides.github.io", "tides.github.io"),
        ("www.tides.example", "tides.example"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
    ],
)
def test_the_registered_part_of_a_host(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


@pytest.mark.parametrize(
    "url",
    [
        "http://tides.no/a",
        "https://TIDES.no./a",
        "https://tides.no:443/",
        "http://tides.no:8080/a",
        "https://files.example/x#page=3",
    ],
)
def test_declared_hosts_may_be_asked(url: str) -> None:
    allowed = destinations_of(["https://tides.no/list", "http://tides.no:8080/", "files.example"])
    allowed.check(parse_address(url))


@pytest.mark.parametrize(
    "url",
    ["https://www.tides.no/", "https://tides.no:8443/", "https://tides.no.example/"],
)
def test_other_hosts_may_not(url: str) -> None:
    with pytest.raises(CollectFault, match="outside the declared hosts"):
        destinations_of(["tides.no"]).check(parse_address(url))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://tides.no/",
        "file:///etc/passwd",
        "gopher://tides.no/",
        "http:///path",
        "tides.no/plan",
        "http://user@tides.no/",
        "http://user:word@tides.no/",
        "http://tides.no\\@other.example/",
        "http://tides.no\n/",
        "http://tides.no:port/",
        "https://xn--zzzzzzz99999.example/",
        "",
    ],
)
def test_what_is_no_address_to_ask(url: str) -> None:
    with pytest.raises(CollectFault):
        destinations_of(["tides.no"]).check(parse_address(url))


@pytest.mark.parametrize(
    ("declared", "source", "target", "is_followed"),
    [
        ("tides.no", "https://tides.no/a", "https://www.tides.no/a", True),
        ("tides.no", "http://tides.no/a", "https://tides.no/a", True),
        ("tides.no", "https://tides.no/a", "http://tides.no/a", True),
        ("tides.no", "https://tides.no/a", "http://www.tides.no/a", False),
        ("tides.no", "https://tides.no/a", "https://www.tides.no:8443/a", False),
        ("tides.no", "https://tides.no/a", "https://tides.no.other.example/a", False),
        ("www.gov.uk", "https://www.gov.uk/a", "https://other.gov.uk/a", False),
        ("tides.github.io", "https://tides.github.io/", "https://waves.github.io/", False),
        ("tides.no", "https://tides.no/a", "https://files.example/a", False),
    ],
)
def test_redirects_stay_within_registered_domains(
    declared: str, source: str, target: str, is_followed: bool
) -> None:
    allowed = destinations_of([declared])
    if is_followed:
        assert allowed.follow(parse_address(source), target) == parse_address(target)
        return
    with pytest.raises(CollectFault):
        allowed.follow(parse_address(source), target)


def test_a_redirect_to_a_name_that_cannot_be_is_a_fault() -> None:
    with pytest.raises(CollectFault, match="not an address"):
        destinations_of(["tides.no"]).follow(
            parse_address("https://tides.no/"), "https://xn--zzzzzzz99999.example/"
        )
