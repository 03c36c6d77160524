"""The codes that registers' own words about their systems carry, worked out in worker processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from data.errors import Fault
from data.records import Deployment, DeploymentClaim
from data.register import Register
from flows.lanes import Lanes
from flows.stage import Stage
from flows.versions import coder_version
from flows.work import DeploymentJob, code_deployment_batch

CHUNK_SIZE = 25
"""Systems handed to a worker at a time: handing over one takes about as long as coding one."""

SECONDS_PER_CHUNK = 120.0

Answer = TypeVar("Answer")

Texts = tuple[str | None, str | None]
"""Purpose and description: what of a system is coded."""


def code_deployments(
    stage: Stage,
    lanes: Lanes,
    register: Register,
    deployments: Sequence[Deployment],
    known: Mapping[Texts, list[DeploymentClaim]],
) -> list[DeploymentClaim]:
    """The codes of each system, in order; equal texts are coded once, known ones not again.

    Raises:
        Fault: a worker failed; nothing of the register is then taken.
    """
    by_texts = dict(known)
    new = {texts_of(one): one for one in deployments if texts_of(one) not in by_texts}
    version = coder_version()
    jobs = [
        # A row as it stands is most of a deployment's weight, and the coder does not read it.
        DeploymentJob(replace(one, row_json=""), register.language, register.title, version)
        for one in new.values()
    ]
    chunks = [tuple(jobs[at : at + CHUNK_SIZE]) for at in range(0, len(jobs), CHUNK_SIZE)]
    with ThreadPoolExecutor(stage.settings.workers) as threads:
        answers = list(threads.map(lambda chunk: lanes.run(code_chunks, [chunk])[0], chunks))
    for chunk, answer in zip(chunks, answers, strict=True):
        for job, claims in zip(chunk, _unless_fault(answer), strict=True):
            by_texts[texts_of(job.deployment)] = _unless_fault(claims)
    return [
        replace(claim, register_id=one.register_id, deployment_id=one.deployment_id)
        for one in deployments
        for claim in by_texts[texts_of(one)]
    ]


def code_chunks(
    chunks: Sequence[Sequence[DeploymentJob]],
) -> list[list[list[DeploymentClaim] | Fault]]:
    """What a worker does: one answer per system of each chunk."""
    return [code_deployment_batch(chunk) for chunk in chunks]


def known_claims(stage: Stage, register_id: str) -> dict[Texts, list[DeploymentClaim]]:
    """The codes of the texts that the tables hold, texts without a code included."""
    claims: dict[str, list[DeploymentClaim]] = {}
    for claim in stage.store.read(DeploymentClaim, "register_id = ?", [register_id]):
        claims.setdefault(claim.deployment_id, []).append(claim)
    return {
        texts_of(one): claims.get(one.deployment_id, [])
        for one in stage.store.read(Deployment, "register_id = ?", [register_id])
    }


def texts_of(deployment: Deployment) -> Texts:
    """What of a system is coded."""
    return deployment.purpose, deployment.description


def _unless_fault(answer: Answer | Fault) -> Answer:
    if isinstance(answer, Fault):
        raise answer
    return answer
