"""Code: each sentence's scope and type, and the claims it carries."""

from __future__ import annotations

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.arrow_rows import join_rows
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
from extractors.claims import CodedSentences
from flows.batches import cut_batches, work_off
from flows.code_jobs import count_badly_read, count_sentences, make_jobs
from flows.coding import shipped_codebook
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, open_stage, outcome_of
from flows.versions import coder_version
from flows.work import CodeJob, code_batch
from flows.workers import Workers, open_workers

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
        with open_workers(stage.settings, seconds_per_item=SECONDS_PER_DOCUMENT) as workers:
            work_off(
                "code",
                batches,
                lambda batch: workers.start(
                    code_documents, stage, workers, {key: inputs[key] for key in batch}, version
                ),
                at_once=workers.at_once,
            )
        stage.detail = f"{stage.done} documents coded, {stage.skipped} unchanged"
        if least:
            stage.detail += f"; {count_badly_read(stage)} sentences left out below grade {least[0]}"
        return outcome_of(stage)


@task(name="code-documents", cache_policy=NO_CACHE)
def code_documents(stage: Stage, workers: Workers, inputs: dict[str, str], version: str) -> None:
    """Have a batch coded by a worker and put its rows in the place of the old ones."""
    with stage.lock:
        jobs = make_jobs(stage, list(inputs), version)
    results = workers.run(code_batch, jobs)
    write_coded(stage, jobs, results, inputs)


def write_coded(
    stage: Stage,
    jobs: list[CodeJob],
    results: list[CodedSentences | Fault],
    inputs: dict[str, str],
) -> None:
    """Put the rows of a coded batch in the place of the old ones."""
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
            Sentence, "document_id", done, join_rows(one.sentences for one in coded)
        )
        stage.store.append(Claim, join_rows(one.claims for one in coded))
        stage.store.append(ClaimCue, join_rows(one.cues for one in coded))
        stage.store.append(ClaimFacet, join_rows(one.facets for one in coded))
        stage.store.append(SystemMention, join_rows(one.mentions for one in coded))
        stage.clear_faults(done)
        for job, result in zip(jobs, results, strict=True):
            if isinstance(result, Fault):
                stage.fault(job.document_id, result, job.document_id)
        stage.remember({key: inputs[key] for key in done})
        stage.done += len(done)
