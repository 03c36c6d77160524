"""Compare: talk and record of each country, year and code, and the talk corrected for error."""

from __future__ import annotations

from prefect import flow

from data.country_language import COUNTRY_LANGUAGES, load_country_languages
from data.ids import content_id, files_version
from data.named_group import GROUPS_FILE
from data.records import (
    Comparison,
    Gap,
    LagPoint,
    LagSpell,
    Prevalence,
    SensitivityVariant,
)
from data.settings import DATA_FOLDER
from flows.comparing.correction import build_prevalence
from flows.comparing.ledgers import ledger_inputs, update_ledgers
from flows.comparing.pooled_talk import pool_talk
from flows.comparing.word_tables import update_words
from flows.organisations import shipped_organisations
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, open_stage, outcome_of
from flows.training.lessons import load_taught
from flows.upstream import upstream_hash
from flows.versions import version_of
from models.classify import WEIGHTS_FOLDER
from models.confusion import CONFUSION_FILE, load_confusion
from reports.compare import build_comparisons, measure_talk
from reports.gap import build_gaps
from reports.lag import build_lags, build_spells
from reports.questions import QUERIES
from reports.sensitivity import build_sensitivity

RESTED_ON = (
    "register",
    "register_coverage",
    "organisation",
    "organisation_name_match",
    "deployment_body",
    "deployment_group",
)
"""Tables that the numbers rest on and that a verdict or a name can change without the stages."""

MODULES = (
    "flows.comparing.correction",
    "flows.comparing.group_mentions",
    "flows.comparing.ledgers",
    "flows.comparing.promise_ledger",
    "flows.comparing.promise_reading",
    "flows.comparing.recommendation_ledger",
    "flows.recording.recorded_systems",
    "flows.comparing.word_tables",
    "reports.gap",
    "reports.lag",
    "reports.sensitivity",
)
"""What works the numbers out; a module's version covers what it imports outside `flows`."""


@flow(name="compare", persist_result=False)
def compare(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Build the tables that set talk beside record anew, if anything they rest on has changed."""
    with open_stage(scope, "compare", run_id) as stage:
        inputs = {"all": upstream_hash(stage, ("parse", "code", "registers"), *versions(stage))}
        if stage.changed(inputs):
            ledgers = build_tables(stage)
            # Writing the reviewer's file changes it; the verdicts in it, which count, are the same.
            stage.remember(inputs)
            stage.detail = f"{stage.done} rows compared; {ledgers}"
        else:
            stage.skipped = stage.store.query("select count(*) from comparison").rows[0][0]
            stage.detail = f"{stage.skipped} rows compared before, nothing has changed"
        return outcome_of(stage)


def versions(stage: Stage) -> list[str]:
    """Hashes of the code, the questions, the coder's error, the bodies and the systems' groups."""
    return [
        *map(version_of, MODULES),
        ledger_inputs(stage.settings.home.root),
        files_version(QUERIES.glob("*.sql")),
        files_version(
            [*WEIGHTS_FOLDER.glob(CONFUSION_FILE), COUNTRY_LANGUAGES, DATA_FOLDER / GROUPS_FILE]
        ),
        *(
            content_id(stage.store.query(f"select bit_xor(hash(t)) from {table} t").rows[0][0])
            for table in RESTED_ON
        ),
    ]


def build_tables(stage: Stage) -> str:
    """All tables of the stage, from what those before have stored; tells what the ledgers hold."""
    store, seed = stage.store, stage.settings.seed
    confusion, taught = load_confusion(WEIGHTS_FOLDER), load_taught(WEIGHTS_FOLDER)
    measured = measure_talk(store, seed)
    compared = build_comparisons(store, seed, measured)
    corrected = build_prevalence(store, confusion, seed, taught, measured)
    gaps = build_gaps(store, pool_talk(store, confusion, seed, taught), seed)
    spells = build_spells(store)
    points = build_lags(spells)
    with store.transaction():
        stage.done = store.replace_all(Comparison, compared)
        store.replace_all(Prevalence, corrected)
        store.replace_all(Gap, gaps)
        store.replace_all(LagSpell, spells)
        store.replace_all(LagPoint, points)
        # It reads the tables above, as a reader of the edition would.
        store.replace_all(SensitivityVariant, build_sensitivity(store, load_country_languages()))
    update_words(store)
    return update_ledgers(store, stage.settings.home.root, shipped_organisations(), seed).describe()
