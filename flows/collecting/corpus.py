"""The collection of a folder that a person gives: its files now are all there is."""

from __future__ import annotations

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from data.errors import CollectFault
from data.records import DocumentRef, Snapshot
from extractors.discover import folder
from flows.collecting.intake import build_snapshot, keep_bytes, latest_snapshots, read_file
from flows.collecting.listing import replace_listing
from flows.progress import follow
from flows.stage import Stage, now

SNAPSHOTS_AT_ONCE = 100
"""Rows written together: a killed run keeps a file's bytes, and takes at most so many anew."""


@task(name="collect-folder", cache_policy=NO_CACHE)
def collect_folder(stage: Stage, corpus: Path) -> None:
    """Keep every file of the folder; its listing takes the place of the one before."""
    found = list(folder.find_files(corpus))
    before = latest_snapshots(stage)
    taken: list[Snapshot] = []
    refs: list[DocumentRef] = []
    met: set[str] = set()
    for number, item in enumerate(follow("collect", found), start=1):
        if isinstance(item, CollectFault):
            name = f"{folder.MANIFEST} row {number}"
            stage.fault(name, item)
            met.add(name)
            continue
        name = item.path.relative_to(corpus).as_posix()
        refs.append(item.ref)
        try:
            snapshot = collect_file(stage, item, name, before.get(item.ref.document_id))
        except CollectFault as fault:
            stage.fault(name, fault, item.ref.document_id)
            met.add(name)
        else:
            stage.count(snapshot is not None)
            taken += [snapshot] if snapshot else []
        if len(taken) >= SNAPSHOTS_AT_ONCE:
            stage.store.append(Snapshot, taken)
            taken.clear()
    stage.store.append(Snapshot, taken)
    replace_listing(stage, folder.SOURCE_ID, refs, now())
    listed = {ref.document_id for ref in refs}
    stage.clear_faults(
        row.subject
        for row in stage.faults()
        if row.subject not in met
        and (row.document_id in listed or row.subject.startswith(folder.MANIFEST))
    )


def collect_file(
    stage: Stage, item: folder.FolderDocument, name: str, before: Snapshot | None
) -> Snapshot | None:
    """Keep one file of a folder; a snapshot of it if its bytes are new."""
    content = read_file(item.path, name, stage.settings.max_file_bytes)
    kept = keep_bytes(stage.settings.home.archive, content, name)
    if before is not None and before.sha256 == kept.sha256:
        return None
    return build_snapshot(item.ref, kept, now())
