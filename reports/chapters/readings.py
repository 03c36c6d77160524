"""The chapter of the gap: talk less record by code and country, however the record is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.chapters.record import name_missing_registers
from reports.chapters.record_charts import READINGS, draw_readings
from reports.charts import NARROW, WIDE
from reports.figures import Chapter, Figure, build_table, draw_svg, percent
from reports.quotes import read_quotes
from reports.register_rows import read_production_rows
from reports.year import Year, name_code, name_codes, name_country

KEY, TITLE = "readings", "The gap in three readings"
MOST_PANELS = 4

_GAPS = """
    select country, code, reading, corrected_share, corrected_share_low, corrected_share_high,
           coded_production_share, gap, gap_low, gap_high, finding, left_open, sentence_count,
           document_count, production_count, coded_production_count, unknown_status_count,
           uncodable_count, has_few_documents
    from out_gap where family = 'imaginary' order by country, code, reading
"""
_METHOD = (
    "The talk is the share of sentences that carry a code, corrected for the coder’s errors; the "
    "record is the share of systems in production whose register text carries it. A sentence and a "
    "system are not the same thing, so that the size of a gap says little by itself: read on which "
    "side it lies, and whether it stays there in all three readings. “As recorded” takes the "
    "registers at their word. “Corrected for coverage” asks how far the gap could move if every "
    "blank status, and every text without a word, went one way or the other; it gives bounds and "
    "no point. “Only bodies that report” sets aside the talk of bodies without any row."
)


def build_readings(year: Year) -> Chapter:
    """The gap of all years together; a year by itself has too few systems dated in it."""
    rows = year.rows(_GAPS)
    missing = name_missing_registers(year)
    known = [row for row in rows if row["gap_low"] is not None]
    if not known:
        missing.append(
            "No gap can be told: it takes a country with a register, thirty sentences in scope and "
            "a system in production."
        )
        return Chapter(KEY, TITLE, (_METHOD,), missing=tuple(missing))
    sizes = {row["country"]: (-row["document_count"], row["country"]) for row in known}
    countries = sorted(sizes, key=lambda country: sizes[country])
    lead = _tell_findings(rows)
    said = [lead, *(_tell_country(rows, country) for country in countries), _METHOD]
    missing += _name_unread(rows, countries)
    figure = _draw(year, rows, countries)
    return Chapter(
        KEY,
        TITLE,
        tuple(said),
        (figure,),
        missing=tuple(missing),
        lead=lead,
        key_figure=figure.key,
    )


def points(share: float | None) -> str:
    """A difference of shares in percentage points, with its sign."""
    if share is None:
        return "–"
    return f"{share * 100:+.1f}".replace("-", "−")


def _tell_findings(rows: Sequence[dict[str, Any]]) -> str:
    def count(reading: str, finding: str) -> int:
        return sum(row["reading"] == reading and row["finding"] == finding for row in rows)

    recorded, covered, _ = READINGS
    known = sum(row["reading"] == recorded and row["gap_low"] is not None for row in rows)
    return (
        f"Of {known} pairs of a country and an imaginary, the talk has more of it than the systems "
        f"in production in {count(recorded, 'more in the talk')}, and less in "
        f"{count(recorded, 'more in the record')}; if blanks in the registers are left open, "
        f"{count(covered, 'more in the talk')} and {count(covered, 'more in the record')} stay so."
    )


def _tell_country(rows: Sequence[dict[str, Any]], country: str) -> str:
    own = [row for row in rows if row["country"] == country]
    covered = [row for row in own if row["reading"] == "corrected for coverage"]
    first = next((row for row in own if row["gap_low"] is not None), own[0])
    name = name_country(country)
    basis = (
        f"{name}: {first['production_count']:,} systems in production, "
        f"{first['unknown_status_count']:,} without a status, "
        f"{first['document_count']:,} documents."
    )
    told = []
    for finding in ("more in the talk", "more in the record"):
        codes = [row["code"] for row in covered if row["finding"] == finding]
        if codes:
            told.append(f"Firmly {finding}: {name_codes(codes)}.")
    if not told:
        told.append("No imaginary is firmly on one side once the register’s blanks are left open.")
    return " ".join([basis, *told])


def _name_unread(rows: Sequence[dict[str, Any]], countries: Sequence[str]) -> list[str]:
    """Readings that give nothing in a country that has a gap, with the reason."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["country"] in countries and row["gap_low"] is None:
            key = (row["reading"], str(row["finding"]))
            reasons.setdefault(key, []).append(name_country(row["country"]))
    return [
        f"The reading “{reading}” cannot be told for {', '.join(dict.fromkeys(names))}: {reason}."
        for (reading, reason), names in reasons.items()
    ]


