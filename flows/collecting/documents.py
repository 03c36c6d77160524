"""The documents that a source lists: asked for, put together, and kept where they are new."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from data.errors import CollectFault
from data.ids import content_id
from data.records import DocumentRef, Snapshot
from data.source import Source
from extractors.discover.door import Found
from extractors.discover.doors import DOORS, build_content
from flows.collecting.answers import read_kept
from flows.collecting.asking import Asker, GivenUpFault
from flows.collecting.intake import Kept, build_snapshot, keep_bytes, latest_snapshots, read_file
from flows.collecting.listing import Listed
from flows.progress import SECONDS_BETWEEN_LINES, tell
from flows.stage import Stage, now

DOCUMENTS_PER_BATCH = 100


@dataclass(slots=True)
class Tally:
    """How the documents of one source fared."""

    new: int = 0
    unchanged: int = 0
    faults: int = 0
    left: int = 0
    """Not asked for, since their host was given up."""
    waiting: int = 0
    """Not asked for, since they failed before and are not due, or are given up."""
    told_at: float = field(default_factory=time.monotonic)

    def add(self, more: Tally) -> None:
        """Count what fared so beside this."""
        self.new += more.new
        self.unchanged += more.unchanged
        self.faults += more.faults
        self.left += more.left
        self.waiting += more.waiting

    def show(self, source_id: str, total: int) -> None:
        """A line now and then: several sources are followed at once, so there is no bar."""
        if time.monotonic() - self.told_at > SECONDS_BETWEEN_LINES:
            self.told_at = time.monotonic()
            done = self.new + self.unchanged + self.faults + self.left + self.waiting
            tell(f"collect {source_id}: {done} of {total}")


def collect_documents(
    stage: Stage, source_id: str, source: Source, asker: Asker, listed: Sequence[Listed]
) -> Tally:
    """Bring the archive up to what is listed; what fails is a fault, and the rest go on.

    Those that failed in the run before come last, so that a host that refuses them is not given
    up before it was asked for the others.
    """
    with stage.lock:
        faulty = {row.subject for row in stage.faults()}
    tally = Tally()
    in_order = sorted(listed, key=lambda one: one.ref.url in faulty)
    for start in range(0, len(in_order), DOCUMENTS_PER_BATCH):
        batch = in_order[start : start + DOCUMENTS_PER_BATCH]
        good = _collect_batch(stage, source, asker, batch, tally)
        tally.show(source_id, len(in_order))
        with stage.lock:
            stage.clear_faults(one for one in good if one in faulty)
    asker.journal.take_in()
    return tally


def _collect_batch(
    stage: Stage, source: Source, asker: Asker, batch: Sequence[Listed], tally: Tally
) -> list[str]:
    """Collect these; returns the addresses of those that went well."""
    waiting = _waiting_of(stage, asker, batch)
    batch = [one for one in batch if one.ref.document_id not in waiting]
    tally.waiting += len(waiting)
    before = latest_snapshots(stage, [one.ref.document_id for one in batch])
    asker.prepare([url for one in batch if one.kept is None for url in one.found.addresses])
    good = []
    is_new = 0
    for one in batch:
        ref = one.ref
        try:
            last = before.get(ref.document_id)
            kept = one.kept or keep_document(stage, source, asker, one.found, last)
        except GivenUpFault:
            tally.left += 1
        except CollectFault as fault:
            tally.faults += 1
            with stage.lock:
                stage.fault(ref.url, fault, ref.document_id)
        else:
            good.append(ref.url)
            is_new += add_snapshot(asker, ref, kept, last)
    with stage.lock:
        stage.done += is_new
        stage.skipped += len(good) - is_new
    tally.new += is_new
    tally.unchanged += len(good) - is_new
    return good


def _waiting_of(stage: Stage, asker: Asker, batch: Sequence[Listed]) -> set[str]:
    """The documents that have failed and are not asked for now; none that a person has saved."""
    if asker.network is None:
        return set()  # what is not at hand was not asked for, so that it has not failed either
    inputs = {
        one.ref.document_id: content_id("collect", *one.found.addresses)
        for one in batch
        if one.kept is None
        and one.found.addresses
        and not any(asker.saved.find(url) for url in one.found.addresses)
    }
    with stage.lock:
        return stage.waiting_of(inputs)


def keep_document(
    stage: Stage, source: Source, asker: Asker, found: Found, before: Snapshot | None
) -> Kept:
    """The archived bytes of one document; what its addresses answered is kept as well.

    Raises:
        CollectFault: an address fails, or the door cannot make a document of the answers.
    """
    home = stage.settings.home
    if found.file is not None:
        content = read_file(found.file, str(found.file), stage.settings.max_file_bytes)
        return keep_bytes(home.archive, content, found.ref.url, found.file.name)
    answers = [asker.ask(url)[0] for url in found.addresses]
    is_whole = DOORS[source.door.adapter].build_content is None
    is_known = before is not None and before.sha256 == answers[0].sha256
    if len(answers) == 1 and (is_whole or is_known):
        return answers[0]
    # Made anew of unchanged answers too: the door may have learnt to make it better.
    built = build_content(source, found, [read_kept(home.root, answer) for answer in answers])
    whole = keep_bytes(home.archive, built.content, found.ref.url, built.name)
    if len(answers) == 1 and answers[0].sha256 == whole.sha256:
        return answers[0]
    return replace(whole, final_url=answers[0].final_url, http_status=answers[0].http_status)


def add_snapshot(asker: Asker, ref: DocumentRef, kept: Kept, before: Snapshot | None) -> bool:
    """Have a snapshot stored if the bytes differ from the one before; tells whether."""
    if before is not None and before.sha256 == kept.sha256:
        return False
    asker.journal.add_snapshot(build_snapshot(ref, kept, now()))
    return True
