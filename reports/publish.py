"""Publishes an edition: all of its files in one folder, put in place by one rename."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from data.edition_file import write_edition, write_parquet
from data.errors import StoreError
from data.licence import load_open_licences
from data.records import Edition
from data.store import Store, open_again, open_published
from data.tables import RECORD_TYPES, table_name
from reports.citation import build_citation_file
from reports.data_package import build_data_package, build_ro_crate
from reports.dictionary import build_dictionary, read_relations
from reports.dictionary_page import build_dictionary_page
from reports.edition_changes import render_changes
from reports.freeze import is_frozen
from reports.full_text import index_texts
from reports.manifest import render_manifest
from reports.questions import QUERIES, build_views, load_questions
from reports.references import RENDERERS, read_references

WORK_ONLY = ("document_ref", "stage_input")
"""Tables about the work itself: what is still to fetch, and what need not be done again."""
PUBLIC_TABLES = tuple(name for name in map(table_name, RECORD_TYPES) if name not in WORK_ONLY)
_OF_THE_MAKING = ("edition", "edition_count", "home_schema", "run", "run_manifest")
COUNTED = tuple(name for name in PUBLIC_TABLES if name not in _OF_THE_MAKING)
"""Tables whose rows a reader would miss; each edition adds rows to the others by being made."""
DATABASE = "imaginaries.duckdb"

_MAKING = ".making-"  # a folder of this name is never an edition, so leftovers are safe to remove


def publish_edition(store: Store, published: Path, edition: Edition, *, keep: int = 2) -> Path:
    """Build an edition beside the others and point the link `published` at it.

    Whoever reads the last edition keeps it; if anything fails before the link is replaced, the
    last edition stays in place, and what was half made is removed now or by the next call.

    Args:
        store: the open work database.
        published: the link that readers follow, such as HOME/published.
        edition: what it is called, when and from what it is made; a number is added to its name
            where that is taken.
        keep: how many editions to keep, this one included; frozen ones stay for ever.

    Returns:
        The folder of the new edition.

    Raises:
        StoreError: something cannot be written, or `published` is a folder and not a link.
    """
    if published.exists() and not published.is_symlink():
        raise StoreError(f"{published} is not a link made by publish: move it away and run again")
    editions = published.parent / "editions"
    with _making(editions, edition.edition_id) as making:
        place = _free_place(editions, edition.edition_id)
        named = replace(edition, edition_id=place.name)
        last = published.resolve() if (published / DATABASE).exists() else None
        _write_edition_files(store, making, named, last)
        making.rename(place)
    point_at(published, place)
    store.append(Edition, [named])
    _remove_old(editions, place, keep)
    return place


@contextmanager
def _making(editions: Path, edition_id: str) -> Iterator[Path]:
    """A folder to build in, which is gone if the building fails."""
    try:
        editions.mkdir(parents=True, exist_ok=True)
        for leftover in editions.glob(f"{_MAKING}*"):
            shutil.rmtree(leftover)
        making = editions / f"{_MAKING}{edition_id}"
        making.mkdir()
    except OSError as error:
        raise StoreError(f"cannot publish below {editions}: {error}") from error
    try:
        yield making
    except OSError as error:
        shutil.rmtree(making, ignore_errors=True)
        raise StoreError(f"cannot publish {edition_id} below {editions}: {error}") from error
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def _write_edition_files(store: Store, folder: Path, edition: Edition, last: Path | None) -> None:
    questions = load_questions()
    database = folder / DATABASE
    views = build_views(store, questions)
    write_edition(store, database, PUBLIC_TABLES, views, edition, load_open_licences())
    with open_again(database) as made:
        index_texts(made)
        (folder / "parquet").mkdir()
        for table in PUBLIC_TABLES:
            write_parquet(made, folder / "parquet" / f"{table}.parquet", table)
    shutil.copytree(QUERIES, folder / "queries")
    with open_published(database) as made:
        _write(folder / "DICTIONARY.md", build_dictionary(made))
        _write(folder / "dictionary.html", build_dictionary_page(made, questions))
        for name, render in RENDERERS.items():
            _write(folder / name, render(read_references(made)))
        _write(folder / "manifest.json", render_manifest(made))
        _write(folder / "CITATION.cff", build_citation_file(edition))
        _write(folder / "CHANGES.md", _changes(last, made, edition))
        tables = [one for one in read_relations(made) if one.name in PUBLIC_TABLES]
    _write(folder / "datapackage.json", build_data_package(tables, edition))
    _write(folder / "ro-crate-metadata.json", build_ro_crate(folder, edition))


def _changes(last: Path | None, made: Store, edition: Edition) -> str:
    if last is None:
        return render_changes(None, made, COUNTED, edition, None)
    with open_published(last / DATABASE) as before:
        return render_changes(before, made, COUNTED, edition, last.name)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _free_place(editions: Path, edition_id: str) -> Path:
    """A folder that does not exist: an edition once published is never written over."""
    place, number = editions / edition_id, 2
    while place.exists():
        place, number = editions / f"{edition_id}.{number}", number + 1
    return place


def point_at(published: Path, edition: Path) -> None:
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
        if folder.is_dir()
        and folder != current
        and not folder.name.startswith(_MAKING)
        and not is_frozen(folder)
    ]
    others.sort(key=lambda folder: folder.stat().st_mtime_ns, reverse=True)
    for folder in others[max(keep - 1, 0) :]:
        shutil.rmtree(folder)
