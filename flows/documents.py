"""Documents that are read, and those that go: all that was read from them goes with them."""

from __future__ import annotations

from collections.abc import Collection

from data.records import (
    Claim,
    ClaimCue,
    ClaimFacet,
    Document,
    DocumentRef,
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


def choose_formats(listed: dict[str, DocumentRef], held: Collection[str]) -> dict[str, DocumentRef]:
    """The documents to read: of a text in several formats one, so that nothing counts twice.

    Another format is read only where the bytes of the chosen one could not be had.
    """
    stands_in: dict[str, str] = {}
    for key, ref in sorted(listed.items()):
        if ref.alternative_of is not None and ref.alternative_of not in held and key in held:
            stands_in.setdefault(ref.alternative_of, key)
    chosen = set(stands_in.values())
    return {key: ref for key, ref in listed.items() if ref.alternative_of is None or key in chosen}


def delete_documents(stage: Stage, document_ids: list[str]) -> None:
    """Remove all that was read from these documents, and that they were coded."""
    for table in DOCUMENT_TABLES:
        stage.store.delete(table, "document_id", document_ids)
    sql = "delete from stage_input where stage = 'code' and subject_id in (select unnest(?))"
    stage.store.query(sql, [document_ids])


def drop_unlisted(stage: Stage, *, listed: set[str], read: set[str]) -> int:
    """Remove what was read from documents that no source lists or that are read no more.

    `read` are those of the listed that are read. Tells how many went.
    """
    faulty = {row.document_id for row in stage.store.read(FaultRecord) if row.document_id}
    held = {row.document_id for row in stage.store.read(Document)}
    gone = sorted((held - read) | (faulty - listed))
    with stage.store.transaction():
        delete_documents(stage, gone)
        stage.store.delete(FaultRecord, "document_id", sorted(set(gone) - listed))
        stage.forget(gone)
    return len(gone)
