"""Registers: editions to deployments on record, their history, and the codes their texts carry."""

from __future__ import annotations

import httpx
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.codebook_version import keep_codebook
from data.errors import Fault
from data.ids import content_id
from data.records import Deployment, DeploymentClaim, DeploymentStatus, RegisterEdition
from data.register import Register, load_registers
from data.settings import DATA_FOLDER
from extractors.fetch import Fetcher
from flows.coding import shipped_codebook
from flows.editions import drop_register, find_editions, held_registers, read_editions
from flows.lanes import Lanes, open_lanes
from flows.progress import follow
from flows.scope import DECLARED, Scope
from flows.sources import open_fetcher
from flows.stage import Stage, StageOutcome, open_stage, outcome_of
from flows.versions import coder_version, version_of
from flows.work import DeploymentJob, code_deployment_batch

SECONDS_PER_DEPLOYMENT = 5.0
DEPLOYMENTS_PER_BATCH = 400


@flow(name="registers", persist_result=False)
def registers(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Collect and load every register that the scope covers; one that fails keeps its old rows."""
    with open_stage(scope, "registers", run_id) as stage:
        declared = load_registers(scope.declarations / "registers")
        for register_id in sorted(held_registers(stage) - set(declared)):
            drop_register(stage, register_id)
        if scope.has_folders and scope.registers is None:
            stage.detail = "no folder of registers given: none loaded"
            return outcome_of(stage)
        keep_codebook(stage.settings.home, DATA_FOLDER, shipped_codebook().hash)
        with (
            httpx.Client(timeout=120.0) as client,
            open_lanes(stage.settings.workers, seconds_per_item=SECONDS_PER_DEPLOYMENT) as lanes,
        ):
            asks = scope.registers is None and not scope.offline and bool(declared)
            fetcher = open_fetcher(scope, client) if asks else None
            loaded = 0
            for register_id, register in follow("registers", list(declared.items())):
                loaded += load_register(stage, scope, fetcher, lanes, register_id, register)
        stage.detail = (
            f"{stage.done} registers loaded, {stage.skipped} unchanged, {loaded} deployments read"
        )
        if missing := sorted(set(declared) - held_registers(stage)):
            stage.detail += f"; without rows: {', '.join(missing)}"
        return outcome_of(stage)


@task(name="load-register", cache_policy=NO_CACHE)
def load_register(
    stage: Stage,
    scope: Scope,
    fetcher: Fetcher | None,
    lanes: Lanes,
    register_id: str,
    register: Register,
) -> int:
    """Bring one register's tables up to its editions; returns how many deployments were read."""
    try:
        editions = find_editions(stage, scope, fetcher, register_id, register)
        if not editions:
            drop_register(stage, register_id)
            return 0
        subject = {register_id: input_hash(register, editions)}
        if not stage.changed(subject):
            stage.clear_faults([register_id])
            stage.skipped += 1
            return 0
        latest, history = read_editions(stage, register_id, register, editions)
        claims = code_deployments(lanes, register, latest)
    except Fault as fault:
        stage.fault(register_id, fault)
        return 0
    stage.clear_faults([register_id])
    with stage.store.transaction():
        stage.store.replace(Deployment, "register_id", [register_id], latest)
        stage.store.replace(DeploymentStatus, "register_id", [register_id], history)
        stage.store.replace(DeploymentClaim, "register_id", [register_id], claims)
        stage.remember(subject)
    stage.done += 1
    return len(latest)


def input_hash(register: Register, editions: list[RegisterEdition]) -> str:
    """Everything that a register's rows rest on."""
    shas = [part for one in editions for part in (one.edition_id, one.sha256)]
    reader = version_of("extractors.registers.deployments")
    coding = version_of("extractors.registers.codes")
    return content_id(
        register.model_dump_json(), reader, coding, coder_version(), shipped_codebook().hash, *shas
    )


def code_deployments(
    lanes: Lanes, register: Register, deployments: list[Deployment]
) -> list[DeploymentClaim]:
    """The codes that the register's own words about its systems carry."""
    version = coder_version()
    jobs = [DeploymentJob(one, register.language, register.title, version) for one in deployments]
    claims: list[DeploymentClaim] = []
    for start in range(0, len(jobs), DEPLOYMENTS_PER_BATCH):
        batch = jobs[start : start + DEPLOYMENTS_PER_BATCH]
        for result in lanes.run(code_deployment_batch, batch):
            if isinstance(result, Fault):
                raise result
            claims += result
    return claims
