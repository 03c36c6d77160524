"""One register: its editions read, its texts coded, its tables replaced."""

from __future__ import annotations

from collections.abc import Mapping

from prefect import task
from prefect.cache_policies import NO_CACHE

from data.errors import Fault
from data.ids import content_id
from data.records import DeploymentClaim, RegisterEdition, RegisterRecord
from data.register import Coverage, Register
from data.study import LITERATURE, Study
from extractors.fetch.fetcher import Fetcher
from extractors.registers.coverage_card import build_coverage_card
from extractors.registers.deployments import statuses_of
from extractors.registers.studies import (
    ABOVE_COUNTRIES,
    literature_edition,
    studied_counts,
    studied_deployments,
)
from flows.coding import shipped_codebook
from flows.collecting.collection import concerns_all
from flows.recording.editions import EditionsRead, find_editions, read_editions
from flows.recording.register_coding import code_deployments, known_claims
from flows.recording.register_reading import RegisterWorkers
from flows.recording.register_tables import (
    CODES,
    RegisterRows,
    drop_register,
    keep_register,
    mark_stale,
    replace_register,
)
from flows.scope import Scope
from flows.stage import Stage, now
from flows.versions import coder_version, version_of


@task(name="load-register", cache_policy=NO_CACHE)
def load_register(
    stage: Stage,
    scope: Scope,
    fetcher: Fetcher | None,
    workers: RegisterWorkers,
    register_id: str,
    register: Register,
) -> int:
    """Bring one register's tables up to its editions; returns how many deployments were read.

    A register that fails keeps the rows it had, marked stale.
    """
    try:
        return _load_register(stage, scope, fetcher, workers, register_id, register)
    except Exception as error:  # the flow boundary: the other registers go on
        if concerns_all(error):
            raise
        defect = Fault(
            f"register {register_id}: {type(error).__name__}: {error}",
            next_step="this is a defect of the software: report it with the register's name",
        )
        stage.fault(register_id, error if isinstance(error, Fault) else defect)
        mark_stale(stage, register_id)
        return 0


def _load_register(
    stage: Stage,
    scope: Scope,
    fetcher: Fetcher | None,
    workers: RegisterWorkers,
    register_id: str,
    register: Register,
) -> int:
    editions = find_editions(stage, scope, fetcher, workers.readers, register_id, register)
    if not editions:
        drop_register(stage, register_id)
        return 0
    inputs = {
        register_id: input_hash(register, editions),
        register_id + CODES: coding_hash(register),
    }
    if stage.waiting_of({register_id: inputs[register_id]}):
        mark_stale(stage, register_id)
        return 0
    if not stage.changed(inputs):
        stage.clear_faults([register_id])
        keep_register(stage, register_id)
        stage.skipped += 1
        return 0
    read = read_editions(stage, workers.readers, register_id, register, editions)
    known = {} if stage.changed(_only_codes(inputs)) else known_claims(stage, register_id)
    claims = code_deployments(stage, workers.coders, register, read.latest.deployments, known)
    replace_register(stage, build_rows(register_id, register, editions, read, claims), inputs)
    stage.clear_faults([register_id])
    stage.done += 1
    return len(read.latest.deployments)


def load_literature(stage: Stage, studies: Mapping[str, Study]) -> int:
    """Bring the register `literature` up to the studies; returns how many deployments they name.

    Their texts are ours and no government's, so that they are not coded.
    """
    said = (study.model_dump_json() for study in studies.values())
    inputs = {LITERATURE: content_id(version_of("extractors.registers.studies"), _made_by(), *said)}
    if not stage.changed(inputs):
        keep_register(stage, LITERATURE)
        stage.skipped += 1
        return 0
    deployments, edition = studied_deployments(studies), literature_edition(studies)
    record = RegisterRecord(
        register_id=LITERATURE,
        title="Deployments stated in research",
        country=ABOVE_COUNTRIES,
        is_national=False,
        kind="literature",
        series_id=LITERATURE,
        publisher="this project, from the studies cited",
        language="en",
        licence="facts, free to use with their citation",
        url=str(max(studies.values(), key=lambda study: study.published_on).url),
        citation="; ".join(study.citation for study in studies.values()),
        edition_id=edition,
        edition_on=edition,
        edition_count=1,
        row_count=len(deployments),
        excluded_row_count=0,
        is_stale=False,
        stale_since_at=None,
        record_dates="statement",  # research is not kept up
    )
    coverage = Coverage(publication_rule="what researchers came across and could report")
    card = build_coverage_card(LITERATURE, coverage, deployments, [], [edition], now())
    history = statuses_of(deployments, edition)
    counts = studied_counts(studies)
    replace_register(
        stage, RegisterRows(record, card, deployments, history, statements=counts), inputs
    )
    stage.done += 1
    return len(deployments)


def build_rows(
    register_id: str,
    register: Register,
    editions: list[RegisterEdition],
    read: EditionsRead,
    claims: list[DeploymentClaim],
) -> RegisterRows:
    """Everything the tables hold of a register that was read."""
    latest = editions[-1]
    deployments = read.latest.deployments
    record = RegisterRecord(
        register_id=register_id,
        title=register.title,
        country=register.country,
        is_national=register.national,
        kind=register.kind,
        series_id=register.series or register_id,
        publisher=register.publisher,
        language=register.language,
        licence=register.licence,
        url=str(register.url),
        citation=register.citation,
        edition_id=latest.edition_id,
        edition_on=latest.edition_on,
        edition_count=len(editions),
        row_count=len(deployments),
        excluded_row_count=read.latest.excluded_count,
        is_stale=False,
        stale_since_at=None,
        record_dates=register.record_dates,
    )
    dates = [edition.edition_on for edition in editions]
    card = build_coverage_card(
        register_id, register.coverage, deployments, read.changes, dates, now()
    )
    return RegisterRows(
        record, card, deployments, read.history, read.changes, read.latest.columns, claims
    )


def input_hash(register: Register, editions: list[RegisterEdition]) -> str:
    """Everything that a register's rows rest on, the coder apart."""
    shas = [part for one in editions for part in (one.edition_id, one.sha256)]
    return content_id(register.model_dump_json(), _made_by(), *shas)


def coding_hash(register: Register) -> str:
    """Everything that the codes of a register's texts rest on, the texts apart."""
    coding = version_of("extractors.registers.codes")
    return content_id(
        coding, coder_version(), shipped_codebook().hash, register.language, register.title
    )


def _only_codes(inputs: dict[str, str]) -> dict[str, str]:
    return {subject: value for subject, value in inputs.items() if subject.endswith(CODES)}


def _made_by() -> str:
    # The card's module imports the reader of rows, so that its version is the reader's as well.
    return content_id(
        version_of("extractors.registers.coverage_card"), version_of("extractors.registers.changes")
    )
