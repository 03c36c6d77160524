"""Report: one page per year, each self-contained."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.errors import Fault, UsageError
from data.ids import files_version
from flows.edition import edition_id, made_from
from flows.lanes import Lanes, open_lanes
from flows.progress import follow
from flows.report_work import ReportJob, render_batch
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, now, open_stage, outcome_of
from flows.versions import PROJECT, version_of

SECONDS_PER_YEAR = 300.0


@flow(name="report", persist_result=False)
def report(scope: Scope = DECLARED, run_id: str = "", years: Sequence[int] = ()) -> StageOutcome:
    """Render the years asked for, or every year that has documents, if anything has changed."""
    with open_stage(scope, "report", run_id) as stage:
        sql = "select distinct year from document where year is not null order by year"
        known = [row[0] for row in stage.store.query(sql).rows]
        missing = sorted(set(years) - set(known))
        if missing:
            listed = ", ".join(map(str, known)) or "none"
            raise UsageError(f"no document is of {missing[0]}; years with documents: {listed}")
        value = made_from(stage, version_of("reports.render"), page_files_version())
        inputs = {str(year): value for year in years or known}
        home = stage.settings.home
        pages = {key: home.reports / key / "index.html" for key in inputs}
        changed = set(stage.changed(inputs)) | {k for k, page in pages.items() if not page.exists()}
        results = render_years(stage, sorted(changed))
        for key, result in results.items():
            if isinstance(result, Fault):
                stage.fault(f"report {key}", result)
        rendered = {key for key, result in results.items() if not isinstance(result, Fault)}
        stage.clear_faults(f"report {key}" for key in rendered)
        stage.remember({key: inputs[key] for key in rendered})
        stage.done, stage.skipped = len(rendered), len(inputs) - len(changed)
        stage.detail = f"{stage.done} reports rendered, {stage.skipped} unchanged"
        return outcome_of(stage)


def render_years(stage: Stage, years: list[str]) -> dict[str, Path | Fault]:
    """Render the years side by side; the database is open to the workers for that time."""
    settings = stage.settings
    jobs = [
        ReportJob(
            database=settings.home.work_database,
            year=int(year),
            folder=settings.home.reports / year,
            rendered_at=now(),
            edition_id=edition_id(stage),
        )
        for year in years
    ]
    with stage.released(), open_lanes(settings.workers, seconds_per_item=SECONDS_PER_YEAR) as lanes:
        running = {str(job.year): render_year.submit(lanes, job) for job in jobs}
        return {year: running[year].result() for year in follow("report", years)}


@task(name="render-year", cache_policy=NO_CACHE)
def render_year(lanes: Lanes, job: ReportJob) -> Path | Fault:
    """Render one year's report in a worker process."""
    return lanes.run(render_batch, [job])[0]


def page_files_version() -> str:
    """Version of the questions and templates that the pages are made of."""
    files = [
        file
        for folder in ("queries", "checks", "templates")
        for file in (PROJECT / "reports" / folder).iterdir()
        if file.is_file()
    ]
    return files_version(files)
