"""The name of an edition, its calendar version, and what it is made from."""

from __future__ import annotations

from itertools import count

from data.records import Edition
from data.settings import Home
from data.store import Store, open_published, open_reading
from flows.stage import Stage, now
from flows.upstream import upstream_hash

EDITION_STAGES = ("parse", "code", "topics", "registers", "compare")


def made_from(stage: Stage, *parts: str) -> str:
    """Hash of what an edition holds: what its stages worked from, codings and other parts."""
    # Codings are only ever added, so their number tells whether there are new ones.
    codings = stage.store.query("select count(*) from coding").rows[0][0]
    return upstream_hash(stage, EDITION_STAGES, f"{codings} codings", *parts)


def edition_id(stage: Stage) -> str:
    """The edition that has the tables as they stand, or the name it will have: `2026.11.22`."""
    sql = "content_hash = ? order by published_at desc limit 1"
    made = stage.store.read(Edition, sql, [made_from(stage)])
    return made[0].edition_id if made else next_edition_id(stage)


def next_edition_id(stage: Stage) -> str:
    """Calendar version of a new edition; from the second of a day on with a number: `….2`."""
    editions = stage.settings.home.published.parent / "editions"
    taken = {edition.edition_id for edition in stage.store.read(Edition)}
    day = f"{now():%Y.%m.%d}"
    names = (day if number == 1 else f"{day}.{number}" for number in count(1))
    return next(name for name in names if name not in taken and not (editions / name).exists())


def open_texts(home: Home) -> Store:
    """The published edition, or the work database if the edition lacks some documents' text.

    Raises:
        StoreError: there is neither, or a run is writing the work database.
    """
    if not home.published_database.exists():
        return open_reading(home.work_database)
    edition = open_published(home.published_database)
    if edition.query("select 1 from sentence where text is null limit 1").rows:
        edition.close()
        return open_reading(home.work_database)
    return edition
