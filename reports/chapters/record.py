"""The chapter that sets talk and record of the year side by side."""

from __future__ import annotations

from typing import Any

from data.records import IMAGINARY
from reports.bars import draw_pairs
from reports.charts import NARROW, WIDE
from reports.figures import Chapter, Figure, build_table, draw_svg, interval, percent
from reports.quotes import read_quotes
from reports.register_rows import read_coded_rows
from reports.year import FEW_DOCUMENTS, Year, name_code, name_countries, name_country

_MOST_PANELS = 4
_GAP_COLUMNS = (
    "country",
    "code",
    "claim_count",
    "sentence_count",
    "document_count",
    "claim_share",
    "claim_share_low",
    "claim_share_high",
    "coded_deployment_count",
    "deployment_count",
    "production_count",
    "deployment_share",
    "deployment_share_low",
    "deployment_share_high",
    "record",
)


def build_gap(year: Year) -> Chapter:
    """The share of each imaginary in the talk beside its share among systems on record."""
    rows = year.rows(
        """select * from out_talk_and_record where year = ? and family = 'imaginary'
           order by country, code""",
        year.year,
    )
    paragraphs = [
        "Side by side: how often a country's documents invoke an imaginary, and how many of its "
        "systems on record for the same year are described in the register with the same words. "
        "The two are measured alike and are not the same thing: a register describes systems, a "
        "strategy describes a future. A register may be incomplete, and a gap may lie in the "
        "register as well as in the talk.",
    ]
    missing = name_missing_registers(year)
    figure = _draw_gap(year, rows)
    if figure is None:
        missing.append(
            f"Talk and record of {year.year} cannot be set side by side: no country has both a "
            "document that could be judged and a system on record for the year."
        )
    figures = (figure,) if figure else ()
    undated = year.store.query("select count(*) from deployment where year is null").rows[0][0]
    if undated:
        missing.append(
            f"No year is on record for {undated:,} register rows: they stand in no year’s "
            "comparison."
        )
    return Chapter("gap", "Talk and record", tuple(paragraphs), figures, missing=tuple(missing))


def _draw_gap(year: Year, rows: list[dict[str, Any]]) -> Figure | None:
    both = [
        row for row in rows if row["claim_share"] is not None and (row["deployment_count"] or 0) > 0
    ]
    sizes = {
        row["country"]: (-row["document_count"], -row["deployment_count"], row["country"])
        for row in both
    }
    countries = sorted(sizes, key=lambda country: sizes[country])[:_MOST_PANELS]
    if not countries:
        return None
    for row in rows:
        for source in ("claim", "deployment"):
            low, high = row[f"{source}_share_low"], row[f"{source}_share_high"]
            row[f"{source}_range"] = interval(low, high) if low is not None else None
    points: list[dict[str, Any]] = []
    for row in both:
        if row["country"] in countries:
            row["label"] = name_code(row["code"])
            row["place"] = (
                f"{name_country(row['country'])} (documents {row['document_count']:,}, "
                f"systems {row['deployment_count']:,})"
            )
            for side, source in (("talk", "claim"), ("record", "deployment")):
                points.append(
                    {
                        "label": row["label"],
                        "place": row["place"],
                        "side": side,
                        "share": row[f"{source}_share"],
                        "low": row[f"{source}_share_low"],
                        "high": row[f"{source}_share_high"],
                        "is_small": row[f"{'document' if side == 'talk' else 'deployment'}_count"]
                        < FEW_DOCUMENTS,
                    }
                )
    codes = year.codes_of(IMAGINARY)
    order = [name_code(code) for code in codes]
    columns = 2 if len(countries) > 1 else 1
    first = [row for row in both if row["country"] == countries[0]]
    shares = "; ".join(
        f"{row['label']} {percent(row['claim_share'])} in talk, "
        f"{percent(row['deployment_share'])} on record"
        for row in first
    )
    return Figure(
        key="gap",
        title=f"Share of each imaginary in talk and on record, {year.year}",
        description=f"Pairs of dots by code. {name_country(countries[0])}: {shares}.",
        note="Talk: share of sentences in scope. Record: share of systems on record for the year "
        "whose register text carries the code. Lines: 95% intervals. Hollow: from fewer than "
        f"{FEW_DOCUMENTS} documents or systems, too few to compare. Both shares are what the "
        "coder found, not corrected for its errors." + _note_dates(year, countries),
        wide_svg=draw_svg(draw_pairs(points, order, WIDE, columns), "gap-w"),
        narrow_svg=draw_svg(draw_pairs(points, order, NARROW, 1), "gap-n"),
        table=build_table(
            "gap",
            "Talk and record",
            rows,
            {
                "country": "Country",
                "code": "Code",
                "claim_share": "Share in talk",
                "claim_range": "95% interval in talk",
                "deployment_share": "Share on record",
                "deployment_range": "95% interval on record",
                "claim_count": "Sentences with the code",
                "sentence_count": "Sentences in scope",
                "document_count": "Documents",
                "coded_deployment_count": "Systems with the code",
                "deployment_count": "Systems on record",
                "production_count": "In production",
                "record": "Record",
            },
            _GAP_COLUMNS,
        ),
        quotes=read_quotes(year.store, year.year, codes[:6], each=1),
        register_rows=read_coded_rows(year.store, year.year, countries),
    )


def _note_dates(year: Year, countries: list[str]) -> str:
    counted = year.rows(
        """select count(*) as systems, count(*) filter (year_basis = 'record') as by_record
           from out_national_system
           where year = ? and status <> 'no longer listed' and country in (select unnest(?))""",
        year.year,
        countries,
    )[0]
    return (
        f" Of {counted['systems']:,} systems on record shown here, {counted['by_record']:,} are "
        "dated by the register’s own year, not by a start."
    )


def name_missing_registers(year: Year) -> list[str]:
    """Countries of the year's documents without a register, in words: not known is not zero."""
    lacking = [country for country in year.countries if country not in year.registered]
    if not lacking:
        return []
    return [
        f"No register is loaded for {name_countries(lacking)}: whether anything is deployed there "
        "is not known to this report, and nothing is shown as zero."
    ]
