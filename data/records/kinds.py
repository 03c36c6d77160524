"""The words that records may hold: types, statuses, kinds of document and passage."""

from __future__ import annotations

from typing import Literal, get_args

IMAGINARY, CONSTRAINT = "imaginary", "constraint"

SentenceType = Literal["vision", "commitment", "mandate", "result", "caution", "other"]
SENTENCE_TYPES: tuple[SentenceType, ...] = get_args(SentenceType)

Status = Literal["idea", "planned", "development", "pilot", "production", "retired", "unknown"]
STATUSES: tuple[Status, ...] = get_args(Status)

DocumentKind = Literal[
    "digital_strategy",
    "ai_strategy",
    "data_strategy",
    "mandate_letter",
    "annual_report",
    "report",
    "other",
]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)

PASSAGE_KINDS = (
    "title",
    "heading",
    "prose",
    "list_item",
    "table",
    "table_row",  # one row of a table that is itself a statement, such as a commitment
    "caption",
    "footnote",
    "running_head",
    "pull_quote",  # a display of words that stand in the text too: never counted twice
    "contents",
)
FACETS = (
    "metaphor",
    "actor",
    "beneficiary",
    "technology",
    "horizon",
    "specificity",
    "hedge",
    "negation",
    "reported",
)
"""What is told of a claim beside its code; actor, horizon and specificity stand for every claim."""

CODED_KINDS = ("prose", "list_item", "table_row", "footnote")
"""Kinds of passage whose sentences are coded; the others are stored and never make a claim."""
