"""The chapter of the scenario index: participation and openness against control and platforms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.bars import draw_pairs
from reports.charts import NARROW, WIDE, draw_lines
from reports.compare import EVERYWHERE
from reports.figures import Chapter, Figure, Table, build_table, draw_svg, interval, percent
from reports.quotes import read_quotes
from reports.year import FEW_DOCUMENTS, LONGEST_SPAN, Year, explain_silence, name_country

KEY, TITLE = "scenarios", "Participation or control"
MOST_COUNTRIES = 14
CODES = ("trust", "ethics", "resource", "control", "proactive", "imperative")
"""Codes that stand on a pole by themselves, whoever acts."""
BOTH = "all"
"""The axis that has the poles of both axes together."""

_INDEX = """
    select country, year, axis, open_share, open_share_low, open_share_high, open_count,
           closed_count, sentence_count, document_count, "interval"
    from out_scenario_index where year > ? and year <= ?
    order by country, axis, year
"""
_WHAT = (
    "The index goes back to two scenarios of the European Commission’s Joint Research Centre: on "
    "the one side people take part, government is open and trusted and others may build on its "
    "data; on the other data serve control, and technology and those who own it set the course. It "
    "is the share of the open pole among the sentences on either pole. Which codes stand for which "
    "pole is our choice, written in data/scenarios.yml: trust and ethics against control and "
    "prediction; shared data and cooperation with people against a course that cannot be declined "
    "and growth made by firms or by technology. A sentence counts once on each pole. The middle, "
    "50%, is no norm."
)


def build_scenarios(year: Year) -> Chapter:
    """Both axes over the years, and by country in the report's year."""
    rows = year.rows(_INDEX, year.year - LONGEST_SPAN, year.year)
    own = [row for row in rows if row["year"] == year.year and row["open_share"] is not None]
    figures = [figure for figure in (_draw_years(year, rows), _draw_countries(year, own)) if figure]
    missing = () if own else (explain_silence(year, "scenario index"),)
    lead = _tell(year, own)
    said = (lead, _WHAT) if lead else (_WHAT,)
    return Chapter(
        KEY,
        TITLE,
        said,
        tuple(figures),
        missing=missing,
        lead=lead,
        key_figure=figures[0].key if figures else "",
    )


def _tell(year: Year, own: Sequence[dict[str, Any]]) -> str:
    told = {row["axis"]: row for row in own if row["country"] == EVERYWHERE}
    whole = told.pop(BOTH, None)
    if whole is None:
        return ""
    axes = "; ".join(
        f"{axis}: {percent(row['open_share'])} of {row['open_count'] + row['closed_count']:,}"
        for axis, row in told.items()
    )
    size = (
        f" Few documents: {whole['document_count']}."
        if whole["document_count"] < FEW_DOCUMENTS
        else ""
    )
    return (
        f"In {year.year}, {percent(whole['open_share'])} "
        f"({percent(whole['open_share_low'])} to {percent(whole['open_share_high'])}) of the "
        f"sentences on either pole stand on the open one ({axes}).{size}"
    )


def _draw_years(year: Year, rows: Sequence[dict[str, Any]]) -> Figure | None:
    marks = [
        {
            "label": _name(row["axis"]),
            "year": row["year"],
            "share": row["open_share"],
            "low": row["open_share_low"],
            "high": row["open_share_high"],
            "has_few_documents": row["document_count"] < FEW_DOCUMENTS,
            "document_count": row["document_count"],
        }
        for row in rows
        if row["country"] == EVERYWHERE and row["open_share"] is not None
    ]
    if not marks:
        return None
    panels = list(dict.fromkeys(mark["label"] for mark in marks))
    panels.sort(key=lambda label: label != _name(BOTH))
    last = "; ".join(
        f"{mark['label']} {percent(mark['share'])}" for mark in marks if mark["year"] == year.year
    )
    counted = {(row["year"], row["document_count"]) for row in rows if row["country"] == EVERYWHERE}
    return Figure(
        key="scenarios",
        title="Share of the open pole over the years",
        description=f"Lines of the open pole’s share by year, one by axis. {year.year}: {last}.",
        note=f"n = {sum(count for _, count in counted):,} documents. Bands: 95%. Hollow: years "
        f"with fewer than {FEW_DOCUMENTS} documents. Above 50% more sentences are on the open "
        "pole.",
        wide_svg=draw_svg(draw_lines(marks, panels, WIDE, 2), "scenarios-w"),
        narrow_svg=draw_svg(draw_lines(marks, panels, NARROW, 1), "scenarios-n"),
        table=_table("scenarios", [row for row in rows if row["country"] == EVERYWHERE]),
        quotes=read_quotes(year.store, year.year, CODES[:5], each=1),
        codes=CODES,
    )


