"""Report: one page per year, each self-contained."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.errors import UsageError
from data.ids import files_version
from flows.edition import edition_id
from flows.progress import follow
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, now, open_stage, outcome_of
from flows.upstream import upstream_hash
from flows.versions import PROJECT, version_of
from reports.render import render_report

STAGES = ("parse", "code", "topics", "registers", "compare")


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
        value = upstream_hash(stage, STAGES, version_of("reports.render"), page_files_version())
        inputs = {str(year): value for year in years or known}
        home = stage.settings.home
        pages = {key: home.reports / key / "index.html" for key in inputs}
        changed = set(stage.changed(inputs)) | {k for k, page in pages.items() if not page.exists()}
        for key in follow("report", sorted(changed)):
            render_year(stage, int(key))
            stage.remember({key: value})
        stage.done, stage.skipped = len(changed), len(inputs) - len(changed)
        stage.detail = f"{stage.done} reports rendered, {stage.skipped} unchanged"
        return outcome_of(stage)


@task(name="render-year", cache_policy=NO_CACHE)
def render_year(stage: Stage, year: int) -> None:
    """Render one year's report."""
    folder = stage.settings.home.reports / str(year)
    render_report(stage.store, year, folder, now=now(), edition=edition_id(stage))


def page_files_version() -> str:
    """Version of the questions and templates that the pages are made of."""
    files = [
        file
        for folder in ("queries", "checks", "templates")
        for file in (PROJECT / "reports" / folder).iterdir()
        if file.is_file()
    ]
    return files_version(files)
