"""Finds documents on GOV.UK: what a search finds, collections hold, or a declaration names.

A publication is a page that attaches its documents; most other pages are documents themselves.
A text published both as an HTML page and as a file is read once, as HTML.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from data.doors.govuk import GovukDoor
from data.errors import CollectFault, PassedOverFault
from data.source import Source
from extractors.discover.door import Ask, Built, Found, document_id_of, make_ref
from extractors.discover.entry import language_of
from extractors.discover.govuk_attachments import (
    Attachment,
    find_alternatives,
    read_attachments,
)
from extractors.discover.govuk_item import (
    REGISTER_TYPE,
    Item,
    content_address,
    member_paths,
    missing_members,
    read_item,
    render_page,
    site_path,
    translation_paths,
)
from extractors.discover.govuk_search import find_links


@dataclass(slots=True)
class _Walk:
    """A walk over the site: where it goes, and what it has met."""

    source_id: str
    source: Source
    ask: Ask
    root: str
    paths: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)
    register_count: int = 0


def find_documents(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
    """Every document of the search, the collections and the publications of the door, once.

    A collection stands for what it holds, also where the search finds it. A page's translations
    are followed into the languages that the source declares. What has moved is a fault in its
    place; what is gone, is a row of a register or lies on a host that is not declared is passed
    over, which is a fault of its own kind.

    Raises:
        CollectFault: the search or a declared collection cannot be had or read; said after all
            that the others hold.
    """
    door = source.door
    assert isinstance(door, GovukDoor)
    walk = _Walk(source_id, source, ask, str(door.url).rstrip("/"))
    first_fault: CollectFault | None = None
    if door.search:
        try:
            for entry in find_links(source_id, door, ask):
                if isinstance(entry, CollectFault):
                    yield entry
                else:
                    yield from _follow(walk, *entry)
        except CollectFault as fault:
            first_fault = fault
    for path in door.collections:
        try:
            yield from _visit(walk, path, is_listing=True)
        except CollectFault as fault:
            first_fault = first_fault or fault
    for path in door.publications:
        yield from _visit(walk, path)
    if walk.register_count:
        yield PassedOverFault(
            f"source {source_id}: {walk.register_count} algorithmic transparency records are "
            "passed over: they are rows of a register of systems",
            next_step="add `reject_content_store_document_type: algorithmic_transparency_record`",
        )
    if first_fault:
        raise first_fault


def build_content(found: Found, answered: Sequence[bytes]) -> Built:
    """A file as it is; of an HTML attachment, the page of its title and body.

    Raises:
        CollectFault: the attachment is no content item, has moved, is gone or has no text.
    """
    if not found.parts:
        return Built(answered[0], found.ref.url)
    address = found.parts[0]
    item = read_item(found.ref.source_id, address, answered[0])
    return Built(_page_of(found.ref.source_id, address, item), f"{_slug(item.base_path)}.html")


def _follow(walk: _Walk, link: str, document_type: str | None) -> Iterator[Found | CollectFault]:
    path = site_path(walk.root, link)
    if path is None:
        yield PassedOverFault(
            f"source {walk.source_id}: the site lists {link}, which is on another site",
            next_step="declare a source for that site if the document belongs to the series",
        )
    elif document_type == REGISTER_TYPE:
        walk.register_count += path not in walk.paths
        walk.paths.add(path)
    else:
        yield from _visit(walk, path)


def _visit(walk: _Walk, start: str, *, is_listing: bool = False) -> Iterator[Found | CollectFault]:
    """The documents of one page; of a collection, and of those within it, those of each member."""
    pending = deque([start])
    while pending:
        path = pending.popleft()
        if path in walk.paths:
            continue
        walk.paths.add(path)
        address = content_address(walk.root, path)
        try:
            item = read_item(walk.source_id, address, walk.ask(address).read())
        except CollectFault as fault:
            if is_listing and path == start:
                raise
            yield fault
            continue
        if item.base_path != path and item.base_path in walk.paths:
            continue  # two addresses of one page
        walk.paths.add(item.base_path)
        if item.document_type == REGISTER_TYPE:
            walk.register_count += 1
        elif item.schema == "document_collection":
            yield from _open_collection(walk, item, address, pending)
        else:
            yield from _find_on_page(walk, item, address)
            pending += translation_paths(item, set(walk.source.language.split("+")))


def _open_collection(
    walk: _Walk, item: Item, address: str, pending: deque[str]
) -> Iterator[CollectFault]:
    members = member_paths(item)
    for path, document_type in members:
        if document_type != REGISTER_TYPE:
            pending.append(path)
        elif path not in walk.paths:
            walk.paths.add(path)
            walk.register_count += 1
    missing = missing_members(item)
    if missing or not members:
        what = f"{len(missing)} documents without an address" if missing else "no documents"
        yield CollectFault(
            f"source {walk.source_id}: {address}: the collection lists {what}"
            + (f", such as {missing[0]!r}" if missing else ""),
            next_step="open the collection; they may have been unpublished",
        )


def _find_on_page(walk: _Walk, item: Item, address: str) -> Iterator[Found | CollectFault]:
    attached: list[Attachment] = []
    listed = read_attachments(item, walk.root)
    for one in listed:
        if isinstance(one, Attachment) and _may_ask(walk, one):
            attached.append(one)
        else:
            yield _cannot_ask(walk, item, one)
    page = render_page(item)
    if page and not (item.schema == "publication" and listed):
        # The page of a publication only introduces what it attaches.
        yield from _once(walk, _make_page(walk, item, page))
    alternatives = find_alternatives(attached, item.locale)
    for one in attached:
        yield from _once(walk, _make_attached(walk, item, one, alternatives.get(one.key)))
    if not page and not listed:
        yield CollectFault(
            f"source {walk.source_id}: {address}: expected a text or attachments on a page of "
            f"the kind {item.schema}, found neither",
            next_step="open the page; a kind of page that is not read needs a reader",
        )


def _once(walk: _Walk, found: Found) -> Iterator[Found]:
    # A file that stands on a page and on its translation, or a page met by two ways.
    marks = {found.ref.document_id, found.ref.url}
    if not marks & walk.found:
        yield found
    walk.found |= marks


def _make_page(walk: _Walk, item: Item, page: bytes) -> Found:
    is_attachment = item.schema == "html_publication"
    ref = make_ref(
        walk.source_id,
        walk.source,
        walk.root + item.base_path,
        key=item.content_id if is_attachment else f"{item.content_id}:{item.locale}",
        title=item.title,
        publisher=item.publisher,
        year=_year(item),
        language=language_of(item.locale),
        note=_note(item, ()),
        published_on=item.published_on,
        withdrawn_on=item.withdrawn_on,
        government=item.government,
    )
    return Found(ref, content=page)


def _make_attached(walk: _Walk, item: Item, one: Attachment, alternative: str | None) -> Found:
    # What language a file is in, its text tells where the page does not say it.
    locale = one.locale or (item.locale if one.kind == "html" else None)
    page_title = (f"part of: {item.title}",) if item.title and one.title != item.title else ()
    ref = make_ref(
        walk.source_id,
        walk.source,
        one.url,
        key=one.key,
        title=one.title or item.title,
        publisher=item.publisher,
        year=_year(item),
        language=language_of(locale),
        note=_note(item, (*page_title, *one.references)),
        published_on=item.published_on,
        withdrawn_on=item.withdrawn_on,
        government=item.government,
        alternative_of=alternative and document_id_of(walk.source_id, alternative),
    )
    return Found(ref, parts=(content_address(walk.root, one.path),) if one.path else ())


def _note(item: Item, more: tuple[str, ...]) -> str:
    said = [item.document_type.replace("_", " "), *more]
    if item.updated_on and item.updated_on != item.published_on:
        said.append(f"updated {item.updated_on}")
    if item.withdrawal:
        said.append(f"withdrawn: {item.withdrawal}")
    return "; ".join(said)


def _year(item: Item) -> int | None:
    return int(item.published_on[:4]) if item.published_on else None


def _may_ask(walk: _Walk, one: Attachment) -> bool:
    if one.kind != "external":
        return True
    return urlsplit(one.url).hostname in {urlsplit(walk.root).hostname, *walk.source.hosts}


def _cannot_ask(walk: _Walk, item: Item, one: Attachment | str) -> CollectFault:
    page = walk.root + item.base_path
    if isinstance(one, str):
        return CollectFault(
            f"source {walk.source_id}: {page}: an attachment has no address that can be asked: "
            f"{one[:200]!r}",
            next_step="open the page and save the document by hand",
        )
    host = urlsplit(one.url).hostname
    return PassedOverFault(
        f"source {walk.source_id}: {page}: its attachment {one.url} is on another host",
        next_step=f"add {host} to `hosts` of {walk.source_id}.yml; where that host refuses, save "
        f"the document by hand in saved/{walk.source_id}/",
    )


def _page_of(source_id: str, address: str, item: Item) -> bytes:
    page = render_page(item)
    if page is None:
        raise CollectFault(
            f"source {source_id}: {address}: expected a text in details.body, found none",
            next_step="open the page; its text may be in a file only",
        )
    return page


def _slug(path: str) -> str:
    return PurePosixPath(path).name or "page"
