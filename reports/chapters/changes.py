"""The chapter of changes: what is new since the last edition, and in the registers themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from reports.figures import Chapter, Table, build_table
from reports.year import Year, name_country

KEY, TITLE = "changes", "What changed since the last edition"
MOST_ROWS = 200
COUNTED = ("document", "sentence", "claim", "deployment", "deployment_group", "promise", "topic")
"""Tables whose rows a reader may want to compare."""

_LAST = """
    select edition_id, max(published_at) as published_at
    from edition_count where published_at is not null
    group by edition_id order by published_at desc, edition_id desc limit 1
"""
_BEFORE = """
    select relation, sum(row_count)::bigint as row_count from edition_count
    where edition_id = ? and country is null group by relation
"""
_NEW_DOCUMENTS = """
    select d.title, d.country, d.kind, d.year, d.link, d.archived_as, d.document_id,
           d.in_scope_count, d.claim_count, g.first_seen_at::date::varchar as first_seen_on
    from sighting g join out_document d using (document_id)
    where g.first_seen_at > ?
    order by d.country, d.year desc, d.title, d.document_id limit ?
"""
_GONE = """
    select d.title, d.country, d.year, d.link, d.archived_as, d.document_id,
           case when g.withdrawn_seen_at is not null then 'withdrawn by its publisher'
                when g.vanished_at is not null then 'no longer listed'
                else 'no longer declared' end as state,
           coalesce(g.withdrawn_seen_at, g.vanished_at, g.undeclared_at)::date::varchar as seen_on
    from sighting g join out_document d using (document_id)
    where coalesce(g.withdrawn_seen_at, g.vanished_at, g.undeclared_at) is not null
    order by seen_on desc, d.title, d.document_id limit ?
"""
_MOVED = """
    select country, register_id, edition_id, edition_on, organisation, name, change,
           status_before, status, status_raw_before, status_raw, deployment_id
    from out_edition_change
    qualify dense_rank() over (partition by register_id order by edition_on desc, edition_id desc)
        = 1
    order by country, register_id, change, organisation, name, deployment_id limit ?
"""
_WHAT = (
    "A number can move because documents are new or read anew, because the codebook or the coder "
    "changed, or because a register did. Each edition says in CHANGES.md which of these moved each "
    "headline number and by how much, and imaginaries movement compares any two editions. Here "
    "stand the documents and the systems themselves."
)


def build_changes(year: Year) -> Chapter:
    """What the tables say is new, gone or moved; of all years."""
    last = year.rows(_LAST)
    said, missing, tables = [], [], []
    if last:
        edition, published = last[0]["edition_id"], last[0]["published_at"]
        said.append(_tell_since(year, edition, published))
        if year.country is None:  # editions count all countries together
            tables.append(_compare_counts(year, edition))
        tables += _list_new(year, published)
    else:
        missing.append("No earlier edition of this home was published: all that is here is new.")
    tables += [*_list_gone(year), *_list_moved(year)]
    if not any(table.key == "register-moves" for table in tables):
        missing.append("No register is held in two editions that differ.")
    return Chapter(
        KEY,
        TITLE,
        (*said, _WHAT),
        tables=tuple(tables),
        missing=tuple(missing),
        lead=said[0] if said else missing[0],
    )


def _tell_since(year: Year, edition: str, published: datetime) -> str:
    counted = year.rows(
        """select count(*) as new_count from sighting join document using (document_id)
           where first_seen_at > ?""",
        published,
    )[0]["new_count"]
    renewed = year.rows(
        "select count(distinct register_id) as held from register_edition where fetched_at > ?",
        published,
    )[0]["held"]
    return (
        f"Since edition {edition} of {published:%Y-%m-%d}, {counted:,} documents and new editions "
        f"of {renewed:,} registers were collected."
    )


def _compare_counts(year: Year, edition: str) -> Table:
    before = {row["relation"]: row["row_count"] for row in year.rows(_BEFORE, edition)}
    rows = []
    for relation in COUNTED:
        now = year.rows(f"select count(*) as held from {relation}")[0]["held"]
        old = before.get(relation)
        rows.append(
            {
                "relation": relation.replace("_", " "),
                "before_count": old,
                "now_count": now,
                "more_count": now - old if old is not None else None,
            }
        )
    return build_table(
        "edition-counts",
        f"Rows now and in edition {edition}",
        rows,
        {
            "relation": "Table",
            "before_count": "Then",
            "now_count": "Now",
            "more_count": "More",
        },
    )


def _list_new(year: Year, published: datetime) -> tuple[Table, ...]:
    rows = year.rows(_NEW_DOCUMENTS, published, MOST_ROWS)
    if not rows:
        return ()
    return (
        build_table(
            "new-documents",
            "Documents that are new since then",
            rows,
            {
                "title": "Document",
                "country": "Country",
                "year": "Year",
                "in_scope_count": "Sentences in scope",
                "claim_count": "Claims",
                "first_seen_on": "First seen",
            },
        ),
    )


def _list_gone(year: Year) -> tuple[Table, ...]:
    rows = year.rows(_GONE, MOST_ROWS)
    if not rows:
        return ()
    return (
        build_table(
            "gone-documents",
            "Documents that their publishers list no longer; they stay in the series",
            rows,
            {
                "title": "Document",
                "country": "Country",
                "year": "Year",
                "state": "State",
                "seen_on": "Seen",
            },
        ),
    )


def _list_moved(year: Year) -> tuple[Table, ...]:
    rows = year.rows(_MOVED, MOST_ROWS)
    if not rows:
        return ()
    for row in rows:
        row["before"] = _say(row, "_before")
        row["after"] = _say(row, "")
        row["place"] = name_country(row["country"])
    return (
        build_table(
            "register-moves",
            "Systems that appeared, moved or vanished in the newest edition that changed",
            rows,
            {
                "register_id": "Register",
                "edition_on": "Edition",
                "organisation": "Body",
                "name": "System",
                "change": "Change",
                "before": "Status before",
                "after": "Status after",
            },
            columns=(
                "country", "register_id", "edition_id", "edition_on", "organisation", "name",
                "change", "status_before", "status", "status_raw_before", "status_raw",
                "deployment_id",
            ),
        ),
    )  # fmt: skip


def _say(row: dict[str, Any], side: str) -> str | None:
    status, raw = row[f"status{side}"], row[f"status_raw{side}"]
    if status is None:
        return None
    return f"{status} (“{raw}”)" if raw else "blank"
