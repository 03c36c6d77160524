"""The chapter of the lag: how long from the first promise to a system, with what still waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.chapters.record import name_missing_registers
from reports.chapters.record_charts import EVENTS, draw_survival
from reports.charts import NARROW, WIDE
from reports.compare import EVERYWHERE
from reports.figures import Chapter, Figure, Table, build_table, draw_svg, interval, percent
from reports.quotes import read_quotes
from reports.register_rows import read_production_rows
from reports.year import Year, name_code, name_country

KEY, TITLE = "lag", "From promise to system, in years"
MOST_PANELS = 6
RISK_HEIGHT = {"pilot": -0.11, "production": -0.23}

_POINTS = """
    select country, event, year_count, at_risk_count, event_count, censored_count, waiting_share,
           waiting_share_low, waiting_share_high
    from lag_point where unit = 'country' and code = 'all'
    order by country, event, year_count
"""
_LAGS = """
    select country, code, event, state, spell_count, reached_count, waiting_count,
           unknown_status_count, before_count, uncovered_count, operation_dated_count,
           median_year_count, median_year_count_low, median_year_count_high, observed_year_count,
           waiting_share
    from out_lag where unit = ? and state <> 'no register loaded'
    order by country, code = 'all' desc, code, event
"""
_SPELLS = """
    select l.country, l.code, l.event, l.state, l.promised_year, l.event_year, l.event_basis,
           s.text as sentence, d.title, s.page, o.name as record_name, l.register_id,
           d.link, d.archived_as, c.claim_id, l.sentence_id, l.document_id, l.deployment_id
    from lag_spell l
    left join sentence s using (sentence_id, document_id)
    left join out_document d using (document_id)
    left join deployment o using (register_id, deployment_id)
    left join claim c on c.sentence_id = l.sentence_id and c.document_id = l.document_id
        and c.code = l.code
    where l.unit = 'country' and l.event = 'production' and l.state <> 'no register loaded'
    order by l.country, l.state, l.event_year - l.promised_year, l.code
