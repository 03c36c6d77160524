"""What worker processes do to render reports: each reads the database, and none writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.errors import Fault
from data.store import open_published
from flows.lanes import guarded
from reports.render import render_report


@dataclass(frozen=True, slots=True)
class ReportJob:
    """One year's report: from which database, into which folder, under which edition's name."""

    database: Path
    year: int
    folder: Path
    rendered_at: datetime
    edition_id: str


def render_batch(jobs: Sequence[ReportJob]) -> list[Path | Fault]:
    """Render each year's page."""
    return [guarded(_render_one, job) for job in jobs]


def _render_one(job: ReportJob) -> Path:
    with open_published(job.database) as store:
        return render_report(
            store, job.year, job.folder, now=job.rendered_at, edition=job.edition_id
        )
