"""Homes made by hand: rows and bytes as a collection leaves them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from data.ids import content_id
from data.records import DocumentRef, Response, Sighting, Snapshot
from data.settings import load_settings
from data.store import open_memory, open_work
from flows.collecting.intake import build_snapshot, keep_bytes
from flows.stage import Stage

START = datetime(2026, 3, 2, 6, 0)
SOURCE = "xn-plans"
HOST = "https://plans.nordavia.example"


@contextmanager
def open_home(root: Path, *, is_lasting: bool = False) -> Iterator[Stage]:
    """A stage at work on this home; its tables are gone after the block unless they shall last."""
    settings = load_settings(root)
    store = open_work(settings.home.work_database) if is_lasting else open_memory()
    stage = Stage("collect", settings, store, START)
    try:
        yield stage
    finally:
        stage.store.close()


def make_document(name: str, **changes: object) -> DocumentRef:
    """A listed document of the fictional country."""
    url = f"{HOST}/{name}"
    ref = DocumentRef(
        document_id=content_id("document", SOURCE, url),
        source_id=SOURCE,
        url=url,
        title=f"Plan {name}",
        publisher="Ministry of Plans",
        country="XN",
        kind="data_strategy",
        year=2026,
        language="en",
        licence="CC BY 4.0",
        note=None,
        is_excerpt=False,
    )
    return replace(ref, **changes)  # type: ignore[arg-type]


def add_document(
    stage: Stage,
    ref: DocumentRef,
    vanished_at: datetime | None = None,
    withdrawn_seen_at: datetime | None = None,
) -> None:
    """List a document, as seen at the start and no more after `vanished_at`."""
    stage.store.append(DocumentRef, [ref])
    sighting = Sighting(
        ref.document_id, ref.source_id, START, START, vanished_at, withdrawn_seen_at
    )
    stage.store.append(Sighting, [sighting])


def add_version(stage: Stage, ref: DocumentRef, text: str | bytes, day: int = 0) -> Snapshot:
    """An answer with these bytes so many days after the start, and the snapshot made of it."""
    content = text.encode() if isinstance(text, str) else text
    asked_at = START + timedelta(day)
    kept = replace(
        keep_bytes(stage.settings.home.archive, content, ref.url),
        final_url=ref.url,
        media_type="text/markdown",
        http_status=200,
        etag=f'"{day}"',
    )
    snapshot = build_snapshot(ref, kept, asked_at)
    stage.store.append(Snapshot, [snapshot])
    add_response(stage, ref.url, day, snapshot)
    return snapshot


def add_response(
    stage: Stage, url: str, day: int, snapshot: Snapshot | None = None, status: int = 200
) -> Response:
    """An answer as the collector writes it down; without a snapshot, one that brought no bytes."""
    asked_at = START + timedelta(day)
    headers = {
        "content-encoding": "gzip",
        "content-length": "70",
        "content-type": "text/markdown; charset=utf-8",
        "etag": snapshot.etag if snapshot else None,
    }
    unmodified = {"date": "Mon, 09 Mar 2026 06:00:00 GMT"}
    told = headers if snapshot and status == 200 else unmodified if snapshot else {}
    row = Response(
        response_id=content_id("response", SOURCE, url, asked_at.isoformat()),
        source_id=SOURCE,
        url=url,
        final_url=url,
        http_status=status,
        sha256=snapshot.sha256 if snapshot else None,
        archived_as=snapshot.archived_as if snapshot else None,
        size_bytes=snapshot.size_bytes if snapshot else None,
        media_type=snapshot.media_type if snapshot else None,
        etag=snapshot.etag if snapshot else None,
        last_modified=None,
        headers_json=json.dumps(told),
        asked_at=asked_at,
    )
    stage.store.append(Response, [row])
    return row
