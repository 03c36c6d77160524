"""Which of the declared groups the documents of a year name: shares of documents, and absences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from reports.chapters.count_charts import draw_shares
from reports.chapters.mention_quotes import read_group_quotes
from reports.charts import NARROW, WIDE, draw_heat, draw_lines
from reports.figures import Figure, Table, build_table, draw_svg, interval
from reports.intervals import wilson_interval
from reports.quotes import Quote
from reports.year import FEW_DOCUMENTS, LONGEST_SPAN, Year, name_country

Rows = list[dict[str, Any]]

RARE_SHARE = 0.1
_MOST_COUNTRIES = 12
_MOST_QUOTES = 12
_FEW_QUOTES = 6
_BY_YEAR = """
    select year, group_id, label, any_value(position) as position,
           sum(document_count)::integer as document_count,
           sum(sentence_count)::integer as sentence_count,
           sum(naming_document_count)::integer as naming_document_count,
           sum(naming_sentence_count)::integer as naming_sentence_count
    from out_named_group where year <= ? and year > ? - ?
    group by year, group_id, label order by year, position
"""
_BY_COUNTRY = "select * from out_named_group where year = ? order by country, position"
_SENTENCES = """
    select label, quote, country, title, page, claim_id, document_id, link, archived_as
    from out_group_sentence where year = ? and not is_excerpt
    order by position, country, title, page, sentence_id
"""
_HEADINGS = {
    "label": "Group",
    "naming_document_count": "Documents that name it",
    "document_count": "Documents",
    "share": "Share of documents",
    "range": "95% interval",
    "naming_sentence_count": "Sentences that name it",
    "sentence_count": "Sentences in scope",
}
_COLUMNS = (
    "year",
    "group_id",
    "label",
    "naming_document_count",
    "document_count",
    "share",
    "low",
    "high",
    "naming_sentence_count",
    "sentence_count",
)


def read_groups(year: Year) -> Rows:
    """Each group and year of the figures' span, with the share of documents and its interval."""
    rows = year.rows(_BY_YEAR, year.year, year.year, LONGEST_SPAN)
    return [_measure(row) for row in rows]


def draw_groups(year: Year, own: Rows) -> Figure:
    """The year's groups from the most to the least named."""
    rows = sorted(own, key=lambda row: (-row["share"], row["position"]))
    order = [row["label"] for row in rows]
    named = [row["group_id"] for row in rows if row["naming_document_count"]]
    return Figure(
        key="groups",
        title=f"Who is named, {year.year}",
        description="One dot per group for the share of documents that name it, with its 95% "
        f"interval. Most named: {rows[0]['label']}; least named: {rows[-1]['label']}.",
        note=f"n = {max(row['document_count'] for row in rows):,} documents with sentences in "
        "scope. A document counts once, however often it names a group. Lines: 95% intervals "
        "(Wilson), as if documents were drawn at random."
        + (" Hollow: few documents." if rows[0]["has_few_documents"] else ""),
        wide_svg=draw_svg(draw_shares(rows, order, WIDE), "groups-w"),
        narrow_svg=draw_svg(draw_shares(rows, order, NARROW), "groups-n"),
        table=build_table("groups", "Groups named", rows, _HEADINGS, _COLUMNS),
        quotes=read_group_quotes(year, named, 1)[:_MOST_QUOTES],
    )


def draw_group_years(year: Year, rows: Rows) -> Figure | None:
    """The same over the years; none where there is one year only."""
    if len({row["year"] for row in rows}) < 2:
        return None
    labels = [row["label"] for row in rows if row["year"] == year.year]
    shown = [row for row in rows if row["label"] in labels]
    documents = {row["year"]: row["document_count"] for row in shown}
    few = [f"{of} ({count})" for of, count in sorted(documents.items()) if count < FEW_DOCUMENTS]
    note = f"n = {sum(documents.values()):,} documents. Band: 95% interval. All panels share one "
    note += "scale, from none to all documents."
    if few:
        note += f" Hollow: years with few documents, {', '.join(few)}."
    return Figure(
        key="groups-by-year",
        title="Who is named, over the years",
        description="One small line chart per group: the share of the year’s documents that name "
        "it.",
        note=note,
        wide_svg=draw_svg(draw_lines(shown, labels, WIDE, 4), "groups-y-w"),
        narrow_svg=draw_svg(draw_lines(shown, labels, NARROW, 2), "groups-y-n"),
        table=build_table(
            "groups-by-year",
            "Groups named by year",
            sorted(shown, key=lambda row: -row["year"]),
            {"year": "Year", **_HEADINGS},
            _COLUMNS,
        ),
        quotes=_quote_least_named(year, [row for row in shown if row["year"] == year.year]),
    )