def _draw_countries(year: Year, own: Sequence[dict[str, Any]]) -> Figure | None:
    rows = [row for row in own if row["country"] != EVERYWHERE]
    if len({row["country"] for row in rows}) < 2:
        return None
    sizes: dict[str, int] = {}
    for row in rows:
        if row["axis"] == BOTH:
            sizes[row["country"]] = row["open_count"] + row["closed_count"]
    shown = sorted(sizes, key=lambda country: (-sizes[country], country))[:MOST_COUNTRIES]
    axes = sorted({row["axis"] for row in rows} - {BOTH}, reverse=True)
    marks = [
        {
            "label": f"{name_country(row['country'])} ({row['document_count']})",
            "place": str(year.year),
            "side": row["axis"],
            "country": row["country"],
            "share": row["open_share"],
            "low": row["open_share_low"],
            "high": row["open_share_high"],
            "is_small": row["document_count"] < FEW_DOCUMENTS,
            "document_count": row["document_count"],
        }
        for row in rows
        if row["country"] in shown and row["axis"] in axes
    ]
    if len(axes) != 2 or not marks:
        return None
    names = (axes[0], axes[1])
    order = list(
        dict.fromkeys(
            mark["label"] for country in shown for mark in marks if mark["country"] == country
        )
    )
    first = "; ".join(
        f"{mark['side']} {percent(mark['share'])}" for mark in marks if mark["label"] == order[0]
    )
    return Figure(
        key="scenario-countries",
        title=f"Share of the open pole by country, {year.year}",
        description=f"Two dots with intervals for each country, one by axis. {order[0]}: {first}.",
        note="Documents in brackets. Lines: 95% intervals. Hollow: fewer than "
        f"{FEW_DOCUMENTS} documents. The {len(shown)} countries with most sentences on either "
        "pole; the table has all.",
        wide_svg=draw_svg(draw_pairs(marks, order, WIDE, 1, names), "scenario-countries-w"),
        narrow_svg=draw_svg(draw_pairs(marks, order, NARROW, 1, names), "scenario-countries-n"),
        table=_table("scenario-countries", rows),
        quotes=read_quotes(year.store, year.year, CODES[:5], by="country", each=1),
        codes=CODES,
    )


def _table(key: str, rows: Sequence[dict[str, Any]]) -> Table:
    for row in rows:
        row["range"] = (
            interval(row["open_share_low"], row["open_share_high"])
            if row["open_share"] is not None
            else None
        )
        row["place"] = "All" if row["country"] == EVERYWHERE else name_country(row["country"])
    return build_table(
        key,
        "Share of the open pole",
        rows,
        {
            "place": "Country",
            "year": "Year",
            "axis": "Axis",
            "open_share": "Open",
            "range": "95% interval",
            "open_count": "Sentences on the open pole",
            "closed_count": "On the other",
            "document_count": "Documents",
        },
        columns=(
            "country",
            "year",
            "axis",
            "open_share",
            "open_share_low",
            "open_share_high",
            "open_count",
            "closed_count",
            "sentence_count",
            "document_count",
            "interval",
        ),
    )


def _name(axis: str) -> str:
    return "both axes together" if axis == BOTH else axis
