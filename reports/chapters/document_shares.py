"""The share of a year's documents that carry each code at least once, over the years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.charts import NARROW, WIDE, draw_lines
from reports.figures import Figure, build_table, draw_svg, interval, percent
from reports.intervals import wilson_interval
from reports.quotes import Quote
from reports.year import FEW_DOCUMENTS, LONGEST_SPAN, Year, name_code

_SHARES = """
    select year, code, sum(claim_document_count)::integer as claim_document_count,
           sum(document_count)::integer as document_count
    from out_code_document_share
    where code in (select unnest(?)) and year <= ? and year > ? - ?
    group by year, code order by code, year
"""


def draw_document_shares(
    year: Year, codes: Sequence[str], key: str, title: str, columns: int, quotes: tuple[Quote, ...]
) -> Figure:
    """One panel per code, in the order given; each document counts once."""
    rows = year.rows(_SHARES, list(codes), year.year, year.year, LONGEST_SPAN)
    measured = [measure_documents(row) for row in rows]
    labels = [name_code(code) for code in codes]
    documents = {row["year"]: row["document_count"] for row in measured}
    own = {row["code"]: row["share"] for row in measured if row["year"] == year.year}
    few = [f"{of} ({count})" for of, count in sorted(documents.items()) if count < FEW_DOCUMENTS]
    note = (
        f"n = {sum(documents.values()):,} documents with sentences in scope. A document counts "
        "once, however often it carries the code; a long one has more chances to. Band: 95% "
        "interval (Wilson). As the coder found it."
    )
    if few:
        note += f" Hollow: years with few documents, {', '.join(few)}."
    shares = "; ".join(f"{name_code(code)} {percent(own.get(code))}" for code in codes)
    return Figure(
        key=key,
        title=title,
        description="One small line chart per code for the share of documents, with a 95% band. "
        f"Shares in {year.year}: {shares}.",
        note=note,
        wide_svg=draw_svg(draw_lines(measured, labels, WIDE, columns), f"{key}-w"),
        narrow_svg=draw_svg(draw_lines(measured, labels, NARROW, 2), f"{key}-n"),
        table=build_table(
            key,
            title,
            sorted(measured, key=lambda row: -row["year"]),
            {
                "year": "Year",
                "code": "Code",
                "claim_document_count": "Documents with the code",
                "document_count": "Documents",
                "share": "Share of documents",
                "range": "95% interval",
            },
            ("year", "code", "claim_document_count", "document_count", "share", "low", "high"),
        ),
        quotes=quotes,
    )


def measure_documents(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its share of documents and the interval."""
    found, documents = row["claim_document_count"], row["document_count"]
    low, high = wilson_interval(found, documents)
    return {
        **row,
        "label": name_code(row["code"]),
        "share": found / documents,
        "low": low,
        "high": high,
        "range": interval(low, high),
        "has_few_documents": documents < FEW_DOCUMENTS,
    }
