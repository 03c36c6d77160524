"""Topics: what the passages of each language are about, and how that shifts from year to year."""

from __future__ import annotations

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from data.errors import Fault
from data.records import TopicExclusion
from flows.lanes import Lanes, open_lanes
from flows.modelling.inputs import LEAST_PASSAGES, TopicGroup, build_job, group_passages, input_hash
from flows.modelling.linking import link_inputs, link_languages
from flows.modelling.measures import measure_inputs, measure_topics
from flows.modelling.models import keep_model
from flows.modelling.tables import drop_groups, find_unusable, keep_topics
from flows.modelling.units import read_units
from flows.modelling.work import TopicJob, fit_batch
from flows.progress import follow
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, now, open_stage, outcome_of

SECONDS_PER_LANGUAGE = 3600.0


@flow(name="topics", persist_result=False)
def topics(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Fit one model per language whose passages have changed; languages are never added up."""
    with open_stage(scope, "topics", run_id) as stage:
        units = read_units(stage.store)
        groups = group_passages(units.passages, stage.settings.topics)
        inputs = {key: input_hash(stage, group) for key, group in groups.items()}
        with stage.store.transaction():
            stage.store.replace_all(TopicExclusion, units.exclusions)
            drop_groups(stage, set(inputs))
        unusable = find_unusable(stage)
        chosen = sorted({*stage.changed(inputs), *unusable})
        stage.skipped = len(inputs) - len(chosen)
        fit_groups(stage, [groups[key] for key in chosen], inputs)
        measured = measure(stage)
        few = sorted(key for key, rows in units.passages.items() if len(rows) < LEAST_PASSAGES)
        stage.detail = "; ".join(
            [
                f"{stage.done} models fitted, {stage.skipped} unchanged",
                *(f"too few passages in {', '.join(few)}" for _ in few[:1]),
                *(f"fitted anew: {reason}" for reason in unusable.values()),
                *measured,
            ]
        )
        return outcome_of(stage)


def fit_groups(stage: Stage, groups: list[TopicGroup], inputs: dict[str, str]) -> None:
    """Fit one group a task, the largest first: both cores end at about the same time."""
    groups.sort(key=lambda group: len(group.passages), reverse=True)
    jobs = [build_job(stage, group, now()) for group in groups]
    with open_lanes(stage.settings.workers, seconds_per_item=SECONDS_PER_LANGUAGE) as lanes:
        running = [fit_group.submit(stage, lanes, Quiet(job), inputs[job.key]) for job in jobs]
        for future in follow("topics", running):
            future.result()


class Quiet:
    """Carries a job past Prefect, which would look through each of its thousands of passages."""

    def __init__(self, job: TopicJob) -> None:
        self.job = job


@task(name="fit-group", cache_policy=NO_CACHE)
def fit_group(stage: Stage, lanes: Lanes, carried: Quiet, input_hash: str) -> None:
    """Fit one group in a worker process and put its topics in the place of the old ones."""
    key = carried.job.key
    result = lanes.run(fit_batch, [carried.job])[0]
    with stage.lock, stage.store.transaction():
        if isinstance(result, Fault):
            stage.fault(key, result)
            return
        stage.clear_faults([key])
        if result.kept is not None:
            keep_model(stage.settings.home, result.kept)
        keep_topics(stage, result)
        stage.remember({key: input_hash})
        stage.done += 1


def measure(stage: Stage) -> list[str]:
    """Link languages and work out shares where topics, codes, years or labels have changed."""
    home, seed = stage.settings.home.root, stage.settings.seed
    inputs = {
        "links": link_inputs(stage.store),
        "measures": measure_inputs(stage.store, home, seed),
    }
    changed = stage.changed(inputs)
    said = []
    with stage.store.transaction():
        if "links" in changed:
            said.append(link_languages(stage.store))
        if "measures" in changed:
            said.append(measure_topics(stage.store, home, seed))
        stage.remember({subject: inputs[subject] for subject in changed})
    return said