"""
_WHAT = (
    "A wait begins in the year of a country’s first commitment or mandate with a code, and ends "
    "with the first system of the country that carries the code and is on record in a pilot or in "
    "production, in that year or later. Waits that had not ended when the register was last seen "
    "are censored: they count for as long as they were seen, and never as failures. So the curve "
    "is Kaplan and Meier’s, and no mean is given. Many registers date the record and not the "
    "start, so that a wait may in truth be shorter than shown. Codes of one country resemble each "
    "other, so that the bands are too narrow."
)


def build_lag(year: Year) -> Chapter:
    """Survival curves by country, what each code waited for, and every wait one by one."""
    points = year.rows(_POINTS)
    lags = year.rows(_LAGS, "country")
    missing = name_missing_registers(year)
    if not points:
        missing.append(
            "No wait can be shown: no country with a register has a dated commitment or mandate "
            "that carries a code and that the register covers."
        )
        return Chapter(
            KEY, TITLE, (_WHAT,), tables=_list_bodies(year) + _list_spells(year),
            missing=tuple(missing),
        )  # fmt: skip
    lead = _tell(lags)
    figure = _draw(year, points, lags)
    return Chapter(
        KEY,
        TITLE,
        (lead, _WHAT) if lead else (_WHAT,),
        (figure,),
        (_list_lags(lags), *_list_bodies(year), *_list_spells(year)),
        missing=tuple(missing),
        lead=lead,
        key_figure=figure.key,
    )


def _tell(lags: Sequence[dict[str, Any]]) -> str:
    whole = [row for row in lags if row["country"] == EVERYWHERE and row["code"] == "all"]
    row = next((row for row in whole if row["event"] == "production"), None)
    if row is None:
        return ""
    ended, waits = row["reached_count"], row["waiting_count"]
    return (
        f"Of {ended + waits:,} waits that the registers cover, a country and a code each, "
        f"{ended:,} have ended with a system on record in production, and {waits:,} had not when "
        f"the register was last seen, {row['unknown_status_count']:,} of them with a system "
        f"whose status is blank; a further {row['before_count']:,} had theirs before the first "
        "promise."
    )


def _draw(year: Year, points: list[dict[str, Any]], lags: list[dict[str, Any]]) -> Figure:
    counts: dict[str, int] = {}
    for row in lags:
        if row["code"] == "all" and row["event"] == "production":
            counts[row["country"]] = row["reached_count"] + row["waiting_count"]
    countries = sorted(
        {row["country"] for row in points},
        key=lambda place: (place == EVERYWHERE, -counts.get(place, 0), place),
    )
    if len(countries) == 2 and EVERYWHERE in countries:
        countries.remove(EVERYWHERE)  # one country: both curves are the same
    shown = countries[:MOST_PANELS]
    labels = {place: f"{_place(place)} ({counts.get(place, 0)} waits)" for place in shown}
    panels = list(labels.values())
    rows = [
        mark
        for place in shown
        for event in EVENTS
        for mark in _curve(
            [row for row in points if row["country"] == place and row["event"] == event],
            labels[place],
        )
    ]
    for row in points:
        row["range"] = interval(row["waiting_share_low"], row["waiting_share_high"])
    last = [f"{r['label']} {r['side']}: {percent(r['share'])} still wait" for r in _ends(rows)]
    return Figure(
        key="lag",
        title="Share of promised codes that still wait for a system",
        description="Step curves by years since the first promise. " + "; ".join(last) + ".",
        note="Years since the first promise. Dashed: until a pilot or more; solid: until "
        "production. Numbers below zero: waits still at risk, those for a pilot above those for "
        "production. Bands: 95%, Greenwood’s on the log-log scale.",
        wide_svg=draw_svg(draw_survival(rows, panels, WIDE, min(2, len(panels))), "lag-w"),
        narrow_svg=draw_svg(draw_survival(rows, panels, NARROW, 1), "lag-n"),
        table=build_table(
            "lag",
            "Share that still waits, by years since the promise",
            points,
            {
                "country": "Country",
                "event": "Until",
                "year_count": "Years",
                "at_risk_count": "At risk",
                "event_count": "Ended",
                "censored_count": "Censored",
                "waiting_share": "Still wait",
                "range": "95% interval",
            },
        ),
        quotes=read_quotes(
            year.store,
            year.year,
            year.codes_of("imaginary")[:6],
            each=1,
            types=("commitment", "mandate"),
        ),
        register_rows=read_production_rows(year.store, [p for p in shown if p != EVERYWHERE]),
        codes=tuple(year.codes_of("imaginary")),
    )


def _curve(points: Sequence[dict[str, Any]], label: str) -> list[dict[str, Any]]:
    """The steps of one curve from year 0; the numbers at risk stand at its first, middle, last."""
    if not points:
        return []
    marks = []
    first = points[0]
    if first["year_count"] > 0:
        at_risk = first["at_risk_count"]
        marks.append(_step(label, first["event"], 0, (1.0, 1.0, 1.0), at_risk))
    for row in points:
        ends = (row["waiting_share"], row["waiting_share_low"], row["waiting_share_high"])
        marks.append(_step(label, row["event"], row["year_count"], ends, row["at_risk_count"]))
    chosen = {0, len(marks) // 2, len(marks) - 1}
    for place, mark in enumerate(marks):
        mark["risk"] = str(mark["at_risk_count"]) if place in chosen else ""
    return marks


def _step(
    label: str, event: str, years: int, ends: tuple[float, float, float], at_risk: int
) -> dict[str, Any]:
    share, low, high = ends
    return {
        "label": label,
        "side": event,
        "year_count": years,
        "share": share,
        "low": low,
        "high": high,
        "at_risk_count": at_risk,
        "risk_at": RISK_HEIGHT[event],
        "tip": f"{label} · {event} · after {years} years · {percent(share)} still wait "
        f"({percent(low)} to {percent(high)}) · {at_risk} at risk",
    }


def _ends(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    last = {(row["label"], row["side"]): row for row in rows}
    return list(last.values())


def _list_lags(lags: list[dict[str, Any]]) -> Table:
    for row in lags:
        row["place"] = _place(row["country"])
        row["label"] = name_code(row["code"])
    return build_table(
        "lag-by-code",
        "How long each code waited, by country",
        lags,
        {"place": "Country", "label": "Code", **_STATES},
        columns=tuple(lags[0]) if lags else (),
    )


def _list_bodies(year: Year) -> tuple[Table, ...]:
    """The same for bodies: each its own promise and its own system."""
    rows = [
        row
        for row in year.rows(_LAGS, "body")
        if row["code"] == "all" and row["state"] != "not covered"
    ]
    if not rows:
        return ()
    for row in rows:
        row["place"] = _place(row["country"])
    caption = "The same for single bodies: their own promises and their own systems"
    return (build_table("lag-by-body", caption, rows, {"place": "Country", **_STATES}),)


def _list_spells(year: Year) -> tuple[Table, ...]:
    """Every wait with the sentence that begins it and the system that ends it."""
    rows = year.rows(_SPELLS)
    if not rows:
        return ()
    for row in rows:
        row["quote"] = _short(row["sentence"])
    return (
        build_table(
            "lag-spells",
            "Each wait for production: the sentence that begins it and the system that ends it",
            rows,
            {
                "country": "Country",
                "code": "Code",
                "promised_year": "Promised",
                "quote": "With the words",
                "title": "Document",
                "state": "State",
                "event_year": "On record",
                "event_basis": "Dated by",
                "record_name": "System",
                "register_id": "Register",
            },
            columns=(
                "country", "code", "event", "promised_year", "sentence_id", "document_id", "title",
                "state", "event_year", "event_basis", "record_name", "register_id",
                "deployment_id",
            ),
        ),
    )  # fmt: skip


def _short(sentence: str | None, longest: int = 160) -> str:
    if not sentence:
        return "–"
    return sentence if len(sentence) <= longest else sentence[: longest - 2].rstrip() + " …"


def _place(country: str) -> str:
    return "All with a register" if country == EVERYWHERE else name_country(country)


_STATES = {
    "event": "Until",
    "reached_count": "Ended",
    "waiting_count": "Still wait",
    "unknown_status_count": "Of them, status blank",
    "before_count": "Had it before",
    "operation_dated_count": "Starts dated",
    "state": "In words",
}
