"""Collects declared sources over HTTP, politely, and asks conditionally for what it has."""

from __future__ import annotations

import httpx
from prefect import task
from prefect.cache_policies import NO_CACHE

from data.errors import CollectFault, UsageError
from data.records import DocumentRef, Snapshot
from data.source import Source, load_sources
from extractors.discover import listing
from extractors.fetch import Fetcher
from flows.intake import keep_document, latest_snapshots, received_from, replace_listing
from flows.progress import follow
from flows.scope import Scope
from flows.stage import Stage

AGENT = "imaginaries/0.1"


@task(name="collect-source", cache_policy=NO_CACHE)
def collect_source(stage: Stage, fetcher: Fetcher, source_id: str, source: Source) -> None:
    """Every document that the source lists; a source that fails keeps what it listed before."""
    try:
        page = fetcher.fetch(str(source.url), delay_seconds=source.delay_seconds)
        refs = list(listing.find_documents(page.content or b"", source_id, source))
    except CollectFault as fault:
        stage.fault(source_id, fault)
        return
    stage.clear_faults([source_id])
    replace_listing(stage, source_id, refs)
    before = latest_snapshots(stage)
    for ref in follow(f"collect {source_id}", refs):
        try:
            is_new = fetch_document(stage, fetcher, source, ref, before.get(ref.document_id))
        except CollectFault as fault:
            stage.fault(ref.url, fault, ref.document_id)
        else:
            stage.clear_faults([ref.url])
            stage.count(is_new)


def fetch_document(
    stage: Stage, fetcher: Fetcher, source: Source, ref: DocumentRef, before: Snapshot | None
) -> bool:
    """Ask for one document, conditionally where it was had before; tells whether it is new."""
    fetched = fetcher.fetch(
        ref.url,
        delay_seconds=source.delay_seconds,
        etag=before.etag if before else None,
        last_modified=before.last_modified if before else None,
    )
    received = received_from(fetched)
    return received is not None and keep_document(stage, ref, received, before)


def chosen_sources(scope: Scope) -> dict[str, Source]:
    """The declared sources, or those of them that were asked for.

    Raises:
        UsageError: an id that no declaration has, or sources and a folder at once.
    """
    if scope.sources and scope.has_folders:
        raise UsageError("--sources is for declared sources: leave it out with --corpus")
    declared = load_sources(scope.declarations / "sources")
    unknown = [source_id for source_id in scope.sources if source_id not in declared]
    if unknown:
        known = ", ".join(declared) or "none"
        raise UsageError(f"no source {unknown[0]!r} is declared; declared are: {known}")
    return {key: declared[key] for key in scope.sources or declared}


def open_fetcher(scope: Scope, client: httpx.Client) -> Fetcher:
    """A fetcher that names itself and whom to write to.

    Raises:
        UsageError: no contact address is set.
    """
    settings = scope.settings()
    contact = scope.contact or settings.contact
    if contact is None:
        raise UsageError(
            "publishers want to know who asks: set IMAGINARIES_CONTACT to a web or mail address, "
            "or collect folders with --corpus"
        )
    return Fetcher(
        client=client,
        agent=f"{AGENT} (+{contact})",
        max_bytes=settings.max_file_bytes,
        hosts=scope.hosts,
    )
