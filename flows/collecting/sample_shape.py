"""The shape of a door's answers: what a reader relies on, whatever the answers say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import lxml.etree
import lxml.html

from data.source import Source

_LINKS = "a[href]"


@dataclass(frozen=True, slots=True)
class Shape:
    """What answers have in common: where values stand in them, and how many links they hold.

    `places` are paths such as `json results[].link` or `xml rss/channel/item/link`; `links` counts
    on each HTML page what the source's selector finds.
    """

    places: frozenset[str]
    links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShapeDifference:
    """What live answers lack of the sample's shape, and what they have beside it."""

    missing: tuple[str, ...]
    added: tuple[str, ...]
    links_shipped: tuple[int, ...]
    links_live: tuple[int, ...]

    @property
    def is_broken(self) -> bool:
        """Whether a reader written for the sample's shape will miss something.

        The selector counts as broken where it found links in the sample and finds none live.
        """
        has_lost_links = any(self.links_shipped) and not any(self.links_live)
        return bool(self.missing) or has_lost_links


def read_shape(source: Source, contents: Iterable[bytes]) -> Shape:
    """The shape of all answers together; an answer that is no JSON and no markup has none."""
    selector = getattr(source.door, "link_selector", _LINKS)
    places: set[str] = set()
    links: list[int] = []
    for content in contents:
        start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if start in (b"{", b"["):
            places.update(f"json {place}" for place in _json_places(content))
        elif _is_html(content):
            links.append(_count_links(content, selector))
        elif start == b"<":
            places.update(f"xml {place}" for place in _xml_places(content))
    return Shape(frozenset(places), tuple(links))


def compare_shapes(shipped: Shape, live: Shape) -> ShapeDifference:
    """How live answers differ from the sample's, in alphabetical order."""
    return ShapeDifference(
        missing=tuple(sorted(shipped.places - live.places)),
        added=tuple(sorted(live.places - shipped.places)),
        links_shipped=shipped.links,
        links_live=live.links,
    )


def _json_places(content: bytes) -> set[str]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return set()
    places: set[str] = set()
    todo = [("", value)]
    while todo:
        place, value = todo.pop()
        if isinstance(value, Mapping):
            for key, child in value.items():
                below = f"{place}.{key}" if place else str(key)
                places.add(below)
                todo.append((below, child))
        elif isinstance(value, list):
            todo.extend((f"{place}[]", child) for child in value)
    return places


def _is_html(content: bytes) -> bool:
    head = content[:4096].lower()
    return b"<html" in head or b"<!doctype html" in head


def _count_links(content: bytes, selector: str) -> int:
    try:
        return len(lxml.html.fromstring(content).cssselect(selector))
    except (lxml.etree.LxmlError, ValueError):
        return 0


def _xml_places(content: bytes) -> set[str]:
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = lxml.etree.fromstring(content, parser)
    except lxml.etree.XMLSyntaxError:
        return set()
    if root is None:
        return set()
    places: set[str] = set()
    todo = [("", root)]
    while todo:
        place, element = todo.pop()
        # Not QName: a parser that recovers lets names pass which that refuses.
        name = str(element.tag).rpartition("}")[2]
        below = f"{place}/{name}".lstrip("/")
        places.add(below)
        todo.extend((below, child) for child in element.iterchildren(tag=lxml.etree.Element))
    return places
