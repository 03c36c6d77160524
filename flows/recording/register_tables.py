"""The tables of registers: one register's rows replaced, marked stale, or removed together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from data.records import (
    Deployment,
    DeploymentClaim,
    DeploymentStatement,
    DeploymentStatus,
    EditionChange,
    RegisterColumn,
    RegisterCoverage,
    RegisterEdition,
    RegisterRecord,
)
from extractors.registers.coverage_card import is_dormant
from flows.stage import Stage, now

CODES = "/codes"
"""What is added to a register's id where a run notes what its texts were coded by."""


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """Everything the tables hold of one register, its editions as collected apart."""

    record: RegisterRecord
    card: RegisterCoverage
    deployments: list[Deployment]
    history: list[DeploymentStatus]
    changes: list[EditionChange] = field(default_factory=list)
    columns: list[RegisterColumn] = field(default_factory=list)
    claims: list[DeploymentClaim] = field(default_factory=list)
    statements: list[DeploymentStatement] = field(default_factory=list)


def replace_register(stage: Stage, rows: RegisterRows, inputs: dict[str, str]) -> None:
    """Put these rows in the place of the register's, and note what they were made from."""
    register_id = rows.record.register_id
    with stage.store.transaction():
        stage.store.replace(RegisterRecord, "register_id", [register_id], [rows.record])
        stage.store.replace(RegisterCoverage, "register_id", [register_id], [rows.card])
        stage.store.replace(RegisterColumn, "register_id", [register_id], rows.columns)
        stage.store.replace(Deployment, "register_id", [register_id], rows.deployments)
        stage.store.replace(DeploymentStatus, "register_id", [register_id], rows.history)
        stage.store.replace(EditionChange, "register_id", [register_id], rows.changes)
        stage.store.replace(DeploymentClaim, "register_id", [register_id], rows.claims)
        stage.store.replace(DeploymentStatement, "register_id", [register_id], rows.statements)
        stage.remember(inputs)


def keep_register(stage: Stage, register_id: str) -> None:
    """Say of an unchanged register that its rows are up to date, and whether it sleeps by now."""
    for record in stage.store.read(RegisterRecord, "register_id = ?", [register_id]):
        fresh = replace(record, is_stale=False, stale_since_at=None)
        stage.store.replace(RegisterRecord, "register_id", [register_id], [fresh])
        for card in stage.store.read(RegisterCoverage, "register_id = ?", [register_id]):
            sleeps = is_dormant(
                card.last_change_on, record.edition_count, card.dormant_after_month_count, now()
            )
            renewed = replace(card, is_dormant=sleeps)
            stage.store.replace(RegisterCoverage, "register_id", [register_id], [renewed])


def mark_stale(stage: Stage, register_id: str) -> None:
    """Say of a register that could not be loaded that its rows are those of an earlier run."""
    for fault in stage.faults():
        if fault.subject == register_id:
            for record in stage.store.read(RegisterRecord, "register_id = ?", [register_id]):
                stale = replace(record, is_stale=True, stale_since_at=fault.first_seen_at)
                stage.store.replace(RegisterRecord, "register_id", [register_id], [stale])


def held_registers(stage: Stage) -> set[str]:
    """The registers that have rows."""
    sql = "select register_id from deployment union select register_id from register"
    return {row[0] for row in stage.store.query(sql).rows}


def drop_register(stage: Stage, register_id: str) -> None:
    """Remove a register that is declared no longer, or that the folder given does not hold."""
    with stage.store.transaction():
        for table in (
            RegisterRecord,
            RegisterCoverage,
            RegisterColumn,
            RegisterEdition,
            Deployment,
            DeploymentStatus,
            EditionChange,
            DeploymentClaim,
            DeploymentStatement,
        ):
            stage.store.delete(table, "register_id", [register_id])
        stage.forget([register_id, register_id + CODES])
    stage.clear_faults([register_id])
