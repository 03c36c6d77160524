"""What Kudos says of a document, and the references that are made of it.

The page-by-page door and the dump both come through here, so that they give the same records.
Which fields the answers have was read in public clients' code and never seen live: only `uuid`,
`type` and `title` are certain, and a field that is missing leaves its column empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from data.errors import CollectFault
from data.source import Source
from extractors.discover.door import Found, document_id_of, make_ref

_LANGUAGES = {
    "nob": "nb", "nno": "nn", "eng": "en", "sme": "se", "bokmål": "nb", "nynorsk": "nn",
    "engelsk": "en",
}  # fmt: skip
_TWO_LETTERS = re.compile(r"[a-z]{2}")
_UNSAID_LANGUAGE = "no"  # either form of Norwegian: the text itself tells which
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ISSUER_FIELDS = ("publishers", "owners", "authoring_actors")
"""Whose document it is: an owner may be the body that took over from the one that issued it."""


@dataclass(frozen=True, slots=True)
class KudosFile:
    """One file of a document."""

    uuid: str
    name: str | None
    description: str | None
    is_main: bool
    url: str | None = None

    @property
    def suffix(self) -> str:
        """With its dot; Kudos serves a file without a known name as PDF."""
        named = PurePosixPath(self.name or "").suffix.lower()
        return named if 1 < len(named) <= 6 else ".pdf"

    def address(self, document_address: str) -> str:
        """Where the file is: by the known pattern for PDF, else as the library says, if it does.

        An address elsewhere is not the library's own copy and is not taken.
        """
        site = "/".join(document_address.split("/")[:3])
        if self.suffix != ".pdf" and self.url and self.url.startswith(f"{site}/"):
            return self.url
        return f"{document_address}/filer/{self.uuid}{self.suffix}"


@dataclass(frozen=True, slots=True)
class KudosDocument:
    """One document of the library; years are those that it concerns."""

    uuid: str
    title: str
    language: str | None = None
    published_on: str | None = None
    from_year: int | None = None
    to_year: int | None = None
    publisher: str | None = None
    recipients: tuple[str, ...] = ()
    files: tuple[KudosFile, ...] = ()


def read_document(row: object, place: str) -> KudosDocument:
    """Read one row of the API's answer.

    Raises:
        CollectFault: no object, or without `uuid` or `title`.
    """
    if not isinstance(row, dict) or not row.get("uuid") or not row.get("title"):
        found = sorted(row) if isinstance(row, dict) else type(row).__name__
        raise CollectFault(
            f"{place}: expected a document with `uuid` and `title`, found {found}",
            next_step="the publisher has changed its answers: compare one with the door's module",
        )
    from_year = _year(_first(row, "concerned_year_from", "concerned_year", "year"))
    return KudosDocument(
        uuid=str(row["uuid"]).lower(),
        title=str(row["title"]).strip(),
        language=read_language(_first(row, "language", "lang")),
        published_on=read_date(
            _first(row, "publish_date", "published_at", "published_date", "publication_date")
        ),
        from_year=from_year,
        to_year=_year(_first(row, "concerned_year_to")) or from_year,
        publisher=pick_publisher([_names(row.get(field)) for field in _ISSUER_FIELDS]),
        recipients=tuple(sorted(_names(row.get("recipients")))),
        files=tuple(file for one in row.get("files") or () if (file := _read_file(one))),
    )


def pick_publisher(issuers: Sequence[Sequence[str]]) -> str | None:
    """The publisher, else the owner, else the author; of several, the first by name."""
    return next((min(names) for names in issuers if names), None)


def read_language(said: object) -> str | None:
    """A two-letter code, or nothing where the library leaves it open."""
    word = str(said or "").strip().lower()
    code = _LANGUAGES.get(word, word[:2] if len(word) != 3 else "")
    return code if _TWO_LETTERS.fullmatch(code) and code != _UNSAID_LANGUAGE else None


def read_date(said: object) -> str | None:
    """The day of a date or time."""
    match = _DATE.match(str(said or ""))
    return match[0] if match else None


def find_files(
    source_id: str,
    source: Source,
    document: KudosDocument,
    site: str,
    texts: Mapping[str, bytes] | None = None,
) -> Iterator[Found]:
    """The document's files, each under its own key, whatever the order that they are listed in.

    The one that the library calls the main one has the document's own key and title. A file with
    the name of an earlier one in another format is its alternative; any other is a text of its
    own, such as an annex. `texts` holds texts that are at hand, by the file's uuid, that of the
    main file, or else of the first, under the document's.
    """
    texts = texts or {}
    order = sorted(
        document.files, key=lambda one: (not one.is_main, one.suffix != ".pdf", one.suffix)
    )
    main = [one for one in order if one.is_main] or order
    address = f"{site}dokument/{document.uuid}"
    read: dict[str, tuple[str, str]] = {}
    for position, file in enumerate(order or [None]):
        is_main = file is None or (file.is_main and len(main) == 1)
        key = document.uuid if file is None or is_main else f"{document.uuid}/{file.uuid}"
        alternative_of = _alternative_of(file, read) if file else None
        if file and alternative_of is None:
            read.setdefault(_stem(file), (file.suffix, document_id_of(source_id, key)))
        part = None if file is None or [file] == main else file.description or file.name
        ref = make_ref(
            source_id,
            source,
            file.address(address) if file else address,
            key=key,
            title=f"{document.title}: {part}" if part else document.title,
            publisher=document.publisher,
            year=document.from_year or _year(document.published_on),
            language=document.language,
            note=_note(document, has_file=file is not None),
            published_on=document.published_on,
            alternative_of=alternative_of,
        )
        own = texts.get(document.uuid) if position == 0 else None
        yield Found(ref, content=texts.get(file.uuid, own) if file else own)


def _stem(file: KudosFile) -> str:
    return PurePosixPath(file.name or file.uuid).stem.casefold()


def _alternative_of(file: KudosFile, read: Mapping[str, tuple[str, str]]) -> str | None:
    """The document that this file repeats in another format; two PDFs of one name are two texts."""
    suffix, document_id = read.get(_stem(file), (file.suffix, ""))
    return document_id if suffix != file.suffix else None


def _note(document: KudosDocument, *, has_file: bool) -> str | None:
    said = [f"to {'; '.join(document.recipients)}"] if document.recipients else []
    if not has_file:
        said.append("no file listed: the library's page of the document")
    return "; ".join(said) or None


def _read_file(row: Any) -> KudosFile | None:
    if not isinstance(row, dict) or not row.get("uuid"):
        return None
    return KudosFile(
        uuid=str(row["uuid"]).lower(),
        name=_text(_first(row, "filename", "file_name", "name")),
        description=_text(_first(row, "description", "title")),
        is_main=bool(_first(row, "is_primary", "is_main", "primary")),
        url=_text(row.get("url")),
    )


def _names(bodies: Any) -> tuple[str, ...]:
    if not isinstance(bodies, list):
        return ()
    said = (_text(one.get("name") if isinstance(one, dict) else one) for one in bodies)
    return tuple(name for name in said if name)


def _first(row: Mapping[str, Any], *names: str) -> Any:
    return next((row[name] for name in names if row.get(name) not in (None, "")), None)


def _text(said: object) -> str | None:
    return str(said).strip() or None if said is not None else None


def _year(said: object) -> int | None:
    match = _YEAR.match(str(said or ""))
    return int(match[0]) if match else None
