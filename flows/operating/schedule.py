"""When the next runs are due, as a Prefect server knows it; asked briefly, and without Prefect."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from typing import Any

import httpx

SECONDS = 1.0
"""How long the server may take: `status` is for a person who waits."""

SHOWN = 5


@dataclass(frozen=True, slots=True)
class NextRuns:
    """The next runs, each as instant and the name of its deployment; or why they are not known."""

    runs: tuple[tuple[str, str], ...]
    reason: str | None


def find_next_runs(api: str, *, seconds: float = SECONDS) -> NextRuns:
    """The runs that the server at this address has planned, the earliest first."""
    question = {
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        "sort": "EXPECTED_START_TIME_ASC",
        "limit": SHOWN,
    }
    try:
        found = _ask(api, "flow_runs", question, seconds)
        ids = [one["deployment_id"] for one in found if one.get("deployment_id")]
        of_runs = {"deployments": {"id": {"any_": ids}}}
        deployments = _ask(api, "deployments", of_runs, seconds) if ids else []
    except (httpx.HTTPError, ValueError) as error:
        return NextRuns((), f"no Prefect server answers at {_without_secret(api)}: {_say(error)}")
    names = {one["id"]: one["name"] for one in deployments}
    runs = [
        (str(one["expected_start_time"]), str(names.get(one.get("deployment_id"), one["name"])))
        for one in found
    ]
    return NextRuns(tuple(runs), None if runs else "the server has planned none")


def _ask(api: str, kind: str, question: object, seconds: float) -> list[dict[str, Any]]:
    answer = httpx.post(
        f"{api.rstrip('/')}/{kind}/filter",
        json=question,
        headers=_credentials(),
        timeout=seconds,
        trust_env=False,
    )
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()
    return found


def _credentials() -> dict[str, str]:
    """What a person has set for the server, as Prefect itself would send it."""
    key, basic = os.environ.get("PREFECT_API_KEY"), os.environ.get("PREFECT_API_AUTH_STRING")
    if key:
        return {"Authorization": f"Bearer {key}"}
    if basic:
        return {"Authorization": f"Basic {base64.b64encode(basic.encode()).decode()}"}
    return {}


def _say(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    return type(error).__name__


def _without_secret(api: str) -> str:
    """The address without a name and password that it may hold."""
    url = httpx.URL(api)
    return str(url.copy_with(username=None, password=None)) if url.userinfo else api
