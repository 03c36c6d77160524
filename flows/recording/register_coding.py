"""The codes that registers' own words about their systems carry, worked out in worker processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from data.errors import Fault
from data.records import Deployment, DeploymentClaim
from data.register import Register
from flows.lanes import Lanes
from flows.stage import Stage
from flows.versions import coder_version
from flows.work import DeploymentsJob, code_deployment_batch

CHUNK_SIZE = 50
"""Systems handed to a worker at a time: the coder is the faster the more sentences it is given."""

SECONDS_PER_CHUNK = 120.0

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
    # A row as it stands is most of a deployment's weight, and the coder does not read it.
    light = [replace(one, row_json="") for one in new.values()]
    jobs = [
        DeploymentsJob(
            tuple(light[at : at + CHUNK_SIZE]), register.language, register.title, version
        )
        for at in range(0, len(light), CHUNK_SIZE)
    ]
    with ThreadPoolExecutor(stage.settings.workers) as threads:
        answers = list(threads.map(lambda job: lanes.run(code_deployment_batch, [job])[0], jobs))
    for job, answer in zip(jobs, answers, strict=True):
        if isinstance(answer, Fault):
            raise answer
        by_texts |= zip(map(texts_of, job.deployments), answer, strict=True)
    return [
        replace(claim, register_id=one.register_id, deployment_id=one.deployment_id)
        for one in deployments
        for claim in by_texts[texts_of(one)]
    ]


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
