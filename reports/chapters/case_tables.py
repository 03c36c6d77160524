"""The tables of a case page: its records, where they disagree, research, and the documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.case import Case
from data.study import LITERATURE
from reports.chapters.body_documents import LETTER, BodyDocument
from reports.chapters.ledger import shorten
from reports.figures import Table, build_table
from reports.year import Year, name_code

MOST_CODES = 5

_CONTRADICTIONS = """
    select kind, register_a, name_a, status_a, status_raw_a, status_on_a, register_b, name_b,
           status_b, status_raw_b, status_on_b, round(score, 2) as score, reasons
    from out_contradiction where system_key in (select unnest(?))
    order by kind, register_a, register_b
"""
_COUNTED = """
    select organisation, technology, status, stated_count, recorded_count, without_status_count,
           stated_on, finding, note, citation as title, url as link
    from out_stated_count
    where organisation_id = ? or lower(organisation) in (select unnest(?))
    order by stated_on, status
"""


def name_source(row: dict[str, Any]) -> str:
    """What a record is called: research has no register of its own."""
    return "research" if row["register_id"] == LITERATURE else row["register_id"]


def list_rows(
    key: str, rows: Sequence[dict[str, Any]], spells: Sequence[dict[str, Any]]
) -> tuple[Table, ...]:
    """Every record of the system, with the number of editions that have it."""
    if not rows:
        return ()
    editions = {(spell["register_id"], spell["deployment_id"]): 0 for spell in spells}
    for spell in spells:
        editions[spell["register_id"], spell["deployment_id"]] += spell["edition_count"]
    listed = [
        {
            **row,
            "title": row["name"],
            "link": row["url"],
            "said": shorten(row["description"]) if row["description"] else None,
            "edition_count": editions.get((row["register_id"], row["deployment_id"]), 0),
            "source": name_source(row),
        }
        for row in rows
    ]
    return (
        build_table(
            f"case-{key}-rows",
            "The records of it",
            listed,
            {
                "source": "Source",
                "title": "Named there",
                "organisation": "Body",
                "status": "Status",
                "status_raw": "In its own words",
                "year": "Year",
                "said": "What it is",
            },
            columns=(
                "source", "register_id", "deployment_id", "name", "organisation", "status",
                "status_raw", "status_basis", "year", "year_basis", "start_on", "record_on",
                "edition_id", "edition_count", "description", "is_from_strategy", "system_key",
            ),
        ),
    )  # fmt: skip


def list_contradictions(year: Year, key: str, rows: Sequence[dict[str, Any]]) -> tuple[Table, ...]:
    """The pairs of its records that differ."""
    found = year.rows(_CONTRADICTIONS, sorted({row["system_key"] for row in rows}))
    if not found:
        return ()
    for row in found:
        for side in ("a", "b"):
            raw = row[f"status_raw_{side}"]
            said = f"{row[f'status_{side}']} (“{raw}”)" if raw else "blank"
            row[f"says_{side}"] = f"{row[f'register_{side}']}: {said}"
    return (
        build_table(
            f"case-{key}-contradictions",
            "Where its records disagree",
            found,
            {
                "kind": "Kind",
                "says_a": "One register",
                "status_on_a": "Since",
                "says_b": "The other",
                "status_on_b": "Since then",
                "score": "Sure",
                "reasons": "Why taken as one",
            },
        ),
    )


def list_counted(year: Year, key: str, case: Case) -> tuple[Table, ...]:
    """What research counted at the body."""
    names = [name.lower() for name in case.bodies]
    found = year.rows(_COUNTED, case.organisation_id, names)
    if not found:
        return ()
    return (
        build_table(
            f"case-{key}-research",
            "What research counted at the body, and what the registers show",
            found,
            {
                "technology": "Kind",
                "status": "Status",
                "stated_on": "As of",
                "stated_count": "Research says",
                "recorded_count": "On record",
                "without_status_count": "On record without a status",
                "finding": "Finding",
                "note": "Note",
                "title": "Publication",
            },
        ),
    )


def list_documents(key: str, own: Sequence[BodyDocument]) -> tuple[Table, ...]:
    """Mandate letters to the body and its reports by year, with the codes in each."""
    if not own:
        return ()
    rows = [
        {
            "year": one.year,
            "kind": "mandate letter" if one.kind == LETTER else "report",
            "title": one.title,
            "link": one.link,
            "archived_as": one.archived_as,
            "document_id": one.document_id,
            "in_scope_count": one.in_scope_count,
            "codes": ", ".join(f"{name_code(c)} {n}" for c, n in one.codes[:MOST_CODES]) or "none",
        }
        for one in sorted(own, key=lambda one: (one.year, one.kind != LETTER, one.title))
    ]
    return (
        build_table(
            f"case-{key}-documents",
            "Mandate letters to the body, and its reports, by year",
            rows,
            {
                "year": "Year",
                "kind": "Kind",
                "title": "Document",
                "in_scope_count": "Sentences in scope",
                "codes": "Codes most often",
            },
        ),
    )
