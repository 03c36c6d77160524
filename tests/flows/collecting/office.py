"""A fictional office whose notices are collected, for tests of the collector alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.settings import Home
from data.source import Source
from data.store import Store, open_work
from flows.collect import collect_sources
from flows.collecting.collection import collect_source
from flows.scope import Scope
from flows.stage import StageOutcome, open_stage, outcome_of
from tests.sites.server import NOT_THERE, Asked, LocalSite, Reply

HOST = "office.example"
INDEX = f"http://{HOST}/notices/"
SOURCE_ID = "notices"


@dataclass
class Office:
    """What the office publishes: notices by name, and the answers it gives in place of some."""

    notices: dict[str, bytes] = field(default_factory=dict)
    instead: dict[str, Reply] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        if asked.path in self.instead:
            return self.instead[asked.path]
        if asked.path == "/notices/":
            links = "".join(
                f'<a class="notice" href="/notices/{name}.txt">Notice {name} of 2021</a>'
                for name in self.notices
            )
            return Reply(f"<!doctype html><title>Notices</title><p>{links}</p>".encode())
        name = asked.path.removeprefix("/notices/").removesuffix(".txt")
        if name in self.notices:
            return Reply(self.notices[name], media_type="text/plain; charset=utf-8")
        return NOT_THERE


def open_office(count: int) -> Office:
    """An office with so many notices."""
    notices = {f"{n:05}": f"Notice {n} on the sharing of data.\n".encode() for n in range(count)}
    return Office(notices)


def declare(least: int = 1, most: int = 1_000_000, **changes: object) -> Source:
    """The declaration of the office's notices."""
    declared = {
        "title": "Notices of the Office of Tides",
        "publisher": "Office of Tides",
        "country": "XN",
        "kind": "report",
        "language": "en",
        "licence": "MIT, as this project",
        "door": {"adapter": "listing", "urls": [INDEX], "link_selector": "a.notice"},
        "bounds": {"least": least, "most": most, "reason": "the office counts its own notices"},
        "delay_seconds": 0,
        "verified": False,
    }
    return Source.model_validate(declared | changes)


def write_declaration(folder: Path, source: Source, source_id: str = SOURCE_ID) -> None:
    """Write a declaration as a person would; JSON is YAML."""
    place = folder / "sources" / f"{source_id}.yml"
    place.parent.mkdir(parents=True, exist_ok=True)
    plain = source.model_dump(mode="json", exclude_none=True)
    place.write_text(json.dumps(plain), encoding="utf-8")


def scope_for(home: Path, site: LocalSite | None = None) -> Scope:
    """A scope whose requests for the office end at the site; offline without one."""
    hosts = site.hosts(HOST) if site else {}
    return Scope(home=home, hosts=hosts, offline=site is None)


def collect_office(scope: Scope, source: Source, source_id: str = SOURCE_ID) -> StageOutcome:
    """Collect the notices as the flow does, without Prefect's server."""
    with open_stage(scope, "collect", "") as stage, without_prefect(collect_source):
        left_out = collect_sources(stage, scope, {source_id: source})
        stage.detail = f"{left_out} left out"
        return outcome_of(stage)


@contextmanager
def without_prefect(task: Any) -> Iterator[None]:
    """Run a task in place whenever it is submitted, so that no server has to start."""
    submit = task.submit
    task.submit = lambda *given: _done(task.fn(*given))
    try:
        yield
    finally:
        task.submit = submit


@contextmanager
def in_threads(task: Any) -> Iterator[None]:
    """Run a task in a thread of its own whenever it is submitted, as Prefect does."""
    submit = task.submit
    with ThreadPoolExecutor() as threads:
        task.submit = lambda *given: threads.submit(task.fn, *given)
        try:
            yield
        finally:
            task.submit = submit


def collect_together(scope: Scope, sources: Mapping[str, Source]) -> StageOutcome:
    """Collect several sources at the same time."""
    with open_stage(scope, "collect", "") as stage, in_threads(collect_source):
        collect_sources(stage, scope, sources)
        return outcome_of(stage)


def _done(value: Any) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(value)
    return future


def look(home: Path) -> Store:
    """The work database, to look at."""
    return open_work(Home(home).work_database)


def paths(site: LocalSite) -> list[str]:
    """What the site was asked for, without its robots.txt."""
    return [asked.path for asked in site.asked if asked.path != "/robots.txt"]


def archived(home: Path) -> dict[str, int]:
    """The files of the archive, and when each was written."""
    files = Home(home).archive.rglob("*")
    return {file.name: file.stat().st_mtime_ns for file in files if file.is_file()}
