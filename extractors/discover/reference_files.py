"""Reads libraries of references that are one file: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from data.errors import CollectFault
from extractors.discover.entry import language_of, plain_text
from extractors.discover.references import Places, Reference, read_date, resolve_file

References = Iterator[Reference | CollectFault]

_BROKEN_ENTRY = re.compile(r"@\s*\w+\s*[{(][^\n]{0,60}")
_BETWEEN_TAGS = re.compile(r"\s*[,;]\s*")
_UNESCAPED = {mark: re.compile(rf"(?<!\\){mark}") for mark in ";:"}
_ESCAPE = re.compile(r"\\([;:\\{}_&%$#])")
_RECORD = re.compile(r"^TY  -", re.M)
_RECORD_END = re.compile(r"^ER  -.*", re.M | re.S)
# Words of organisations in English, Norwegian, Danish, Swedish, Finnish and French; where they
# stand at the end of a compound (Kystverket, Havneministeriet), letters may come before.
_BODY_WORD = re.compile(
    r"\b(?:agency|administration|association|authority|board|cabinet|cent(?:er|re)|chancellery"
    r"|city|college|commission|committee|company|council|court|department|directorate|executive"
    r"|foundation|government|group|inspectorate|institut(?:e|ion|et|tet)?|laborator(?:y|ies)"
    r"|ministr(?:y|ies)|municipality|network|office|organi[sz]ation|parliament|secretariat|senate"
    r"|service|society|state|task ?force|treasury|union|university|agence|assemblée|autorité"
    r"|bureau|cabinet|centre|comité|commissariat|conseil|cour|délégation|direction|fondation"
    r"|gouvernement|inspection|mairie|minist[eè]re|observatoire|office|parlement|préfecture"
    r"|secrétariat|sénat|université|staten|stortinget|riksdagen|folketinget|eduskunta|senaatti)\b"
    r"|(?:departement(?:et)?|direktorat(?:et)?|verket|tilsynet|etaten|kontoret|rådet|nemnda"
    r"|nemnd|utvalget|utvalg|kommune|kommunen|fylkeskommune|regjeringen|regjering|regeringen"
    r"|regering|regeringskansliet|styrelsen|styrelse|styret|myndigheten|myndighet|myndighed"
    r"|myndigheden|ministeriet|ministerium|ministeri[öo]|ministerie|nämnden|nämnd|utskottet"
    r"|utredningen|inspektionen|förvaltningen|forvaltning|nævnet|nævn|udvalget|udvalg|region"
    r"|regionen|universitetet|universitet|høgskolen|högskolan|stiftelsen|forbundet|förbundet"
    r"|foreningen|föreningen|föreningar|senteret|sentret|centeret|centret|selskapet|selskabet"
    r"|virasto|laitos|hallitus|neuvosto|lautakunta|toimikunta|valiokunta|kaupunki|kunta|keskus"
    r"|yliopisto|säätiö|liitto|kanslia|viranomainen|hallinto)\b",
    re.I,
)
_WEB = re.compile(r"https?://", re.I)


def read_bibtex(text: str, places: Places) -> References:
    """The entries of a BibTeX or BibLaTeX file; one that breaks off is a fault in its place.

    Raises:
        CollectFault: it uses a name that no `@string` gives, or is nested beyond any entry.
    """
    from bibtexparser.bparser import BibTexParser  # noqa: PLC0415

    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    try:
        library = parser.parse(text)
    except (KeyError, RecursionError) as error:  # the first: an undefined string
        raise CollectFault(
            f"the BibTeX library cannot be read: {type(error).__name__} {error}",
            next_step="define the name with @string, or put its text in braces",
        ) from error
    yield from _each(library.entries, lambda row: _read_bibtex_entry(row, places))
    for rest in library.comments:  # the parser takes what it cannot read for a comment
        broken = _BROKEN_ENTRY.search(rest)
        if broken:
            yield CollectFault(
                f"the BibTeX entry {broken.group()!r} cannot be read",
                next_step="look for a brace or quotation mark that is not closed",
            )


def _read_bibtex_entry(row: Mapping[str, str], places: Places) -> Reference:
    key = row["ID"]
    bodies = ("publisher", "institution", "organization", "school")
    body = next((row[name] for name in bodies if row.get(name)), _braced(row.get("author", "")))
    attached = [_attached(part) for part in _UNESCAPED[";"].split(row.get("file", ""))]
    return Reference(
        key=key,
        title=_from_latex(row.get("title", "")),
        date=read_date(row.get("date") or row.get("year", "")),
        publisher=_from_latex(body),
        language=language_of(row.get("langid") or row.get("language")),
        url=plain_text(_ESCAPE.sub(r"\1", row.get("url", ""))),
        files=tuple(resolve_file(places, path, key) for path in attached if path),
        tags=_tags(row.get("keywords") or row.get("keyword", "")),
    )


def _braced(author: str) -> str:
    """An author in braces is a body if its name says so: `{Ministry of Tides}`.

    Persons are put in braces too, to keep their names in order; whose name has no word for a body
    is taken for one and left out.
    """
    whole = re.fullmatch(r"\s*\{([^{}]*)\}\s*", author)
    return whole.group(1) if whole and _BODY_WORD.search(whole.group(1)) else ""


def _attached(part: str) -> str:
    """The path of `name:path:type`, of `:path:TYPE` or of a path alone, with `\\:` for a colon."""
    pieces = _UNESCAPED[":"].split(part)
    path = pieces[1] if len(pieces) >= 3 else part
    return _ESCAPE.sub(r"\1", path).strip()


def _from_latex(text: str) -> str | None:
    from bibtexparser.latexenc import (  # noqa: PLC0415
        latex_to_unicode,
    )

    plain = _ESCAPE.sub(r"\1", text) if text else ""
    return plain_text(str(latex_to_unicode(plain)).replace("{", "").replace("}", ""))


def read_ris(text: str, places: Places) -> References:
    """The records of a RIS file; one without its end, or that cannot be read, is a fault."""
    import rispy  # noqa: PLC0415 — only RIS needs it
    from rispy.config import LIST_TYPE_TAGS  # noqa: PLC0415

    plain = "\n".join(text.removeprefix("\ufeff").splitlines())
    starts = [match.start() for match in _RECORD.finditer(plain)]
    for number, start in enumerate(starts, start=1):
        end = starts[number] if number < len(starts) else len(plain)
        record = plain[start:end]
        if not _RECORD_END.search(record):
            yield _no_record(number, "it has no end (ER)")
            continue
        try:
            rows = rispy.loads(record, list_tags=[*LIST_TYPE_TAGS, "L1", "L2"])
        except (KeyError, TypeError, AttributeError) as error:
            yield _no_record(number, str(error))
            continue
        yield from _each(rows, lambda row: _read_ris_record(row, places))


def _no_record(number: int, reason: str) -> CollectFault:
    return CollectFault(
        f"the RIS record {number} cannot be read: {reason}", next_step="export the library again"
    )


def _read_ris_record(row: Mapping[str, Any], places: Places) -> Reference:
    title = next((row[key] for key in ("title", "primary_title") if row.get(key)), None)
    dates = (read_date(str(row.get(key, ""))) for key in ("date", "year", "publication_year"))
    date = max((found for found in dates if found), key=len, default=None)
    attached = [*row.get("file_attachments1", ()), *row.get("file_attachments2", ())]
    addresses = [*row.get("urls", ()), *(one for one in attached if _WEB.match(one))]
    url = next((one for one in addresses if one), None)
    key = row.get("id") or url or f"{title} {date}"
    files = [one for one in attached if one and not _WEB.match(one)]
    return Reference(
        key=key,
        title=plain_text(title or ""),
        date=date,
        publisher=plain_text(row.get("publisher", "")),
        language=language_of(row.get("language")),
        url=url,
        files=tuple(resolve_file(places, path, key) for path in files),
        tags=tuple(row.get("keywords", ())),
    )


def read_csl(text: str, places: Places) -> References:
    """The items of a CSL-JSON file, with attachments where the exporter adds them.

    Raises:
        CollectFault: it is no list of items.
    """
    try:
        answer = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise CollectFault(
            f"the CSL-JSON library cannot be read: {error}", next_step="export it again"
        ) from error
    rows = answer.get("items") if isinstance(answer, dict) else answer
    if not isinstance(rows, list):
        raise CollectFault(
            f"expected a CSL-JSON list of items, found {type(answer).__name__}",
            next_step="export the library as CSL-JSON",
        )
    yield from _each(rows, lambda row: _read_csl_item(row, places))


def _read_csl_item(row: Any, places: Places) -> Reference:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str | int):
        raise CollectFault(
            f"a CSL-JSON item without an id: {str(row)[:100]}", next_step="export the library again"
        )
    key = str(row["id"])
    authors = row.get("author")
    bodies = [
        _text(one.get("literal"))
        for one in (authors if isinstance(authors, list) else ())
        if isinstance(one, dict)
    ]
    attachments = row.get("attachments")
    paths = [
        _text(one.get("path"))
        for one in (attachments if isinstance(attachments, list) else ())
        if isinstance(one, dict)
    ]
    return Reference(
        key=key,
        title=plain_text(_text(row.get("title"))),
        date=_issued(row.get("issued")),
        publisher=plain_text(_text(row.get("publisher"))) or next(filter(None, bodies), None),
        language=language_of(_text(row.get("language"))),
        url=_text(row.get("URL")) or None,
        files=tuple(resolve_file(places, path, key) for path in paths if path),
        tags=_tags(_text(row.get("keyword"))),
    )


def _issued(issued: Any) -> str | None:
    if not isinstance(issued, dict):
        return None
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return read_date("-".join(str(part) for part in parts[0]))
    return read_date(_text(issued.get("raw")) or _text(issued.get("literal")))


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) else ""


def _tags(written: str) -> tuple[str, ...]:
    return tuple(tag for tag in _BETWEEN_TAGS.split(written.strip()) if tag)


def _each(rows: list[Any], read: Callable[[Any], Reference]) -> References:
    for row in rows:
        try:
            yield read(row)
        except CollectFault as fault:
            yield fault
