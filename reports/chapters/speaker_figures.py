"""Who speaks in the documents of a year, who is said to act in them, and who to gain."""

from __future__ import annotations

from typing import Any

from reports.chapters.count_charts import draw_bars
from reports.chapters.mention_quotes import read_facet_quotes
from reports.charts import NARROW, WIDE, draw_heat
from reports.figures import Figure, Table, build_table, draw_svg, percent
from reports.quotes import read_quotes
from reports.year import FEW_DOCUMENTS, LONGEST_SPAN, Year

ACTORS = {
    "nobody": "Nobody named",
    "technology": "Technology",
    "issuer": "The writer",
    "government": "Government",
    "public_body": "Public body",
    "industry": "Industry",
    "people": "People",
}
_MOST_QUOTES = 8

_SPEAKERS = """
    select country, body_kind, kind, sum(document_count)::integer as document_count,
           sum(sentence_count)::integer as sentence_count,
           sum(vision_count)::integer as vision_count,
           sum(commitment_count + mandate_count)::integer as promise_count,
           sum(result_count)::integer as result_count
    from out_speaker where year = ? group by country, body_kind, kind
    order by document_count desc, country, body_kind, kind
"""
_ACTORS = """
    with sizes as (
        select year, sum(all_claim_count)::integer as claim_count from (
            select distinct country, year, code, type, all_claim_count from out_actor
        ) group by year
    ), documents as (
        select year, sum(document_count)::integer as document_count from out_speaker group by year
    )
    select a.year, a.actor, sum(a.claim_count)::integer as acting_claim_count,
           any_value(s.claim_count) as claim_count, any_value(d.document_count) as document_count
    from out_actor a join sizes s using (year) join documents d using (year)
    where a.year <= ? and a.year > ? - ?
    group by a.year, a.actor order by a.year desc, a.actor
"""
_BODIES = """
    select name, body_kind, country, sentence_count, document_count
    from out_acting_body where year = ?
    order by sentence_count desc, name, country
"""
_GAINERS = """
    select beneficiary, sum(sentence_count)::integer as gaining_sentence_count,
           sum(document_count)::integer as document_count
    from out_beneficiary where year = ? group by beneficiary
    order by gaining_sentence_count desc, beneficiary
"""
_CLAIMED = """
    select sum(all_sentence_count)::integer as sentence_count from (
        select distinct country, all_sentence_count from out_beneficiary where year = ?
    )
"""

Rows = list[dict[str, Any]]


def draw_speakers(year: Year) -> Figure | None:
    """The documents by who issued them, or by kind of document where no issuer is known."""
    rows = year.rows(_SPEAKERS, year.year)
    if not rows:
        return None
    known = sum(row["document_count"] for row in rows if row["body_kind"] != "not known")
    by = "body_kind" if known else "kind"
    counts: dict[str, int] = {}
    for row in rows:
        label = row[by].replace("_", " ").capitalize().replace("Ai ", "AI ")
        counts[label] = counts.get(label, 0) + row["document_count"]
    bars = [{"label": label, "count": count} for label, count in counts.items()]
    order = sorted(counts, key=lambda label: (-counts[label], label))
    every = sum(counts.values())
    for row in rows:
        row["body_kind"], row["kind"] = (
            row[name].replace("_", " ") for name in ("body_kind", "kind")
        )
    return Figure(
        key="speakers",
        title=f"Who speaks, {year.year}",
        description=f"Bars of documents by kind of {'issuing body' if known else 'document'}: "
        + "; ".join(f"{label} {counts[label]:,}" for label in order)
        + ".",
        note=f"n = {every:,} documents with sentences in scope. The issuing body is known by name "
        f"for {known:,} of them; a title or publisher tells no declared body for the others.",
        wide_svg=draw_svg(draw_bars(bars, order, WIDE), "speakers-w"),
        narrow_svg=draw_svg(draw_bars(bars, order, NARROW), "speakers-n"),
        table=build_table(
            "speakers",
            "Documents by issuing body",
            rows,
            {
                "country": "Country",
                "body_kind": "Kind of body",
                "kind": "Kind of document",
                "document_count": "Documents",
                "sentence_count": "Sentences in scope",
                "vision_count": "Hopes",
                "promise_count": "Promises and mandates",
                "result_count": "Results",
            },
        ),
        quotes=read_quotes(year.store, year.year, list(year.codes), by="country", each=1)[
            :_MOST_QUOTES
        ],
    )