def _draw(year: Year, rows: list[dict[str, Any]], countries: Sequence[str]) -> Figure:
    shown = countries[:MOST_PANELS]
    codes = [code for code in year.codes_of("imaginary") if any(r["code"] == code for r in rows)]
    drawn = []
    for row in rows:
        row["gap_points"] = points(row["gap"])
        low, high = points(row["gap_low"]), points(row["gap_high"])
        row["range"] = f"{low} to {high}" if row["gap_low"] is not None else None
        if row["country"] in shown and row["gap_low"] is not None:
            drawn.append(_mark(row))
    drawn.sort(key=lambda mark: shown.index(mark["country"]))
    order = [name_code(code) for code in codes]
    panels = list(dict.fromkeys(mark["place"] for mark in drawn))
    columns = 2 if len(shown) > 1 else 1
    sides = "; ".join(
        f"{mark['label']} {mark['gap_points']} points"
        for mark in drawn
        if mark["country"] == shown[0] and mark["reading"] == "as recorded"
    )
    return Figure(
        key="readings",
        title="Talk less record, in percentage points, in three readings",
        description=f"Dots and lines by code. {name_country(shown[0])} as recorded: {sides}.",
        note="To the right of the line at zero: more in the talk. Dots: the gap; thin lines: "
        "95% intervals; broad pale lines: all that the blanks of the register leave open. "
        "Hollow: fewer than three documents. Documents and registers of all years together.",
        wide_svg=draw_svg(draw_readings(drawn, order, panels, WIDE, columns), "readings-w"),
        narrow_svg=draw_svg(draw_readings(drawn, order, panels, NARROW, 1), "readings-n"),
        table=build_table("readings", "The gap in three readings", rows, _HEADINGS, _COLUMNS),
        quotes=read_quotes(year.store, year.year, codes[:6], each=1),
        register_rows=read_production_rows(year.store, list(shown)),
        codes=tuple(codes),
    )


def _mark(row: dict[str, Any]) -> dict[str, Any]:
    place = f"{name_country(row['country'])} ({row['production_count']:,} systems in production)"
    label = name_code(row["code"])
    gap = f"{row['gap_points']} points" if row["gap"] is not None else "bounds"
    return {
        "label": label,
        "place": place,
        "country": row["country"],
        "code": row["code"],
        "reading": row["reading"],
        "gap": row["gap"],
        "gap_points": row["gap_points"],
        "low": row["gap_low"],
        "high": row["gap_high"],
        "is_small": row["has_few_documents"],
        "tip": f"{label} · {place} · {row['reading']} · {gap} ({row['range']}) · talk "
        f"{percent(row['corrected_share'])} · record {percent(row['coded_production_share'])}",
    }


_HEADINGS = {
    "country": "Country",
    "code": "Code",
    "reading": "Reading",
    "corrected_share": "Talk, corrected",
    "coded_production_share": "Record",
    "gap_points": "Gap in points",
    "range": "From and to",
    "finding": "Finding",
    "document_count": "Documents",
    "production_count": "In production",
    "coded_production_count": "Of them with the code",
    "unknown_status_count": "Without a status",
}
_COLUMNS = (
    "country", "code", "reading", "corrected_share", "corrected_share_low", "corrected_share_high",
    "coded_production_share", "gap", "gap_low", "gap_high", "finding", "left_open",
    "sentence_count", "document_count", "production_count", "coded_production_count",
    "unknown_status_count", "uncodable_count", "has_few_documents",
)  # fmt: skip
