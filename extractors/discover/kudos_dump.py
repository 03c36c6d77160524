"""Kudos' whole database as a dump: its tables told by their columns, its texts by page.

The table of documents is known from public code that reads the dump; names and columns of the
others are not, so a table is what its columns make it, in several plausible spellings.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.doors.kudos import KudosDoor
from data.errors import CollectFault
from data.source import Source
from extractors.discover.door import Found
from extractors.discover.dump_rows import DumpRow, read_dump
from extractors.discover.dump_texts import DumpTexts, owner_of
from extractors.discover.kudos_rows import (
    KudosDocument,
    KudosFile,
    find_files,
    pick_publisher,
    read_date,
    read_language,
)

_DOCUMENT = ("document_id", "documents_id", "dokument_id", "doc_id")
_BODY = ("actor_id", "body_id", "organisation_id", "organization_id", "entity_id")
_BODY_NUMBER = ("org_number", "organization_number", "organisation_number", "orgnr", "org_nr")
_ROLE = ("role", "actor_role", "relation", "relation_type", "type")
_FILE = ("file_id", "document_file_id")
_FILE_NAME = ("filename", "file_name", "original_filename", "name")
_MEDIA_TYPE = ("mimetype", "mime_type", "media_type")
_PAGE = ("page", "page_number", "page_no", "page_num")
_TEXT = ("plaintext", "text", "content", "contents", "body")
_YEAR = ("concerned_year", "year")
_TO_YEAR = ("concerned_year_to",)
_FROM_YEAR = ("concerned_year_from", *_YEAR)
_GONE = ("kudos_unpublished_at", "deleted_at", "redirect_to_id")
"""Filled where the library no longer shows a document, or shows another in its place."""

_ROLE_WORDS = (
    ("recipient", ("recipient", "mottaker")),
    ("publishers", ("publish", "utgiver")),
    ("owners", ("owner", "eier", "sender")),
    ("authoring_actors", ("author", "forfatter")),
)
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class _Dumped:
    """What the dump holds beside texts, by its own ids."""

    documents: dict[bytes, KudosDocument] = field(default_factory=dict)
    bodies: dict[bytes, tuple[str, str]] = field(default_factory=dict)
    """Name and organisation number."""
    links: dict[bytes, list[tuple[bytes, str]]] = field(default_factory=lambda: defaultdict(list))
    """Of a document: bodies and their roles."""
    files: dict[bytes, dict[bytes, KudosFile]] = field(default_factory=lambda: defaultdict(dict))
    years: dict[bytes, list[int]] = field(default_factory=lambda: defaultdict(list))
    tables: dict[str, str] = field(default_factory=dict)


def find_dumped(
    source_id: str, source: Source, door: KudosDoor, chunks: Iterable[bytes]
) -> Iterator[Found | CollectFault]:
    """The documents of the dump that the door declares, as its API would list them.

    A file's content is its text in the dump, pages divided by form feeds; one that has no text
    there is asked at its own address. Tables stand in any order, so texts wait in a file on disk.
    A document with a text that is too large or breaks off is a fault in its place.

    Raises:
        CollectFault: the dump is damaged, or has no documents or bodies in a form known here.
    """
    with (
        tempfile.TemporaryDirectory(prefix="imaginaries-") as folder,
        DumpTexts(Path(folder)) as texts,
    ):
        dumped = _Dumped()
        for row in read_dump(chunks, lambda table, columns: _is_wanted(dumped, table, columns)):
            _READERS[dumped.tables[row.table]](dumped, texts, door, row)
        _check_tables(dumped, door)
        for key, document in dumped.documents.items():
            complete = _complete(dumped, key, document)
            if _is_selected(dumped, key, complete, door):
                try:
                    held = texts.of_document(key, complete, dumped.files[key])
                except CollectFault as fault:
                    yield fault
                    continue
                yield from find_files(source_id, source, complete, str(door.url), held)


def _is_wanted(dumped: _Dumped, table: str, columns: tuple[str, ...]) -> bool:
    if table not in dumped.tables:
        dumped.tables[table] = _kind_of_table(set(columns))
    return bool(dumped.tables[table])


def _kind_of_table(columns: set[str]) -> str:
    """What a table holds, by its columns; nothing where it does not matter."""
    if {"id", "uuid", "title", "type"} <= columns:
        return "documents"
    if {"id", "name"} <= columns and columns.intersection(_BODY_NUMBER):
        return "bodies"
    has_document = bool(columns.intersection(_DOCUMENT))
    if has_document and columns.intersection(_BODY):
        return "links"
    if has_document and {"id", "uuid"} <= columns and columns & {*_FILE_NAME, *_MEDIA_TYPE}:
        return "files"
    if (has_document or columns.intersection(_FILE)) and columns.intersection(_TEXT):
        return "texts" if columns.intersection((*_PAGE, _TEXT[0])) else ""
    return "years" if has_document and columns.intersection(_YEAR) else ""


def _check_tables(dumped: _Dumped, door: KudosDoor) -> None:
    needed = {"documents", "bodies", "links"} if door.bodies else {"documents"}
    missing = needed.difference(dumped.tables.values())
    if missing:
        raise CollectFault(
            f"the dump at {door.url} has no table that looks like {', '.join(sorted(missing))}; "
            f"its tables with rows are {', '.join(sorted(dumped.tables)) or 'none'}",
            next_step="compare its columns with the spellings in the door's module",
        )


def _read_document(dumped: _Dumped, texts: DumpTexts, door: KudosDoor, row: DumpRow) -> None:
    values = row.values
    is_shown = values.get("kudos_published_at", b"") is not None
    if not is_shown or any(values.get(name) not in (None, b"", b"0") for name in _GONE):
        return
    if _text(row, "type").casefold() != door.type.casefold():
        return
    key, from_year = values["id"], _number(row, *_FROM_YEAR)
    if key is None or not _text(row, "uuid"):
        return
    dumped.documents[key] = KudosDocument(
        uuid=_text(row, "uuid").lower(),
        title=_text(row, "title"),
        language=read_language(_text(row, "language")),
        published_on=read_date(_text(row, "published_at", "publish_date")),
        from_year=from_year,
        to_year=_number(row, *_TO_YEAR) or from_year,
    )
    text = _value(row, *_TEXT)
    if text:
        texts.add(owner_of("whole", key), 0, text)


def _read_body(dumped: _Dumped, texts: DumpTexts, door: KudosDoor, row: DumpRow) -> None:
    dumped.bodies[row.values["id"] or b""] = (_text(row, "name"), _text(row, *_BODY_NUMBER))


def _read_link(dumped: _Dumped, texts: DumpTexts, door: KudosDoor, row: DumpRow) -> None:
    said = f"{_text(row, *_ROLE)} {row.table}".casefold()
    role = next(
        (role for role, words in _ROLE_WORDS if any(word in said for word in words)), "other"
    )
    body = _value(row, *_BODY) or b""
    dumped.links[_value(row, *_DOCUMENT) or b""].append((body, role))


def _read_file(dumped: _Dumped, texts: DumpTexts, door: KudosDoor, row: DumpRow) -> None:
    dumped.files[_value(row, *_DOCUMENT) or b""][row.values["id"] or b""] = KudosFile(
        uuid=_text(row, "uuid").lower(),
        name=_text(row, *_FILE_NAME) or None,
        description=_text(row, "description", "title") or None,
        is_main=bool(_number(row, "is_primary", "is_main")),
    )


def _read_text(dumped: _Dumped, texts: DumpTexts, door: KudosDoor, row: DumpRow) -> None:
    content = _value(row, *_TEXT)
    document, file = _value(row, *_DOCUMENT), _value(row, *_FILE)
    may_be_ours = document is None or "documents" not in dumped.tables.values()
    if content and (may_be_ours or document in dumped.documents):
        owner = (
            owner_of("file", file) if file is not None else owner_of("document", document or b"")
        )
        texts.add(owner, _number(row, *_PAGE) or 0, content)


def _read_year(dumped: _Dumped, texts: DumpTexts, door: KudosDoor, row: DumpRow) -> None:
    year = _number(row, *_YEAR)
    if year:
        dumped.years[_value(row, *_DOCUMENT) or b""].append(year)


_READERS = {
    "documents": _read_document,
    "bodies": _read_body,
    "links": _read_link,
    "files": _read_file,
    "texts": _read_text,
    "years": _read_year,
}


def _complete(dumped: _Dumped, key: bytes, document: KudosDocument) -> KudosDocument:
    """The document with what other tables say of it."""
    names: dict[str, list[str]] = defaultdict(list)
    for body, role in dumped.links.get(key, ()):
        if body in dumped.bodies:
            names[role].append(dumped.bodies[body][0])
    issuers = [names[role] for role in ("publishers", "owners", "authoring_actors")]
    years = dumped.years.get(key) or [year for year in (document.from_year,) if year]
    return replace(
        document,
        publisher=pick_publisher(issuers),
        recipients=tuple(sorted(names["recipient"])),
        files=tuple(dumped.files.get(key, {}).values()),
        from_year=document.from_year or min(years, default=None),
        to_year=document.to_year or max(years, default=None),
    )


def _is_selected(dumped: _Dumped, key: bytes, document: KudosDocument, door: KudosDoor) -> bool:
    """Whether the API's filters would let the document through."""
    numbers = {dumped.bodies.get(body, ("", ""))[1] for body, _ in dumped.links.get(key, ())}
    if door.bodies and not numbers.intersection(door.bodies):
        return False
    if door.from_year is None and door.to_year is None:
        return True
    if document.from_year is None or document.to_year is None:
        return False
    is_late_enough = door.from_year is None or document.to_year >= door.from_year
    return is_late_enough and (door.to_year is None or document.from_year <= door.to_year)


def _value(row: DumpRow, *names: str) -> bytes | None:
    return next((row.values[name] for name in names if row.values.get(name) is not None), None)


def _text(row: DumpRow, *names: str) -> str:
    return (_value(row, *names) or b"").decode(errors="replace").strip()


def _number(row: DumpRow, *names: str) -> int | None:
    said = _text(row, *names)
    # Numbers beyond these are no year, page or mark, and may be too long to be read at all.
    return int(said) or None if said.isdecimal() and len(said) <= _MOST_DIGITS else None
