"""Lists of incidents in the folder of registers: imported as context, counted in no comparison."""

from __future__ import annotations

from pathlib import Path

from data.errors import Fault
from data.ids import content_id
from data.incident_list import IncidentListDeclaration, load_incident_lists
from data.organisation import Organisations
from data.records import Incident, IncidentBody, IncidentList
from extractors.registers.incidents import match_parties
from extractors.registers.organisations import index_names
from flows.collecting.intake import Kept, keep_bytes, read_file
from flows.lanes import Lanes
from flows.recording.register_reading import IncidentsJob, ask_worker, read_incident_batch
from flows.scope import Scope
from flows.stage import Stage
from flows.versions import version_of

SUBJECT = "incidents/"
"""What stands before a list's id where a run notes its input or fault."""


def import_incidents(
    stage: Stage, scope: Scope, readers: Lanes, organisations: Organisations
) -> str:
    """Bring the incident tables up to the folder given; returns what they hold, in words.

    A list that is declared no longer, or that the folder does not hold, is removed. Without a
    folder the lists imported before stay, since nothing is fetched. One that fails keeps its rows.
    """
    declared = load_incident_lists(scope.declarations / "incidents")
    held = {row.list_id for row in stage.store.read(IncidentList)}
    for list_id in sorted(held - set(declared)):
        _drop(stage, list_id)
    if scope.registers is not None:
        for list_id, declaration in declared.items():
            _import_list(stage, readers, scope.registers, list_id, declaration)
    _match(stage, organisations)
    counts = "select count(distinct list_id), count(*) from incident"
    lists, incidents = stage.store.query(counts).rows[0]
    return f"{incidents} incidents of {lists} lists beside them" if lists else ""


def _import_list(
    stage: Stage, readers: Lanes, folder: Path, list_id: str, declared: IncidentListDeclaration
) -> None:
    paths = sorted({path for pattern in declared.files for path in folder.glob(pattern)})
    if not paths:
        _drop(stage, list_id)
        return
    place = paths[-1].relative_to(folder).as_posix()
    try:
        content = read_file(paths[-1], place, stage.settings.max_file_bytes)
        kept = keep_bytes(stage.settings.home.archive, content, place)
        version = version_of("extractors.registers.incidents")
        inputs = {SUBJECT + list_id: content_id(declared.model_dump_json(), version, kept.sha256)}
        if stage.waiting_of(inputs):
            return
        if stage.changed(inputs):
            _replace(stage, readers, list_id, declared, kept)
            stage.remember(inputs)
    except Fault as fault:
        stage.fault(SUBJECT + list_id, fault)
        return
    stage.clear_faults([SUBJECT + list_id])


def _replace(
    stage: Stage, readers: Lanes, list_id: str, declared: IncidentListDeclaration, kept: Kept
) -> None:
    job = IncidentsJob(list_id, declared, stage.settings.home.root / kept.archived_as, kept.url)
    reading = ask_worker(readers, read_incident_batch, job)
    record = IncidentList(
        list_id=list_id,
        title=declared.title,
        publisher=declared.publisher,
        licence=declared.licence,
        citation=declared.citation,
        source_file=kept.url,
        sha256=kept.sha256,
        row_count=len(reading.incidents),
    )
    with stage.store.transaction():
        stage.store.replace(IncidentList, "list_id", [list_id], [record])
        stage.store.replace(Incident, "list_id", [list_id], reading.incidents)
        stage.store.replace(IncidentBody, "list_id", [list_id], reading.parties)


def _match(stage: Stage, organisations: Organisations) -> None:
    """Match all names anew: the list of bodies may have grown since they were read."""
    parties = stage.store.read(IncidentBody)
    if parties:
        incidents = stage.store.read(Incident)
        matched = match_parties(parties, incidents, index_names(organisations))
        stage.store.replace_all(IncidentBody, list(matched))


def _drop(stage: Stage, list_id: str) -> None:
    with stage.store.transaction():
        for table in (IncidentList, Incident, IncidentBody):
            stage.store.delete(table, "list_id", [list_id])
        stage.forget([SUBJECT + list_id])
    stage.clear_faults([SUBJECT + list_id])
