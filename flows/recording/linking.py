"""Links register rows that speak of the same system, and keeps the file of doubtful pairs."""

from __future__ import annotations

from collections.abc import Mapping

from data.concept import load_concepts
from data.ids import content_id, files_version
from data.records import (
    Deployment,
    DeploymentBody,
    DeploymentGroup,
    DeploymentLink,
    OrganisationRecord,
    RegisterRecord,
)
from data.settings import DATA_FOLDER
from data.store import Store
from data.system_words import load_system_words
from extractors.registers.deployments import UNNAMED
from flows.recording.link_review import FILE, read_link_review, write_link_review
from flows.stage import Stage
from flows.versions import version_of
from models.link import Key, Linking, link_deployments
from models.link_groups import alone
from models.link_rows import Bodies
from models.link_words import Meanings

SUBJECT = "links"
"""What a stage's input hash is remembered under."""

_CONTENT = "select coalesce(bit_xor(hash(t)), 0)::varchar from {table} t"
_WORDS = ("concepts.yml", "system_words.yml")


def link_registers(stage: Stage) -> str:
    """Write `deployment_link` and `deployment_group` anew if anything they rest on has changed.

    Run after registers are loaded and names matched (`store_name_matches`), before anything that
    counts systems. Returns what was done, in words.

    Raises:
        UsageError: the review file is malformed.
    """
    home = stage.settings.home.root
    inputs = {SUBJECT: _input_hash(stage)}
    if stage.changed(inputs):
        verdicts = read_link_review(home)
        deployments = stage.store.read(Deployment)
        linking = link_store(stage.store, deployments, verdicts.by_pair)
        with stage.store.transaction():
            stage.store.replace_all(DeploymentLink, linking.links)
            stage.store.replace_all(DeploymentGroup, linking.groups)
            write_link_review(home, linking.links, deployments, verdicts)
        # Writing the file changes it; the verdicts in it, which count, are still the same.
        stage.remember({SUBJECT: _input_hash(stage)})
    rows, systems, linked = stage.store.query(
        "select count(*), count(distinct group_id), "
        "count(distinct group_id) filter (register_count > 1) from deployment_group"
    ).rows[0]
    [[doubtful]] = stage.store.query(
        "select count(*) from deployment_link where state in ('doubtful', 'apart')"
    ).rows
    return (
        f"{rows} register rows are {systems} systems, {linked} of them in several registers; "
        f"{doubtful} doubtful pairs in {home / FILE}"
    )


def link_store(
    store: Store,
    deployments: list[Deployment],
    verdicts: Mapping[frozenset[Key], bool] | None = None,
) -> Linking:
    """Link the deployments with what the store knows of their registers and bodies."""
    languages = {row.register_id: row.language for row in store.read(RegisterRecord)}
    bodies = Bodies(
        {
            (row.register_id, row.deployment_id): row.organisation_id
            for row in store.read(DeploymentBody, "organisation_id is not null")
        },
        {
            row.organisation_id: row.parent_id
            for row in store.read(OrganisationRecord, "parent_id is not null")
        },
    )
    meanings = Meanings(load_system_words(DATA_FOLDER), load_concepts(DATA_FOLDER))
    named = [row for row in deployments if row.name != UNNAMED]
    linking = link_deployments(named, languages, meanings, bodies, verdicts=verdicts)
    nameless = alone([row for row in deployments if row.name == UNNAMED])
    return Linking(linking.links, [*linking.groups, *nameless])


def _input_hash(stage: Stage) -> str:
    tables = ("deployment", "deployment_body", "organisation")
    contents = [stage.store.query(_CONTENT.format(table=table)).rows[0][0] for table in tables]
    languages = stage.store.query("select register_id, language from register order by all").rows
    verdicts = read_link_review(stage.settings.home.root).by_pair
    return content_id(
        version_of("models.link"),
        files_version(DATA_FOLDER / name for name in _WORDS),
        *contents,
        *(part for row in languages for part in row),
        *sorted(f"{sorted(pair)} {is_same}" for pair, is_same in verdicts.items()),
    )
