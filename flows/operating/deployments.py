"""Deployments: declares the pool and what stands in prefect.yaml to a Prefect server.

`prefect deploy --all` would do so, too, but asks Prefect 3.8's server for workers in a way that
FastAPI since 0.136 refuses (HTTP 422), and stops after the first deployment.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.schedules import CronSchedule
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectAlreadyExists
from prefect.states import Crashed
from prefect.utilities.callables import parameter_schema
from prefect.workers.process import ProcessWorker
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.declaration import load_declaration
from data.errors import DeclarationError
from flows.versions import PROJECT

MOST_RUNS = 200
"""How many runs Prefect's server tells of in one answer."""

LEFT = "Its worker ended before it did; the next run goes on from what it had stored."


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class DeclaredSchedule(_Declared):
    """When a flow runs by itself, on the clock of a time zone."""

    cron: str
    timezone: str


class DeclaredPool(_Declared):
    """Where runs wait for a worker."""

    name: str
    work_queue_name: str = "default"


class DeclaredDeployment(_Declared):
    """One flow with its parameters and schedules."""

    name: str
    entrypoint: str
    """The flow as module and name: `flows.rounds.nightly`."""
    description: str
    work_pool: DeclaredPool
    parameters: dict[str, Any] = Field(default_factory=dict)
    schedules: tuple[DeclaredSchedule, ...] = ()


class DeclaredProject(_Declared):
    """The file as a whole."""

    name: str
    prefect_version: str = Field(alias="prefect-version")
    definitions: dict[str, Any]
    deployments: tuple[DeclaredDeployment, ...]


def load_deployments(file: Path) -> tuple[DeclaredDeployment, ...]:
    """The deployments that a file such as `prefect.yaml` declares.

    Raises:
        DeclarationError: names the file and what is wrong in it.
    """
    project = load_declaration(file, DeclaredProject)
    try:
        for one in project.deployments:
            _schedules(one)
    except ValidationError as error:
        raise DeclarationError(f"{file}: {error}") from error
    return project.deployments


def find_flow(entrypoint: str) -> Flow[..., Any]:
    """The flow that an entry point names.

    Raises:
        DeclarationError: there is none of this name.
    """
    module, _, name = entrypoint.rpartition(".")
    try:
        flow = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise DeclarationError(
            f"entrypoint {entrypoint!r}: give module and flow, such as flows.rounds.nightly"
        ) from error
    if not isinstance(flow, Flow):
        raise DeclarationError(f"entrypoint {entrypoint!r} is no flow")
    return flow


def declare(deployments: tuple[DeclaredDeployment, ...]) -> None:
    """Make pools and deployments, or bring those that are there up to date."""
    with get_client(sync_client=True) as client:
        for pool in {one.work_pool.name for one in deployments}:
            _declare_pool(client, pool)
        for one in deployments:
            _declare_deployment(client, one)


def _declare_pool(client: SyncPrefectClient, name: str) -> None:
    template = ProcessWorker.get_default_base_job_template()
    pool = WorkPoolCreate(name=name, type=ProcessWorker.type, base_job_template=template)
    try:
        client.create_work_pool(pool)
    except ObjectAlreadyExists:
        return  # as it is: a person may have paused it


def _declare_deployment(client: SyncPrefectClient, declared: DeclaredDeployment) -> None:
    flow = find_flow(declared.entrypoint)
    here = {"prefect.deployments.steps.set_working_directory": {"directory": str(PROJECT)}}
    client.create_deployment(  # in the place of the one with this flow and name, if there is one
        flow_id=client.create_flow(flow),
        name=declared.name,
        entrypoint=declared.entrypoint,
        description=declared.description,
        work_pool_name=declared.work_pool.name,
        work_queue_name=declared.work_pool.work_queue_name,
        parameters=flow.serialize_parameters(declared.parameters),
        parameter_openapi_schema=parameter_schema(flow).model_dump_for_openapi(),
        enforce_parameter_schema=True,
        schedules=_schedules(declared),
        pull_steps=[here],
    )


def end_left_runs() -> list[FlowRun]:
    """Mark runs as crashed that were under way when the worker before ended; returns them.

    Only while no worker is up: the server would go on taking them for running.
    """
    under_way = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
    wanted = FlowRunFilter.model_validate({"state": {"type": {"any_": under_way}}})
    with get_client(sync_client=True) as client:
        # Its server refuses a question whose limit and order are not said.
        order = FlowRunSort.START_TIME_ASC
        left = client.read_flow_runs(flow_run_filter=wanted, limit=MOST_RUNS, sort=order)
        for run in left:
            client.set_flow_run_state(run.id, Crashed(message=LEFT), force=True)
    return left


def _schedules(declared: DeclaredDeployment) -> list[DeploymentScheduleCreate]:
    return [
        DeploymentScheduleCreate(schedule=CronSchedule(cron=one.cron, timezone=one.timezone))
        for one in declared.schedules
    ]


if __name__ == "__main__":
    end_left_runs()
    declare(load_deployments(Path(sys.argv[1])))
