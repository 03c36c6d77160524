"""The doors by the name that declarations give them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.errors import CollectFault
from data.source import Source
from extractors.discover import (
    canada_letters,
    folder,
    govuk,
    kudos,
    listing,
    regeringen,
    regjeringen,
    statsliggaren,
    wayback,
    zotero,
)
from extractors.discover.door import Ask, Built, Found

FindDocuments = Callable[[str, Source, Ask], Iterator[Found | CollectFault]]
BuildContent = Callable[[Found, Sequence[bytes]], Built]


@dataclass(frozen=True, slots=True)
class DoorReader:
    """How the documents behind a kind of door are found, and how their bytes are put together."""

    find_documents: FindDocuments
    build_content: BuildContent | None = None


DOORS: Mapping[str, DoorReader] = {
    "canada_letters": DoorReader(canada_letters.find_documents),
    "folder": DoorReader(folder.find_documents),
    "govuk": DoorReader(govuk.find_documents, govuk.build_content),
    "kudos": DoorReader(kudos.find_documents),
    "listing": DoorReader(listing.find_documents, listing.build_content),
    "regeringen": DoorReader(regeringen.find_documents),
    "regjeringen": DoorReader(regjeringen.find_documents, regjeringen.build_content),
    "statsliggaren": DoorReader(statsliggaren.find_documents),
    "wayback": DoorReader(wayback.find_documents),
    "zotero": DoorReader(zotero.find_documents),
}


def find_documents(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
    """Every document that the source lists, once; what one entry hides is a fault in its place.

    Raises:
        CollectFault: the listing itself cannot be had or read; nothing is known then.
    """
    yield from DOORS[source.door.adapter].find_documents(source_id, source, ask)


def build_content(source: Source, found: Found, answered: Sequence[bytes]) -> Built:
    """The document's bytes from what its addresses answered, in the order of those."""
    builder = DOORS[source.door.adapter].build_content
    if builder is None:
        return Built(answered[0], found.addresses[0])
    return builder(found, answered)
