"""Registers: editions to deployments on record, their history, and the codes their texts carry."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from prefect import flow

from data.codebook_version import keep_codebook
from data.register import Register, load_registers
from data.settings import DATA_FOLDER
from data.study import LITERATURE, load_studies
from extractors.fetch.destinations import destinations_of
from extractors.fetch.fetcher import Fetcher
from flows.coding import shipped_codebook
from flows.collecting.network import open_fetcher
from flows.lanes import Lanes, open_lanes
from flows.organisations import shipped_organisations, store_name_matches
from flows.progress import follow
from flows.recording.incidents import import_incidents
from flows.recording.linking import link_registers
from flows.recording.register_coding import SECONDS_PER_CHUNK
from flows.recording.register_loading import load_literature, load_register
from flows.recording.register_reading import MEMORY_MIB, SECONDS_PER_FILE, RegisterWorkers
from flows.recording.register_tables import drop_register, held_registers
from flows.scope import DECLARED, Scope
from flows.stage import Stage, StageOutcome, open_stage, outcome_of


@flow(name="registers", persist_result=False)
def registers(scope: Scope = DECLARED, run_id: str = "") -> StageOutcome:
    """Collect and load every register that the scope covers; one that fails keeps its old rows."""
    with (
        open_stage(scope, "registers", run_id) as stage,
        open_lanes(1, seconds_per_item=SECONDS_PER_FILE, memory_mib=MEMORY_MIB) as readers,
    ):
        declared = load_registers(scope.declarations / "registers")
        studies = load_studies(scope.declarations / "studies")
        names = {*declared, *([LITERATURE] if studies else [])}
        for register_id in sorted(held_registers(stage) - names):
            drop_register(stage, register_id)
        if scope.has_folders and scope.registers is None:
            stage.detail = (
                f"no folder of registers given: none loaded; {relate_rows(stage, scope, readers)}"
            )
            return outcome_of(stage)
        keep_codebook(stage.settings.home, DATA_FOLDER, shipped_codebook().hash)
        with (
            open_asking(scope, declared) as fetcher,
            open_lanes(stage.settings.workers, seconds_per_item=SECONDS_PER_CHUNK) as coders,
        ):
            workers = RegisterWorkers(readers, coders)
            loaded = load_literature(stage, studies) if studies else 0
            for register_id, register in follow("registers", list(declared.items())):
                loaded += load_register(stage, scope, fetcher, workers, register_id, register)
        related = relate_rows(stage, scope, readers)
        stage.detail = (
            f"{stage.done} registers loaded, {stage.skipped} unchanged, {loaded} deployments read"
        )
        if missing := sorted(names - held_registers(stage)):
            stage.detail += f"; without rows: {', '.join(missing)}"
        if stale := [fault.subject for fault in stage.faults()]:
            stage.detail += f"; rows of an earlier run or none: {', '.join(sorted(stale))}"
        stage.detail += f"; {related}"
        return outcome_of(stage)


def relate_rows(stage: Stage, scope: Scope, readers: Lanes) -> str:
    """Which bodies own the systems, and which rows are the same system; tells what was found.

    Lists of incidents lie beside registers, and what is in them names the same bodies.
    """
    names = store_name_matches(stage.store, shipped_organisations())
    said = f"{names} names of bodies looked up; {link_registers(stage)}"
    incidents = import_incidents(stage, scope, readers, shipped_organisations())
    return f"{said}; {incidents}" if incidents else said


@contextmanager
def open_asking(scope: Scope, declared: dict[str, Register]) -> Iterator[Fetcher | None]:
    """A fetcher, if this run asks publishers."""
    if scope.registers is not None or scope.offline or not declared:
        yield None
        return
    places = destinations_of(str(register.url) for register in declared.values()).hosts
    with open_fetcher(scope, places, threading.Event()) as fetcher:
        yield fetcher
