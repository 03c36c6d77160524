"""The ten questions that people ask most: which views answer them, and how a row is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.store import Store


@dataclass(frozen=True, slots=True)
class TenQuestion:
    """A view, words for a row of it with its columns in braces, and which row to show."""

    view: str
    reading: str
    shown: str
    """Which rows may be shown, as an SQL condition."""
    first: str
    """What the row shown is first by, as SQL."""


TEN = (
    TenQuestion(
        "out_promise_and_production",
        "In {year} documents of {country} carried {code} in {claim_count} sentences: "
        "{hope_count} as hope, {promise_count} as a promise or an order, {evidence_count} as a "
        "result that is reported; by the end of the year the country's registers show "
        "{production_count} systems with it in production, of {all_production_count} in all.",
        "production_count is not null",
        "claim_count desc",
    ),
    TenQuestion(
        "out_code_share",
        "In {year}, {claim_share:.1%} of the {sentence_count} sentences about data and AI in "
        "{document_count} documents of {country} carry {code}.",
        "not has_few_documents",
        "claim_count desc",
    ),
    TenQuestion(
        "out_hope_or_evidence",
        "In {year} documents of {country} carry {code} as a vision in {hope_count} sentences, as "
        "a commitment or mandate in {promise_count} and as a reported result in {evidence_count}.",
        "true",
        "claim_count desc",
    ),
    TenQuestion(
        "out_gap",
        "Read “{reading}”: {country} has {code} in {claim_share:.1%} of its sentences about data "
        "and AI, and {production_count} systems in production on record: {finding}.",
        "claim_count > 0 and production_count > 0",
        "claim_count desc",
    ),
    TenQuestion(
        "out_ladder",
        "{body} ({country}, {year}) on {code}: {vision_count} visions, {commitment_count} "
        "commitments, {mandate_count} mandates and {result_count} results beside "
        "{production_count} systems in production.",
        "code <> 'all' and production_count > 0 and organisation_id is not null "
        "and year is not null",
        "claim_count desc",
    ),
    TenQuestion(
        "out_promise_ledger",
        "A {type} of {country} from {year} that can be checked: {state}, because {reason}.",
        "year is not null",
        "promise_id",
    ),
    TenQuestion(
        "out_national_system",
        "{organisation} ({country}) has “{name}” on record, status: {status}; it stands in "
        "{registers}.",
        "status = 'production'",
        "row_count desc",
    ),
    TenQuestion(
        "out_actor",
        "In {year} the one to act in {claim_count} claims of {code} in {country} ({type}) is: "
        "{actor}.",
        "actor <> 'nobody'",
        "claim_count desc",
    ),
    TenQuestion(
        "out_headline",
        "The {measure} of {code} in {country} is {value:.3f}; whatever is left out or changed, it "
        "stays between {lowest_value:.3f} and {highest_value:.3f}.",
        "value is not null and lowest_value is not null and not has_few_documents",
        "country, measure, code",
    ),
    TenQuestion(
        "out_claim",
        "“{quote}” in “{title}” ({country}, {year}) makes its sentence a claim of {code}; the "
        "sentence is a {type} and the coder {score:.0%} sure.",
        "true",
        "score desc",
    ),
)


def read_example(store: Store, question: TenQuestion) -> str | None:
    """One row of the answer in words, the same for the same tables; none where there is no row."""
    result = store.query(
        f"select * from {question.view} where {question.shown} "
        f"qualify rank() over (order by {question.first}) = 1 order by all limit 1"
    )
    if not result.rows:
        return None
    row: dict[str, Any] = result.as_dicts()[0]
    return " ".join(question.reading.format_map(row).split())
