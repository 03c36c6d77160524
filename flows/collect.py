"""Collect: find the documents of a folder or of the declared sources, and keep their bytes."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from prefect import flow

from data.errors import UsageError
from data.source import Source, load_sources
from extractors.discover import folder
from flows.collecting.asking import Network
from flows.collecting.collection import collect_source
from flows.collecting.corpus import collect_folder
from flows.collecting.network import allowed_places, chosen_sources, open_fetcher
from flows.collecting.patience import Patience
from flows.collecting.undeclared import mark_declared
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, now, open_stage, outcome_of


@flow(name="collect", persist_result=False)
def collect(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Collect the scope's folder, or the declared sources if it has none."""
    with open_stage(scope, "collect", run_id) as stage:
        sources = chosen_sources(scope)
        drop_undeclared(stage, scope)
        left_out = 0
        if scope.corpus is not None:
            collect_folder(stage, scope.corpus)
        elif not scope.has_folders:
            left_out = collect_sources(stage, scope, sources)
        stage.detail = f"{stage.done} new or changed files, {stage.skipped} unchanged"
        if left_out:
            stage.detail += f"; {left_out} sources left out, of which nothing is at hand offline"
        return outcome_of(stage)


def collect_sources(stage: Stage, scope: Scope, sources: Mapping[str, Source]) -> int:
    """Collect the sources, all at the same time; returns how many had to be left out.

    Each host is asked at its own pace, so that a slow one keeps no other waiting.
    """
    stop = threading.Event()
    if scope.offline:
        running = [collect_source.submit(stage, key, one, None) for key, one in sources.items()]
        return sum(not future.result() for future in running)
    allowed = {key: allowed_places(source) for key, source in sources.items()}
    places = {place for one in allowed.values() for place in one.hosts}
    patience = Patience()
    with open_fetcher(scope, places, stop) as fetcher:
        running = [
            collect_source.submit(
                stage, key, one, Network(fetcher, allowed[key], one.delay_seconds, stop, patience)
            )
            for key, one in sources.items()
        ]
        try:
            return sum(not future.result() for future in running)
        except BaseException:
            stop.set()  # the other sources end at their next request
            raise


def drop_undeclared(stage: Stage, scope: Scope) -> None:
    """Leave out what sources listed that are declared no longer, such as the demo's.

    Their history stays, and they are read again when they are declared again.

    Raises:
        UsageError: the demo is asked to run where other documents are.
    """
    declared = {*load_sources(scope.declarations / "sources"), folder.SOURCE_ID}
    held = {row[0] for row in stage.store.query("select distinct source_id from document_ref").rows}
    is_shared = stage.settings.home.lake is not None
    if scope.is_demo and (folder.SOURCE_ID in held or (is_shared and held - declared)):
        raise UsageError(
            f"{stage.store.path} holds other documents: give the demo a --home and store of its own"
        )
    mark_declared(stage, declared, now())
    stage.clear_faults(sorted(held - declared))
    stage.store.query(
        "delete from fault where stage = 'collect' and document_id is not null and document_id "
        "not in (select document_id from document_ref where source_id in (select unnest(?)))",
        [sorted(declared)],
    )
