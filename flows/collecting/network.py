"""The way to the publishers: which hosts a declaration names, and who asks them."""

from __future__ import annotations

import difflib
import ipaddress
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from urllib.parse import urlsplit

from pydantic import HttpUrl

from data.doors.wayback import WaybackDoor
from data.errors import StoppedError, UsageError
from data.register import Register
from data.source import Source, load_sources
from extractors.fetch.destinations import Destinations, destinations_of
from extractors.fetch.fetcher import Fetcher
from flows.scope import Scope


def chosen_sources(scope: Scope) -> dict[str, Source]:
    """The declared sources, or those of them that were asked for.

    Raises:
        UsageError: an id that no declaration has, or sources and a folder at once.
    """
    if scope.sources and scope.has_folders:
        raise UsageError("--source is for declared sources: leave it out with --corpus")
    declared = load_sources(scope.declarations / "sources")
    for source_id in scope.sources:
        if source_id not in declared:
            raise UsageError(f"no source {source_id!r} is declared{_nearest(source_id, declared)}")
    return {key: declared[key] for key in scope.sources or declared}


def check_hosts(scope: Scope, registers: Iterable[Register]) -> None:
    """Refuse a host to be asked elsewhere that nothing declared would ask.

    Raises:
        UsageError: names it; its requests would else go to the live publisher unnoticed.
    """
    sources = load_sources(scope.declarations / "sources").values()
    places = {place for source in sources for place in allowed_places(source).hosts}
    places |= destinations_of(str(register.url) for register in registers).hosts
    for host in scope.hosts:
        if host not in places:
            raise UsageError(f"--host {host}: nothing declared asks it{_nearest(host, places)}")


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=3)
    return f"; did you mean {' or '.join(near)}?" if near else ": see data/sources"


def find_addresses(source: Source) -> Iterator[str]:
    """The addresses that the source's door names.

    The pages whose past versions the Internet Archive is asked for are not asked themselves.
    """
    door = source.door
    if isinstance(door, WaybackDoor):
        yield str(door.url)
        return
    for name in type(door).model_fields:
        value = getattr(door, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, HttpUrl):
                yield str(one)


def allowed_places(source: Source) -> Destinations:
    """Where requests for the source may go: the hosts of its door, and those it declares."""
    return destinations_of([*find_addresses(source), *source.hosts])


def agent_of(contact: str | None) -> str:
    """How the product names itself to publishers, and whom they can write to."""
    told = contact or "asks only this machine"
    return f"imaginaries/{version('imaginaries')} (+{told})"


@contextmanager
def open_fetcher(scope: Scope, places: Iterable[str], stop: threading.Event) -> Iterator[Fetcher]:
    """A fetcher that names itself and whom to write to; setting `stop` wakes it from its pauses.

    Raises:
        UsageError: no contact is set, and some of the places that would be asked are elsewhere.
    """
    settings = scope.settings()
    contact = scope.contact or settings.contact
    elsewhere = sorted({place for place in places if not is_on_this_machine(place, scope.hosts)})
    if contact is None and elsewhere:
        more = f" and {len(elsewhere) - 1} more" if len(elsewhere) > 1 else ""
        raise UsageError(
            f"{elsewhere[0]}{more} would be asked, and publishers want to know who asks: set "
            "IMAGINARIES_CONTACT to a web or mail address, collect a folder with --corpus, or "
            "work from the archive with --offline"
        )

    def rest(seconds: float) -> None:
        if stop.wait(seconds):
            raise StoppedError("the collection was broken off")

    with Fetcher(
        agent=agent_of(contact), max_bytes=settings.max_file_bytes, hosts=scope.hosts, sleep=rest
    ) as fetcher:
        yield fetcher


def is_on_this_machine(place: str, hosts: dict[str, str]) -> bool:
    """Whether requests for this host (and port) end at the loopback address."""
    if place not in hosts:
        return False
    name = urlsplit(hosts[place]).hostname or ""
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