def draw_group_countries(year: Year) -> Figure | None:
    """Groups by country in the year; none where fewer than two countries have enough documents."""
    rows = [_measure(row) for row in year.rows(_BY_COUNTRY, year.year)]
    for row in rows:
        row["place"] = row["label"]
        row["label"] = f"{name_country(row['country'])} ({row['document_count']})"
    enough = [row for row in rows if not row["has_few_documents"]]
    sizes = {row["label"]: row["document_count"] for row in enough}
    if len(sizes) < 2:
        return None
    shown = sorted(sizes, key=lambda label: (-sizes[label], label))[:_MOST_COUNTRIES]
    drawn = [row for row in enough if row["label"] in shown]
    groups = list(dict.fromkeys(row["place"] for row in drawn))
    few = sorted({row["label"] for row in rows if row["has_few_documents"]})
    note = "In brackets: documents. Each cell: percent of the country’s documents that name the "
    note += "group."
    if few:
        note += f" Left out of the drawing for few documents, and in the table: {', '.join(few)}."
    for row in rows:
        row["group_label"] = row["place"]
    headings = {"country": "Country", "group_label": "Group", **_HEADINGS}
    del headings["label"]
    columns = ("country", *_COLUMNS[:2], "group_label", *_COLUMNS[3:])
    return Figure(
        key="groups-by-country",
        title=f"Who is named where, {year.year}",
        description=f"A grid of {len(groups)} groups by {len(shown)} countries.",
        note=note,
        wide_svg=draw_svg(draw_heat(drawn, shown, groups), "groups-c"),
        narrow_svg="",
        table=build_table("groups-by-country", "Groups named by country", rows, headings, columns),
        quotes=_quote_least_named(year, drawn),
    )


def list_absent(year: Year) -> Table | None:
    """For each country with enough documents the groups that none of them names."""
    unnamed: defaultdict[str, list[str]] = defaultdict(list)
    documents: dict[str, int] = {}
    for row in year.rows(_BY_COUNTRY, year.year):
        if row["has_few_documents"]:
            continue
        documents[row["country"]] = row["document_count"]
        if not row["naming_document_count"]:
            unnamed[row["country"]].append(row["label"])
    rows = [
        {
            "country": country,
            "document_count": documents[country],
            "absent_count": len(unnamed[country]),
            "absent": ", ".join(unnamed[country]) or None,
        }
        for country in sorted(documents, key=name_country)
    ]
    if not rows:
        return None
    return build_table(
        "absent",
        f"Groups that no document of the country names, {year.year}",
        rows,
        {
            "country": "Country",
            "document_count": "Documents",
            "absent_count": "Groups never named",
            "absent": "Which",
        },
    )


def list_sentences(year: Year) -> Table:
    """Where each group is named: what stands behind every share."""
    return build_table(
        "group-sentences",
        f"Every sentence that names a group, {year.year}",
        year.rows(_SENTENCES, year.year),
        {
            "label": "Group",
            "quote": "Named as",
            "country": "Country",
            "title": "Document",
            "page": "Page",
        },
        ("label", "quote", "country", "title", "page", "claim_id", "document_id"),
    )


def name_groups(rows: Sequence[dict[str, Any]]) -> str:
    """Groups in words, in the order of the list."""
    return ", ".join(row["label"] for row in sorted(rows, key=lambda row: row["position"]))


def _quote_least_named(year: Year, rows: Rows) -> tuple[Quote, ...]:
    """Where the groups that are seldom named are named after all."""
    named: dict[str, int] = {}
    for row in rows:
        count = row["naming_document_count"]
        named[row["group_id"]] = named.get(row["group_id"], 0) + count
    rare = sorted((group for group, count in named.items() if count), key=lambda one: named[one])
    return read_group_quotes(year, rare[:_FEW_QUOTES], 1)


def _measure(row: dict[str, Any]) -> dict[str, Any]:
    low, high = wilson_interval(row["naming_document_count"], row["document_count"])
    naming, documents = row["naming_document_count"], row["document_count"]
    share = naming / documents
    return {
        **row,
        "share": share,
        "low": low,
        "high": high,
        "range": interval(low, high),
        "has_few_documents": documents < FEW_DOCUMENTS,
    }
