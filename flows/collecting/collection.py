"""The collection of one source, from its listing to the last of its documents."""

from __future__ import annotations

from importlib.metadata import version

from prefect import task
from prefect.cache_policies import NO_CACHE

from data.archive import NO_ROOM
from data.doors.folder import FolderDoor
from data.doors.zotero import ZoteroDoor
from data.errors import CollectFault, Fault, ImaginariesError
from data.ids import content_id
from data.source import Source
from extractors.discover.saved import SavedFiles
from flows.collecting.answers import has_answers
from flows.collecting.asking import Asker, GivenUpFault, Network
from flows.collecting.by_hand import find_known, find_saved, forget_used, match_saved
from flows.collecting.documents import Tally, collect_documents
from flows.collecting.journal import Journal, open_journal
from flows.collecting.listing import (
    Listing,
    check_loss,
    mark_vanished,
    read_listing,
    store_listing,
    store_unseen,
)
from flows.collecting.patience import PATIENCE
from flows.progress import tell
from flows.stage import Stage, now


@task(name="collect-source", cache_policy=NO_CACHE)
def collect_source(stage: Stage, source_id: str, source: Source, network: Network | None) -> bool:
    """Every document that the source lists; a source that fails keeps what it listed before.

    Offline, without a network, a source of which nothing is at hand is left out; tells whether
    it was collected. What a publisher provokes is a fault of the one source; what is wrong with
    the whole run, such as a full disk, is raised.
    """
    try:
        return collect_one(stage, source_id, source, network)
    except Exception as error:  # the flow boundary: the other sources go on
        if concerns_all(error):
            raise
        fault = fault_of(source_id, error)
        with stage.lock:
            stage.fault(source_id, fault)
        tell(f"collect {source_id}: {fault.reason}")
        return True


def concerns_all(error: Exception) -> bool:
    """Whether no source can be collected for this reason: stopped, wrong usage, or no room."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, ImaginariesError) and not isinstance(error, Fault)


def fault_of(source_id: str, error: Exception) -> Fault:
    """What to record of a source that failed."""
    if isinstance(error, Fault):
        return error
    return Fault(
        f"source {source_id}: {type(error).__name__}: {error}",
        next_step="this is a defect of the software: report it with the source's name",
    )


def collect_one(stage: Stage, source_id: str, source: Source, network: Network | None) -> bool:
    """Collect a source, with its journal; tells whether anything of it was at hand."""
    saved = SavedFiles(stage.settings.home.saved / source_id)
    journal = open_journal(stage, source_id, now(), is_offline=network is None)
    try:
        if network is None and not has_anything(stage, source_id, source, saved):
            return False
        series = content_id("series", source.model_dump_json(), version("imaginaries"))
        asker = Asker(stage, journal, saved, network, series)
        tally = collect_listed(stage, source_id, source, asker)
    finally:
        journal.close()
    tell(
        f"collect {source_id}: {tally.new} new or changed, {tally.unchanged} unchanged, "
        f"{tally.faults} faults"
        + (f", {tally.waiting} wait for another try or are given up" if tally.waiting else "")
        + (f", {tally.left} left for the next run" if tally.left else "")
    )
    return True


def has_anything(stage: Stage, source_id: str, source: Source, saved: SavedFiles) -> bool:
    """Whether the source can be collected without a network at all."""
    return is_local(source) or not saved.is_empty or has_answers(stage, source_id)


def is_local(source: Source) -> bool:
    """Whether the series lies on this machine."""
    return isinstance(source.door, FolderDoor | ZoteroDoor)


def collect_listed(stage: Stage, source_id: str, source: Source, asker: Asker) -> Tally:
    """The listing in full, then its documents, then what the listing lacks."""
    is_looked_up = asker.network is not None or is_local(source)
    try:
        listing = read_listing(stage, source_id, source, asker)
        if is_looked_up:
            check_loss(stage, source_id, source, listing.documents)
    except CollectFault as fault:
        return collect_unlisted(stage, source_id, source, asker, fault)
    match_saved(asker, listing.documents)
    record_faults(stage, source_id, asker, listing)
    seen_at = now()
    refs = [one.ref for one in listing.documents]
    (store_listing if is_looked_up else store_unseen)(stage, source_id, refs, seen_at)
    tally = collect_documents(stage, source_id, source, asker, listing.documents)
    tally.add(collect_saved(stage, source_id, source, asker))
    tally.faults += len(listing.faults)
    if is_looked_up and source.lists_all and listing.is_whole:
        mark_vanished(stage, source_id, seen_at)
        asker.remember_listing()
    record_given_up(stage, source_id, asker, tally)
    end_journal(asker, is_whole=not asker.given_up)
    return tally


def collect_unlisted(
    stage: Stage, source_id: str, source: Source, asker: Asker, fault: CollectFault
) -> Tally:
    """Without a listing, what a person has saved of the source."""
    known = find_known(stage, source_id, source, asker)
    record_faults(stage, source_id, asker, Listing((), ()))
    with stage.lock:
        stage.fault(source_id, fault)
    tally = collect_documents(stage, source_id, source, asker, known)
    tally.add(collect_saved(stage, source_id, source, asker))
    tally.faults += 1
    end_journal(asker, is_whole=not asker.is_passing(fault))
    return tally


def collect_saved(stage: Stage, source_id: str, source: Source, asker: Asker) -> Tally:
    """The saved files that nothing has asked for, each a document of its own."""
    extra = find_saved(source_id, source, asker)
    store_listing(stage, source_id, [one.ref for one in extra], now())
    forget_used(stage, source_id, extra)
    return collect_documents(stage, source_id, source, asker, extra)


def record_faults(stage: Stage, source_id: str, asker: Asker, listing: Listing) -> None:
    """Record the entries that could not be read, and forget those of the run before."""
    entries = f"{source_id} entry "
    faults = [one for one in listing.faults if not isinstance(one, GivenUpFault)]
    faults += asker.saved.faults
    met = {f"{entries}{number}": fault for number, fault in enumerate(faults, start=1)}
    with stage.lock:
        before = [row.subject for row in stage.faults() if row.subject.startswith(entries)]
        stage.clear_faults([source_id, *(subject for subject in before if subject not in met)])
        for subject, fault in met.items():
            stage.fault(subject, fault)


def record_given_up(stage: Stage, source_id: str, asker: Asker, tally: Tally) -> None:
    """One fault for all that was not asked of hosts that refused."""
    subject = f"{source_id} given up"
    with stage.lock:
        if not asker.given_up:
            stage.clear_faults([subject])
            return
        fault = CollectFault(
            f"{', '.join(sorted(asker.given_up))} refused or did not answer {PATIENCE} requests in "
            f"a row: {tally.left} documents are left for the next run",
            next_step="run again later; if it goes on, ask the publisher or save the pages by hand",
        )
        stage.fault(subject, fault)


def end_journal(asker: Asker, *, is_whole: bool) -> None:
    """Finish the journal, or leave it for the next collection to go on from."""
    journal: Journal = asker.journal
    if is_whole:
        journal.finish()
    else:
        journal.take_in()
