"""What moved from one edition to the next: tables, documents and headline numbers, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.errors import UsageError
from data.records import Edition
from data.store import Store
from reports.movement import Movement, explain_movement

SHOWN = 40
"""Documents and numbers listed at most; the counts above them are whole."""
FEWEST = 50
"""Numbers that are shares of fewer sentences or systems move by chance and are only counted."""

_TABLES = """
    select table_name from duckdb_tables()
    where schema_name = 'main' and not internal and not temporary order by table_name
"""
_DOCUMENTS = "select document_id, title, country, year, sha256 from document order by document_id"


def render_changes(
    before: Store | None, after: Store, tables: Sequence[str], edition: Edition, last: str | None
) -> str:
    """`CHANGES.md` of an edition: what is there and what is no more, compared with the last one.

    Args:
        before: the last edition, open; none for the first.
        after: the new edition, open.
        tables: the tables to count.
        edition: the new edition.
        last: name of the last edition.
    """
    lines = [f"# Edition {edition.edition_id}", ""]
    if before is None:
        lines += ["The first edition of this home.", "", "| table | rows |", "| --- | --- |"]
        lines += [f"| {name} | {_count(after, name):,} |" for name in tables]
        return "\n".join(lines) + "\n"
    lines += [f"Compared with edition {last}.", "", "## Tables", ""]
    lines += _table_lines(before, after, tables)
    lines += ["", "## Documents", "", *_document_lines(before, after)]
    lines += ["", "## Headline numbers", "", *_number_lines(before, after)]
    return "\n".join(lines) + "\n"


def _count(store: Store, table: str) -> int:
    rows = store.query(f"select count(*) from {table}").rows
    return int(rows[0][0])


def _table_lines(before: Store, after: Store, tables: Sequence[str]) -> Iterator[str]:
    known = {row[0] for row in before.query(_TABLES).rows}
    counts = [(name, _count(before, name) if name in known else None) for name in tables]
    moved = [(name, old, _count(after, name)) for name, old in counts]
    moved = [row for row in moved if row[1] != row[2]]
    if not moved:
        yield "Every table has as many rows as before."
        return
    yield "| table | rows before | rows now | change |"
    yield "| --- | --- | --- | --- |"
    for name, old, new in moved:
        if old is None:
            yield f"| {name} | no such table | {new:,} | new |"
        else:
            yield f"| {name} | {old:,} | {new:,} | {new - old:+,} |"


def _document_lines(before: Store, after: Store) -> Iterator[str]:
    old, new = ({row[0]: row for row in one.query(_DOCUMENTS).rows} for one in (before, after))
    groups = {
        "New": [new[key] for key in new.keys() - old.keys()],
        "No longer there": [old[key] for key in old.keys() - new.keys()],
        "With other bytes": [
            new[key] for key in new.keys() & old.keys() if new[key][4] != old[key][4]
        ],
    }
    if not any(groups.values()):
        yield "The same documents as before."
    for heading, rows in groups.items():
        if rows:
            yield f"{heading}: {len(rows)}"
            yield ""
            shown = sorted(rows, key=lambda row: (row[2], row[3] or 0, row[1], row[0]))
            for _, title, country, year, _ in shown[:SHOWN]:
                yield f"- {_plain(title)} ({country}, {year or 'year not known'})"
            if len(rows) > SHOWN:
                yield f"- … and {len(rows) - SHOWN} more"
            yield ""


def _number_lines(before: Store, after: Store) -> Iterator[str]:
    try:
        movements = explain_movement(before, after)
    except UsageError as error:
        yield f"Not compared: {error}"
        return
    told = [one for one in movements if one.least_count >= FEWEST and one.difference]
    told.sort(key=lambda one: (-abs(one.difference or 0.0), one.number_id))
    yield f"{len(movements)} headline numbers moved."
    if told:
        yield ""
        yield "| number | before | now | change in points | most by |"
        yield "| --- | --- | --- | --- | --- |"
    for moved in told[:SHOWN]:
        yield (
            f"| {moved.number_id} | {_percent(moved.value_before)} | {_percent(moved.value)} "
            f"| {100 * (moved.difference or 0.0):+.2f} | {_strongest(moved)} |"
        )


def _strongest(moved: Movement) -> str:
    return next(iter(moved.by_cause()), "")


def _percent(share: float | None) -> str:
    return "no number" if share is None else f"{100 * share:.2f} %"


def _plain(text: str) -> str:
    """A title on one line that Markdown leaves as it is."""
    line = " ".join(text.split())
    for mark in "\\`*_[]<>#|":
        line = line.replace(mark, f"\\{mark}")
    return line
