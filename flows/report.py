"""Report: one site per year, each self-contained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.errors import Fault, UsageError
from flows.edition import edition_id, made_from
from flows.lanes import Lanes, open_lanes
from flows.progress import follow
from flows.report_work import ReportJob, render_batch
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, now, open_stage, outcome_of
from flows.versions import page_files_version, version_of
from reports.render import RenderedReport, WantedReport
from reports.words import ENGLISH, load_words

SECONDS_PER_YEAR = 900.0


@flow(name="report", persist_result=False)
def report(
    scope: Scope = DECLARED,
    run_id: str = "",
    years: Sequence[int] = (),
    country: str | None = None,
    language: str = ENGLISH,
) -> StageOutcome:
    """Render the years asked for, or every year that has documents, if anything has changed.

    With a country the report is about that one alone; `language` is that of the report's own
    words. Both have a folder of their own, as 2025-NO-nb.
    """
    load_words(language)
    with open_stage(scope, "report", run_id) as stage:
        known = _find_years(stage, country)
        missing = sorted(set(years) - set(known))
        if missing:
            listed = ", ".join(map(str, known)) or "none"
            of = f" of {country}" if country else ""
            raise UsageError(f"no document{of} is of {missing[0]}; years with documents: {listed}")
        value = made_from(stage, version_of("reports.render"), page_files_version())
        of_key = {_name_report(year, country, language): year for year in years or known}
        inputs = dict.fromkeys(of_key, value)
        home = stage.settings.home
        pages = {key: home.reports / key / "index.html" for key in inputs}
        changed = set(stage.changed(inputs)) | {k for k, page in pages.items() if not page.exists()}
        jobs = {
            key: ReportJob(
                WantedReport(of_key[key], now(), edition_id(stage), country, language),
                database=home.work_database,
                folder=home.reports / key,
            )
            for key in sorted(changed)
        }
        results = render_reports(stage, jobs)
        whole = {key for key, result in results.items() if _record_faults(stage, key, result)}
        stage.remember({key: inputs[key] for key in whole})
        made = sum(not isinstance(result, Fault) for result in results.values())
        stage.done, stage.skipped = made, len(inputs) - len(changed)
        stage.detail = f"{stage.done} reports rendered, {stage.skipped} unchanged"
        return outcome_of(stage)


def _name_report(year: int, country: str | None, language: str) -> str:
    """The folder of a report below `reports/`."""
    parts = [str(year), country, language if language != ENGLISH else None]
    return "-".join(part for part in parts if part)


def _find_years(stage: Stage, country: str | None) -> list[int]:
    """The years that documents are of, in the one country if one is given.

    Raises:
        UsageError: nothing of the country was collected; names the countries that there are.
    """
    sql = """select distinct year from document
             where year is not null and (? is null or country = ?) order by year"""
    years = [row[0] for row in stage.store.query(sql, [country, country]).rows]
    if country and not years:
        there = stage.store.query("select distinct country from document order by country").rows
        listed = ", ".join(row[0] for row in there) or "none"
        raise UsageError(f"no document of country {country!r} was collected; there are: {listed}")
    return years


def render_reports(
    stage: Stage, jobs: Mapping[str, ReportJob]
) -> dict[str, RenderedReport | Fault]:
    """Render the reports side by side; the database is open to the workers for that time."""
    workers = stage.settings.workers
    with stage.released(), open_lanes(workers, seconds_per_item=SECONDS_PER_YEAR) as lanes:
        running = {key: render_year.submit(lanes, job) for key, job in jobs.items()}
        return {key: running[key].result() for key in follow("report", list(jobs))}


def _record_faults(stage: Stage, key: str, result: RenderedReport | Fault) -> bool:
    """Note what went wrong with a report, or with chapters of it; true where nothing did."""
    faults = {"": result} if isinstance(result, Fault) else dict(result.faults)
    subjects = {f"report {key} {chapter}".strip(): fault for chapter, fault in faults.items()}
    known = {row.subject for row in stage.faults()}
    own = {subject for subject in known if subject.split()[:2] == ["report", key]}
    stage.clear_faults(own - subjects.keys())
    for subject, fault in subjects.items():
        stage.fault(subject, fault)
    return not faults


@task(name="render-year", cache_policy=NO_CACHE)
def render_year(lanes: Lanes, job: ReportJob) -> RenderedReport | Fault:
    """Render one report in a worker process."""
    return lanes.run(render_batch, [job])[0]
