"""Publishes an edition: database, Parquet and data package, put in place by one rename."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from data.errors import StoreError
from data.store import (
    RECORD_TYPES,
    Store,
    open_published,
    table_name,
    write_edition,
    write_parquet,
)
from reports.dictionary import Relation, build_dictionary, read_relations
from reports.questions import build_views, load_questions

WORK_ONLY = ("document_ref", "stage_input")
"""Tables about the work itself: what is still to fetch, and what need not be done again."""
PUBLIC_TABLES = tuple(name for name in map(table_name, RECORD_TYPES) if name not in WORK_ONLY)

_MAKING = ".making-"  # a folder of this name is never an edition, so leftovers are safe to remove
_FRICTIONLESS = {
    "varchar": "string",
    "integer": "integer",
    "bigint": "integer",
    "hugeint": "integer",
    "double": "number",
    "boolean": "boolean",
    "timestamp": "datetime",
}


def publish_edition(
    store: Store, published: Path, *, now: datetime, edition_id: str, keep: int = 2
) -> Path:
    """Build an edition beside the others and point the link `published` at it.

    Whoever reads the last edition keeps it; if anything fails before the link is replaced, the
    last edition stays in place, and what was half made is removed now or by the next call.

    Args:
        store: the open work database.
        published: the link that readers follow, such as HOME/published.
        now: when the edition is made (UTC).
        edition_id: name of the edition and of its folder; a number is added where it is taken.
        keep: how many editions to keep, this one included.

    Returns:
        The folder of the new edition.

    Raises:
        StoreError: something cannot be written, or `published` is a folder and not a link.
    """
    if published.exists() and not published.is_symlink():
        raise StoreError(f"{published} is not a link made by publish: move it away and run again")
    editions = published.parent / "editions"
    try:
        editions.mkdir(parents=True, exist_ok=True)
        for leftover in editions.glob(f"{_MAKING}*"):
            shutil.rmtree(leftover)
        making = editions / f"{_MAKING}{edition_id}"
        making.mkdir()
    except OSError as error:
        raise StoreError(f"cannot publish below {editions}: {error}") from error
    try:
        _write_edition_files(store, making, now, edition_id)
        edition = _free_place(editions, edition_id)
        making.rename(edition)
    except OSError as error:
        shutil.rmtree(making, ignore_errors=True)
        raise StoreError(f"cannot publish {edition_id} below {editions}: {error}") from error
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    _point(published, edition)
    _remove_old(editions, edition, keep)
    return edition


def _write_edition_files(store: Store, folder: Path, now: datetime, edition_id: str) -> None:
    database = folder / "imaginaries.duckdb"
    write_edition(store, database, PUBLIC_TABLES, build_views(store, load_questions()))
    (folder / "parquet").mkdir()
    for table in PUBLIC_TABLES:
        write_parquet(store, folder / "parquet" / f"{table}.parquet", table)
    with open_published(database) as edition:
        relations = read_relations(edition)
        dictionary = build_dictionary(edition)
    (folder / "DICTIONARY.md").write_text(dictionary, encoding="utf-8")
    package = _data_package(folder, relations, now, edition_id)
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _data_package(
    folder: Path, relations: list[Relation], now: datetime, edition_id: str
) -> dict[str, Any]:
    tables = [relation for relation in relations if relation.name in PUBLIC_TABLES]
    return {
        "profile": "data-package",
        "name": "imaginaries",
        "title": "Imaginaries: what governments promise about data and AI, and what is on record",
        "version": edition_id,
        "created": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licenses": [
            {
                "name": "MIT",
                "path": "https://opensource.org/license/mit",
                "title": "MIT License, for the package: its tables, codes and descriptions; "
                "the documents and register rows quoted keep their own licences, see "
                "document.licence",
            }
        ],
        "resources": [_resource(folder, relation) for relation in tables],
    }


def _resource(folder: Path, relation: Relation) -> dict[str, Any]:
    path = folder / "parquet" / f"{relation.name}.parquet"
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    fields = [
        {
            "name": column.name,
            "type": _FRICTIONLESS[column.type],
            "description": column.comment,
            "constraints": {"required": not column.is_nullable},
        }
        for column in relation.columns
    ]
    return {
        "name": relation.name,
        "path": f"parquet/{path.name}",
        "description": relation.comment,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _free_place(editions: Path, edition_id: str) -> Path:
    """A folder that does not exist: an edition once published is never written over."""
    place, number = editions / edition_id, 2
    while place.exists():
        place, number = editions / f"{edition_id}.{number}", number + 1
    return place


def _point(published: Path, edition: Path) -> None:
    """Replace the link in one step, so that a reader finds either the old set or the new one."""
    link = published.with_name(f".{published.name}-next")
    try:
        link.unlink(missing_ok=True)
        link.symlink_to(Path("editions") / edition.name)
        link.replace(published)
    except OSError as error:
        raise StoreError(f"cannot point {published} at {edition}: {error}") from error


def _remove_old(editions: Path, current: Path, keep: int) -> None:
    others = [
        folder
        for folder in editions.iterdir()
        if folder.is_dir() and folder != current and not folder.name.startswith(_MAKING)
    ]
    others.sort(key=lambda folder: folder.stat().st_mtime_ns, reverse=True)
    for folder in others[max(keep - 1, 0) :]:
        shutil.rmtree(folder)
