"""What can be wrong with a home at rest: bytes, tables, editions, age and room on the disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from data.errors import Fault, StoreError
from data.home_schema import STAGES_OF_PARTS
from data.settings import Home, WatchSettings
from data.store import Store, open_published
from data.tables import tables_declared
from flows.operating.gates import count_edition, describe, find_stale_stages
from flows.operating.home_state import LEAST_FREE_BYTES, describe_shortage
from reports.data_package import file_sha256
from reports.freeze import freeze_edition, is_frozen
from reports.questions import CHECKS, run_checks

_ARCHIVED = """
    select archived_as, any_value(sha256) as sha256, max(document_id) as document_id from (
        select archived_as, sha256, document_id from snapshot
        union all
        select archived_as, sha256, null from response where archived_as is not null
        union all
        select archived_as, sha256, null from register_edition
    ) group by archived_as order by archived_as
"""
_COMPARE_IS_BEHIND = """
    select count(*) > 0 from run
    where stage in ('parse', 'code', 'topics', 'registers') and done_count > 0
      and finished_at > (
          select coalesce(max(finished_at), timestamp '0001-01-01') from run
          where stage = 'compare'
      )
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, with what to do about it."""

    subject: str
    fault: Fault
    document_id: str | None = None


def find_archive_damage(store: Store, home: Home) -> tuple[int, list[Finding]]:
    """How many archived files the tables name, and those that are gone or hold other bytes."""
    rows = store.query(_ARCHIVED).rows
    findings = []
    for place, sha256, document_id in rows:
        file = home.root / place
        reason = None
        try:
            if file_sha256(file) != sha256:
                reason = "its bytes are not those of its name: the disk or a person changed them"
        except OSError as error:
            reason = f"it cannot be read: {error.strerror}"
        if reason:
            step = (
                f"put {place} back from a copy of the home; a damaged one without a copy: remove "
                "it, and the next run collects the document anew"
            )
            findings.append(Finding(place, Fault(reason, next_step=step), document_id))
    return len(rows), findings


def count_strays(store: Store, home: Home) -> int:
    """Archived files that no table names; what a broken run left, the next `collect` takes in."""
    named = {row[0] for row in store.query(_ARCHIVED).rows}
    files = (file for file in home.archive.rglob("*") if file.is_file())
    return sum(file.relative_to(home.root).as_posix() not in named for file in files)


def find_contradictions(store: Store) -> Iterator[Finding]:
    """The checks that publishing would fail at; those of `compare` only where it is up to date."""
    count_edition(store, "to come")
    is_behind = store.query(_COMPARE_IS_BEHIND).rows[0][0]
    for failed in run_checks(store):
        if is_behind and reads_compared(failed.name):
            continue
        step = "report it with these rows: publishing would stop here, and the last edition stays"
        yield Finding(failed.name, Fault(describe(failed), next_step=step))


def reads_compared(check: str) -> bool:
    """Whether a check reads tables of `compare`, which are older than the others between rounds."""
    made = {t.name for t in tables_declared() if STAGES_OF_PARTS.get(t.part) == "compare"}
    sql = (CHECKS / f"{check}.sql").read_text(encoding="utf-8")
    return bool(made & set(re.findall(r"\w+", sql)))


def find_edition_damage(home: Home) -> Iterator[Finding]:
    """Whether the published edition opens, and frozen ones are as they were."""
    if home.published.is_symlink():
        yield from _tried("published", partial(_open_and_count, home.published_database))
    for edition in sorted((home.root / "editions").glob("*")):
        if is_frozen(edition):
            yield from _tried(f"editions/{edition.name}", partial(freeze_edition, edition))


def _tried(subject: str, look: Callable[[], object]) -> Iterator[Finding]:
    try:
        look()
    except StoreError as error:
        step = "take the edition from a copy; `imaginaries publish` makes the newest one anew"
        yield Finding(subject, Fault(str(error), next_step=step))


def _open_and_count(database: Path) -> None:
    with open_published(database) as edition:
        edition.query("select count(*) from document")


def find_stale(store: Store, watch: WatchSettings, at: datetime) -> Iterator[Finding]:
    """Stages and the edition, if they are older than is set."""
    step = "see in the log of `imaginaries serve` why the rounds did not run"
    for line in find_stale_stages(store, watch, at):
        yield Finding(f"age of {line.split(' ', 1)[0]}", Fault(line, next_step=step))
    # An edition may be old because nothing has changed: what counts is when it was last looked at.
    looked = store.query("select max(finished_at) from run where stage = 'publish'").rows[0][0]
    if looked is not None and looked < at - timedelta(days=watch.stale_days):
        reason = f"publishing last went well on {looked:%Y-%m-%d}: the edition may be out of date"
        yield Finding("age of the edition", Fault(reason, next_step=step))


def find_shortage(home: Home) -> Iterator[Finding]:
    """Too little room for the next run."""
    if reason := describe_shortage(home, LEAST_FREE_BYTES):
        step = f"make room on the disk of {home.root}, or move the home to a larger one"
        yield Finding("disk", Fault(reason, next_step=step))
