"""Describes an edition's files for machines: a Frictionless data package and an RO-Crate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from data.records import Edition
from reports.dictionary import Relation

TITLE = "Imaginaries: what governments promise about data and AI, and what is on record"
LICENCE_URL = "https://opensource.org/license/mit"
LICENCE_NOTE = (
    "MIT License, for the package: its tables, codes and descriptions; the documents and "
    "register rows quoted keep their own licences, see document.licence"
)
PARQUET_TYPE = "application/vnd.apache.parquet"
_MEDIA_TYPES = {
    ".duckdb": "application/vnd.duckdb",
    ".parquet": PARQUET_TYPE,
    ".md": "text/markdown",
    ".html": "text/html",
    ".json": "application/json",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".cff": "application/yaml",
    ".sql": "application/sql",
}
_NULLS_OF_PANDAS = ("nan", "NaT")
"""Frictionless reads Parquet through pandas, which has these words for null."""
_FRICTIONLESS = {
    "varchar": "string",
    "integer": "integer",
    "bigint": "integer",
    "hugeint": "integer",
    "double": "number",
    "boolean": "boolean",
    "timestamp": "datetime",
}


def build_data_package(tables: Sequence[Relation], edition: Edition) -> str:
    """`datapackage.json`: each table's Parquet file with the meaning of its columns.

    Sizes and checksums stand in the RO-Crate: Frictionless cannot count the bytes of Parquet files
    and calls a package invalid that states them.
    """
    package = {
        "profile": "data-package",
        "name": "imaginaries",
        "title": TITLE,
        "version": edition.edition_id,
        "created": f"{edition.published_at:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [{"name": "MIT", "path": LICENCE_URL, "title": LICENCE_NOTE}],
        "resources": [_resource(table) for table in tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(table: Relation) -> dict[str, Any]:
    fields = [
        {
            "name": column.name,
            "type": _FRICTIONLESS[column.type],
            "description": column.comment,
            "constraints": {"required": not column.is_nullable},
            **({"missingValues": list(_NULLS_OF_PANDAS)} if column.is_nullable else {}),
        }
        for column in table.columns
    ]
    return {
        "name": table.name,
        "type": "table",
        "path": f"parquet/{table.name}.parquet",
        "description": table.comment,
        "format": "parquet",
        "mediatype": PARQUET_TYPE,
        # An empty text is a value: Parquet has nulls of its own.
        "schema": {"fields": fields, "missingValues": []},
    }


def build_ro_crate(folder: Path, edition: Edition) -> str:
    """`ro-crate-metadata.json` (RO-Crate 1.1): what the folder holds, from whom, made by what."""
    files = list(_files(folder))
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": TITLE,
        "description": "Coded sentences of government documents on data and AI, the registers of "
        "systems in use, and how the two compare; one edition with its data dictionary.",
        "version": edition.edition_id,
        "datePublished": f"{edition.published_at:%Y-%m-%d}",
        "license": {"@id": LICENCE_URL},
        "publisher": {"@id": "#maintainers"},
        "author": {"@id": "#maintainers"},
        "hasPart": [{"@id": file["@id"]} for file in files],
        "mentions": {"@id": "#making"},
    }
    graph = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        root,
        {"@id": "#maintainers", "@type": "Organization", "name": "The imaginaries maintainers"},
        {
            "@id": LICENCE_URL,
            "@type": "CreativeWork",
            "name": "MIT License",
            "description": LICENCE_NOTE,
        },
        {
            "@id": "#software",
            "@type": "SoftwareApplication",
            "name": "imaginaries",
            "version": edition.software_version,
        },
        {
            "@id": "#making",
            "@type": "CreateAction",
            "name": "The making of this edition",
            "endTime": f"{edition.published_at:%Y-%m-%dT%H:%M:%SZ}",
            "instrument": {"@id": "#software"},
            "result": {"@id": "./"},
        },
        *files,
    ]
    crate = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    return json.dumps(crate, ensure_ascii=False, indent=2) + "\n"


def _files(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield {
                "@id": path.relative_to(folder).as_posix(),
                "@type": "File",
                "name": path.name,
                "contentSize": str(path.stat().st_size),
                "encodingFormat": _MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
                "sha256": file_sha256(path),
            }


def file_sha256(path: Path) -> str:
    """SHA-256 of a file of any size, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
