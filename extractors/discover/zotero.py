"""Finds the documents of a library of references: attached files, else the address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from data.doors.zotero import ZoteroDoor
from data.errors import CollectFault, ParseFault
from data.records import DocumentRef
from data.source import Source
from extractors.decoding import decode_text
from extractors.discover.addresses import clean_address
from extractors.discover.door import Ask, Found, document_id_of, make_ref
from extractors.discover.folder import DOCUMENT_SUFFIXES
from extractors.discover.reference_files import read_bibtex, read_csl, read_ris
from extractors.discover.references import Attached, Places, Reference
from extractors.discover.zotero_folder import read_zotero_folder

_READERS = {".bib": read_bibtex, ".ris": read_ris, ".json": read_csl}


def find_documents(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
    """The documents of each wanted reference; one without file and address is a fault.

    Of several files of a reference those of the first one's format are documents each (a report
    and its annex), and those of another format are taken for the first one once more: they are
    kept and not read. A file that is a document goes before the address.
    A file's own address is its path below the library's folder: the rest may tell of a person.

    Raises:
        CollectFault: the library is not there or cannot be read.
    """
    door = source.door
    assert isinstance(door, ZoteroDoor)
    met: set[str] = set()
    for item in _read_library(door):
        if isinstance(item, CollectFault):
            yield CollectFault(f"source {source_id}: {item.reason}", next_step=item.next_step)
        elif door.tags and set(door.tags).isdisjoint(item.tags):
            continue
        elif item.key in met:
            yield CollectFault(
                f"source {source_id}: the library has two references {item.key!r}",
                next_step="give one of them another key",
            )
        else:
            met.add(item.key)
            yield from _find_in(item, source_id, source)


def _read_library(door: ZoteroDoor) -> Iterator[Reference | CollectFault]:
    path = _absolute(door.path)
    linked = _absolute(door.linked_files) if door.linked_files else None
    if path.is_dir():
        yield from read_zotero_folder(path, door.collection, linked)
        return
    reader = _READERS.get(path.suffix.lower())
    if reader is None or not path.is_file():
        raise CollectFault(
            f"{path} is no Zotero folder, nor a .bib, .ris or .json file",
            next_step="mend `path`; it starts at the folder of the run, if it is not absolute",
        )
    try:
        text = decode_text(path.read_bytes(), path.name)
    except (OSError, ParseFault) as error:
        raise CollectFault(f"{path}: {error}", next_step="export the library again") from error
    yield from reader(text, Places(path.parent, linked))


def _absolute(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise CollectFault(f"{path}: {error}", next_step="write the whole path") from error


def _find_in(
    reference: Reference, source_id: str, source: Source
) -> Iterator[Found | CollectFault]:
    documents = [one for one in reference.files if one.path.suffix.lower() in DOCUMENT_SUFFIXES]
    files = sorted(documents, key=lambda one: DOCUMENT_SUFFIXES.index(one.path.suffix.lower()))
    try:
        url = clean_address("", reference.url) if reference.url else None
    except CollectFault as fault:
        url = None
        if not files:
            yield fault
            return
    if not files and url is None:
        yield CollectFault(
            f"source {source_id}: reference {reference.key!r} has neither a document's file nor "
            f"an address (files: {', '.join(one.path.name for one in reference.files) or 'none'})",
            next_step="attach the document, or its address",
        )
        return
    for number, file in enumerate(files or (None,)):
        if file is not None and not _is_there(file.path):
            yield CollectFault(
                f"source {source_id}: the file {file.place} of reference {reference.key!r} is not "
                "there",
                next_step="put it in its place, or let Zotero sync its files",
            )
            continue
        ref = _make_ref(reference, source_id, source, url or (file.place if file else ""))
        if file is not None and number:
            ref = _beside(ref, file, files[0], source_id)
        yield Found(ref, file=file.path if file else None)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # such as a name longer than any file's
        return False


def _make_ref(reference: Reference, source_id: str, source: Source, url: str) -> DocumentRef:
    return make_ref(
        source_id,
        source,
        url,
        key=reference.key,
        title=reference.title,
        publisher=reference.publisher,
        year=int(reference.date[:4]) if reference.date else None,
        language=reference.language,
        published_on=reference.date,
    )


def _beside(ref: DocumentRef, file: Attached, first: Attached, source_id: str) -> DocumentRef:
    """The reference of a further file, which has a key of its own below that of the first."""
    key = "/".join((ref.key or "", *file.place.split("/")[-2:]))
    is_other_form = file.path.suffix.lower() != first.path.suffix.lower()
    return replace(
        ref,
        document_id=document_id_of(source_id, key),
        key=key,
        note=f"{file.path.name}, attached to {ref.key}",
        alternative_of=ref.document_id if is_other_form else None,
    )
