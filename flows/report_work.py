"""What worker processes do to render reports: each reads the database, and none writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import Fault
from data.store import open_closed
from data.store_place import Place
from flows.lanes import guarded
from reports.render import RenderedReport, WantedReport, attempt_plainly, render_report


@dataclass(frozen=True, slots=True)
class ReportJob:
    """One report: of what, from which database, into which folder."""

    wanted: WantedReport
    database: Place
    folder: Path


def render_batch(jobs: Sequence[ReportJob]) -> list[RenderedReport | Fault]:
    """Render each job's site."""
    return [guarded(_render_one, job) for job in jobs]


def _render_one(job: ReportJob) -> RenderedReport:
    with open_closed(job.database) as store:
        return render_report(store, job.wanted, job.folder, attempt=_attempt)


def _attempt(make: Callable[[], Any]) -> Any:
    """Make a chapter or a page; a defect in it, or a question that fails, leaves the others."""
    return guarded(attempt_plainly, make)
