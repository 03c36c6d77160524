"""The manifest of an edition, for people and machines: what it was made with, and by which runs."""

from __future__ import annotations

import json
from typing import Any

from data.records import Run, RunManifest
from data.store import Store

_JSON = "_json"


def render_manifest(store: Store) -> str:
    """The text of `manifest.json`: the latest run's manifest, and each stage's latest run.

    Stages that found nothing to do are named by their last run that did something, with what that
    run was made with where it differs from the latest.
    """
    manifests = {row.run_id: row for row in store.read(RunManifest, "true order by started_at")}
    latest = list(manifests.values())[-1:]
    stages = [_stage(run, manifests.get(run.run_id)) for run in _working_runs(store)]
    content = {
        "latest_run": _plain(latest[0]) if latest else None,
        "stages": stages,
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"


def _working_runs(store: Store) -> list[Run]:
    """Each stage's last run that worked on something, else its last."""
    where = (
        "true qualify row_number() over "
        "(partition by stage order by done_count > 0 desc, finished_at desc) = 1 "
        "order by finished_at, stage"
    )
    return store.read(Run, where)


def _stage(run: Run, made_with: RunManifest | None) -> dict[str, Any]:
    return {
        "stage": run.stage,
        "run_id": run.run_id,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat(),
        "done_count": run.done_count,
        "skipped_count": run.skipped_count,
        "fault_count": run.fault_count,
        "detail": run.detail,
        "source_version": made_with.source_version if made_with else None,
        "codebook_hash": made_with.codebook_hash if made_with else None,
        "model_hash": made_with.model_hash if made_with else None,
        "lock_sha256": made_with.lock_sha256 if made_with else None,
    }


def _plain(manifest: RunManifest) -> dict[str, Any]:
    """The record as an object; what the table keeps as JSON text is opened."""
    fields = {name: getattr(manifest, name) for name in RunManifest.__slots__}
    opened = {
        name.removesuffix(_JSON): json.loads(value) if name.endswith(_JSON) else value
        for name, value in fields.items()
    }
    return {**opened, "started_at": manifest.started_at.isoformat()}
