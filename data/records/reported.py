"""Incidents, as lists of them report: what went wrong, and never what is deployed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncidentList:
    """A list of incidents that a person has put beside the registers."""

    list_id: str
    title: str
    publisher: str
    licence: str
    citation: str | None
    source_file: str
    sha256: str
    row_count: int


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident of a list; context for a reader, and no evidence that a system is in use."""

    list_id: str
    incident_id: str
    headline: str
    description: str | None
    occurred_year: int | None
    occurred_raw: str
    countries: str | None
    sector: str | None
    system_name: str | None
    technology: str | None
    purpose: str | None
    issues: str | None
    url: str | None
    source_file: str
    row_number: int
    row_json: str


@dataclass(frozen=True, slots=True)
class IncidentBody:
    """Who is said to have deployed or developed what an incident is about, and which body it is."""

    list_id: str
    incident_id: str
    party: str
    position: int
    name: str
    country: str | None
    organisation_id: str | None
    basis: str
