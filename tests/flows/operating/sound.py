"""Homes with archived bytes, for what looks after them."""

from __future__ import annotations

from pathlib import Path

from data.archive import archive_bytes
from data.ids import bytes_sha256
from data.records import Snapshot
from data.settings import Home
from data.store import Store
from tests.flows.comparing.ledger_store import blank
from tests.flows.operating.homes import START


def add_archived(store: Store, home: Home, content: bytes, name: str) -> Path:
    """Archive the bytes with their row; returns the file."""
    place = archive_bytes(home.archive, content, name)
    held = {"archived_as": place, "sha256": bytes_sha256(content), "fetched_at": START}
    store.append(Snapshot, [blank(Snapshot, document_id=name, **held)])
    return home.root / place
