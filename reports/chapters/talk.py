"""The chapters about the talk: imaginaries and constraints, over time and by country."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.records import CONSTRAINT, IMAGINARY
from reports.chapters.document_shares import draw_document_shares, measure_documents
from reports.charts import NARROW, WIDE, draw_heat, draw_lines
from reports.explorer import read_explorer
from reports.figures import (
    Chapter,
    Figure,
    build_table,
    draw_svg,
    explain_correction,
    interval,
    percent,
)
from reports.quotes import Quote, read_quotes
from reports.year import (
    FEW_DOCUMENTS,
    Year,
    explain_silence,
    name_code,
    name_codes,
    name_country,
    note_documents,
)

_MOST_COUNTRIES = 24
_MOST_QUOTES = 6
_SHARE_HEADINGS = {
    "code": "Code",
    "claim_count": "Sentences with the code",
    "sentence_count": "Sentences in scope",
    "document_count": "Documents",
    "per_thousand": "Per 1,000 sentences",
    "share": "Share found",
    "range": "95% interval",
}
_SHARE_COLUMNS = (
    "code",
    "claim_count",
    "sentence_count",
    "document_count",
    "share",
    "low",
    "high",
    "interval",
)
_CORRECTED_HEADINGS = {
    "corrected_share": "Share corrected",
    "corrected_range": "95% interval, or why there is none",
}
_CORRECTED_COLUMNS = (
    "corrected_share",
    "corrected_low",
    "corrected_high",
    "uncorrected_because",
)


def build_rhetoric(year: Year) -> Chapter:
    """How often each imaginary is invoked: over the years, and by country in this one."""
    key, title = "rhetoric", "Rhetoric over time"
    codes = year.codes_of(IMAGINARY)
    if not codes or year.document_count == 0:
        return Chapter(key, title, missing=(explain_silence(year, "imaginaries"),))
    quotes = read_quotes(year.store, year.year, codes, each=1)
    figures = [
        _draw_shares(year, codes, "imaginaries", "Imaginaries over the years", 5, quotes),
        draw_document_shares(
            year, codes, "imaginaries-documents", "Imaginaries by share of documents", 5, quotes
        ),
    ]
    paragraphs = [
        "An imaginary is a picture of what data and technology will bring. The figure shows, for "
        "each, the share of all sentences about data and technology that invoke it. A sentence "
        "may carry several. The set of documents changes from year to year, so a rise may be a "
        "different mix of documents as well as a different tone.",
        "Two shares are shown: of sentences, which says how much of the talk it takes, and of "
        "documents, which says how common it is to speak so at all.",
        _name_largest(year, codes),
    ]
    missing: list[str] = []
    if len(year.countries) > 1:
        heat = _draw_countries(year, codes)
        figures += [heat] if heat else []
        if heat is None:
            missing.append(
                f"Countries are not compared: fewer than two have {FEW_DOCUMENTS} documents of "
                f"{year.year} that could be judged. Their rows are in out_code_share."
            )
    return Chapter(key, title, tuple(paragraphs), tuple(figures), missing=tuple(missing))


def build_constraints(year: Year) -> Chapter:
    """What is named as hindrance or precondition."""
    key, title = "constraints", "Constraints named"
    codes = year.codes_of(CONSTRAINT)
    if not codes or year.document_count == 0:
        return Chapter(key, title, missing=(explain_silence(year, "constraints"),))
    quotes = read_quotes(year.store, year.year, codes, each=1)
    figure = _draw_shares(year, codes, "constraints", "Constraints over the years", 3, quotes)
    paragraph = (
        "A constraint is something the documents name as barrier, risk, requirement or "
        "precondition: law, ethics, infrastructure, organisation, skills and finance."
    )
    documents = draw_document_shares(
        year, codes, "constraints-documents", "Constraints by share of documents", 3, quotes
    )
    return Chapter(key, title, (paragraph, _name_largest(year, codes)), (figure, documents))


def _draw_shares(
    year: Year, codes: Sequence[str], key: str, title: str, columns: int, quotes: tuple[Quote, ...]
) -> Figure:
    rows: list[dict[str, Any]] = [
        {
            "label": name_code(code),
            "code": code,
            "year": row.year,
            "claim_count": row.measured.claim_count,
            "sentence_count": row.sentence_count,
            "document_count": row.document_count,
            "per_thousand": _per_thousand(row.measured.share),
            "share": row.measured.share,
            "low": row.measured.low,
            "high": row.measured.high,
            "range": interval(row.measured.low, row.measured.high),
            "interval": row.measured.interval,
            "corrected_share": row.corrected.share,
            "corrected_low": row.corrected.low,
            "corrected_high": row.corrected.high,
            "corrected_range": row.corrected.reason
            or interval(row.corrected.low, row.corrected.high),
            "uncorrected_because": row.corrected.reason,
            "has_few_documents": row.has_few_documents,
        }
        for code in codes
        for row in year.shares[code]
    ]
    labels = [name_code(code) for code in codes]
    shares = "; ".join(f"{name_code(code)} {percent(year.share(code))}" for code in codes)
    return Figure(
        key=key,
        title=title,
        description=f"One small line chart per code with a 95% band. Shares in {year.year}: "
        f"{shares}.",
        note=note_documents(year.shares[codes[0]])
        + " Band: 95% interval. All panels share one scale. The lines show what the coder found; "
        "the table has each share corrected for its errors too.",
        wide_svg=draw_svg(draw_lines(rows, labels, WIDE, columns), f"{key}-w"),
        narrow_svg=draw_svg(draw_lines(rows, labels, NARROW, 2), f"{key}-n"),
        table=build_table(
            key,
            title,
            sorted(rows, key=lambda row: -row["year"]),  # all codes of the latest years come first
            {"year": "Year", **_SHARE_HEADINGS, **_CORRECTED_HEADINGS},
            ("year", *_SHARE_COLUMNS, *_CORRECTED_COLUMNS),
        ),
        quotes=quotes,
        explorer=read_explorer(year, codes),
    )


def _draw_countries(year: Year, codes: Sequence[str]) -> Figure | None:
    all_rows = year.rows(
        """select s.country, s.code, s.claim_count, s.sentence_count, s.document_count,
                  s.claim_share as share, s.claim_share_low as low, s.claim_share_high as high,
                  s.claim_interval as interval, d.claim_document_count
           from out_code_share s
           join (select country, year, code, claim_document_count from out_code_document_share) d
               using (country, year, code)
           where s.year = ? and s.family = 'imaginary' and s.claim_share is not null
           order by s.country, s.code""",
        year.year,
    )
    for row in all_rows:
        row["label"] = name_code(row["code"])
        row["place"] = f"{name_country(row['country'])} ({row['document_count']})"
        row["range"] = interval(row["low"], row["high"])
        row["per_thousand"] = _per_thousand(row["share"])
        of_documents = measure_documents(row)
        row["document_share"], row["document_range"] = of_documents["share"], of_documents["range"]
    enough = [row for row in all_rows if row["document_count"] >= FEW_DOCUMENTS]
    if len({row["place"] for row in enough}) < 2:
        return None
    largest = sorted(
        {(-row["document_count"], row["place"]) for row in enough},
    )[:_MOST_COUNTRIES]
    places = [place for _, place in largest]
    few = sorted({row["place"] for row in all_rows if row["document_count"] < FEW_DOCUMENTS})
    drawn = [row for row in enough if row["place"] in places]
    labels = [name_code(code) for code in codes]
    of_places = {row["country"] for row in drawn}
    quotes = read_quotes(year.store, year.year, codes, by="country", each=1)
    svg = draw_heat(drawn, labels, places)
    note = (
        "In brackets: documents. The darker, the larger the share of sentences in scope, as the "
        "coder found it; out_prevalence has each corrected for its errors."
    )
    if few:
        note += f" Left out of the drawing for few documents, and in the table: {', '.join(few)}."
    return Figure(
        key="countries",
        title=f"Imaginaries by country, {year.year}",
        description=f"A grid of {len(places)} countries by {len(labels)} imaginaries; each cell "
        "gives the share of sentences in percent. The table below has every number.",
        note=note,
        wide_svg=draw_svg(svg, "countries-w"),
        narrow_svg="",
        table=build_table(
            "countries",
            "Imaginaries by country",
            all_rows,
            {
                "country": "Country",
                **_SHARE_HEADINGS,
                "claim_document_count": "Documents with the code",
                "document_share": "Share of documents",
                "document_range": "95% interval of it",
            },
            ("country", *_SHARE_COLUMNS, "claim_document_count", "document_share"),
        ),
        quotes=tuple(quote for quote in quotes if quote.country in of_places)[:_MOST_QUOTES],
    )


def _per_thousand(share: float | None) -> str:
    return "–" if share is None else f"{1000 * share:.1f}"


def _name_largest(year: Year, codes: Sequence[str]) -> str:
    if year.has_few_documents:
        return (
            f"Only {year.document_count} documents of {year.year} could be judged: too few to name "
            "a largest."
        )
    largest = year.largest(year.codes[codes[0]])
    if not largest:
        return f"In {year.year} none of them is found."
    own = next(iter(largest.values())).measured
    verb = "is" if len(largest) == 1 else "are each"
    return (
        f"In {year.year}, {name_codes(largest)} {verb} found most often: in {percent(own.share)} "
        f"of the sentences (95% interval {interval(own.low, own.high)})."
        + explain_correction([row.corrected for row in largest.values()])
    )