def draw_actors(year: Year) -> tuple[Figure | None, str]:
    """Who acts in the claims, year by year; and what it says of the year, in words."""
    rows = year.rows(_ACTORS, year.year, year.year, LONGEST_SPAN)
    own = {row["actor"]: row for row in rows if row["year"] == year.year}
    if not own:
        return None, ""
    for row in rows:
        row["label"] = ACTORS.get(row["actor"], row["actor"])
        row["share"] = row["acting_claim_count"] / row["claim_count"]
        few = "; few documents" if row["document_count"] < FEW_DOCUMENTS else ""
        row["place"] = f"{row['year']} ({row['document_count']}{few})"
        row["tip"] = (
            f"{row['label']} · {row['year']} · {percent(row['share'])} · "
            f"{row['acting_claim_count']:,} of {row['claim_count']:,} claims"
        )
    places = list(dict.fromkeys(row["place"] for row in rows))
    labels = [name for name in ACTORS.values() if any(row["label"] == name for row in rows)]
    claims = next(iter(own.values()))["claim_count"]
    figure = Figure(
        key="actors",
        title="Who is said to act",
        description=f"A grid of {len(places)} years by {len(labels)} kinds of actors. In "
        f"{year.year}: " + "; ".join(f"{r['label']} {percent(r['share'])}" for r in own.values()),
        note=f"Percent of the year’s claims; {claims:,} claims in {year.year}. A claim may have "
        "several actors. In brackets: documents. Nobody named: a passive, or a sentence without a "
        "subject that acts. As the coder found it.",
        wide_svg=draw_svg(draw_heat(rows, labels, places), "actors"),
        narrow_svg="",
        table=build_table(
            "actors",
            "Actors by year",
            rows,
            {
                "year": "Year",
                "label": "Actor",
                "acting_claim_count": "Claims in which it acts",
                "claim_count": "Claims",
                "share": "Share",
                "document_count": "Documents",
            },
        ),
        quotes=read_facet_quotes(year, "actor", [name for name in ACTORS if name in own], ACTORS),
    )
    return figure, _tell_actors(year, own)


def draw_gainers(year: Year) -> Figure | None:
    """Who is said to gain in the year."""
    rows = year.rows(_GAINERS, year.year)
    if not rows:
        return None
    claimed = year.rows(_CLAIMED, year.year)[0]["sentence_count"]
    labels = {row["beneficiary"]: row["beneficiary"].replace("_", " ") for row in rows}
    for row in rows:
        row["label"], row["count"] = labels[row["beneficiary"]], row["gaining_sentence_count"]
        row["sentence_count"] = claimed
        row["share"] = row["count"] / claimed
        row["tip"] = (
            f"{row['label']} · {row['count']:,} sentences · {row['document_count']} documents"
        )
    order = [row["label"] for row in rows]
    return Figure(
        key="gainers",
        title=f"Who is said to gain, {year.year}",
        description="Bars of sentences by group that is said to gain; most often "
        f"{order[0]}, {rows[0]['count']:,} times.",
        note=f"n = {claimed:,} sentences in scope that carry a code. A sentence may name several, "
        "and most name nobody. As the coder found it.",
        wide_svg=draw_svg(draw_bars(rows, order, WIDE), "gainers-w"),
        narrow_svg=draw_svg(draw_bars(rows, order, NARROW), "gainers-n"),
        table=build_table(
            "gainers",
            "Groups said to gain",
            rows,
            {
                "label": "Group",
                "gaining_sentence_count": "Sentences",
                "sentence_count": "Sentences with a code",
                "share": "Share",
                "document_count": "Documents",
            },
        ),
        quotes=read_facet_quotes(year, "beneficiary", list(labels), labels),
    )


def list_bodies(year: Year) -> Table | None:
    """The public bodies that are named as acting; none where no declared body is."""
    rows = year.rows(_BODIES, year.year)
    if not rows:
        return None
    for row in rows:
        row["body_kind"] = row["body_kind"].replace("_", " ")
    return build_table(
        "acting-bodies",
        f"Public bodies said to act, {year.year}",
        rows,
        {
            "name": "Body",
            "body_kind": "Kind of body",
            "country": "In documents of",
            "sentence_count": "Sentences",
            "document_count": "Documents",
        },
    )


def _tell_actors(year: Year, own: dict[str, dict[str, Any]]) -> str:
    nobody, technology = own.get("nobody"), own.get("technology")
    if nobody is None or technology is None:
        return ""
    return (
        f"In {percent(nobody['share'])} of the {nobody['claim_count']:,} claims of {year.year} "
        f"nobody is named who acts, and in {percent(technology['share'])} technology itself does."
    )
