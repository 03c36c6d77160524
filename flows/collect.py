"""Collect: find the documents of a folder or of the declared sources, and keep their bytes."""

from __future__ import annotations

from pathlib import Path

import httpx
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.errors import CollectFault, UsageError
from data.records import DocumentRef
from data.source import load_sources
from extractors.discover import folder
from flows.intake import keep_document, latest_snapshots, receive_file, replace_listing
from flows.progress import follow
from flows.scope import DECLARED, Scope
from flows.sources import chosen_sources, collect_source, open_fetcher
from flows.stage import Stage, StageOutcome, open_stage, outcome_of


@flow(name="collect", persist_result=False)
def collect(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Collect the scope's folder, or the declared sources if it has none."""
    with open_stage(scope, "collect", run_id) as stage:
        sources = chosen_sources(scope)
        drop_undeclared(stage, scope)
        if scope.corpus is not None:
            collect_folder(stage, scope.corpus)
        elif sources and not scope.has_folders and not scope.offline:
            with httpx.Client(timeout=60.0) as client:
                fetcher = open_fetcher(scope, client)
                for source_id, source in sources.items():
                    collect_source(stage, fetcher, source_id, source)
        stage.detail = f"{stage.done} new or changed files, {stage.skipped} unchanged"
        return outcome_of(stage)


@task(name="collect-folder", cache_policy=NO_CACHE)
def collect_folder(stage: Stage, corpus: Path) -> None:
    """Keep every file of the folder; its listing takes the place of the one before."""
    found = list(folder.find_documents(corpus))
    before = latest_snapshots(stage)
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
            received = receive_file(item.path, name, stage.settings.max_file_bytes)
        except CollectFault as fault:
            stage.fault(name, fault, item.ref.document_id)
            met.add(name)
        else:
            stage.count(keep_document(stage, item.ref, received, before.get(item.ref.document_id)))
    replace_listing(stage, folder.SOURCE_ID, refs)
    listed = {ref.document_id for ref in refs}
    stage.clear_faults(
        row.subject
        for row in stage.faults()
        if row.subject not in met
        and (row.document_id in listed or row.subject.startswith(folder.MANIFEST))
    )


def drop_undeclared(stage: Stage, scope: Scope) -> None:
    """Forget what sources listed that are declared no longer, the demo's in a real run among them.

    Raises:
        UsageError: the demo is asked to run where other documents are.
    """
    declared = {*load_sources(scope.declarations / "sources"), folder.SOURCE_ID}
    held = {row[0] for row in stage.store.query("select distinct source_id from document_ref").rows}
    if scope.is_demo and folder.SOURCE_ID in held:
        raise UsageError(
            f"{stage.settings.home.root} holds other documents: give the demo its own --home"
        )
    gone = sorted(held - declared)
    stage.store.delete(DocumentRef, "source_id", gone)
    stage.clear_faults(gone)
    stage.store.query(
        "delete from fault where stage = 'collect' and document_id is not null "
        "and document_id not in (select document_id from document_ref)"
    )
