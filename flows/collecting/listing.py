"""What a source lists: found in full, held against its bounds, and marked in the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data.errors import CollectFault, PassedOverFault
from data.records import DocumentRef, Sighting, Snapshot
from data.source import Source
from extractors.discover import doors
from extractors.discover.door import Found
from flows.collecting.asking import Asker, UnchangedListing
from flows.collecting.intake import Kept, keep_bytes, latest_snapshots
from flows.stage import Stage

ROWS_PER_BATCH = 1000

SAVED_KEY = "saved/"
"""What the keys of documents begin with that a person saved and no listing names."""

_LISTED_BY_THE_PUBLISHER = f"""
    select document_id, alternative_of, last_seen_at, vanished_at
    from sighting join document_ref using (document_id)
    where sighting.source_id = ? and not starts_with(coalesce(key, ''), '{SAVED_KEY}')
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document that was found; `kept` where the listing itself held its bytes."""

    found: Found
    kept: Kept | None = None

    @property
    def ref(self) -> DocumentRef:
        """The document."""
        return self.found.ref


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a source lists, each document once, and the entries that could not be read."""

    documents: tuple[Listed, ...]
    faults: tuple[CollectFault, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all could be read, so that what is not among the documents has vanished."""
        return all(isinstance(fault, PassedOverFault) for fault in self.faults)


def read_listing(stage: Stage, source_id: str, source: Source, asker: Asker) -> Listing:
    """Ask the door for everything that it lists; contents in the listing go into the archive.

    Where the publisher says that nothing has changed, the documents are those listed before.

    Raises:
        CollectFault: the listing cannot be had or read, or holds fewer or more documents than
            the source's bounds.
    """
    documents: dict[str, Listed] = {}
    faults: list[CollectFault] = []
    try:
        for found in doors.find_documents(source_id, source, asker):
            if isinstance(found, CollectFault):
                faults.append(found)
            elif found.ref.document_id not in documents:
                documents[found.ref.document_id] = _keep_content(stage, found)
    except UnchangedListing:
        return Listing(tuple(find_listed(stage, source_id)), ())
    check_bounds(source_id, source, list(documents.values()))
    return Listing(tuple(documents.values()), tuple(faults))


def check_bounds(source_id: str, source: Source, documents: Sequence[Listed]) -> None:
    """Hold the number of documents against what the source is known to hold.

    The same text in another format does not count.

    Raises:
        CollectFault: fewer or more; it names the bounds' reason.
    """
    count = sum(one.ref.alternative_of is None for one in documents)
    bounds = source.bounds
    if not bounds.least <= count <= bounds.most:
        raise CollectFault(
            f"source {source_id}: {count} documents listed, expected {bounds.least} to "
            f"{bounds.most} ({bounds.reason}); what it listed before stays",
            next_step=f"look at what it lists now; correct the door or the bounds in "
            f"{source_id}.yml",
        )


def check_loss(stage: Stage, source_id: str, source: Source, documents: Sequence[Listed]) -> None:
    """Hold the number of documents against what the source listed last time.

    One that lists half of it no more has rather changed its form than withdrawn them all. Where
    that many are beyond the bounds, a person has said that fewer are right.

    Raises:
        CollectFault: fewer than half; it names both numbers.
    """
    sql = f"""select count(*) filter (where alternative_of is null) from (
        {_LISTED_BY_THE_PUBLISHER} qualify last_seen_at = max(last_seen_at) over ())"""
    with stage.lock:
        ((before,),) = stage.store.query(sql, [source_id]).rows
    count = sum(one.ref.alternative_of is None for one in documents)
    if 2 * count < before <= source.bounds.most:
        raise CollectFault(
            f"source {source_id}: {count} documents listed, and {before} last time; what it "
            "listed before stays",
            next_step=f"look at what it lists now: correct the door, or if so many are right, "
            f"set `most` in {source_id}.yml below {before}",
        )


def find_listed(stage: Stage, source_id: str) -> list[Listed]:
    """The documents that the source listed before, with the bytes that came with the listing."""
    where = f"""document_id in (
        select document_id from ({_LISTED_BY_THE_PUBLISHER}) where vanished_at is null
    ) order by document_id"""
    with stage.lock:
        refs = stage.store.read(DocumentRef, where, [source_id])
    held = latest_snapshots(stage, [ref.document_id for ref in refs])
    return [Listed(Found(ref), _with_listing(held.get(ref.document_id))) for ref in refs]


def store_listing(
    stage: Stage, source_id: str, refs: Sequence[DocumentRef], seen_at: datetime
) -> None:
    """Store what changed of these documents, and that they are listed now."""
    for start in range(0, len(refs), ROWS_PER_BATCH):
        batch = {ref.document_id: ref for ref in refs[start : start + ROWS_PER_BATCH]}
        with stage.lock, stage.store.transaction():
            _store_refs(stage, batch)
            _mark_seen(stage, source_id, list(batch), seen_at)
            _mark_withdrawn(stage, list(batch.values()), seen_at)


def store_unseen(
    stage: Stage, source_id: str, refs: Sequence[DocumentRef], seen_at: datetime
) -> None:
    """Store documents that an archived listing names: nobody has looked whether it still does."""
    ids = [ref.document_id for ref in refs]
    with stage.lock, stage.store.transaction():
        known = {row.document_id for row in _sightings(stage, ids)}
        _store_refs(stage, {ref.document_id: ref for ref in refs})
        new = [one for one in ids if one not in known]
        stage.store.append(Sighting, _new_sightings(source_id, new, seen_at))
        _mark_withdrawn(stage, refs, seen_at)


def mark_vanished(stage: Stage, source_id: str, seen_at: datetime) -> int:
    """Mark what a complete listing of this instant lacked; tells how many are newly marked.

    They stay, with all that was read from them; requests for them that failed are forgotten,
    since they are not asked again.
    """
    missing = "source_id = ? and vanished_at is null and last_seen_at < ?"
    with stage.lock, stage.store.transaction():
        gone = [
            row.document_id for row in stage.store.read(Sighting, missing, [source_id, seen_at])
        ]
        stage.store.query(
            "update sighting set vanished_at = ? where document_id in (select unnest(?))",
            [seen_at, gone],
        )
        stage.store.query(
            "delete from fault where stage = ? and document_id in (select unnest(?))",
            [stage.name, gone],
        )
    return len(gone)


def replace_listing(
    stage: Stage, source_id: str, refs: Sequence[DocumentRef], seen_at: datetime
) -> None:
    """Make these the only documents of the source: what a folder lacks is not there any more."""
    store_listing(stage, source_id, refs, seen_at)
    with stage.lock, stage.store.transaction():
        known = stage.store.query(
            "select document_id from document_ref where source_id = ?", [source_id]
        )
        gone = sorted({row[0] for row in known.rows} - {ref.document_id for ref in refs})
        stage.store.delete(DocumentRef, "document_id", gone)
        stage.store.delete(Sighting, "document_id", gone)


def _keep_content(stage: Stage, found: Found) -> Listed:
    if found.content is None:
        return Listed(found)
    kept = keep_bytes(stage.settings.home.archive, found.content, found.ref.url, "text")
    return Listed(replace(found, content=None), kept)


def _store_refs(stage: Stage, refs: dict[str, DocumentRef]) -> None:
    known = stage.store.read(DocumentRef, "document_id in (select unnest(?))", [list(refs)])
    same = {row.document_id for row in known if refs[row.document_id] == row}
    changed = [ref for key, ref in refs.items() if key not in same]
    stage.store.replace(DocumentRef, "document_id", [ref.document_id for ref in changed], changed)


def _mark_seen(stage: Stage, source_id: str, ids: list[str], seen_at: datetime) -> None:
    known = {row.document_id for row in _sightings(stage, ids)}
    stage.store.query(
        "update sighting set last_seen_at = ?, vanished_at = null, undeclared_at = null "
        "where document_id in (select unnest(?))",
        [seen_at, list(known)],
    )
    new = [one for one in ids if one not in known]
    stage.store.append(Sighting, _new_sightings(source_id, new, seen_at))


def _sightings(stage: Stage, ids: list[str]) -> list[Sighting]:
    return stage.store.read(Sighting, "document_id in (select unnest(?))", [ids])


def _new_sightings(source_id: str, ids: list[str], seen_at: datetime) -> list[Sighting]:
    return [Sighting(one, source_id, seen_at, seen_at, None) for one in ids]


def _mark_withdrawn(stage: Stage, refs: Sequence[DocumentRef], seen_at: datetime) -> None:
    """Note when it was learned that the publisher has withdrawn a document, or takes that back."""
    withdrawn = [ref.document_id for ref in refs if ref.withdrawn_on is not None]
    others = [ref.document_id for ref in refs if ref.withdrawn_on is None]
    stage.store.query(
        "update sighting set withdrawn_seen_at = ? "
        "where withdrawn_seen_at is null and document_id in (select unnest(?))",
        [seen_at, withdrawn],
    )
    stage.store.query(
        "update sighting set withdrawn_seen_at = null "
        "where withdrawn_seen_at is not null and document_id in (select unnest(?))",
        [others],
    )


def _with_listing(snapshot: Snapshot | None) -> Kept | None:
    """The bytes, if they came with the listing: those that were asked for have a status."""
    if snapshot is None or snapshot.http_status is not None:
        return None
    return Kept(snapshot.url, snapshot.sha256, snapshot.archived_as, snapshot.size_bytes)
