"""What sentences are coded as, by the coder and by others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """One code that one sentence carries."""

    claim_id: str
    sentence_id: str
    document_id: str
    code: str
    family: str
    type: str
    score: float
    quote: str
    codebook_hash: str
    coder_version: str


@dataclass(frozen=True, slots=True)
class ClaimCue:
    """A stretch of a claim's sentence that made the claim."""

    claim_id: str
    document_id: str
    start_char: int
    end_char: int
    quote: str
    cue: str


@dataclass(frozen=True, slots=True)
class ClaimFacet:
    """One facet of a claim: who acts, for whom, with what, when, how surely."""

    claim_id: str
    document_id: str
    facet: str
    value: str
    organisation_id: str | None
    year: int | None
    start_char: int | None
    end_char: int | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class SystemMention:
    """A system that a sentence names, so that a promise can be looked up in the registers."""

    mention_id: str
    sentence_id: str
    document_id: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Coding:
    """One code that one coder gave one sentence, or the sentence without any; never replaced."""

    coding_id: str
    coder_id: str
    coder_kind: str
    subject_id: str
    document: str
    language: str
    text_before: str
    text: str
    code: str | None
    type: str
    coded_on: str | None
    codebook_hash: str
    imported_at: datetime
