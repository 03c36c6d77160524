"""Parse: bytes of the archive to documents, passages and sentences."""

from __future__ import annotations

from operator import attrgetter

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.errors import Fault, WorkerFault
from data.ids import content_id
from data.records import (
    Document,
    DocumentRef,
    Page,
    Passage,
    Sentence,
    SentenceBox,
    Snapshot,
)
from extractors.document import gap_fault
from extractors.pdf.ocr import Tesseract, find_tesseract
from flows.batches import cut_batches
from flows.collecting.intake import latest_snapshots
from flows.collecting.text_changes import compare_versions
from flows.collecting.undeclared import read_declared
from flows.documents import choose_formats, delete_documents, drop_unlisted
from flows.lanes import Lanes, open_lanes
from flows.progress import follow
from flows.scans import depends_on_ocr, find_scans, read_scans, with_ocr
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, open_stage, outcome_of
from flows.versions import parser_version
from flows.work import ParseJob, parse_batch

SECONDS_PER_DOCUMENT = 120.0
MEMORY_MIB = 2048
"""What a worker may hold: the largest document of the corpus takes a tenth of it."""


@flow(name="parse", persist_result=False)
def parse(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Read every document whose bytes, listing or parser have changed; drop unlisted ones."""
    with open_stage(scope, "parse", run_id) as stage:
        listed = {ref.document_id: ref for ref in read_declared(stage)}
        held = latest_snapshots(stage)
        refs = choose_formats(listed, held.keys())
        dropped = drop_unlisted(stage, listed=set(listed), read=set(refs))
        snapshots = {k: v for k, v in held.items() if k in refs}
        version, tesseract = parser_version(), find_tesseract()
        plain = {
            key: content_id("parse", snapshot.sha256, version, refs[key])
            for key, snapshot in snapshots.items()
        }
        scans = find_scans(stage)
        seen = {key: with_ocr(value, tesseract) for key, value in plain.items() if key in scans}
        inputs = plain | seen
        changed = stage.changed(inputs)
        stage.skipped = len(inputs) - len(changed) - stage.waiting
        jobs = [make_job(stage, refs[key], snapshots[key], version) for key in changed]
        batches = cut_batches(jobs, attrgetter("weight"), size=stage.settings.batch_size)
        with open_lanes(
            stage.settings.workers, seconds_per_item=SECONDS_PER_DOCUMENT, memory_mib=MEMORY_MIB
        ) as lanes:
            running = [
                parse_documents.submit(stage, lanes, batch, inputs_of(batch, plain), tesseract)
                for batch in batches
            ]
            for future in follow("parse", running):
                future.result()
            compared = compare_versions(stage, lanes)
        stage.detail = (
            f"{stage.done} documents read, {stage.skipped} unchanged, {dropped} no longer listed, "
            f"{compared} new versions compared"
        )
        return outcome_of(stage)


@task(name="parse-documents", cache_policy=NO_CACHE)
def parse_documents(
    stage: Stage,
    lanes: Lanes,
    jobs: list[ParseJob],
    inputs: dict[str, str],
    tesseract: Tesseract | None,
) -> None:
    """Read a batch in a worker process and put it in the place of what was there."""
    results = read_scans(lanes, jobs, lanes.run(parse_batch, jobs), tesseract)
    with stage.lock, stage.store.transaction():
        answered = {
            key: with_ocr(inputs[key], tesseract) if depends_on_ocr(result) else inputs[key]
            for key, result in zip((job.ref.document_id for job in jobs), results, strict=True)
            if not isinstance(result, WorkerFault)
        }
        delete_documents(stage, list(answered))
        read = [result for result in results if not isinstance(result, Fault)]
        stage.store.append(Document, [one.document for one in read])
        stage.store.append(Page, [row for one in read for row in one.pages])
        stage.store.append(Passage, [row for one in read for row in one.passages])
        stage.store.append(Sentence, [row for one in read for row in one.sentences])
        stage.store.append(SentenceBox, [row for one in read for row in one.boxes])
        for job, result in zip(jobs, results, strict=True):
            fault = result if isinstance(result, Fault) else gap_fault(result.pages, job.name)
            if fault:
                stage.fault(job.name, fault, job.ref.document_id)
            else:
                stage.clear_faults([job.name])
        stage.remember(answered)
        stage.done += len(read)


def inputs_of(jobs: list[ParseJob], inputs: dict[str, str]) -> dict[str, str]:
    """The input hashes of these jobs' documents."""
    return {job.ref.document_id: inputs[job.ref.document_id] for job in jobs}


def make_job(stage: Stage, ref: DocumentRef, snapshot: Snapshot, version: str) -> ParseJob:
    """What a worker needs to read a document."""
    file = stage.settings.home.root / snapshot.archived_as
    return ParseJob(ref, snapshot.url, file, snapshot.size_bytes, version)
