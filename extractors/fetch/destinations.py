"""Where a source may be asked: its declared hosts, and redirects within their domains."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx
from tld import get_fld

from data.errors import CollectFault


@dataclass(frozen=True, slots=True)
class Destinations:
    """The hosts that a source declares; a port other than the scheme's own is part of the name."""

    hosts: frozenset[str]

    def check(self, address: httpx.URL) -> None:
        """Refuse what is not at a declared host.

        Raises:
            CollectFault: names the address and the hosts.
        """
        if place_of(address) not in self.hosts:
            raise CollectFault(
                f"{address} is outside the declared hosts ({', '.join(sorted(self.hosts))})",
                next_step="add the host to `hosts` of the declaration if it belongs to the source",
            )

    def follow(self, address: httpx.URL, location: str) -> httpx.URL:
        """Where a redirect leads, if within the declared hosts and their registered domains.

        Raises:
            CollectFault: it leads elsewhere, or is no address; names both.
        """
        target = _joined(address, location)
        is_downgrade = address.scheme == "https" and target.scheme == "http"
        if is_downgrade and address.host != target.host:
            raise CollectFault(
                f"{address} redirects to {target}: from https to http at another host",
                next_step="declare the new address if it can be trusted",
            )
        if place_of(target) in self.hosts:
            return target
        domains = {registered_domain(place) for place in self.hosts if ":" not in place}
        if target.port is not None or registered_domain(target.host) not in domains:
            raise CollectFault(
                f"{address} redirects to {target}, outside the domains of the declared hosts "
                f"({', '.join(sorted(self.hosts))})",
                next_step="add the host to `hosts` of the declaration if it belongs to the source",
            )
        return target


def destinations_of(places: Iterable[str]) -> Destinations:
    """The destinations of host names (`assets.publisher.example`) and whole addresses.

    Raises:
        CollectFault: an address that cannot be asked.
    """
    addresses = (place if "://" in place else f"https://{place}/" for place in places)
    return Destinations(frozenset(place_of(parse_address(address)) for address in addresses))


def parse_address(url: str) -> httpx.URL:
    """The address, if it is one that may be asked at all: http or https, and no credentials.

    Raises:
        CollectFault: says what is wrong with it.
    """
    step = "correct the address in the declaration, or tell the publisher of the bad link"
    try:
        address = httpx.URL(url)
        host = address.host  # read here: httpx decodes an xn-- name only when it is asked for
    except (httpx.InvalidURL, UnicodeError) as error:
        raise CollectFault(f"{url[:500]!r} is not an address: {error}", next_step=step) from error
    if address.scheme not in ("http", "https") or not host:
        raise CollectFault(f"{url!r} is not an http or https address", next_step=step)
    if address.userinfo:
        raise CollectFault(f"an address at {host} carries a user name or password", next_step=step)
    return address


def place_of(address: httpx.URL) -> str:
    """Host and port of an address; the port only where it is not the scheme's own."""
    host = address.host.lower().rstrip(".")
    return host if address.port is None else f"{host}:{address.port}"


def registered_domain(host: str) -> str:
    """The part of a host name that somebody registered, by the public suffix list.

    Numbers, single names and public suffixes themselves, such as `gov.uk`, are their own domain.
    """
    name = host.lower().rstrip(".")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        found = get_fld(f"https://{name}/", fail_silently=True)
        return found or ".".join(name.split(".")[-2:])
    return name


def _joined(address: httpx.URL, location: str) -> httpx.URL:
    try:
        target = urljoin(str(address), location)
    except ValueError as error:
        raise CollectFault(
            f"{address} redirects to {location!r}, which is not an address: {error}",
            next_step="tell the publisher of the bad redirect",
        ) from error
    return parse_address(target)
