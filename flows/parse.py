"""Parse: bytes of the archive to documents, passages and sentences."""

from __future__ import annotations

from operator import attrgetter

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.ids import content_id
from data.records import DocumentRef, Snapshot
from extractors.pdf.ocr import Tesseract, find_tesseract
from flows.batches import cut_batches, work_off
from flows.collecting.intake import latest_snapshots
from flows.collecting.text_changes import compare_versions
from flows.collecting.undeclared import read_declared
from flows.documents import choose_formats, drop_unlisted
from flows.parsed_rows import write_parsed
from flows.scans import find_scans, read_scans, with_ocr
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, open_stage, outcome_of
from flows.versions import parser_version
from flows.work import ParseJob, parse_batch
from flows.workers import Workers, open_workers

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
        with open_workers(
            stage.settings, seconds_per_item=SECONDS_PER_DOCUMENT, memory_mib=MEMORY_MIB
        ) as workers:
            work_off(
                "parse",
                batches,
                lambda batch: workers.start(
                    parse_documents, stage, workers, batch, inputs_of(batch, plain), tesseract
                ),
                at_once=workers.at_once,
            )
            compared = compare_versions(stage, workers)
        stage.detail = (
            f"{stage.done} documents read, {stage.skipped} unchanged, {dropped} no longer listed, "
            f"{compared} new versions compared"
        )
        return outcome_of(stage)


@task(name="parse-documents", cache_policy=NO_CACHE)
def parse_documents(
    stage: Stage,
    workers: Workers,
    jobs: list[ParseJob],
    inputs: dict[str, str],
    tesseract: Tesseract | None,
) -> None:
    """Have a batch read by a worker and put it in the place of what was there."""
    results = read_scans(workers, jobs, workers.run(parse_batch, jobs), tesseract)
    write_parsed(stage, jobs, results, inputs, tesseract)


def inputs_of(jobs: list[ParseJob], inputs: dict[str, str]) -> dict[str, str]:
    """The input hashes of these jobs' documents."""
    return {job.ref.document_id: inputs[job.ref.document_id] for job in jobs}


def make_job(stage: Stage, ref: DocumentRef, snapshot: Snapshot, version: str) -> ParseJob:
    """What a worker needs to read a document."""
    file = stage.settings.home.root / snapshot.archived_as
    return ParseJob(ref, snapshot.url, file, snapshot.size_bytes, version)
