"""Collect: find the documents of a folder or of the declared sources, and keep their bytes."""

from __future__ import annotations

from pathlib import Path

import httpx
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.errors import CollectFault
from data.records import DocumentRef
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
        sources = {} if scope.has_folders or scope.offline else chosen_sources(scope)
        if scope.corpus is not None:
            collect_folder(stage, scope.corpus)
        elif sources:
            with httpx.Client(follow_redirects=True, timeout=60.0) as client:
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
    stage.clear_faults([row.subject for row in stage.faults()])
    for number, item in enumerate(follow("collect", found), start=1):
        if isinstance(item, CollectFault):
            stage.fault(f"{folder.MANIFEST} row {number}", item)
            continue
        name = item.path.relative_to(corpus).as_posix()
        refs.append(item.ref)
        try:
            received = receive_file(item.path, name, stage.settings.max_file_bytes)
        except CollectFault as fault:
            stage.fault(name, fault, item.ref.document_id)
        else:
            stage.count(keep_document(stage, item.ref, received, before.get(item.ref.document_id)))
    replace_listing(stage, folder.SOURCE_ID, refs)
