"""Reads Zotero's own data folder: `zotero.sqlite`, and the files under `storage/`.

The database is opened as a file that nobody changes, so that a running Zotero is not disturbed.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from data.errors import CollectFault
from extractors.discover.entry import language_of, plain_text
from extractors.discover.references import Attached, Places, Reference, read_date, resolve_file

DATABASE = "zotero.sqlite"

_LIVE = "itemID not in (select itemID from deletedItems)"
_ITEMS = f"""
    select itemID, key, libraryID from items join itemTypes using (itemTypeID)
    where typeName not in ('attachment', 'note', 'annotation') and {_LIVE}
    union all
    select items.itemID, key, libraryID from items
    join itemAttachments on itemAttachments.itemID = items.itemID
    where parentItemID is null and items.{_LIVE}
    order by 1
"""
_FIELDS = """
    select itemID, fieldName, value from itemData
    join fields using (fieldID) join itemDataValues using (valueID)
"""
_ATTACHMENTS = f"""
    select coalesce(parentItemID, items.itemID), items.itemID, key, linkMode, path
    from itemAttachments join items on items.itemID = itemAttachments.itemID
    where items.{_LIVE} order by items.itemID
"""
# A creator with one field is a body; one with two is a person, whose name is not read.
_BODIES = """
    select itemID, lastName from itemCreators join creators using (creatorID)
    where fieldMode = 1 order by itemID, orderIndex
"""
_TAGS = "select itemID, name from itemTags join tags using (tagID)"
_COLLECTION = """
    with recursive chosen (collectionID) as (
        select collectionID from collections where collectionName = ?
        union
        select collections.collectionID from collections
        join chosen on collections.parentCollectionID = chosen.collectionID
    )
    select itemID from collectionItems join chosen using (collectionID)
"""
_LINKED_URL = 3
_STORAGE_KEY = re.compile(r"[A-Z0-9]{8}")
_TITLES = ("title", "caseName", "nameOfAct", "subject")
_PUBLISHERS = ("publisher", "institution", "university", "legislativeBody", "websiteTitle")


@dataclass(frozen=True, slots=True)
class _Attachment:
    item: int
    key: str
    link_mode: int
    path: str | None


def read_zotero_folder(
    folder: Path, collection: str | None = None, linked_files: Path | None = None
) -> Iterator[Reference | CollectFault]:
    """The references of a Zotero data folder, without those in its bin.

    Raises:
        CollectFault: no database of Zotero's, or no collection of this name.
    """
    database = folder / DATABASE
    if not database.is_file():
        raise CollectFault(
            f"{folder} has no {DATABASE}",
            next_step="see Edit > Settings > Advanced > Files and Folders in Zotero for its folder",
        )
    try:
        with closing(
            sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            yield from list(_read_items(connection, folder, collection, linked_files))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise CollectFault(
            f"{database} cannot be read: {error}",
            next_step="close Zotero and run again, or export the library with its files",
        ) from error


def _read_items(
    connection: sqlite3.Connection, folder: Path, collection: str | None, linked: Path | None
) -> Iterator[Reference | CollectFault]:
    chosen = _items_of(connection, collection) if collection else None
    fields: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for item, name, value in connection.execute(_FIELDS):
        fields[item][name] = str(value)
    bodies: dict[int, str] = {}
    for item, name in connection.execute(_BODIES):
        bodies.setdefault(item, name)
    tags: defaultdict[int, list[str]] = defaultdict(list)
    for item, name in connection.execute(_TAGS):
        tags[item].append(name)
    attached: defaultdict[int, list[_Attachment]] = defaultdict(list)
    for parent, *rest in connection.execute(_ATTACHMENTS):
        attached[parent].append(_Attachment(*rest))
    for item, key, library in connection.execute(_ITEMS):
        if chosen is not None and item not in chosen:
            continue
        told = fields[item]
        body = next((told[name] for name in _PUBLISHERS if told.get(name)), bodies.get(item))
        urls = [told.get("url")] + [
            fields[one.item].get("url") for one in attached[item] if one.link_mode == _LINKED_URL
        ]
        try:
            files = tuple(_files_of(attached[item], Places(folder, linked), key))
        except CollectFault as fault:
            yield fault
            continue
        yield Reference(
            key=key if library == 1 else f"{library}/{key}",  # a group's keys are its own
            title=plain_text(next((told[name] for name in _TITLES if told.get(name)), "")),
            date=read_date(told.get("date", "")),
            publisher=plain_text(body or ""),
            language=language_of(told.get("language")),
            url=next(filter(None, urls), None),
            files=files,
            tags=tuple(tags[item]),
        )


def _items_of(connection: sqlite3.Connection, collection: str) -> set[int]:
    names = [row[0] for row in connection.execute("select collectionName from collections")]
    if collection not in names:
        raise CollectFault(
            f"no collection {collection!r} in the library; there are {', '.join(sorted(names))}",
            next_step="mend `collection` in the declaration",
        )
    return {row[0] for row in connection.execute(_COLLECTION, (collection,))}


def _files_of(attached: list[_Attachment], places: Places, key: str) -> Iterator[Attached]:
    for one in attached:
        if not one.path or one.link_mode == _LINKED_URL:
            continue
        kind, _, name = one.path.partition(":")
        if kind == "storage":
            if not _STORAGE_KEY.fullmatch(one.key):
                raise CollectFault(
                    f"reference {key}: its attachment has the key {one.key[:20]!r}, where Zotero "
                    "writes eight letters and digits",
                    next_step="export the library from Zotero: this copy of it has been changed",
                )
            yield resolve_file(places, f"./{name.lstrip('/')}", key, f"storage/{one.key}")
        elif kind == "attachments" and places.linked is None:
            raise CollectFault(
                f"reference {key}: the file {name.rpartition('/')[2]!r} lies in Zotero's base "
                "folder for linked files",
                next_step="name that folder as `linked_files` in the declaration",
            )
        elif kind == "attachments" and places.linked is not None:
            yield resolve_file(Places(places.linked), f"./{name.lstrip('/')}", key)
        else:
            yield resolve_file(places, one.path, key)
