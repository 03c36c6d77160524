"""Talk set beside record: shares, gaps, lags, and how much they depend on what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """The talk and the record of one country, year and code, side by side."""

    country: str
    year: int
    code: str
    family: str
    document_count: int
    sentence_count: int
    claim_count: int
    claim_share: float | None
    claim_share_low: float | None
    claim_share_high: float | None
    claim_interval: str
    deployment_count: int | None
    production_count: int | None
    coded_deployment_count: int | None
    deployment_share: float | None
    deployment_share_low: float | None
    deployment_share_high: float | None


@dataclass(frozen=True, slots=True)
class Prevalence:
    """The share of one country, year and code as observed, and corrected for the coder's error."""

    country: str
    year: int
    code: str
    family: str
    document_count: int
    sentence_count: int
    claim_count: int
    claim_share: float | None
    claim_share_low: float | None
    claim_share_high: float | None
    claim_interval: str
    corrected_share: float | None
    corrected_share_low: float | None
    corrected_share_high: float | None
    method: str
    reason: str | None
    gold_sha256: str | None
    measured_coder_version: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """The talk's and the record's share of one code in a country, in one reading of the record."""

    country: str
    code: str
    family: str
    reading: str
    document_count: int
    sentence_count: int
    claim_count: int
    claim_share: float | None
    corrected_share: float | None
    corrected_share_low: float | None
    corrected_share_high: float | None
    method: str
    body_count: int | None
    production_count: int | None
    coded_production_count: int | None
    unknown_status_count: int | None
    uncodable_count: int | None
    reporting_body_share: float | None
    coded_production_share: float | None
    coded_production_share_least: float | None
    coded_production_share_most: float | None
    coded_production_share_low: float | None
    coded_production_share_high: float | None
    gap: float | None
    gap_low: float | None
    gap_high: float | None
    claim_code_share: float | None
    production_code_share: float | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class LagSpell:
    """How long one country or body has waited from a first promise of a code to a system."""

    unit: str
    country: str
    organisation_id: str | None
    code: str
    event: str
    promised_year: int
    observed_until_year: int | None
    event_year: int | None
    event_basis: str | None
    state: str
    sentence_id: str
    document_id: str
    register_id: str | None
    deployment_id: str | None


@dataclass(frozen=True, slots=True)
class LagPoint:
    """One year of a survival curve: how many of those at risk still wait."""

    unit: str
    country: str
    code: str
    event: str
    year_count: int
    at_risk_count: int
    event_count: int
    censored_count: int
    waiting_share: float
    waiting_share_low: float
    waiting_share_high: float


@dataclass(frozen=True, slots=True)
class ScenarioIndex:
    """How far a country's talk of a year leans to the open or to the closed scenario."""

    country: str
    year: int
    axis: str
    document_count: int
    sentence_count: int
    open_count: int
    closed_count: int
    open_share: float | None
    open_share_low: float | None
    open_share_high: float | None
    interval: str


@dataclass(frozen=True, slots=True)
class SensitivityVariant:
    """A headline number when one thing that it rests on is left out or changed."""

    number_id: str
    measure: str
    country: str
    code: str
    family: str | None
    variant: str
    extreme: str | None
    left_out: str | None
    tried_count: int
    value: float | None
    baseline: float | None
    difference: float | None
    part_count: int | None
    whole_count: int | None
    reason: str | None
    is_same_scale: bool
