"""Publish: a fresh edition for readers, if the tables hold together."""

from __future__ import annotations

from dataclasses import fields, replace
from importlib.metadata import version
from pathlib import Path

from prefect import flow

from data.errors import StoreError, UsageError
from data.ids import files_version
from data.licence import LICENCES
from data.records import Edition, EditionCount
from data.store import open_published
from flows.edition import edition_id, made_from, next_edition_id
from flows.operating.gates import check_before_publishing, note_edition
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, now, open_stage, outcome_of
from flows.versions import page_files_version, version_of
from reports.freeze import freeze_edition
from reports.publish import point_at, publish_edition


@flow(name="publish", persist_result=False)
def publish(
    scope: Scope = DECLARED, run_id: str = "", stable: bool = False, with_all_text: bool = False
) -> StageOutcome:
    """Check the tables and put a new edition in place, if anything has changed since the last.

    `stable` keeps the edition for ever, with checksums; `with_all_text` publishes the sentences
    of documents whose licence is not open, too, for private use.
    """
    # Other runs write nothing between the checks and the last table that is copied.
    with open_stage(scope, "publish", run_id) as stage, stage.store.alone():
        home = stage.settings.home
        all_text = with_all_text or stage.settings.with_all_text
        code = version_of("reports.publish")
        texts = f"all text: {all_text}, {files_version([LICENCES])}"
        inputs = {"all": made_from(stage, code, page_files_version(), texts)}
        if finish_edition(stage, new_edition(stage, all_text)):
            stage.remember(inputs)
        if stage.changed(inputs) or not home.published_database.exists():
            edition = new_edition(stage, all_text)
            check_before_publishing(stage, edition.edition_id)
            place = publish_edition(stage.store, home.published, edition)
            stage.remember(inputs)
            note_edition(stage.store, place.name, now())
            stage.store.tidy()
            stage.done, stage.detail = 1, f"edition {place.name}"
        else:
            stage.skipped, stage.detail = 1, "nothing has changed since the last edition"
        if stable:
            count = freeze_edition(home.published.resolve())
            stage.detail += f"; kept for ever: {home.published.resolve().name}, {count} files"
        return outcome_of(stage)


def new_edition(stage: Stage, with_all_text: bool) -> Edition:
    """What the edition to be made says of itself."""
    name = edition_id(stage)
    if (stage.settings.home.published.parent / "editions" / name).exists():
        name = next_edition_id(stage)  # the same tables, published another way
    return Edition(name, now(), made_from(stage), version("imaginaries"), with_all_text)


def finish_edition(stage: Stage, wanted: Edition) -> bool:
    """Put in place and write down what a run made that was killed before it could.

    An edition's folder gets its name when all is in it, so that one which table `edition` does not
    have is whole. Tells whether one of them is the edition that is wanted now.
    """
    home, store = stage.settings.home, stage.store
    recorded = {row.edition_id for row in store.read(Edition)}
    half_done = {row.edition_id for row in store.read(EditionCount, "published_at is null")}
    linked = home.published.resolve() if home.published_database.exists() else None
    for folder in sorted((home.published.parent / "editions").glob("[!.]*")):
        if folder.name in recorded - half_done:
            continue
        made = read_edition(folder / home.published_database.name, folder.name)
        is_wanted = made is not None and is_same(made, wanted)
        if made is not None and (is_wanted or folder == linked):
            point_at(home.published, folder)
            store.append(Edition, [made] if folder.name not in recorded else [])
            note_edition(store, folder.name, now())
        if is_wanted:
            return True
    return False


def read_edition(database: Path, edition_id: str) -> Edition | None:
    """What an edition says of itself; nothing where it is none, or of an older version."""
    names = ", ".join(field.name for field in fields(Edition))
    try:
        with open_published(database) as store:
            rows = store.query(f"select {names} from edition where edition_id = ?", [edition_id])
    except (StoreError, UsageError):
        return None
    return Edition(*rows.rows[0]) if rows.rows else None


def is_same(one: Edition, other: Edition) -> bool:
    """Whether two editions hold the same, whatever they are called."""
    return replace(one, edition_id="", published_at=other.published_at) == replace(
        other, edition_id=""
    )
