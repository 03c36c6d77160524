"""The chapter of the registers: what each has on record, must have, and leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.bars import draw_stack
from reports.chapters.record import name_missing_registers
from reports.charts import NARROW, STATUS_COLOURS, WIDE
from reports.figures import Chapter, Figure, Table, build_table, draw_svg, percent
from reports.register_rows import read_rows_by_status
from reports.year import Year, name_country

KEY, TITLE = "registers", "Deployments on record and their coverage"

_CARDS = """
    select register_id, title, country, kind, must_contain, reporters, publication_rule,
           reporting_since_on, row_count, blank_status_count, blank_status_share, mean_blank_share,
           most_blank_column, most_blank_share, body_count, known_body_count,
           known_reporting_body_count, body_share, body_share_basis, edition_on, last_change_on,
           dormant_after_month_count, state, is_stale
    from out_register_coverage
    order by kind = 'national' desc, country, register_id
"""
_CHANGES = """
    select country, register_id, edition_before_id, edition_id, edition_on, change,
           count(*) as system_count, count(*) filter (status = 'retired') as retired_count
    from out_edition_change group by all order by register_id, edition_on, edition_id, change
"""
_WHAT = (
    "A register is evidence of what it must hold and of nothing else. Each has a card here: "
    "what it must contain by its own rule and who reports, how much of it is blank, which part "
    "of the bodies has any row, and when anything in it last changed. It is called dormant when "
    "its newest change is older than the months named in its declaration; of a copy that is no "
    "longer fetched that cannot be said. Bodies come into the project’s list from registers "
    "too, so that the share of bodies is rather too high than too low."
)


def build_coverage(year: Year) -> Chapter:
    """The statuses of every register and its card; the latest edition of each, of all years."""
    rows = year.rows(_CARDS)
    missing = name_missing_registers(year)
    figure = _draw_statuses(year)
    if not rows and figure is None:
        missing.append("No register is loaded: nothing is known of what is deployed.")
        return Chapter(KEY, TITLE, missing=tuple(missing))
    said = [told for told in (_tell(year, rows),) if told]
    return Chapter(
        KEY,
        TITLE,
        (*said, _WHAT, *(_tell_card(row) for row in rows if row["kind"] == "national")),
        (figure,) if figure else (),
        (*_list_cards(rows), *_list_changes(year)),
        missing=tuple(missing),
        lead=said[0] if said else "",
        key_figure=figure.key if figure else "",
    )


def _tell(year: Year, rows: Sequence[dict[str, Any]]) -> str:
    held = year.rows(
        """select count(distinct register_id) as registers, count(*) as systems,
                  count(*) filter (status = 'unknown') as unknown
           from deployment"""
    )[0]
    if not held["registers"]:
        return ""
    dormant = [row["title"] for row in rows if row["state"] == "dormant"]
    end = f"; dormant: {', '.join(dormant)}" if dormant else "; none of them is known to be dormant"
    return (
        f"{held['registers']} registers have {held['systems']:,} rows on record, "
        f"{held['unknown']:,} of them without a readable status{end}."
    )


def _tell_card(row: dict[str, Any]) -> str:
    """One national register in words."""
    bodies = (
        f"{row['known_reporting_body_count']:,} of {row['known_body_count']:,} known bodies have a "
        "row"
        if row["body_share"] is not None
        else f"{row['body_count']:,} bodies have a row, of how many is not known"
    )
    rule = f"It must contain {row['must_contain']}." if row["must_contain"] else ""
    return (
        f"{name_country(row['country'])}, {row['title']}: {row['row_count']:,} systems, "
        f"{percent(row['blank_status_share'])} without a status; {bodies}; last change "
        f"{row['last_change_on']}, {row['state']}. {rule}"
    ).strip()


def _list_cards(rows: list[dict[str, Any]]) -> tuple[Table, ...]:
    if not rows:
        return ()
    for row in rows:
        if not row["most_blank_share"]:
            row["most_blank_column"] = None
        known = row["known_body_count"]
        row["bodies"] = (
            f"{row['known_reporting_body_count']:,} of {known:,}"
            if row["body_share"] is not None
            else f"{row['body_count']:,} of unknown"
        )
    rule = build_table(
        "register-rules",
        "What each register must contain, and who reports",
        rows,
        {
            "register_id": "Register",
            "country": "Country",
            "kind": "Kind",
            "must_contain": "Must contain",
            "reporters": "Who reports",
            "publication_rule": "What is published",
            "reporting_since_on": "Since",
        },
    )
    reach = build_table(
        "register-coverage",
        "How far each register reaches",
        rows,
        {
            "register_id": "Register",
            "country": "Country",
            "row_count": "Systems",
            "blank_status_share": "Status blank",
            "mean_blank_share": "Fields blank, mean",
            "most_blank_column": "Most often blank",
            "most_blank_share": "So often",
            "bodies": "Bodies with a row",
            "body_share": "Share of bodies",
            "last_change_on": "Last real change",
            "state": "State",
        },
        columns=tuple(name for name in rows[0] if name != "bodies"),
    )
    return reach, rule


def _list_changes(year: Year) -> tuple[Table, ...]:
    """What appeared, moved and vanished from edition to edition."""
    rows = year.rows(_CHANGES)
    if not rows:
        return ()
    return (
        build_table(
            "register-changes",
            "What changed from edition to edition",
            rows,
            {
                "register_id": "Register",
                "edition_before_id": "From edition",
                "edition_id": "To edition",
                "edition_on": "Of",
                "change": "Change",
                "system_count": "Systems",
                "retired_count": "Of them now retired",
            },
        ),
    )


def _draw_statuses(year: Year) -> Figure | None:
    rows = year.rows(
        """select register_id, country, status as part, deployment_count, register_count,
                  status_share as share, without_year_count
           from out_deployment_status order by register_id, country, status"""
    )
    if not rows:
        return None
    totals = {(row["register_id"], row["country"]): row["register_count"] for row in rows}
    largest = sorted(totals, key=lambda pair: (-totals[pair], pair))[:12]
    for row in rows:
        row["label"] = f"{row['register_id']} {row['country']} ({row['register_count']:,})"
        row["has_few_documents"] = False
    drawn = [row for row in rows if (row["register_id"], row["country"]) in largest]
    order = list(
        dict.fromkeys(
            f"{register} {country} ({totals[register, country]:,})" for register, country in largest
        )
    )
    unknown = sum(row["deployment_count"] for row in rows if row["part"] == "unknown")
    total = sum(totals.values())
    return Figure(
        key="statuses",
        title="What each register has on record, latest edition",
        description="Stacked bars by register: "
        + "; ".join(f"{row['label']} {row['part']} {percent(row['share'])}" for row in drawn)
        + ".",
        note=f"n = {total:,} register rows, all years; {unknown:,} of them have no readable status "
        "(“unknown”) and are never counted as in production.",
        wide_svg=draw_svg(draw_stack(drawn, "label", order, STATUS_COLOURS, WIDE), "statuses-w"),
        narrow_svg=draw_svg(
            draw_stack(drawn, "label", order, STATUS_COLOURS, NARROW), "statuses-n"
        ),
        table=build_table(
            "statuses",
            "Systems by register and status",
            rows,
            {
                "register_id": "Register",
                "country": "Country",
                "part": "Status",
                "deployment_count": "Systems",
                "register_count": "Systems in the register",
                "share": "Share",
                "without_year_count": "Without any year",
            },
        ),
        register_rows=read_rows_by_status(year.store),
    )
