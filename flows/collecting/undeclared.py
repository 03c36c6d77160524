"""Sources that are declared no longer: their history stays, and their documents are not read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from data.records import DocumentRef
from flows.stage import Stage


def mark_declared(stage: Stage, declared: Collection[str], when: datetime) -> None:
    """Mark the documents of all sources but these as undeclared from now on, and vanished.

    Those of a source that is declared again are as they were before.
    """
    ids = sorted(declared)
    is_declared = (
        "document_id in "
        "(select document_id from document_ref where source_id in (select unnest(?)))"
    )
    with stage.lock, stage.store.transaction():
        stage.store.query(
            "update sighting set vanished_at = nullif(vanished_at, undeclared_at), "
            f"undeclared_at = null where undeclared_at is not null and {is_declared}",
            [ids],
        )
        stage.store.query(
            "update sighting set undeclared_at = ?, vanished_at = coalesce(vanished_at, ?) "
            f"where undeclared_at is null and not {is_declared}",
            [when, when, ids],
        )


def read_declared(stage: Stage) -> list[DocumentRef]:
    """The documents of the sources that were declared when documents were last collected."""
    undeclared = "select document_id from sighting where undeclared_at is not null"
    return list(stage.store.read(DocumentRef, f"document_id not in ({undeclared})"))
