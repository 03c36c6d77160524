"""The state of a home, for `status`: what ran, what is stale, what is at fault, who is at work."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from data.errors import StoreError
from data.settings import Home, Settings
from data.store import Store, open_published, open_reading
from data.store_place import Lake, Place
from flows.operating.back_off import next_step_of
from flows.operating.home_lock import Holder, find_holder, find_left
from flows.operating.last_failure import find_last_failure
from flows.operating.open_faults import read_fault_rows
from flows.operating.schedule import find_next_runs

LEAST_FREE_BYTES = 1_000_000_000
"""A run on less room would fail soon, whatever the size of the home."""

COUNTED = ("document", "passage", "sentence", "claim", "topic", "deployment", "fault")

_LAST_RUNS = """
    select stage, run_id, finished_at, done_count, skipped_count, fault_count, detail
    from run qualify row_number() over (partition by stage order by finished_at desc) = 1
    order by finished_at
"""
_STALE_SOURCES = """
    select source_id as name, max(last_seen_at) as last_at from sighting
    where undeclared_at is null group by source_id having max(last_seen_at) < ?
    union all
    select register_id, coalesce(stale_since_at, cast(edition_on as timestamp)) from register
    where is_stale
    order by last_at
"""


def read_state(settings: Settings, now: datetime) -> dict[str, Any]:
    """Everything that `status` tells, as plain values.

    While a run is at work nobody can read its database: the published edition answers then. A
    lake can be read meanwhile.

    Raises:
        StoreError: nothing has ever run here.
    """
    home = settings.home
    holder = find_holder(home)
    before = now - timedelta(days=settings.watch.stale_days)
    is_shut = holder is not None and home.lake is None
    with _open_either(home, is_held=is_shut) as store:
        state = _read_tables(store, before)
    next_runs = find_next_runs(settings.watch.prefect_api)
    failure = find_last_failure(home)
    return {
        "home": str(home.root),
        "edition": home.published.resolve().name if home.published.exists() else None,
        "holder": _describe_holder(holder),
        "killed_holder": _describe_holder(find_left(home)),
        "is_of_edition": is_shut,
        **state,
        "last_failure": asdict(failure) if failure else None,
        "disk": measure_disk(home),
        "shortage": describe_shortage(home),
        "next_runs": [{"at": at, "name": name} for at, name in next_runs.runs],
        "no_next_runs": next_runs.reason,
    }


def _describe_holder(holder: Holder | None) -> dict[str, Any] | None:
    if holder is None:
        return None
    return {"pid": holder.pid, "since": holder.since, "says": holder.describe()}


def _open_either(home: Home, *, is_held: bool) -> Store:
    if not is_held:
        return open_reading(home.work_database)
    try:
        return open_published(home.published_database)
    except StoreError as error:
        holder = find_holder(home)
        who = holder.describe() if holder else "a run that has just ended"
        raise StoreError(
            f"the first run on {home.root} is at work ({who}) and nothing is published yet: see "
            f"the newest file in {home.logs}"
        ) from error


def _read_tables(store: Store, stale_before: datetime) -> dict[str, Any]:
    faults = [
        {
            "fault_id": fault.fault_id,
            "stage": fault.stage,
            "subject": fault.subject,
            "reason": fault.reason,
            "next_step": fault.next_step,
            "first_seen_at": fault.first_seen_at,
            "tries": fault.tries,
            "retry_at": fault.retry_at,
            "given_up_at": fault.given_up_at,
            "then": next_step_of(fault),
        }
        for fault in read_fault_rows(store)
    ]
    last_runs = store.query(_LAST_RUNS).as_dicts()
    for run in last_runs:
        run["is_stale"] = run["finished_at"] < stale_before
    return {
        "counts": {
            name: store.query(f"select count(*) from {name}").rows[0][0] for name in COUNTED
        },
        "last_runs": last_runs,
        "stale_sources": store.query(_STALE_SOURCES, [stale_before]).as_dicts(),
        "faults": faults,
    }


def measure_disk(home: Home) -> dict[str, int]:
    """Bytes of each part of the home, of all of it, and what is free where it lies."""
    parts = {
        "archive": home.archive,
        "database": home.work_database,
        "editions": home.root / "editions",
        "reports": home.reports,
        "logs": home.logs,
    }
    return {
        **{name: size_of(place) for name, place in parts.items()},
        "all": size_of(home.root),
        "free": shutil.disk_usage(home.root).free,
    }


def describe_shortage(home: Home, least_bytes: int = LEAST_FREE_BYTES) -> str | None:
    """Whether there is too little room for the next run, in words.

    It needs about what database and edition need now.
    """
    needed = size_of(home.work_database) + size_of(home.published.resolve())
    needed = max(needed, least_bytes)
    free = shutil.disk_usage(home.root).free
    if free >= needed:
        return None
    return f"{free / 1e9:.1f} GB are free, and a run may need {needed / 1e9:.1f}"


def size_of(place: Place) -> int:
    """Bytes of a file or of all files below a folder; files that go meanwhile count nothing.

    A lake takes no room of the home's disk, wherever its files are.
    """
    if isinstance(place, Lake):
        return 0
    if place.is_file():
        return place.stat().st_size
    total = 0
    for file in place.rglob("*"):
        try:
            total += file.lstat().st_size if not file.is_dir() else 0
        except FileNotFoundError:  # a run at work tidies up
            continue
    return total
