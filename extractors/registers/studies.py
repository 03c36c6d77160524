"""Studies to the register `literature`: systems they name, and counts without names."""

from __future__ import annotations

import json
from collections.abc import Mapping

from data.ids import content_id
from data.records import Deployment, DeploymentStatement
from data.study import LITERATURE, Study

ABOVE_COUNTRIES = "INT"
"""Country of the register: research is no government's list, and counts for no country."""


def studied_deployments(studies: Mapping[str, Study]) -> list[Deployment]:
    """The systems that studies name, each with its body's country, in order of study."""
    edition = literature_edition(studies)
    return [
        Deployment(
            register_id=LITERATURE,
            deployment_id=content_id(study_id, key),
            edition_id=edition,
            country=ABOVE_COUNTRIES,
            organisation=system.organisation,
            name=system.name,
            description=system.description,
            purpose=None,
            technology=system.technology,
            status=system.status,
            status_raw=system.status_raw,
            status_basis="literature",
            start_on=system.start,
            start_basis=system.start_basis if system.start else None,
            record_on=system.stated_on,
            year=int((system.start or system.stated_on)[:4]),
            year_basis="start" if system.start else "record",
            url=str(study.url),
            source_file=f"data/studies/{study_id}.yml",
            row_number=number,
            row_json=json.dumps({"citation": study.citation}, ensure_ascii=False),
            body_country=system.country,
        )
        for study_id, study in studies.items()
        for number, (key, system) in enumerate(study.systems.items(), start=1)
    ]


def studied_counts(studies: Mapping[str, Study]) -> list[DeploymentStatement]:
    """How many systems bodies had, where studies give a number and no names."""
    return [
        DeploymentStatement(
            register_id=LITERATURE,
            statement_id=content_id(study_id, key),
            country=count.country,
            organisation=count.organisation,
            technology=count.technology,
            status=count.status,
            system_count=count.system_count,
            stated_on=count.stated_on,
            note=count.note,
            citation=study.citation,
            url=str(study.url),
        )
        for study_id, study in studies.items()
        for key, count in study.counts.items()
    ]


def literature_edition(studies: Mapping[str, Study]) -> str:
    """The date of the newest study, which names the edition."""
    return max(study.published_on for study in studies.values())
