"""Finds the documents of a folder on disk, with or without a manifest."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from data.country import country_code
from data.doors.folder import FolderDoor
from data.errors import CollectFault, UsageError
from data.ids import content_id
from data.records import DOCUMENT_KINDS, DocumentRef
from data.source import Source
from extractors.discover.door import Ask, Found, document_id_of

MANIFEST = "MANIFEST.tsv"
SOURCE_ID = "corpus"
UNKNOWN_COUNTRY = "ZZ"
DOCUMENT_SUFFIXES = (
    ".pdf", ".html", ".htm", ".xhtml", ".docx", ".epub", ".xml", ".zip", ".md", ".txt", ".csv",
)  # fmt: skip

_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_LANGUAGE = re.compile(r"[a-z]{2}(\+[a-z]{2})*")
_EXCERPT = re.compile(r"\bexcerpts?\b", re.IGNORECASE)
_BODY = re.compile(r"\bbody:\s*(.+)$")
_WEB_ADDRESS = re.compile(r"https?://\S+")
_REPOSITORY = re.compile(r"^github:(?P<repository>[^/\s]+/[^:\s]+):(?P<path>.+)$")


@dataclass(frozen=True, slots=True)
class FolderDocument:
    """A document of a folder: where its file is, and what is known of it."""

    path: Path
    ref: DocumentRef


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of every document of a folder beforehand; folder names are no hint then."""

    country: str
    kind: str


def find_documents(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
    """The files of a declared folder, each once; what a manifest says goes before the declaration.

    A file is known by its path in the folder, so that the folder may move.

    Raises:
        CollectFault: the folder is not there, or its manifest cannot be read.
    """
    assert isinstance(source.door, FolderDoor)
    folder = source.door.path.expanduser().absolute()
    told = Told(source.country, source.kind)
    met: set[str] = set()
    try:
        for item in find_files(folder, told):
            if isinstance(item, CollectFault):
                yield item
                continue
            path = item.path.relative_to(folder).as_posix()
            if path in met:
                yield CollectFault(
                    f"source {source_id}: {path} is listed twice in {folder}",
                    next_step=f"drop one of its rows in {MANIFEST}",
                )
                continue
            met.add(path)
            yield Found(_declared(item.ref, path, source_id, source), file=item.path)
    except UsageError as error:
        raise CollectFault(
            f"source {source_id}: {error}",
            next_step=f"mend `path` in {source_id}.yml; it starts at the folder of the run, if "
            "it is not absolute",
        ) from error


def _declared(ref: DocumentRef, path: str, source_id: str, source: Source) -> DocumentRef:
    return replace(
        ref,
        document_id=document_id_of(source_id, path),
        source_id=source_id,
        publisher=ref.publisher or source.publisher,
        licence=ref.licence or source.licence,
        key=path,
    )


def find_files(folder: Path, told: Told | None = None) -> Iterator[FolderDocument | CollectFault]:
    """Each document once, in the manifest's or the path's order; a bad row is a fault.

    A manifest is a tab-separated table with at least `path`; `title`, `publisher/country`,
    `kind`, `year`, `language`, `licence`, `source_repository` and `note` are taken over where
    they are there. Without one, country and kind are read from folders `country/kind/file` if
    they are not told, and title, year and language are left to the parser.

    Raises:
        UsageError: the folder is not there, or its manifest has no column `path`.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder: give a folder of documents")
    if (folder / MANIFEST).exists():
        yield from _find_listed(folder, told)
    else:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix.lower() in DOCUMENT_SUFFIXES:
                yield FolderDocument(file, _guess(file.relative_to(folder).as_posix(), told))


def _find_listed(folder: Path, told: Told | None) -> Iterator[FolderDocument | CollectFault]:
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{folder / MANIFEST} is not UTF-8: {error}") from error
    with io.StringIO(text, newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in _rows_of(rows, folder):
            try:
                path, ref = _read_row({k: v for k, v in row.items() if k is not None}, told)
            except UsageError as error:
                yield CollectFault(
                    f"{MANIFEST}:{rows.line_num}: {error}", next_step="mend the row and run again"
                )
            else:
                yield FolderDocument(folder / path, ref)


def _rows_of(rows: csv.DictReader[str], folder: Path) -> Iterator[dict[str | Any, str | Any]]:
    try:
        if "path" not in (rows.fieldnames or ()):
            found = ", ".join(rows.fieldnames or ["nothing"])[:200]
            raise UsageError(f"{folder / MANIFEST}:1: no column `path`, found {found}")
        yield from rows
    except csv.Error as error:  # a cell of more than 131,072 characters
        line = rows.line_num + 1
        raise UsageError(f"{folder / MANIFEST}:{line}: not readable: {error}") from error


def _read_row(row: dict[str, str | None], told: Told | None) -> tuple[str, DocumentRef]:
    def cell(name: str) -> str | None:
        return (row.get(name) or "").strip() or None

    path, year = cell("path"), cell("year")
    kind = cell("kind") or (told.kind if told else "other")
    if path is None or Path(path).is_absolute() or ".." in Path(path).parts:
        raise UsageError(f"path {path!r} is not below the folder")
    if kind not in DOCUMENT_KINDS:
        raise UsageError(f"kind {kind!r} is none of {', '.join(DOCUMENT_KINDS)}")
    if year is not None and not _YEAR.fullmatch(year):
        raise UsageError(f"year {year!r} is not a year")
    language = cell("language")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise UsageError(f"language {language!r} is no two-letter code such as nb, or en+fr")
    note = cell("note") or ""
    named = cell("publisher/country") or (told.country if told else Path(path).parts[0])
    country = country_code(named)
    body = _BODY.search(note)
    ref = DocumentRef(
        document_id=content_id("document", SOURCE_ID, path),
        source_id=SOURCE_ID,
        url=_find_address(note, cell("source_repository")) or path,
        title=cell("title"),
        publisher=body.group(1) if body else cell("publisher"),
        country=country,
        kind=kind,
        year=int(year) if year else None,
        language=language,
        licence=cell("licence"),
        note=note or None,
        is_excerpt=bool(_EXCERPT.search(note)),
    )
    return path, ref


def _find_address(note: str, repository: str | None) -> str | None:
    """The publisher's own address where the row has it, else the public copy's."""
    web = _WEB_ADDRESS.search(f"{note} {repository or ''}")
    if web:
        return web.group()
    copy = _REPOSITORY.match(repository or "")
    return (
        f"https://github.com/{copy['repository']}/blob/HEAD/{quote(copy['path'])}" if copy else None
    )


def _guess(path: str, told: Told | None) -> DocumentRef:
    folders = () if told else Path(path).parts[:-1]
    try:
        country = country_code(folders[0]) if folders else UNKNOWN_COUNTRY
    except UsageError:
        country = UNKNOWN_COUNTRY
    return DocumentRef(
        document_id=content_id("document", SOURCE_ID, path),
        source_id=SOURCE_ID,
        url=path,
        title=None,
        publisher=None,
        country=told.country if told else country,
        kind=next(
            (part for part in folders if part in DOCUMENT_KINDS), told.kind if told else "other"
        ),
        year=None,
        language=None,
        licence=None,
        note=None,
        is_excerpt=False,
    )
