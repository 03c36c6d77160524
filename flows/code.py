"""Code: each sentence's scope and type, and the claims it carries."""

from __future__ import annotations

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.codebook_version import keep_codebook
from data.errors import Fault
from data.ids import content_id
from data.records import (
    Claim,
    ClaimCue,
    ClaimFacet,
    Document,
    Sentence,
    StageInput,
    SystemMention,
)
from data.settings import DATA_FOLDER
from flows.batches import cut_batches
from flows.code_jobs import count_badly_read, count_sentences, make_jobs
from flows.coding import shipped_codebook
from flows.lanes import Lanes, open_lanes
from flows.progress import follow
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, open_stage, outcome_of
from flows.versions import coder_version
from flows.work import code_batch

SECONDS_PER_DOCUMENT = 120.0


@flow(name="code", persist_result=False)
def code(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Code every document whose text, codebook or coder has changed."""
    with open_stage(scope, "code", run_id) as stage:
        parsed = stage.store.read(StageInput, "stage = 'parse'")
        read = {row.document_id for row in stage.store.read(Document)}
        version, codebook = coder_version(), shipped_codebook().hash
        least = [stage.settings.min_grade] if stage.settings.min_grade else []
        inputs = {
            row.subject_id: content_id("code", row.input_hash, codebook, version, *least)
            for row in parsed
            if row.subject_id in read
        }
        changed = stage.changed(inputs)
        stage.skipped = len(inputs) - len(changed) - stage.waiting
        keep_codebook(stage.settings.home, DATA_FOLDER, codebook)
        weights = count_sentences(stage)
        batches = cut_batches(
            changed, lambda key: weights.get(key, 0), size=stage.settings.batch_size
        )
        with open_lanes(stage.settings.workers, seconds_per_item=SECONDS_PER_DOCUMENT) as lanes:
            running = [
                code_documents.submit(stage, lanes, {key: inputs[key] for key in batch}, version)
                for batch in batches
            ]
            for future in follow("code", running):
                future.result()
        stage.detail = f"{stage.done} documents coded, {stage.skipped} unchanged"
        if least:
            stage.detail += f"; {count_badly_read(stage)} sentences left out below grade {least[0]}"
        return outcome_of(stage)


@task(name="code-documents", cache_policy=NO_CACHE)
def code_documents(stage: Stage, lanes: Lanes, inputs: dict[str, str], version: str) -> None:
    """Code a batch in a worker process and put its rows in the place of the old ones."""
    with stage.lock:
        jobs = make_jobs(stage, list(inputs), version)
    results = lanes.run(code_batch, jobs)
    with stage.lock, stage.store.transaction():
        coded = [result for result in results if not isinstance(result, Fault)]
        done = [
            job.document_id
            for job, result in zip(jobs, results, strict=True)
            if not isinstance(result, Fault)
        ]
        for table in (Claim, ClaimCue, ClaimFacet, SystemMention):
            stage.store.delete(table, "document_id", list(inputs))
        stage.store.replace(
            Sentence, "document_id", done, [row for one in coded for row in one.sentences]
        )
        stage.store.append(Claim, [row for one in coded for row in one.claims])
        stage.store.append(ClaimCue, [row for one in coded for row in one.cues])
        stage.store.append(ClaimFacet, [row for one in coded for row in one.facets])
        stage.store.append(SystemMention, [row for one in coded for row in one.mentions])
        stage.clear_faults(done)
        for job, result in zip(jobs, results, strict=True):
            if isinstance(result, Fault):
                stage.fault(job.document_id, result, job.document_id)
        stage.remember({key: inputs[key] for key in done})
        stage.done += len(done)
