"""Documents that go: all that was read from them goes with them."""

from __future__ import annotations

from data.records import (
    Claim,
    ClaimCue,
    ClaimFacet,
    Document,
    FaultRecord,
    Page,
    Passage,
    Sentence,
    SentenceBox,
    SystemMention,
)
from flows.stage import Stage

DOCUMENT_TABLES = (
    Document,
    Page,
    Passage,
    Sentence,
    SentenceBox,
    Claim,
    ClaimCue,
    ClaimFacet,
    SystemMention,
)


def delete_documents(stage: Stage, document_ids: list[str]) -> None:
    """Remove all that was read from these documents, and that they were coded."""
    for table in DOCUMENT_TABLES:
        stage.store.delete(table, "document_id", document_ids)
    sql = "delete from stage_input where stage = 'code' and subject_id in (select unnest(?))"
    stage.store.query(sql, [document_ids])


def drop_unlisted(stage: Stage, listed: set[str]) -> int:
    """Remove documents that no source lists any more; tells how many."""
    known = {row.document_id for row in stage.store.read(Document)} | {
        row.document_id for row in stage.store.read(FaultRecord) if row.document_id
    }
    gone = sorted(known - listed)
    with stage.store.transaction():
        delete_documents(stage, gone)
        stage.store.delete(FaultRecord, "document_id", gone)
        stage.forget(gone)
    return len(gone)
