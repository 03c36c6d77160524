"""The documents of an edition as references: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.store import Store

_REFERENCES = """
    select d.document_id, d.title, d.publisher, d.country, d.year, d.language, d.licence,
           d.url, d.kind, max(s.fetched_at) as fetched_at, d.sha256
    from document d left join snapshot s using (document_id, sha256)
    group by all order by d.country, d.year, d.title, d.document_id
"""
_BIBTEX_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A document or data set as a reference has it; the public body that issued it is its author.

    `is_data` tells an edition of ours from a document; `version` is the edition's name.
    """

    key: str
    title: str
    author: str | None
    year: int | None
    url: str | None
    language: str | None = None
    accessed_on: date | None = None
    note: str | None = None
    is_data: bool = False
    version: str | None = None


def read_references(store: Store) -> list[Reference]:
    """Every document of the edition, by country, year and title."""
    return [_reference(row) for row in store.query(_REFERENCES).as_dicts()]


def _reference(row: Mapping[str, Any]) -> Reference:
    url, fetched_at = row["url"], row["fetched_at"]
    notes = [f"SHA-256 {row['sha256']}"]
    if row["licence"]:
        notes.insert(0, f"Licence: {row['licence']}")
    return Reference(
        key=f"{row['country'].lower()}{row['year'] or ''}-{row['document_id']}",
        title=row["title"],
        author=row["publisher"],
        year=row["year"],
        url=url if url.startswith(("http://", "https://")) else None,
        language=row["language"],
        accessed_on=fetched_at.date() if fetched_at else None,
        note="; ".join(notes),
    )


def render_bibtex(references: Iterable[Reference]) -> str:
    """BibTeX in UTF-8: `@techreport` for documents, `@misc` for data."""
    return "\n".join(_bibtex(reference) for reference in references)


def _bibtex(reference: Reference) -> str:
    kind = "misc" if reference.is_data else "techreport"
    fields = {
        "title": f"{{{_bibtex_text(reference.title)}}}",
        "author": f"{{{_bibtex_text(reference.author)}}}" if reference.author else None,
        "institution": None if reference.is_data else _bibtex_text(reference.author),
        "year": reference.year,
        "version": _bibtex_text(reference.version),
        "language": reference.language,
        "url": _bibtex_url(reference.url),
        "urldate": reference.accessed_on,
        "note": _bibtex_text(reference.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value is not None]
    return "\n".join([f"@{kind}{{{reference.key},", *lines, "}", ""])


def _bibtex_text(text: str | None) -> str | None:
    return None if text is None else _one_line(text).translate(_BIBTEX_ESCAPES)


def _bibtex_url(url: str | None) -> str | None:
    """An address stays as it is, but for what would end the field."""
    if url is None:
        return None
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D").replace(" ", "%20")


def render_ris(references: Iterable[Reference]) -> str:
    """RIS: one record per reference, as reference managers import them."""
    return "\n".join(_ris(reference) for reference in references)


def _ris(reference: Reference) -> str:
    tags = [
        ("TY", "DATA" if reference.is_data else "RPRT"),
        ("ID", reference.key),
        ("TI", reference.title),
        # A comma would split a body's name into family and given name.
        ("AU", reference.author and reference.author.replace(",", "")),
        ("PB", reference.author),
        ("PY", reference.year),
        ("ET", reference.version),
        ("LA", reference.language),
        ("UR", reference.url),
        ("Y2", reference.accessed_on and f"{reference.accessed_on:%Y/%m/%d}"),
        ("N1", reference.note),
    ]
    lines = [f"{tag}  - {_one_line(str(value))}" for tag, value in tags if value]
    return "\n".join([*lines, "ER  - ", ""])


def render_csl_json(references: Iterable[Reference]) -> str:
    """CSL-JSON, as Zotero, Pandoc and citeproc read it."""
    return json.dumps([_csl(one) for one in references], ensure_ascii=False, indent=1) + "\n"


def _csl(reference: Reference) -> dict[str, Any]:
    accessed = reference.accessed_on
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "dataset" if reference.is_data else "report",
        "title": _one_line(reference.title),
        "author": [{"literal": reference.author}] if reference.author else None,
        "publisher": reference.author,
        "issued": {"date-parts": [[reference.year]]} if reference.year else None,
        "version": reference.version,
        "language": reference.language,
        "URL": reference.url,
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]}
        if accessed
        else None,
        "note": reference.note,
    }
    return {name: value for name, value in item.items() if value is not None}


def _one_line(text: str) -> str:
    return " ".join(text.split())


RENDERERS: Mapping[str, Callable[[Iterable[Reference]], str]] = {
    "references.bib": render_bibtex,
    "references.ris": render_ris,
    "references.json": render_csl_json,
}
"""The files of references that an edition has."""
