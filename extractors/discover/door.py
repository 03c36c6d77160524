"""What every door has in common: it asks addresses, and finds documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from data.ids import content_id
from data.records import DocumentRef
from data.source import Source


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer to one request; `read` gives its bytes, also where they have not changed."""

    url: str
    final_url: str
    media_type: str | None
    is_unchanged: bool
    read: Callable[[], bytes]


class Ask(Protocol):
    """Asks a publisher, or the archive where the run is offline.

    Both raise CollectFault: refused, not there, too large, outside the source's hosts, or not in
    the archive.
    """

    def __call__(self, url: str) -> Answer:
        """Ask one address and keep what it says."""
        ...

    def stream(self, url: str) -> AbstractContextManager[Iterator[bytes]]:
        """The bytes of an address as they come, for what is too large to keep."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a door lists, and where its bytes are.

    They are those of `file` or `content` if given, else of the addresses `parts` in their order,
    else of `ref.url`. More than one part, or a door of its own mind, needs the door's
    `build_content`.
    """

    ref: DocumentRef
    parts: tuple[str, ...] = ()
    content: bytes | None = None
    file: Path | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """What has to be asked for the document's bytes."""
        if self.content is not None or self.file is not None:
            return ()
        return self.parts or (self.ref.url,)


@dataclass(frozen=True, slots=True)
class Built:
    """A document's bytes made of what its addresses answered, and a name with a telling suffix."""

    content: bytes
    name: str


def make_ref(  # noqa: PLR0913 - what a listing may say of a document
    source_id: str,
    source: Source,
    url: str,
    *,
    key: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    year: int | None = None,
    language: str | None = None,
    note: str | None = None,
    published_on: str | None = None,
    withdrawn_on: str | None = None,
    government: str | None = None,
    alternative_of: str | None = None,
) -> DocumentRef:
    """A reference with what the source declares where the listing says nothing.

    The document's identity is its `key` at the publisher, if it has one, else its address: so a
    document that moves stays itself.
    """
    return DocumentRef(
        document_id=document_id_of(source_id, key or url),
        source_id=source_id,
        url=url,
        title=title,
        publisher=publisher or source.publisher,
        country=source.country,
        kind=source.kind,
        year=year,
        language=language,
        licence=source.licence,
        note=note,
        is_excerpt=False,
        key=key,
        published_on=published_on,
        withdrawn_on=withdrawn_on,
        government=government,
        alternative_of=alternative_of,
    )


def document_id_of(source_id: str, key: str) -> str:
    """The identity of the document that a source knows by this key or address."""
    return content_id("document", source_id, key)
