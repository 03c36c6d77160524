"""What was promised and recommended, and what followed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment or mandate that can be checked, and what the registers have on it."""

    promise_id: str
    sentence_id: str
    document_id: str
    country: str
    year: int | None
    language: str
    type: str
    specificity: str
    systems: str | None
    amounts: str | None
    due_year: int | None
    organisation_id: str | None
    body_basis: str
    quote: str
    state: str
    reason: str
    basis: str
    register_id: str | None
    deployment_id: str | None
    score: float | None
    candidate_count: int
    printed_count: int


@dataclass(frozen=True, slots=True)
class PromiseCandidate:
    """A system on record that a promise may speak of: how alike they are, and why."""

    promise_id: str
    sentence_id: str
    document_id: str
    register_id: str
    deployment_id: str
    score: float
    basis: str
    body: str
    text_score: float
    reasons: str
    record_quote: str
    verdict: str | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A numbered recommendation of a document, found once however often it is printed."""

    recommendation_id: str
    document_id: str
    sentence_id: str
    country: str
    year: int | None
    language: str
    series: int
    number: str
    page: int | None
    heading_path: str
    quote: str
    printed_count: int


@dataclass(frozen=True, slots=True)
class RecommendationAddressee:
    """Who is to act on a recommendation, as it says itself."""

    recommendation_id: str
    document_id: str
    position: int
    name: str
    organisation_id: str | None
    basis: str


@dataclass(frozen=True, slots=True)
class RecommendationFollow:
    """What the later documents of an addressee say of a recommendation."""

    recommendation_id: str
    position: int
    state: str
    reason: str
    later_document_count: int
    document_id: str | None
    sentence_id: str | None
    year: int | None
    quote: str | None
    score: float | None
