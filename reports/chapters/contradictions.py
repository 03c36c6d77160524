"""The chapter of contradictions: two registers, or a register and research, on one system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from reports.bars import draw_counts
from reports.charts import NARROW, WIDE
from reports.figures import Chapter, Figure, Table, build_table, draw_svg
from reports.links import web_address
from reports.register_rows import RegisterRow
from reports.year import Year, name_country

KEY, TITLE = "contradictions", "Contradictions between registers"
INCOMPATIBLE, AT_HOME = "incompatible", "blank at home, stated elsewhere"
LATER, BLANK = "different stage", "blank in one, stated in the other"

_PAIRS = """
    select kind, country, system_key, organisation_a, organisation_b, register_a, name_a, status_a,
           status_raw_a, status_on_a, url_a, year_a, deployment_id_a, register_b, name_b, status_b,
           status_raw_b, status_on_b, url_b, year_b, deployment_id_b, round(score, 2) as score,
           reasons, is_from_strategy_a, is_from_strategy_b
    from out_contradiction
    order by country, name_a, register_a, register_b, deployment_id_a, deployment_id_b
"""
_STATED = """
    select country, organisation, technology, status, stated_count, recorded_count,
           without_status_count, stated_on, finding, note, citation as title, url as link
    from out_stated_count order by country, organisation, status
"""
_WHAT = (
    "Rows of two registers are taken to be of one system by name, body, description and address, "
    "also across languages, with a score from 0 to 1. Two kinds matter. “Incompatible”: no order "
    "of events makes both true. “Blank at home, stated elsewhere”: the country’s own list says "
    "nothing of the status, and another source does. The other differences can be what became of "
    "the system since, or a blank among equals. A blank status is never read as in use, and lists "
    "of bodies above countries count for no country."
)
_CAPTIONS = {
    INCOMPATIBLE: "Incompatible: both cannot be true",
    AT_HOME: "Blank at home, stated elsewhere",
    BLANK: "Blank in one register, stated in the other",
    LATER: "Another stage: one may be older",
}
_COLUMNS = (
    "kind", "country", "organisation_a", "register_a", "deployment_id_a", "name_a", "status_a",
    "status_raw_a", "status_on_a", "organisation_b", "register_b", "deployment_id_b", "name_b",
    "status_b", "status_raw_b", "status_on_b", "score", "reasons", "is_from_strategy_a",
    "is_from_strategy_b",
)  # fmt: skip


def build_contradictions(year: Year) -> Chapter:
    """Systems on which two registers disagree; of all years, because registers correct late."""
    rows = year.rows(_PAIRS)
    counted = _list_counts(year)
    if not rows:
        registers = year.rows("select count(distinct register_id) as held from deployment")
        reason = (
            "No system stands in two registers with different statuses. "
            f"Registers loaded: {registers[0]['held']}; a contradiction takes two that have it."
        )
        return Chapter(KEY, TITLE, tables=counted, missing=(reason,))
    counts = Counter(row["kind"] for row in rows)
    lead = (
        f"{counts[INCOMPATIBLE]:,} pairs of register rows on one system cannot both be true, and "
        f"{counts[AT_HOME]:,} have no status at home and one elsewhere."
    )
    clear = [row for row in rows if row["kind"] == INCOMPATIBLE]
    told = [_tell(row) for row in clear[:3]]
    figure = _draw(rows, counts)
    return Chapter(
        KEY,
        TITLE,
        (lead, *told, _WHAT),
        (figure,),
        (*_list_pairs(rows), *counted),
        lead=lead,
        key_figure=figure.key,
    )


def _tell(row: dict[str, Any]) -> str:
    return (
        f"{name_country(row['country'])}, “{row['name_a']}”: {_say(row, 'a')} (known since "
        f"{row['status_on_a']}), and as “{row['name_b']}” {_say(row, 'b')} (known since "
        f"{row['status_on_b']})."
    )


def _say(row: dict[str, Any], side: str) -> str:
    register, raw = row[f"register_{side}"], row[f"status_raw_{side}"]
    said = f"{row[f'status_{side}']} (“{raw}”)" if raw else "blank"
    return f"{register}: {said}"


def _draw(rows: Sequence[dict[str, Any]], counts: Counter[str]) -> Figure:
    order = [kind for kind in _CAPTIONS if counts[kind]]
    bars = [{"label": kind, "count": counts[kind]} for kind in order]
    places = Counter((row["kind"], row["country"]) for row in rows)
    listed = [
        {"kind": kind, "country": country, "pair_count": count}
        for (kind, country), count in sorted(places.items())
    ]
    return Figure(
        key="contradictions",
        title="Pairs of register rows that differ on one system, by kind",
        description="Horizontal bars, one for each kind of contradiction: "
        + "; ".join(f"{bar['label']} {bar['count']}" for bar in bars),
        note=f"n = {len(rows):,} pairs of rows, of all years; a system in three registers can have "
        "three pairs.",
        wide_svg=draw_svg(draw_counts(bars, order, WIDE), "contradictions-w"),
        narrow_svg=draw_svg(draw_counts(bars, order, NARROW), "contradictions-n"),
        table=build_table(
            "contradictions",
            "Pairs by kind and country",
            listed,
            {"kind": "Kind", "country": "Country", "pair_count": "Pairs"},
        ),
        register_rows=tuple(
            _as_register_row(row, side)
            for row in sorted(rows, key=lambda row: order.index(row["kind"]))[:4]
            for side in ("a", "b")
        ),
    )


def _as_register_row(row: dict[str, Any], side: str) -> RegisterRow:
    return RegisterRow(
        name=row[f"name_{side}"],
        organisation=row[f"organisation_{side}"],
        register_id=row[f"register_{side}"],
        status=row[f"status_{side}"],
        status_raw=row[f"status_raw_{side}"],
        year=row[f"year_{side}"],
        link=web_address(row[f"url_{side}"]),
    )


def _list_pairs(rows: list[dict[str, Any]]) -> tuple[Table, ...]:
    """One table for each kind, the two that matter first."""
    tables = []
    for kind, caption in _CAPTIONS.items():
        own = [row for row in rows if row["kind"] == kind]
        for row in own:
            row["says_a"], row["says_b"] = _say(row, "a"), _say(row, "b")
        if own:
            key = f"contradictions-{kind.replace(',', '').replace(' ', '-')}"
            tables.append(
                build_table(
                    key,
                    caption,
                    own,
                    {
                        "country": "Country",
                        "organisation_a": "Body",
                        "name_a": "System",
                        "says_a": "One register",
                        "name_b": "Also as",
                        "says_b": "The other",
                        "score": "Sure",
                        "reasons": "Why taken as one",
                    },
                    _COLUMNS,
                )
            )
    return tuple(tables)


def _list_counts(year: Year) -> tuple[Table, ...]:
    """What research counted against what the country's registers show."""
    rows = year.rows(_STATED)
    if not rows:
        return ()
    return (
        build_table(
            "stated-counts",
            "Where research counts a body’s systems, and what its country’s registers show",
            rows,
            {
                "organisation": "Body",
                "country": "Country",
                "technology": "Kind",
                "status": "Status",
                "stated_count": "Research says",
                "recorded_count": "On record",
                "without_status_count": "On record without a status",
                "stated_on": "As of",
                "finding": "Finding",
                "note": "Note",
                "title": "Publication",
            },
        ),
    )
