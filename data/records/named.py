"""Public bodies, and which of them names stand for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """A public body, as `organisations` declares it."""

    organisation_id: str
    name: str
    country: str
    kind: str
    number: str | None
    parent_id: str | None


@dataclass(frozen=True, slots=True)
class OrganisationPredecessor:
    """A body that another took over from, and the year in which it did."""

    organisation_id: str
    predecessor_id: str
    year: int


@dataclass(frozen=True, slots=True)
class OrganisationNameMatch:
    """A name of a body as publishers, registers or claims have it, and the body it stands for."""

    found_in: str
    register_id: str | None
    country: str
    name: str
    organisation_id: str | None
    basis: str
    row_count: int


@dataclass(frozen=True, slots=True)
class DeploymentBody:
    """The public body behind a system on record, or that none is known; one row per system."""

    register_id: str
    deployment_id: str
    organisation_id: str | None
    basis: str
